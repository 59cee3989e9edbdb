"""Dates to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from babel.dates import format_date
from django.urls import reverse
from django.utils import timezone, translation

from laplateforme.network.models import Network
from laplateforme.offers.models import Offer, Session
from laplateforme.offers.queries.words import money, session_words
from laplateforme.vocabulary.enums import Fee

MOST_DATES = 300


@dataclass(frozen=True)
class AgendaLine:
    """One date, ready for the component `dates`."""

    day: date
    title: str
    url: str
    note: str


@dataclass(frozen=True)
class AgendaMonth:
    anchor: str
    title: str
    lines: list[AgendaLine]


def upcoming_sessions(network: Network | None, at: datetime, most: int = MOST_DATES) -> list[Session]:
    """Dates to come of what anybody may read in the network, with their offers: one query."""
    shown = Offer.objects.public_in(network).values("pk")
    rows = Session.objects.coming(at).filter(offer__in=shown)
    return list(rows.select_related("offer__organization", "offer__commune", "commune")[:most])


def agenda_lines(sessions: Iterable[Session]) -> list[AgendaLine]:
    return [_line(session) for session in sessions]


def agenda_months(sessions: Iterable[Session]) -> list[AgendaMonth]:
    """The same dates, a part a month: "décembre 2026"."""
    locale = (translation.get_language() or "fr")[:2]
    months = []
    for start, lines in groupby(agenda_lines(sessions), key=lambda line: line.day.replace(day=1)):
        title = format_date(start, "LLLL y", locale=locale)
        months.append(AgendaMonth(f"m{start:%Y-%m}", title[:1].upper() + title[1:], list(lines)))
    return months


def place_words(session: Session) -> str:
    """Where a date takes place: its own words, else the offer's."""
    offer = session.offer
    town = session.commune or (offer.commune if not session.place else None)
    parts = [session.place or offer.address, town.name if town else ""]
    return ", ".join(part for part in parts if part)


def _line(session: Session) -> AgendaLine:
    offer = session.offer
    parts = [session_words(session).split(", ", 1)[-1], offer.organization.called, place_words(session)]
    if offer.fee == Fee.PAID and offer.price_from is not None:
        parts.append(money(offer.price_from))
    return AgendaLine(
        timezone.localdate(session.starts_at),
        offer.name,
        reverse("offers:offer", args=[offer.code]),
        " · ".join(part for part in parts if part),
    )
