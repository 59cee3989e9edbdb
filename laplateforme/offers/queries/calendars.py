"""Dates as calendar files (RFC 5545): each keeps its identifier, and its number goes up when it changes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from laplateforme.offers.models import Session
from laplateforme.offers.queries.dates import place_words

if TYPE_CHECKING:
    from icalendar import Event

USUAL_LENGTH = timedelta(hours=1)


def calendar_of(sessions: Iterable[Session], *, title: str, address: str) -> bytes:
    """`address`: the address of the site, without a slash at the end; `title`: what the calendar is called."""
    from icalendar import Calendar  # noqa: PLC0415  slow import

    calendar = Calendar()
    calendar.add("prodid", "-//LaPlateforme//offers//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for session in sessions:
        calendar.add_component(_event(session, address))
    return bytes(calendar.to_ical())


def _event(session: Session, address: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415  slow import

    offer = session.offer
    event = Event()
    event.add("uid", f"{session.pk}@laplateforme")
    event.add("sequence", offer.version)
    event.add("dtstamp", session.updated_at.astimezone(UTC))
    event.add("last-modified", session.updated_at.astimezone(UTC))
    event.add("dtstart", _utc(session.starts_at))
    event.add("dtend", _utc(session.ends_at or session.starts_at + USUAL_LENGTH))
    event.add("summary", f"{offer.name} ({offer.organization.called})")
    event.add("description", f"{offer.summary}\n\n{address}/o/{offer.code}/".strip())
    event.add("url", f"{address}/o/{offer.code}/")
    place = place_words(session)
    if place:
        event.add("location", place)
    return event


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
