"""Counts without persons (see core.buffers)."""

from collections.abc import Mapping
from datetime import date

from django.db.models import F

from laplateforme.core.buffers import Buffer
from laplateforme.core.models import Counter

Key = tuple[str, str, date]  # name, key, day


def _write(rows: Mapping[Key, int]) -> None:
    for (name, key, day), amount in sorted(rows.items()):
        Counter.objects.get_or_create(name=name, key=key, day=day)
        Counter.objects.filter(name=name, key=key, day=day).update(value=F("value") + amount)


waiting: Buffer[Key] = Buffer(_write)


def count(name: str, key: str, *, day: date, amount: int = 1) -> None:
    """Adds `amount` to the day's count; what waits is written every ten seconds at most."""
    waiting.add([((name, key, day), amount)])


def flush() -> None:
    """Writes what waits."""
    waiting.flush()
