"""Counts who could have been shown on a route and who was, without persons: buffered, so that reading stays cheap."""

import time
from collections import Counter as Tally
from collections.abc import Iterable
from datetime import date
from threading import Lock
from uuid import UUID

from django.db import transaction
from django.db.models import F

from laplateforme.core.readonly import allow_writes
from laplateforme.guidance.models import ExposureCount
from laplateforme.guidance.queries.choice import Draw
from laplateforme.network.models import Network, Organization

EVERY_SECONDS = 10.0
MOST_WAITING = 500

Key = tuple[UUID, str, date, str]  # network, organization, day, what
_waiting: Tally[Key] = Tally()
_lock = Lock()
_last = [time.monotonic()]


def note_exposure(*, network: Network, draws: Iterable[Draw], day: date) -> None:
    """Counts one page: each place, who could have had it, who had it. Written every ten seconds at most.

    "First" counts the first places of a stage. Shown / eligible is the share of turns that an organization won.
    """
    with _lock:
        for draw in draws:
            for organization in draw.eligible:
                _waiting[network.pk, organization, day, "eligible"] += 1
            _waiting[network.pk, draw.chosen.organization, day, "shown"] += 1
            if draw.is_first:
                _waiting[network.pk, draw.chosen.organization, day, "first"] += 1
        due = time.monotonic() - _last[0] >= EVERY_SECONDS or len(_waiting) >= MOST_WAITING
    if due:
        flush_exposure()


def flush_exposure() -> None:
    """Writes what waits; organizations and networks that are gone are left out."""
    with _lock:
        rows = dict(_waiting)
        _waiting.clear()
        _last[0] = time.monotonic()
    if not rows:
        return
    with allow_writes(), transaction.atomic():
        alive = {
            str(pk) for pk in Organization.objects.filter(pk__in={key[1] for key in rows}).values_list("pk", flat=True)
        }
        networks = set(Network.objects.filter(pk__in={key[0] for key in rows}).values_list("pk", flat=True))
        for network, organization, day in sorted({key[:3] for key in rows}, key=str):
            if organization not in alive or network not in networks:
                continue
            where = {"network_id": network, "organization_id": organization, "day": day}
            ExposureCount.objects.get_or_create(**where)  # type: ignore[arg-type]
            more = {
                what: F(what) + rows.get((network, organization, day, what), 0)
                for what in ("eligible", "shown", "first")
            }
            ExposureCount.objects.filter(**where).update(**more)
