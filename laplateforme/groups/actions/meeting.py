"""Meetings: proposed, dated, prepared, told to calendars, held, followed by the next one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.core.versions import save_versioned
from laplateforme.groups import emails
from laplateforme.groups.enums import Answer, ItemKind, MeetingStatus, MinutesStatus, Presence
from laplateforme.groups.models import (
    AgendaItem,
    Attendance,
    DateAnswer,
    DateOption,
    GroupMember,
    Meeting,
    WorkingGroup,
)
from laplateforme.groups.models.meeting import meeting_code
from laplateforme.groups.queries.words import approval_title, follow_up_title
from laplateforme.network.models import Organization

MOST_OPTIONS = 20
TOLD = ("starts_at", "ends_at", "place", "link", "title")
EDITABLE = (*TOLD, "host", "is_day_only")
ITEM_FIELDS = (
    *("title", "text", "kind", "minutes_planned", "bearer", "organization", "about_path", "grid_point", "position"),
)


class UnableToMoveMeeting(Exception):
    """The meeting is over or cancelled, or has no date yet."""


@transaction.atomic
def call_meeting(
    *, group: WorkingGroup, at: datetime, by: User | None = None, options: Iterable[datetime] = (),
    previous: Meeting | None = None, code: str = "", **values: Any,
) -> Meeting:  # fmt: skip
    """A meeting with its date, or with dates to choose from; its agenda opens with what is still to be done."""
    WorkingGroup.objects.select_for_update().get(pk=group.pk)
    number = (Meeting.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0) + 1
    status = MeetingStatus.SET if values.get("starts_at") else MeetingStatus.POLL
    meeting = Meeting.objects.create(
        group=group, number=number, code=code or meeting_code(), previous=previous or last_held(group), status=status,
        **_clean(values, EDITABLE),
    )  # fmt: skip
    for moment in sorted(set(options))[:MOST_OPTIONS]:
        DateOption.objects.create(meeting=meeting, starts_at=moment)
    open_agenda(meeting)
    _record("meeting called", meeting, at, by)
    return meeting


def last_held(group: WorkingGroup) -> Meeting | None:
    held = Meeting.objects.filter(group=group, status=MeetingStatus.HELD)
    return held.order_by("-starts_at", "-number").first()


def open_agenda(meeting: Meeting) -> None:
    """The previous minutes to approve, and what we said we would do; each once, at the top."""
    before = meeting.previous
    if before is None:
        return
    minutes = getattr(before, "minutes", None)
    waiting = minutes is not None and minutes.status in {MinutesStatus.DRAFT, MinutesStatus.CIRCULATED}
    if waiting and not meeting.items.filter(kind=ItemKind.APPROVAL).exists():
        AgendaItem.objects.create(
            meeting=meeting, kind=ItemKind.APPROVAL, title=approval_title(before), position=1, minutes_planned=10,
            about_path=f"/reunions/{before.code}/compte-rendu/",
        )  # fmt: skip
    if not meeting.items.filter(kind=ItemKind.FOLLOW_UP).exists():
        AgendaItem.objects.create(
            meeting=meeting, kind=ItemKind.FOLLOW_UP, title=follow_up_title(), position=2, minutes_planned=15
        )


@transaction.atomic
def answer_dates(*, meeting: Meeting, member: GroupMember, answers: Mapping[Any, str], at: datetime) -> int:
    """What a member says to the proposed dates, by their keys; said again, it replaces. Returns how many are kept.

    Raises UnableToMoveMeeting once the date is chosen.
    """
    meeting = _locked(meeting)
    if meeting.status != MeetingStatus.POLL:
        raise UnableToMoveMeeting(meeting.status)
    count = 0
    for option in meeting.options.all():
        said = answers.get(str(option.pk))
        if said in Answer.values:
            DateAnswer.objects.update_or_create(option=option, member=member, defaults={"answer": said})
            count += 1
    return count


@transaction.atomic
def ask_dates(*, meeting: Meeting, at: datetime, by: User) -> int:
    """A letter to every member about the proposed dates. Returns how many letters. Raises UnableToMoveMeeting."""
    if _locked(meeting).status != MeetingStatus.POLL:
        raise UnableToMoveMeeting(meeting.status)
    people = list(GroupMember.objects.current().filter(group=meeting.group).select_related("user"))
    for member in people:
        emails.queue_poll(meeting, member)
    _record("meeting dates asked", meeting, at, by)
    return len(people)


@transaction.atomic
def add_date(*, meeting: Meeting, starts_at: datetime, at: datetime, by: User) -> DateOption:
    """One more date to choose from; the same one twice is one."""
    if meeting.status != MeetingStatus.POLL or meeting.options.count() >= MOST_OPTIONS:
        raise UnableToMoveMeeting(meeting.status)
    option, _ = DateOption.objects.get_or_create(meeting=meeting, starts_at=starts_at)
    return option


@transaction.atomic
def choose_date(*, meeting: Meeting, option: DateOption, at: datetime, by: User) -> Meeting:
    """One of the proposed dates becomes that of the meeting, and the members are told."""
    meeting = _locked(meeting)
    if meeting.status != MeetingStatus.POLL or option.meeting_id != meeting.pk:
        raise UnableToMoveMeeting(meeting.status)
    meeting.status, meeting.starts_at, meeting.ends_at = MeetingStatus.SET, option.starts_at, option.ends_at
    _saved(meeting)
    _record("meeting dated", meeting, at, by)
    return send_invitations(meeting=meeting, at=at, by=by)


@transaction.atomic
def edit_meeting(
    *, meeting: Meeting, at: datetime, by: User, expected: int | None = None, **values: Any
) -> Meeting:  # fmt: skip
    """Changes date, place or host; those who were invited hear of it. Raises StaleVersion, UnableToMoveMeeting."""
    before = Meeting.objects.get(pk=meeting.pk)
    if before.status == MeetingStatus.CANCELLED:
        raise UnableToMoveMeeting(before.status)
    for name, value in _clean(values, EDITABLE).items():
        setattr(meeting, name, value)
    if meeting.status == MeetingStatus.POLL and meeting.starts_at is not None:
        meeting.status = MeetingStatus.SET
    save_versioned(meeting, expected)
    changed = any(getattr(before, name) != getattr(meeting, name) for name in TOLD)
    _record("meeting changed", meeting, at, by)
    if changed and meeting.invited_at is not None and meeting.status == MeetingStatus.SET:
        return send_invitations(meeting=meeting, at=at, by=by)
    return meeting


@transaction.atomic
def send_invitations(*, meeting: Meeting, at: datetime, by: User | None) -> Meeting:
    """A mail with the calendar entry to every member; sent again, it is an update of the same entry."""
    meeting = _locked(meeting)
    if meeting.status != MeetingStatus.SET:
        raise UnableToMoveMeeting(meeting.status)
    is_update = meeting.invited_at is not None
    meeting.sequence += is_update
    meeting.invited_at = at
    _saved(meeting)
    known = set(meeting.attendances.values_list("member_id", flat=True))
    for member in GroupMember.objects.current().filter(group=meeting.group).select_related("user", "organization"):
        if member.pk not in known:
            Attendance.objects.create(meeting=meeting, member=member, organization=member.organization)
        emails.queue_invitation(meeting, member, is_update=is_update)
    _record("meeting invitations sent", meeting, at, by)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, at: datetime, by: User) -> Meeting:
    """It does not take place; calendars that have it let it go."""
    meeting = _locked(meeting)
    if meeting.status not in {MeetingStatus.POLL, MeetingStatus.SET}:
        raise UnableToMoveMeeting(meeting.status)
    meeting.status = MeetingStatus.CANCELLED
    meeting.sequence += 1
    _saved(meeting)
    if meeting.invited_at is not None:
        for member in GroupMember.objects.current().filter(group=meeting.group).select_related("user"):
            emails.queue_cancellation(meeting, member)
    _record("meeting cancelled", meeting, at, by)
    return meeting


@transaction.atomic
def say_presence(*, meeting: Meeting, member: GroupMember, presence: str, at: datetime) -> Attendance:
    """A member comes or is excused; whoever takes notes ticks those who are there."""
    row, _ = Attendance.objects.update_or_create(
        meeting=meeting, member=member, defaults={"presence": presence, "organization": member.organization}
    )
    return row


@transaction.atomic
def note_presence(
    *, meeting: Meeting, present: Iterable[Any], at: datetime, by: User, others: Iterable[tuple[str, str]] = ()
) -> None:
    """Who is there: members by their keys, others by (name, organization)."""
    keys = {str(key) for key in present}
    for member in GroupMember.objects.current().filter(group=meeting.group):
        is_there = str(member.pk) in keys
        row = Attendance.objects.filter(meeting=meeting, member=member).first()
        if is_there:
            say_presence(meeting=meeting, member=member, presence=Presence.PRESENT, at=at)
        elif row is not None and row.presence == Presence.PRESENT:
            say_presence(meeting=meeting, member=member, presence=Presence.EXCUSED, at=at)
    for name, organization in others:
        Attendance.objects.get_or_create(
            meeting=meeting, name=clean_text(name)[:160], organization_name=clean_text(organization)[:160],
            defaults={"presence": Presence.PRESENT},
        )  # fmt: skip
    _record("meeting presence noted", meeting, at, by)


@transaction.atomic
def add_item(*, meeting: Meeting, at: datetime, by: User | None = None, **values: Any) -> AgendaItem:
    """One more point, at the end of the agenda."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    last = meeting.items.aggregate(last=Max("position"))["last"] or 2
    return AgendaItem.objects.create(meeting=meeting, **{"position": last + 1, **_clean(values, ITEM_FIELDS)})


