"""Dates as people write them in French minutes."""

import calendar
import re
from contextlib import suppress
from datetime import date, time, timedelta

from laplateforme.core.text import fold

MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
SHORT = {"janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | SHORT
MONTH = "|".join(sorted(NUMBERS, key=len, reverse=True))
ISO = re.compile(r"\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b")
FIGURES = re.compile(r"\b(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})\b")
SHORT_FIGURES = re.compile(r"\b(\d{1,2})/(\d{1,2})\b(?!/)")
WORDS = re.compile(rf"\b(\d{{1,2}})(?:er)?\s+({MONTH})\b\.?(?:\s+(\d{{4}}))?")
MONTH_ONLY = re.compile(rf"\b(fin|mi|debut)?[\s-]*({MONTH})\b\.?(?:\s+(\d{{4}}))?")
WITHIN = re.compile(r"\b(?:dans|sous|d'ici|d’ici)\s+(\w+)\s+(jours?|semaines?)\b")
COUNTS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "huit": 8,
    "dix": 10,
    "quinze": 15,
}
HOUR = re.compile(r"\b(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?\b", re.I)
YEARS = range(1900, 2200)


def find_date(text: str, around: date | None = None) -> date | None:
    """The first date written in `text`. Without a year, the first one from `around` on; None without either."""
    words = fold(text)
    if found := ISO.search(words):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := FIGURES.search(words):
        year = int(found[3])
        return _date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    if found := WORDS.search(words):
        return _with_year(found[3], NUMBERS[found[2]], int(found[1]), around)
    if found := SHORT_FIGURES.search(words):
        return _with_year(None, int(found[2]), int(found[1]), around)
    return None


def find_deadline(text: str, around: date | None = None) -> date | None:
    """As `find_date`, and "fin janvier", "mi-mars", "février 2008" too: the last day that these words allow."""
    if found := find_date(text, around):
        return found
    if around and (found := _within(fold(text), around)):
        return found
    match = MONTH_ONLY.search(fold(text))
    if match is None or (match[2] in SHORT and not match[3] and not match[1]):
        return None
    month, year = NUMBERS[match[2]], _year_of(match[3], NUMBERS[match[2]], around)
    if year is None:
        return None
    last = calendar.monthrange(year, month)[1]
    return _date(year, month, {"mi": 15, "debut": 10}.get(match[1] or "", last))


def _within(words: str, around: date) -> date | None:
    """ "dans quinze jours", "sous 3 semaines"."""
    match = WITHIN.search(words)
    if match is None:
        return None
    count = COUNTS.get(match[1]) or (int(match[1]) if match[1].isascii() and match[1].isdigit() else 0)
    days = count * (7 if match[2].startswith("semaine") else 1)
    return around + timedelta(days=days) if 0 < days < 400 else None


def find_hour(text: str) -> time | None:
    """ "14 h", "14h30", "9:00"."""
    for match in HOUR.finditer(text):
        with suppress(ValueError):
            return time(int(match[1]), int(match[2] or 0))
    return None


def _with_year(year: str | None, month: int, day: int, around: date | None) -> date | None:
    if year:
        return _date(int(year), month, day)
    if around is None:
        return None
    for candidate in (around.year, around.year + 1):
        found = _date(candidate, month, day)
        if found and found >= around:
            return found
    return None


def _year_of(year: str | None, month: int, around: date | None) -> int | None:
    if year:
        return int(year) if int(year) in YEARS else None
    if around is None:
        return None
    return around.year if month >= around.month else around.year + 1


def _date(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day) if year in YEARS else None
    return None
