"""The agenda of one month: weeks of seven days, as a table."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime, time

from babel.dates import format_date, get_day_names
from django.utils import timezone, translation

from laplateforme.network.models import Network
from laplateforme.portal.queries.agenda import Entry, entries_of

FAR = 24  # months before and after the present one that have a page: nobody reads farther, robots would


@dataclass(frozen=True)
class Day:
    """A day of the table; those of the months beside it stay empty."""

    date: date
    is_inside: bool
    is_today: bool
    entries: list[Entry]


@dataclass(frozen=True)
class Month:
    """`before`, `after`: the first days of the months beside it, where they have a page."""

    first: date
    title: str
    weekdays: list[tuple[str, str]]
    weeks: list[list[Day]]
    entries: list[Entry]
    before: date | None
    after: date | None


def month_of(network: Network | None, first: date, today: date) -> Month | None:
    """The month that begins on `first`; None when it is too far from `today`. A query a source of the agenda."""
    if abs(_months(first) - _months(today)) > FAR:
        return None
    after = _beside(first, 1)
    entries = entries_of(network, _start_of(first), _start_of(after))
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    weeks = [
        [Day(day, day.month == first.month, day == today, by_day.get(day, [])) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    locale = (translation.get_language() or "fr")[:2]
    long, short = get_day_names("wide", locale=locale), get_day_names("abbreviated", locale=locale)
    beside = [one if abs(_months(one) - _months(today)) <= FAR else None for one in (_beside(first, -1), after)]
    return Month(first, title_of(first), [(long[n], short[n]) for n in range(7)], weeks, entries, beside[0], beside[1])


def title_of(first: date) -> str:
    """ "décembre 2026"."""
    return format_date(first, "LLLL y", locale=(translation.get_language() or "fr")[:2])


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _beside(first: date, step: int) -> date:
    """The first day of the month `step` months from `first`."""
    year, month = divmod(_months(first) - 1 + step, 12)
    return date(year, month + 1, 1)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
