"""The agenda of a network: what it announces, the dates of its offers, the meetings of its public groups, its fairs.

Each room tells its own dates; later rooms add theirs to SOURCES.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.core.dates import hours_in_words
from laplateforme.editorial.models import EventPage
from laplateforme.editorial.queries.body import address_of
from laplateforme.fairs.models import Occasion
from laplateforme.fairs.queries.pages import when_words
from laplateforme.groups.enums import MeetingStatus
from laplateforme.groups.models import Meeting
from laplateforme.groups.queries.groups import calendar_meetings
from laplateforme.groups.queries.words import meeting_title, where_words
from laplateforme.network.models import Network
from laplateforme.offers.queries import upcoming_sessions
from laplateforme.offers.queries.dates import place_words
from laplateforme.offers.queries.words import session_words

USUAL_LENGTH = timedelta(hours=1)
MOST = 300


@dataclass(frozen=True)
class Entry:
    """One date, for the component `dates` and for calendars."""

    uid: str
    starts_at: datetime
    ends_at: datetime | None
    title: str
    url: str
    note: str
    place: str = ""
    changed_at: datetime | None = None
    version: int = 0

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


def announced(network: Network, at: datetime, until: datetime | None = None) -> list[Entry]:
    """Dates that the network writes about. One query."""
    rows = EventPage.objects.of_network(network).shown().filter(starts_at__gte=at, is_cancelled=False)
    rows = rows.filter(starts_at__lt=until) if until else rows
    names = ("pk", "title", "url_path", "starts_at", "ends_at", "place", "commune__name", "cost", "last_published_at")
    found = []
    for pk, title, url_path, starts, ends, place, town, cost, changed in rows.order_by("starts_at").values_list(*names)[
        :MOST
    ]:
        where = ", ".join(part for part in (place, town if town and town not in place else "") if part)
        note = " · ".join(part for part in (hours_in_words(starts, ends), where, cost) if part)
        address = address_of(url_path, network)
        found.append(Entry(f"event-{pk}", starts, ends, title, address, note, where, changed))
    return found


def offered(network: Network, at: datetime, until: datetime | None = None) -> list[Entry]:
    """Dates of offers. One query."""
    return [
        Entry(
            str(session.pk),
            session.starts_at,
            session.ends_at,
            session.offer.name,
            reverse("offers:offer", args=[session.offer.code]),
            " · ".join(
                part
                for part in (
                    session_words(session).split(", ", 1)[-1],
                    session.offer.organization.called,
                    place_words(session),
                )
                if part
            ),
            place_words(session),
            session.updated_at,
            session.offer.version,
        )
        for session in upcoming_sessions(network, at, until)
    ]


def met(network: Network, at: datetime, until: datetime | None = None) -> list[Entry]:
    """Meetings of public groups: when and who, never the link to take part from afar. One query."""
    rows = Meeting.objects.filter(
        group__network=network, group__is_public=True, status=MeetingStatus.SET, starts_at__gte=at
    ).select_related("group")
    rows = rows.filter(starts_at__lt=until) if until else rows
    return [
        Entry(
            str(meeting.pk),  # the identifier of the invitations: calendars know the meeting again
            meeting.starts_at,
            meeting.ends_at,
            _("Meeting of the group “%(name)s”") % {"name": meeting.group.name},
            meeting.group.get_absolute_url(),
            hours_in_words(meeting.starts_at, meeting.ends_at),
            "",
            meeting.updated_at,
            meeting.sequence,
        )
        for meeting in rows.order_by("starts_at")[:MOST]
        if meeting.starts_at is not None
    ]


def met_at_fairs(network: Network, at: datetime, until: datetime | None = None) -> list[Entry]:
    """Fairs, meetings and open days where the network goes, in the words of everybody. One query."""
    rows = Occasion.objects.of_network(network).announced().filter(starts_at__gte=at)
    rows = rows.filter(starts_at__lt=until) if until else rows
    return [_fair(one, reverse("fairs:meet", args=[one.code])) for one in rows.order_by("starts_at")[:MOST]]


def _fair(fair: Occasion, url: str) -> Entry:
    hours = when_words(fair.starts_at, fair.ends_at).split(", ", 1)[-1]
    note = " · ".join(part for part in (hours, fair.place) if part)
    return Entry(
        str(fair.pk), fair.starts_at, fair.ends_at, fair.title, url, note, fair.place, fair.updated_at, fair.version
    )


SOURCES: tuple[Callable[[Network, datetime, datetime | None], list[Entry]], ...] = (
    announced,
    offered,
    met,
    met_at_fairs,
)


def entries_of(network: Network | None, at: datetime, until: datetime | None = None) -> list[Entry]:
    """All dates from `at` on, the next one first; `until` is left out. A query a source."""
    if network is None:
        return []
    found = [entry for source in SOURCES for entry in source(network, at, until)]
    return sorted(found, key=in_order)[:MOST]


def in_order(entry: Entry) -> tuple[datetime, str]:
    return entry.starts_at, entry.title


def own_entries(network: Network, user: Any, at: datetime) -> list[Entry]:
    """What the network announces, the meetings of one's own groups with place and link, the fairs that were accepted.

    One's own entry of a meeting stands in the place of the public one. Two queries more than `entries_of`.
    """
    mine = [_own_meeting(meeting) for meeting in calendar_meetings(user, network) if _is_ahead(meeting, at)]
    fairs = Occasion.objects.of_network(network).visible_to(user).accepted().filter(ends_at__gte=at)
    mine += [_fair(fair, fair.get_absolute_url()) for fair in fairs.order_by("starts_at")[:MOST]]
    known = {entry.uid for entry in mine}
    return sorted([*mine, *(one for one in entries_of(network, at) if one.uid not in known)], key=in_order)


def _is_ahead(meeting: Meeting, at: datetime) -> bool:
    return meeting.status == MeetingStatus.SET and meeting.starts_at is not None and meeting.starts_at >= at


def _own_meeting(meeting: Meeting) -> Entry:
    assert meeting.starts_at is not None
    hours = hours_in_words(meeting.starts_at, meeting.ends_at)
    return Entry(
        str(meeting.pk), meeting.starts_at, meeting.ends_at, f"{meeting.group.name} : {meeting_title(meeting)}",
        meeting.get_absolute_url(), "\n".join(part for part in (hours, meeting.link) if part),
        where_words(meeting) or meeting.link, meeting.updated_at, meeting.sequence,
    )  # fmt: skip


def calendar_of(entries: list[Entry], *, title: str, host: str) -> bytes:
    """RFC 5545. Each date keeps its identifier, and its number goes up when it changes. `host`: of whole addresses."""
    from icalendar import Calendar, Event  # noqa: PLC0415  slow import

    calendar = Calendar()
    calendar.add("prodid", "-//LaPlateforme//agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@laplateforme")
        event.add("sequence", entry.version)
        event.add("dtstamp", (entry.changed_at or entry.starts_at).astimezone(UTC))
        event.add("dtstart", entry.starts_at.astimezone(UTC))
        event.add("dtend", (entry.ends_at or entry.starts_at + USUAL_LENGTH).astimezone(UTC))
        event.add("summary", entry.title)
        event.add("description", f"{entry.note}\n\n{host}{entry.url}")
        event.add("url", f"{host}{entry.url}")
        if entry.place:
            event.add("location", entry.place)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
