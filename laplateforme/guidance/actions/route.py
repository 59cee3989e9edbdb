"""Keeping a route and sending it to oneself."""

import secrets
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from laplateforme.core.mail import Attachment, queue_mail
from laplateforme.guidance.enums import CODE_WORDS
from laplateforme.guidance.models import RouteSnapshot
from laplateforme.guidance.queries.route import Route
from laplateforme.network.models import Network

TRIES = 30


class UnableToKeepRoute(Exception):
    """No code is free."""


@transaction.atomic
def keep_route(*, network: Network, route: Route, at: datetime) -> RouteSnapshot:
    """Freezes the route of this day under a code that can be read aloud. It names nobody.

    Refused (UnableToKeepRoute) when no free code was found.
    """
    profile: dict[str, list[str]] = {}
    for name, value in route.codes:
        profile.setdefault(name, []).append(value)
    snapshot = RouteSnapshot(network=network, code=_free_code(), profile=profile, content=route.as_json())
    snapshot.save(force_insert=True)
    RouteSnapshot.objects.filter(pk=snapshot.pk).update(created_at=at)
    snapshot.created_at = at
    return snapshot


def _free_code() -> str:
    """FENOUIL-27; a longer number once short ones get rare."""
    for attempt in range(TRIES):
        most = 90 if attempt < TRIES // 2 else 9_000
        code = f"{secrets.choice(CODE_WORDS)}-{10 + secrets.randbelow(most)}"
        if not RouteSnapshot.objects.filter(code=code).exists():
            return code
    raise UnableToKeepRoute


@transaction.atomic
def mail_route(*, snapshot: RouteSnapshot, to: str, address: str, calendar: bytes) -> None:
    """Sends the address and the text of a kept route to `to`, which is kept nowhere but in the message to send."""
    context = {"snapshot": snapshot, "content": snapshot.content, "address": address, "network": snapshot.network}
    attachments = [Attachment(f"{snapshot.code}.ics", calendar, "text/calendar")] if calendar else []
    queue_mail(
        to=to,
        subject=_("Find your route again: %(code)s") % {"code": snapshot.code},
        text=render_to_string("guidance/email/route.txt", context),
        attachments=attachments,
    )
