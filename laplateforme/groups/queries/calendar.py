"""Meetings as calendar entries (RFC 5545, 5546): one identifier each, a number that goes up, a word when it is off."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

from laplateforme.groups.enums import MeetingStatus
from laplateforme.groups.models import GroupMember, Meeting
from laplateforme.groups.queries.words import meeting_title, where_words

if TYPE_CHECKING:
    from icalendar import Event

USUAL_LENGTH = timedelta(hours=2)


def calendar_of(meetings: Iterable[Meeting], *, title: str = "", guest: GroupMember | None = None) -> bytes:
    """`guest`: whom a mail invites (then REQUEST, or CANCEL); without, a calendar that is read (PUBLISH)."""
    from icalendar import Calendar  # noqa: PLC0415  slow import

    meetings = [meeting for meeting in meetings if meeting.starts_at is not None]
    calendar = Calendar()
    calendar.add("prodid", "-//LaPlateforme//groups//FR")
    calendar.add("version", "2.0")
    is_off = bool(meetings) and all(meeting.status == MeetingStatus.CANCELLED for meeting in meetings)
    calendar.add("method", ("CANCEL" if is_off else "REQUEST") if guest else "PUBLISH")
    if title:
        calendar.add("x-wr-calname", title)
    for meeting in meetings:
        calendar.add_component(_event(meeting, guest))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, guest: GroupMember | None) -> "Event":
    from icalendar import Event  # noqa: PLC0415  slow import

    assert meeting.starts_at is not None
    network = meeting.group.network
    event = Event()
    event.add("uid", f"{meeting.pk}@laplateforme")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.updated_at.astimezone(UTC))
    if meeting.is_day_only:
        event.add("dtstart", meeting.starts_at.date())
    else:
        event.add("dtstart", meeting.starts_at.astimezone(UTC))
        event.add("dtend", (meeting.ends_at or meeting.starts_at + USUAL_LENGTH).astimezone(UTC))
    event.add("summary", f"{meeting.group.name} : {meeting_title(meeting)}")
    address = f"{network.base_address()}/reunions/{meeting.code}/"
    event.add("description", "\n".join(filter(None, (meeting.link, address))))
    event.add("url", address)
    event.add("status", "CANCELLED" if meeting.status == MeetingStatus.CANCELLED else "CONFIRMED")
    if place := where_words(meeting) or meeting.link:
        event.add("location", place)
    if guest is not None:
        sender = network.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        event.add("organizer", f"mailto:{sender}")
        event.add("attendee", f"mailto:{guest.user.email}", parameters={"RSVP": "TRUE"})
    return event
