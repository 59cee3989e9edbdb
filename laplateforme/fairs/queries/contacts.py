"""Contacts as pages show them: to each what the person agreed that they read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.dates import in_words
from laplateforme.fairs.enums import ContactState, Spoken
from laplateforme.fairs.models import Contact, Envelope, Occasion
from laplateforme.fairs.queries.stand_words import reader_name
from laplateforme.network.models import Network

MOST = 200  # of those with no more to do
A_FEW = 3  # contacts of one fair that each have their own line in "À faire"
SHAPES = {
    Spoken.OPEN: ("ok", "check"),
    Spoken.MASKED: ("wait", "half"),
    Spoken.LAPSED: ("plain", "ring"),
    Spoken.ERASED: ("plain", "ring"),
}


@dataclass(frozen=True)
class ContactLine:
    """One line of the list: never a means of contact."""

    contact: Contact
    name: str
    need: str
    reader: str
    bearer: str
    when: str
    status: tuple[str, str, str]
    step: str
    is_forgotten: bool


def of_network(network: Network | None, user: Any) -> Any:
    """What `user` may know of, in `network`."""
    rows = Contact.objects.visible_to(user).filter(occasion__network=network)
    return rows.select_related("occasion__network", "organization", "key_question", "bearer", "taken_by", "project")


def find_contact(pk: UUID, network: Network | None, user: Any) -> Contact | None:
    found: Contact | None = of_network(network, user).filter(pk=pk).first() if network else None
    return found


def need_of(contact: Contact) -> str:
    """The need in the words of the bank, else those of the person."""
    return contact.key_question.text if contact.key_question else contact.words or _("Not said")


def line_of(contact: Contact, at: datetime) -> ContactLine:
    spoken = contact.spoken(at)
    kind, shape = SHAPES[spoken]
    is_open = contact.state == ContactState.OPEN
    words = str(spoken.label) if is_open else str(ContactState.CLOSED.label)
    bearer = contact.bearer
    step = contact.next_step
    if step and contact.next_date:
        step = f"{step} ({in_words(contact.next_date)})"
    return ContactLine(
        contact=contact,
        name=_("Nobody any more") if spoken in (Spoken.ERASED, Spoken.LAPSED) else contact.first_name,
        need=need_of(contact),
        reader=reader_name(contact.occasion.network, contact.organization),
        bearer=bearer.get_full_name() if bearer is not None and bearer.is_active else "",
        when=in_words(contact.agreed_at),
        status=(kind, words[:1].upper() + words[1:], shape),
        step=step,
        is_forgotten=is_open and spoken in (Spoken.OPEN, Spoken.MASKED) and not (bearer and contact.next_step),
    )


def contacts_of(network: Network, user: Any, at: datetime) -> tuple[list[ContactLine], list[ContactLine]]:
    """Those to follow, all of them, the forgotten first; then the latest of the others. Two queries."""
    rows = of_network(network, user).order_by("-agreed_at", "pk")
    is_open = Q(state=ContactState.OPEN, erased_at__isnull=True)
    lines = [line_of(one, at) for one in (*rows.filter(is_open), *rows.exclude(is_open)[:MOST])]
    follow = [one for one in lines if one.contact.state == ContactState.OPEN and one.name != _("Nobody any more")]
    others = [one for one in lines if one not in follow]
    return sorted(follow, key=lambda one: not one.is_forgotten), others


def alike(contact: Contact, user: Any) -> list[Contact]:
    """Contacts that may be the same person: the same address or number. A proposal, and only among those confirmed
    to be readable by their own readers: it says that there is another one, never what stands in it.
    """
    means = Q()
    if contact.email:
        means |= Q(email=contact.email)
    if contact.phone:
        means |= Q(phone=contact.phone)
    if not means or contact.same_as_id or contact.told_apart_at:
        return []
    others = of_network(contact.occasion.network, user).filter(means, erased_at__isnull=True)
    return list(others.exclude(pk=contact.pk).exclude(same_as=contact.pk).order_by("agreed_at")[:5])


def masked(contact: Contact) -> str:
    """What the person recognizes as theirs, and nobody else can use."""
    if contact.email:
        name, _at, host = contact.email.partition("@")
        return f"{name[:1]}•••@{host}"
    return f"•• •• •• {contact.phone[-5:]}" if contact.phone else ""


@dataclass(frozen=True)
class Waiting:
    """One line of "À faire"."""

    title: str
    text: str
    url: str
    is_late: bool = False


def forgotten_of(user: Any, network: Network, at: datetime) -> list[Waiting]:
    """Contacts without a bearer or a next step, those whose day is over, and those that one bears; those of one fair
    in one line when they are more than a few. Two queries.
    """
    since = at - timedelta(days=settings.LP_SPOKEN_CONSENT_DAYS)
    rows = (
        of_network(network, user)
        .filter(state=ContactState.OPEN, erased_at__isnull=True)
        .filter(Q(confirmed_at__isnull=False) | Q(agreed_at__gt=since))
        .filter(Q(bearer=None) | Q(next_step="") | Q(next_date__lt=timezone.localdate(at)))
        .order_by("agreed_at", "pk")
    )
    of_fairs: dict[UUID, list[Contact]] = {}
    for one in rows:
        of_fairs.setdefault(one.occasion_id, []).append(one)
    return [line for contacts in of_fairs.values() for line in _waiting(contacts, at)]


def _waiting(contacts: list[Contact], at: datetime) -> list[Waiting]:
    """The contacts of one fair that wait."""
    today = timezone.localdate(at)
    late = [bool(one.next_date and one.next_date < today) or one.agreed_at < at - timedelta(days=5) for one in contacts]
    if len(contacts) > A_FEW:
        title = _("%(count)d contacts wait for what comes next") % {"count": len(contacts)}
        return [Waiting(title, contacts[0].occasion.title, reverse("fairs:contacts"), any(late))]
    return [
        Waiting(
            _("A contact waits for a next step") if not one.next_step else _("A next step is past its day"),
            f"{one.first_name}, {one.occasion.title}",
            one.get_absolute_url(),
            is_late,
        )
        for one, is_late in zip(contacts, late, strict=True)
    ]


def aside_in(network: Network) -> list[Waiting]:
    """Stands with envelopes that could not be opened. One query."""
    counts: dict[Any, int] = {}
    rows = Envelope.objects.aside().filter(occasion__network=network).exclude(sealed={})
    for pk in rows.values_list("occasion", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return [
        Waiting(
            ngettext("%(count)d envelope waits aside", "%(count)d envelopes wait aside", counts[one.pk])
            % {"count": counts[one.pk]},
            one.title,
            reverse("fairs:stand_settings", args=[one.code]),
        )
        for one in Occasion.objects.filter(pk__in=counts)
    ]
