"""Dates to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Protocol

from babel.dates import format_date
from django.urls import reverse
from django.utils import timezone, translation

from laplateforme.network.models import Network
from laplateforme.offers.models import Session
from laplateforme.offers.queries.words import money, session_words
from laplateforme.vocabulary.enums import Fee

MOST_DATES = 300
# What a line of the agenda reads: whole rows of four tables would cost four times as much.
LINE_FIELDS = (
    *("starts_at", "ends_at", "place", "commune__name", "offer__code", "offer__name", "offer__address"),
    *("offer__fee", "offer__price_from", "offer__commune__name"),
    *("offer__organization__name", "offer__organization__short_name"),
)


@dataclass(frozen=True)
class AgendaLine:
    """One date, ready for the component `dates`."""

    day: date
    title: str
    url: str
    note: str


class OfDay(Protocol):
    """Something that has a day: a line of ours, or of another room."""

    @property
    def day(self) -> date: ...


@dataclass(frozen=True)
class AgendaMonth:
    anchor: str
    title: str
    lines: Sequence[OfDay]


def upcoming_sessions(network: Network | None, at: datetime, until: datetime | None = None) -> list[Session]:
    """Dates to come of what anybody may read in the network, with their offers, `until` left out: one query."""
    rows = Session.objects.coming(at).public_in(network)
    rows = rows.filter(starts_at__lt=until) if until else rows
    return list(rows.select_related("offer__organization", "offer__commune", "commune")[:MOST_DATES])


def agenda_lines(network: Network | None, at: datetime, most: int = MOST_DATES) -> list[AgendaLine]:
    """The same dates, a line each: one query."""
    rows = Session.objects.coming(at).public_in(network).values_list(*LINE_FIELDS, named=True)
    return [_line(row) for row in rows[:most]]


def agenda_months(lines: Iterable[OfDay]) -> list[AgendaMonth]:
    """These lines, a part a month: "décembre 2026"."""
    locale = (translation.get_language() or "fr")[:2]
    months = []
    for start, found in groupby(lines, key=lambda line: line.day.replace(day=1)):
        title = format_date(start, "LLLL y", locale=locale)
        months.append(AgendaMonth(f"m{start:%Y-%m}", title[:1].upper() + title[1:], list(found)))
    return months


def place_words(session: Session) -> str:
    """Where a date takes place: its own words, else the offer's."""
    offer = session.offer
    towns = (session.commune.name if session.commune else "", offer.commune.name if offer.commune else "")
    return _place(session.place, offer.address, *towns)


def _place(place: str, address: str, town: str | None, usual_town: str | None) -> str:
    where = place or address
    said = town or ("" if place else usual_town)
    return ", ".join(part for part in (where, said if said and said not in where else "") if part)


def _line(row: Any) -> AgendaLine:
    """`row`: a session as LINE_FIELDS say."""
    parts = [
        session_words(row).split(", ", 1)[-1],
        row.offer__organization__short_name or row.offer__organization__name,
        _place(row.place, row.offer__address, row.commune__name, row.offer__commune__name),
    ]
    if row.offer__fee == Fee.PAID and row.offer__price_from:
        parts.append(money(row.offer__price_from))
    return AgendaLine(
        timezone.localdate(row.starts_at),
        row.offer__name,
        reverse("offers:offer", args=[row.offer__code]),
        " · ".join(part for part in parts if part),
    )
