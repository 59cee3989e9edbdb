"""Signs of life of the workers, and what is done once a day by whichever worker comes first."""

import os
import threading
from collections.abc import Callable
from datetime import date, datetime

from django.core.cache import cache
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Max
from django.utils import timezone

from laplateforme.core.ids import short_code
from laplateforme.core.models import Heartbeat

PLACE = "LP_WORKER_PLACE"  # set by `serve`: one worker at a time works at this place
EVERY_SECONDS = 20.0


def new_name() -> str:
    """Who a worker is. Where `serve` keeps one worker, those that it had before begin alike (see `former_at`)."""
    place = os.environ.get(PLACE, "")
    return f"{place}.{short_code(8)}" if place else f"worker-{short_code(8)}"


def former_at(name: str) -> list[str]:
    """The workers that were at the place of this one: `serve` starts another only when the former is dead."""
    place, dot, _ = name.partition(".")
    if not dot:
        return []
    rows = Heartbeat.objects.filter(name__startswith=f"{place}.").exclude(name=name)
    return list(rows.values_list("name", flat=True))


def beat(at: datetime, name: str = "worker") -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def last_beat() -> datetime | None:
    """When a worker last said that it is there."""
    at: datetime | None = Heartbeat.objects.aggregate(at=Max("at"))["at"]
    return at


def keep_beating(name: str, *, every: float = EVERY_SECONDS, clock: Callable[[], datetime] = timezone.now) -> None:
    """From now on, in a thread: a worker gives signs of life during long work as well."""

    def go_on() -> None:
        while True:
            try:
                beat(clock(), name)
            except DatabaseError:
                connection.close()
            close_old_connections()
            stop.wait(every)

    stop = threading.Event()
    threading.Thread(target=go_on, name="heartbeat", daemon=True).start()


def take_daily(name: str, day: date) -> bool:
    """True for the one worker that has to do `name` on `day`."""
    return bool(cache.add(f"daily:{name}:{day.isoformat()}", True, timeout=3 * 24 * 3600))
