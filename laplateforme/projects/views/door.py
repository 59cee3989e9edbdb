"""How a person comes to their own page: by a signed link or with their account; and what a mailed code opens."""

import hashlib
import secrets
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from laplateforme.core.ids import uuid_or_none
from laplateforme.core.signing import UnableToOpenLink, open_link
from laplateforme.projects import rules
from laplateforme.projects.emails import OWN_PAGE
from laplateforme.projects.models import Holder

ACCOUNT = "moi"  # in the place of the link: by one's account
CODE, PROVED = "projects_code", "projects_proved"
CODE_LIFE, PROOF_LIFE, MOST_TRIES = 600, 1800, 5


def holder_of(request: HttpRequest, token: str) -> Holder:
    """The person whose page it is. Raises UnableToOpenLink; Http404 with an account that has no file here."""
    people = Holder.objects.known().filter(network=request.network).select_related("network", "organization", "commune")
    if token == ACCOUNT:
        mine = people.filter(user_id=request.user.pk).order_by("-created_at").first()
        if mine is None:
            raise Http404
        return mine
    (key,) = open_link(OWN_PAGE, token, life=timedelta(days=settings.LP_PERSON_LINK_DAYS))
    found = people.filter(pk=uuid_or_none(key)).first()
    if found is None:
        raise UnableToOpenLink
    return found


def late_holder_of(request: HttpRequest, token: str) -> Holder | None:
    """The person of a link that is too old, to whom a new one may be mailed; None when it never was one of ours."""
    try:
        (key,) = open_link(OWN_PAGE, token, life=timedelta(days=4000))
    except (UnableToOpenLink, ValueError):
        return None
    people = Holder.objects.known().filter(network=request.network).exclude(email="")
    return people.select_related("network", "organization").filter(pk=uuid_or_none(key)).first()


def _hash(holder: Holder, code: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}:{holder.pk}:{code}".encode()).hexdigest()


def keep_code(request: HttpRequest, holder: Holder, code: str) -> None:
    """This browser waits for this code, ten minutes."""
    request.session[CODE] = [str(holder.pk), _hash(holder, code), int(time.time()) + CODE_LIFE, 0]


def waits_for_code(request: HttpRequest, holder: Holder) -> bool:
    kept: list[Any] = request.session.get(CODE) or []
    return bool(kept) and kept[0] == str(holder.pk) and kept[2] > time.time() and kept[3] < MOST_TRIES


def try_code(request: HttpRequest, holder: Holder, code: str) -> bool:
    """The right one opens the details for half an hour; five wrong ones close the door."""
    if not waits_for_code(request, holder):
        return False
    kept = list(request.session[CODE])
    kept[3] += 1
    request.session[CODE] = kept
    if not secrets.compare_digest(kept[1], _hash(holder, code)):
        return False
    del request.session[CODE]
    request.session[PROVED] = [str(holder.pk), int(time.time()) + PROOF_LIFE]
    return True


def has_proved(request: HttpRequest, holder: Holder) -> bool:
    """Signed in as this person, or a code typed in this browser within half an hour."""
    if rules.is_own_page(request.user, holder):
        return True
    kept: list[Any] = request.session.get(PROVED) or []
    return bool(kept) and kept[0] == str(holder.pk) and kept[1] > time.time()
