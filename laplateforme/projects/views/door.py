"""How a person comes to their own page: by a signed link or with their account; and what a mailed code opens."""

from datetime import timedelta

from django.http import Http404, HttpRequest

from laplateforme.core.ids import uuid_or_none
from laplateforme.core.proofs import MailedCode
from laplateforme.core.signing import UnableToOpenLink, open_link
from laplateforme.projects import rules
from laplateforme.projects.enums import OWN_PAGE
from laplateforme.projects.models import Holder
from laplateforme.projects.queries.own import ACCOUNT, person_of_link

PROOF = MailedCode("projects")


def holder_of(request: HttpRequest, token: str) -> Holder:
    """The person whose page it is. Raises UnableToOpenLink; Http404 with an account that has no file here."""
    holder = person_of_link(request.network, request.user, token)
    if holder is None and token == ACCOUNT:
        raise Http404
    if holder is None:
        raise UnableToOpenLink
    return holder


def late_holder_of(request: HttpRequest, token: str) -> Holder | None:
    """The person of a link that is too old, to whom a new one may be mailed; None when it never was one of ours."""
    try:
        (key,) = open_link(OWN_PAGE, token, life=timedelta(days=4000))
    except (UnableToOpenLink, ValueError):
        return None
    people = Holder.objects.known().filter(network=request.network).exclude(email="")
    return people.select_related("network", "organization").filter(pk=uuid_or_none(key)).first()


def keep_code(request: HttpRequest, holder: Holder, code: str) -> None:
    PROOF.keep(request, str(holder.pk), code)


def waits_for_code(request: HttpRequest, holder: Holder) -> bool:
    return PROOF.is_awaited(request, str(holder.pk))


def try_code(request: HttpRequest, holder: Holder, code: str) -> bool:
    """The right one opens the details for half an hour; five wrong ones close the door."""
    return PROOF.attempt(request, str(holder.pk), code)


def has_proved(request: HttpRequest, holder: Holder) -> bool:
    """Signed in as this person, or a code typed in this browser within half an hour."""
    return rules.is_own_page(request.user, holder) or PROOF.is_proved(request, str(holder.pk))
