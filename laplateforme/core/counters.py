"""Counts without persons, gathered in memory and written now and then: reading a page stays cheap."""

import time
from collections import Counter as Tally
from datetime import date
from threading import Lock

from django.db import transaction
from django.db.models import F

from laplateforme.core.models import Counter
from laplateforme.core.readonly import allow_writes

EVERY_SECONDS = 10.0
MOST_WAITING = 500
_waiting: Tally[tuple[str, str, date]] = Tally()
_lock = Lock()
_last = [time.monotonic()]


def count(name: str, key: str, *, day: date, amount: int = 1) -> None:
    """Adds `amount` to the day's count; what waits is written every ten seconds at most."""
    with _lock:
        _waiting[name, key, day] += amount
        due = time.monotonic() - _last[0] >= EVERY_SECONDS or len(_waiting) >= MOST_WAITING
    if due:
        flush()


def flush() -> None:
    """Writes what waits."""
    with _lock:
        rows = dict(_waiting)
        _waiting.clear()
        _last[0] = time.monotonic()
    with allow_writes(), transaction.atomic():
        for (name, key, day), amount in sorted(rows.items()):
            Counter.objects.get_or_create(name=name, key=key, day=day)
            Counter.objects.filter(name=name, key=key, day=day).update(value=F("value") + amount)
