"""Counts gathered in memory and written now and then: reading a page stays cheap, and does not fail for a count."""

import logging
import time
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from django.db import DatabaseError, connection, transaction

from laplateforme.core.readonly import allow_writes

log = logging.getLogger("laplateforme.counts")
Key = TypeVar("Key", bound=tuple)  # type: ignore[type-arg]
EVERY_SECONDS = 10.0
MOST_WAITING = 500
MOST_KEPT = 20_000


class Buffer(Generic[Key]):
    """`write(rows)` adds what waits to the database, in one transaction."""

    def __init__(self, write: Callable[[Mapping[Key, int]], None]) -> None:
        self._write = write
        self._waiting: Tally[Key] = Tally()
        self._last = time.monotonic()
        self._lock = Lock()

    def add(self, amounts: Iterable[tuple[Key, int]]) -> None:
        """Adds; what waits is written every ten seconds, sooner when there is much."""
        with self._lock:
            for key, amount in amounts:
                self._waiting[key] += amount
            age = time.monotonic() - self._last
            due = age >= EVERY_SECONDS or (len(self._waiting) >= MOST_WAITING and age >= 1)
        if due:
            self.flush()

    def flush(self) -> None:
        """Writes what waits. A database that cannot take it now (no space left) gets it later, within reason."""
        with self._lock:
            rows = dict(self._waiting)
            self._waiting.clear()
            self._last = time.monotonic()
        if not rows:
            return
        is_inside = connection.in_atomic_block  # what surrounds us must know that it failed
        try:
            with allow_writes(), transaction.atomic():
                self._write(rows)
        except DatabaseError:
            with self._lock:
                if len(self._waiting) + len(rows) <= MOST_KEPT:
                    self._waiting.update(rows)
            if is_inside:
                raise
            log.warning("counts wait: the database does not take them")

    def forget(self) -> None:
        """For tests: as if the process had just started."""
        with self._lock:
            self._waiting.clear()
            self._last = time.monotonic()
