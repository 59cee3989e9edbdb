"""Dates in words, working days."""

from datetime import date, datetime, timedelta

from babel.dates import format_date
from django.utils import timezone, translation


def in_words(day: date | datetime) -> str:
    """ "jeudi 22 novembre 2026", in the language of the page."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    locale = (translation.get_language() or "fr")[:2]
    return format_date(day, "EEEE d MMMM y", locale=locale)


def add_working_days(moment: datetime, days: int) -> datetime:
    """`days` working days later (Monday to Friday; public holidays are not known here)."""
    while days > 0:
        moment += timedelta(days=1)
        if moment.weekday() < 5:
            days -= 1
    return moment
