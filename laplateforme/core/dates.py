"""Dates and hours in words, working days."""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from babel.dates import format_date
from dateutil.easter import easter
from django.utils import timezone, translation
from django.utils.translation import gettext as _

# Month and day of the French public holidays that stand still (labor code, article L3133-1).
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
DAYS_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


def in_words(day: date | datetime) -> str:
    """ "jeudi 22 novembre 2026", in the language of the page."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return _in_words(day, (translation.get_language() or "fr")[:2])


@lru_cache(maxsize=2_000)
def _in_words(day: date, locale: str) -> str:
    words = format_date(day, "EEEE d MMMM y", locale=locale)
    return words.replace(" 1 ", " 1er ", 1) if locale == "fr" and day.day == 1 else words


def hour_in_words(moment: datetime) -> str:
    """ "9 h", "14 h 30" in French, "14:30" in English; the time of the site."""
    local = timezone.localtime(moment)
    if (translation.get_language() or "fr")[:2] != "fr":
        return f"{local:%H:%M}"
    return f"{local.hour}\u00a0h\u00a0{local.minute:02}" if local.minute else f"{local.hour}\u00a0h"


def hours_in_words(starts_at: datetime, ends_at: datetime | None) -> str:
    """ "de 9 h à 12 h", or the one hour that is known."""
    if ends_at is None:
        return hour_in_words(starts_at)
    return _("%(start)s to %(end)s") % {"start": hour_in_words(starts_at), "end": hour_in_words(ends_at)}


@cache
def holidays(year: int) -> frozenset[date]:
    """Public holidays of the whole of France; those of Alsace-Moselle and overseas are not among them."""
    moving = (easter(year) + timedelta(days=days) for days in DAYS_AFTER_EASTER)
    return frozenset([*(date(year, month, day) for month, day in FIXED_HOLIDAYS), *moving])


def is_working_day(day: date) -> bool:
    """Monday to Friday, save public holidays."""
    return day.weekday() < 5 and day not in holidays(day.year)


def add_working_days(moment: datetime, days: int) -> datetime:
    """The same hour, `days` working days later, as days are counted where the site is."""
    moment = timezone.localtime(moment)
    while days > 0:
        moment += timedelta(days=1)
        if is_working_day(moment.date()):
            days -= 1
    return moment
