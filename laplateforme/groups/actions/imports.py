"""Minutes brought in from a text: read, looked at, then written all at once or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.groups.actions.minutes import MOST_NOTES
from laplateforme.groups.actions.promise import bearer_among, follow_notes
from laplateforme.groups.enums import ImportStatus, MeetingStatus, MinutesStatus, Presence
from laplateforme.groups.models import (
    AgendaItem,
    Attendance,
    GroupMember,
    Meeting,
    Minutes,
    MinutesImport,
    WorkingGroup,
)
from laplateforme.groups.reading.files import MOST_CHARACTERS, UnableToRead
from laplateforme.groups.reading.minutes import read_minutes
from laplateforme.network.models import Organization


class UnableToBringIn(Exception):
    """The text was brought in or thrown away already."""


@dataclass(frozen=True)
class Corrected:
    """What was read, as a person has corrected it. People are (name, organization)."""

    title: str
    day: date
    present: Sequence[tuple[str, str]] = ()
    excused: Sequence[tuple[str, str]] = ()
    named: Sequence[tuple[str, str]] = ()
    introduction: str = ""
    items: Sequence[tuple[str, str]] = ()
    annexes: str = ""
    keywords: Sequence[str] = ()
    next_words: str = ""
    is_approved: bool = False
    origin: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def read_text(*, group: WorkingGroup, text: str, at: datetime, by: User, file_name: str = "") -> MinutesImport:
    """Reads a text and keeps what was found for a preview; nothing else is written. Raises UnableToRead."""
    text = clean_text(text)
    if not text:
        raise UnableToRead("empty")
    if len(text) > MOST_CHARACTERS:
        raise UnableToRead("size")
    content = read_minutes(text).as_dict()
    made = MinutesImport.objects.create(
        group=group, author=by, file_name=clean_text(file_name)[-160:], source=text, content=content
    )
    journal.record("minutes read", at=at, actor_id=by.pk, subject=made, network_id=group.network_id)
    return made


@transaction.atomic
def bring_in(*, imported: MinutesImport, corrected: Corrected, at: datetime, by: User) -> Minutes:
    """Writes the meeting, its points, people, decisions and actions. Raises UnableToBringIn the second time."""
    imported = _locked(imported)
    group = imported.group
    WorkingGroup.objects.select_for_update().get(pk=group.pk)
    number = (Meeting.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0) + 1
    starts_at = timezone.make_aware(datetime.combine(corrected.day, time(12)))
    meeting = Meeting.objects.create(
        group=group, number=number, title=corrected.title[:200], status=MeetingStatus.HELD, starts_at=starts_at,
        is_day_only=True,
    )  # fmt: skip
    status = MinutesStatus.APPROVED if corrected.is_approved else MinutesStatus.DRAFT
    minutes = Minutes.objects.create(
        meeting=meeting, status=status, approved_at=at if corrected.is_approved else None,
        introduction=corrected.introduction[:6000], annexes=corrected.annexes[:40_000],
        keywords=list(corrected.keywords)[:12], future=corrected.next_words, origin=corrected.origin,
    )  # fmt: skip
    for position, (title, notes) in enumerate(corrected.items, 1):
        item = AgendaItem.objects.create(
            meeting=meeting, position=position, title=title[:300], notes=notes[:MOST_NOTES], noted_by=by
        )
        follow_notes(item, at=at, by=by)
    _people(meeting, corrected)
    imported.status, imported.meeting = ImportStatus.DONE, meeting
    imported.version += 1
    imported.save()
    journal.record("minutes brought in", at=at, actor_id=by.pk, subject=minutes, network_id=group.network_id)
    return minutes


@transaction.atomic
def throw_away(*, imported: MinutesImport, at: datetime, by: User) -> None:
    """What was read is not wanted."""
    imported = _locked(imported)
    imported.status, imported.source, imported.content = ImportStatus.DROPPED, "", {}
    imported.version += 1
    imported.save()


def _people(meeting: Meeting, corrected: Corrected) -> None:
    """Members by their account, others by name; organizations of the network by their page."""
    members = list(GroupMember.objects.filter(group=meeting.group).select_related("user", "organization"))
    bodies: dict[str, Organization] = {}
    for one in Organization.objects.of_network(meeting.group.network):
        bodies |= {one.name.casefold(): one, one.called.casefold(): one}
    seen: set[Any] = set()
    for rows, presence in (
        (corrected.present, Presence.PRESENT),
        (corrected.excused, Presence.EXCUSED),
        (corrected.named, Presence.NAMED),
    ):
        for name, body in rows:
            member = bearer_among(members, name) if " " in name else None
            key = member.pk if member else name
            if key in seen:
                continue
            seen.add(key)
            known = bodies.get(body.casefold())
            Attendance.objects.create(
                meeting=meeting, member=member, name="" if member else name[:160], organization=known,
                organization_name="" if known else body[:160], presence=presence,
            )  # fmt: skip


def _locked(imported: MinutesImport) -> MinutesImport:
    row = MinutesImport.objects.select_for_update(of=("self",)).select_related("group__network").get(pk=imported.pk)
    if row.status != ImportStatus.PREVIEW:
        raise UnableToBringIn(row.status)
    return row
