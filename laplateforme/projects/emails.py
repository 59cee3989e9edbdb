"""Who is told what about people's files. Nothing personal in a subject; no name of a project anywhere."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from laplateforme.accounts.models import User
from laplateforme.core.mail import queue_mail
from laplateforme.core.signing import sign_link
from laplateforme.network.models import Membership, Network
from laplateforme.projects.enums import OWN_PAGE
from laplateforme.projects.models import Consent, Holder, Project
from laplateforme.projects.models.desks import KEEPERS

LANGUAGE = "fr"


def address_in(network: Network, path: str) -> str:
    """The whole address of a page of this network, whether or not the present page has its prefix."""
    prefix = f"/r/{network.slug}"
    return f"{network.base_address()}{path.removeprefix(prefix) if path.startswith(f'{prefix}/') else path}"


def own_address(holder: Holder) -> str:
    """The person's page by a signed link that lives eight days and carries an identifier only."""
    return address_in(holder.network, reverse("projects:own", args=[sign_link(OWN_PAGE, str(holder.pk))]))


def _queue(holder: Holder, subject: str, template: str, **context: object) -> bool:
    """False when the person left no address."""
    if not holder.email:
        return False
    words = {"network": holder.network, "organization": holder.organization, "address": own_address(holder), **context}
    queue_mail(to=holder.email, subject=subject, text=render_to_string(template, words), urgent=True)
    return True


def queue_own_page(holder: Holder) -> bool:
    """The link to the person's page, asked for by them or by their adviser."""
    with translation.override(LANGUAGE):
        return _queue(holder, gettext("Your page: who reads what"), "projects/email/own_page.txt")


def queue_joined(holder: Holder) -> bool:
    """Two files about the same person are one now: they look at who reads what."""
    with translation.override(LANGUAGE):
        return _queue(
            holder, gettext("For information: two files about you were joined"), "projects/email/joined.txt"
        )  # fmt: skip


def queue_to_confirm(consent: Consent) -> bool:
    """Asks the person to agree, or to confirm what they said: opening shows, a button acts."""
    with translation.override(LANGUAGE):
        return _queue(
            consent.holder, gettext("To confirm: your agreement"), "projects/email/to_confirm.txt", consent=consent
        )


def queue_code(holder: Holder, code: str) -> bool:
    """Six figures that open the contact details on the person's page."""
    with translation.override(LANGUAGE):
        return _queue(holder, gettext("Your code"), "projects/email/code.txt", code=code)


def queue_last_warning(holder: Holder, days: int) -> bool:
    """Nothing has happened for long: the file goes soon unless the person says otherwise."""
    with translation.override(LANGUAGE):
        return _queue(
            holder, gettext("For information: your file is about to be erased"), "projects/email/last_warning.txt",
            days=days,
        )  # fmt: skip


def queue_lead(project: Project, adviser: User) -> None:
    """Somebody is asked first about a project from now on. No name: the file is one click away."""
    _queue_lead(
        project, adviser, gettext_lazy("For information: you follow one more project"), "projects/email/lead.txt"
    )


def queue_lead_left(project: Project, former: User) -> None:
    """Somebody else follows it; for how long the former lead adviser still reads."""
    _queue_lead(
        project,
        former,
        gettext_lazy("For information: somebody else follows a project"),
        "projects/email/lead_left.txt",
    )


def _queue_lead(project: Project, to: User, subject: object, template: str) -> None:
    with translation.override(LANGUAGE):
        address = address_in(project.network, project.get_absolute_url())
        words = {"network": project.network, "address": address, "days": settings.LP_FORMER_LEAD_DAYS}
        queue_mail(to=to.email, subject=str(subject), text=render_to_string(template, words))


def queue_withdrawn(consent: Consent) -> int:
    """Tells the readers of the receiver that copies are to be erased. No name: the list is on their page."""
    network = consent.project.network
    members = Membership.objects.active().filter(
        network=network, organization=consent.receiver_id, role__in=KEEPERS
    )  # fmt: skip
    with translation.override(LANGUAGE):
        address = address_in(network, reverse("projects:copies"))
        text = render_to_string("projects/email/withdrawn.txt", {"network": network, "address": address})
        addresses = sorted(set(members.values_list("user__email", flat=True)))
        for to in addresses:
            queue_mail(to=to, subject=gettext("To do: erase your copies of a file"), text=text)
    return len(addresses)