@transaction.atomic
def edit_item(*, item: AgendaItem, at: datetime, by: User, expected: int | None = None, **values: Any) -> AgendaItem:
    """Raises StaleVersion."""
    for name, value in _clean(values, ITEM_FIELDS).items():
        setattr(item, name, value)
    return save_versioned(item, expected)


@transaction.atomic
def remove_item(*, item: AgendaItem, at: datetime, by: User) -> None:
    """A point without notes goes; one with notes stays. Raises UnableToMoveMeeting."""
    current = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if current.notes:
        raise UnableToMoveMeeting("notes")
    current.delete()
    _record("agenda changed", item.meeting, at, by)


def move_item(*, item: AgendaItem, up: bool, at: datetime, by: User) -> None:
    """One place up or down."""
    with transaction.atomic():
        rows = list(AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=item.meeting))
        here = next(number for number, row in enumerate(rows) if row.pk == item.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        for position, row in enumerate(rows, 1):
            if row.position != position:
                AgendaItem.objects.filter(pk=row.pk).update(position=position)


@transaction.atomic
def hold_meeting(*, meeting: Meeting, at: datetime, by: User | None = None) -> Meeting:
    """It takes place, or took place."""
    meeting = _locked(meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        raise UnableToMoveMeeting(meeting.status)
    if meeting.status != MeetingStatus.HELD:
        meeting.starts_at = meeting.starts_at or at
        meeting.status = MeetingStatus.HELD
        _saved(meeting)
        _record("meeting held", meeting, at, by)
    return meeting


def next_meeting(
    *, meeting: Meeting, at: datetime, by: User, starts_at: datetime | None = None, options: Iterable[datetime] = (),
    place: str = "", host: Organization | None = None,
) -> Meeting:  # fmt: skip
    """Born from the present one: same group, date and place as they were just agreed."""
    return call_meeting(
        group=meeting.group, previous=meeting, starts_at=starts_at, options=options, place=place, host=host, at=at,
        by=by,
    )  # fmt: skip


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("group__network", "host", "previous")
    return rows.get(pk=meeting.pk)


def _saved(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.save()


def _clean(values: dict[str, Any], known: Iterable[str]) -> dict[str, Any]:
    unknown = set(values) - set(known)
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    return {name: clean_text(value) if isinstance(value, str) else value for name, value in values.items()}


def _record(verb: str, meeting: Meeting, at: datetime, by: User | None) -> None:
    network = meeting.group.network_id
    journal.record(verb, at=at, actor_id=by.pk if by else None, subject=meeting, network_id=network)
