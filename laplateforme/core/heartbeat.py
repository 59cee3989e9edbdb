"""Signs of life of the worker, and what is done once a day by whichever worker comes first."""

from datetime import date, datetime

from django.core.cache import cache

KEY = "worker:heartbeat"


def beat(at: datetime) -> None:
    cache.set(KEY, at.isoformat(), timeout=7 * 24 * 3600)


def last_beat() -> datetime | None:
    """When a worker last said that it is there."""
    value = cache.get(KEY)
    return datetime.fromisoformat(value) if value else None


def take_daily(name: str, day: date) -> bool:
    """True for the one worker that has to do `name` on `day`."""
    return bool(cache.add(f"daily:{name}:{day.isoformat()}", True, timeout=3 * 24 * 3600))
