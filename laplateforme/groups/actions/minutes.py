"""Minutes: noted by several, sent, corrected, approved, published."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.text import clean_text
from laplateforme.core.versions import save_versioned
from laplateforme.groups import emails
from laplateforme.groups.actions.meeting import hold_meeting, open_agenda
from laplateforme.groups.actions.promise import follow_notes
from laplateforme.groups.enums import ALLOWED_MOVES, ApprovalMode, CorrectionStatus, MeetingStatus, MinutesStatus
from laplateforme.groups.index import note_decisions
from laplateforme.groups.models import AgendaItem, Correction, GroupMember, Meeting, Minutes

FIELDS = ("introduction", "past", "present", "future", "annexes", "keywords")
MOST_NOTES = 60_000


class UnableToMoveMinutes(Exception):
    """The minutes cannot go there: somebody was quicker, a correction waits, or the group approves otherwise."""


class UnableToWrite(Exception):
    """The minutes are approved: nothing is noted any more."""


Deed = Callable[[Minutes, datetime, User | None], str]
_site: list[tuple[Deed, Deed]] = []


def tell_site(*, write: Deed, withdraw: Deed) -> None:
    """The site stands above this room: when it is there, it says what it does with minutes that are published."""
    _site[:] = [(write, withdraw)]


@transaction.atomic
def open_minutes(*, meeting: Meeting, at: datetime, by: User | None = None) -> Minutes:
    """The account of a meeting begins; the meeting takes place. Twice is once."""
    meeting = hold_meeting(meeting=meeting, at=at, by=by)
    minutes, made = Minutes.objects.get_or_create(meeting=meeting, defaults={"objectives": meeting.group.objectives})
    if made:
        _record("minutes opened", minutes, at, by)
    return minutes


@transaction.atomic
def write_notes(
    *, item: AgendaItem, notes: str, at: datetime, by: User, expected: int | None = None, grid_point: str | None = None
) -> AgendaItem:
    """Notes of one point, each with a version of its own. Its `D:` and `A:` lines become decisions and actions.

    Raises StaleVersion when somebody wrote there meanwhile, UnableToWrite once the minutes are approved.
    """
    minutes = open_minutes(meeting=item.meeting, at=at, by=by)
    if minutes.status not in {MinutesStatus.DRAFT, MinutesStatus.CIRCULATED}:
        raise UnableToWrite(minutes.status)
    item.notes, item.noted_by = clean_text(notes)[:MOST_NOTES], by
    if grid_point is not None:
        item.grid_point = grid_point
    save_versioned(item, expected)
    follow_notes(item, at=at, by=by)
    return item


@transaction.atomic
def edit_minutes(*, minutes: Minutes, at: datetime, by: User, expected: int | None = None, **values: Any) -> Minutes:
    """The words around the points. Raises StaleVersion, UnableToWrite."""
    current = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    if current.status not in {MinutesStatus.DRAFT, MinutesStatus.CIRCULATED}:
        raise UnableToWrite(current.status)
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    for name, value in values.items():
        setattr(minutes, name, clean_text(value) if isinstance(value, str) else value)
    return save_versioned(minutes, expected)


@transaction.atomic
def circulate(*, minutes: Minutes, at: datetime, by: User) -> Minutes:
    """Sends them to the members, who may correct; the next agenda asks for their approval."""
    minutes = _move(minutes, MinutesStatus.CIRCULATED, at, by, circulated_at=at)
    people = GroupMember.objects.current().filter(group=minutes.meeting.group).select_related("user")
    for member in people:
        emails.queue_minutes(minutes, member)
    _tell_next(minutes)
    return minutes


def _tell_next(minutes: Minutes) -> None:
    for following in minutes.meeting.following.exclude(status=MeetingStatus.CANCELLED).select_related("previous"):
        if following.status != MeetingStatus.HELD:
            open_agenda(following)


@transaction.atomic
def take_back_minutes(*, minutes: Minutes, at: datetime, by: User) -> Minutes:
    """Back to a draft, to be written again."""
    return _move(minutes, MinutesStatus.DRAFT, at, by, circulated_at=None)


@transaction.atomic
def approve(*, minutes: Minutes, at: datetime, by: User | None, approved_in: Meeting | None = None) -> Minutes:
    """They become the group's word, in the way that the group has set. Raises UnableToMoveMinutes.

    At the next meeting: `approved_in` says which one. Without objection: after the days, with no correction waiting.
    """
    locked = _locked(minutes)
    group = locked.meeting.group
    if locked.corrections.filter(status=CorrectionStatus.PROPOSED).exists():
        raise UnableToMoveMinutes("corrections")
    if group.approval == ApprovalMode.NEXT_MEETING and not _is_later(approved_in, locked.meeting):
        raise UnableToMoveMinutes("next")
    if group.approval == ApprovalMode.NO_OBJECTION and not is_silence_over(locked, at):
        raise UnableToMoveMinutes("silence")
    if locked.status == MinutesStatus.DRAFT and group.approval != ApprovalMode.AT_ONCE:
        raise UnableToMoveMinutes("draft")
    return _move(minutes, MinutesStatus.APPROVED, at, by, approved_at=at, approved_in=approved_in)


def _is_later(later: Meeting | None, meeting: Meeting) -> bool:
    if later is None or later.group_id != meeting.group_id or later.pk == meeting.pk:
        return False
    return later.status == MeetingStatus.HELD and later.number > meeting.number


def is_silence_over(minutes: Minutes, at: datetime) -> bool:
    """The days to object have passed since they were sent."""
    sent = minutes.circulated_at
    return sent is not None and at >= sent + timedelta(days=minutes.meeting.group.approval_days)


def approve_in_silence(*, at: datetime) -> int:
    """Approves what nobody objected to in time. Returns how many."""
    waiting = Minutes.objects.filter(
        status=MinutesStatus.CIRCULATED, meeting__group__approval=ApprovalMode.NO_OBJECTION, circulated_at__lte=at
    ).exclude(corrections__status=CorrectionStatus.PROPOSED)
    count = 0
    for minutes in waiting.select_related("meeting__group"):
        if is_silence_over(minutes, at):
            approve(minutes=minutes, at=at, by=None)
            count += 1
    return count


@transaction.atomic
def mark_published(*, minutes: Minutes, at: datetime, by: User | None, place: str = "") -> Minutes:
    """Anybody may read them from now on; `place`: the address of the article that the site made of them.

    Where the site has asked to be told (see `tell_site`), it writes its article in the same transaction.
    """
    for write, _withdraw in _site:
        place = place or write(minutes, at, by)
    return _move(minutes, MinutesStatus.PUBLISHED, at, by, published_at=at, place=place)


@transaction.atomic
def approve_and_publish(*, minutes: Minutes, at: datetime, by: User, approved_in: Meeting | None = None) -> Minutes:
    """Both in one act, or neither. Raises UnableToMoveMinutes."""
    approve(minutes=minutes, approved_in=approved_in, at=at, by=by)
    return mark_published(minutes=minutes, at=at, by=by)


@transaction.atomic
def unpublish(*, minutes: Minutes, at: datetime, by: User) -> Minutes:
    """Only those inside read them again; the article goes too."""
    for _write, withdraw in _site:
        withdraw(minutes, at, by)
    return _move(minutes, MinutesStatus.APPROVED, at, by, published_at=None, place="")


@transaction.atomic
def propose_correction(
    *, minutes: Minutes, text: str, at: datetime, by: User, item: AgendaItem | None = None
) -> Correction:
    """A member says what should be said otherwise. Raises UnableToMoveMinutes when it is too late."""
    if _locked(minutes).status != MinutesStatus.CIRCULATED:
        raise UnableToMoveMinutes(minutes.status)
    made = Correction.objects.create(minutes=minutes, item=item, author=by, text=clean_text(text))
    _record("correction proposed", minutes, at, by)
    return made


@transaction.atomic
def decide_correction(*, correction: Correction, is_accepted: bool, at: datetime, by: User) -> Correction:
    """Whoever leads took it in, or not; decided once."""
    row = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if row.status == CorrectionStatus.PROPOSED:
        row.status = CorrectionStatus.ACCEPTED if is_accepted else CorrectionStatus.REFUSED
        row.decided_at, row.decided_by = at, by
        row.version += 1
        row.save()
        _record("correction decided", correction.minutes, at, by)
    return row


def _locked(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__group__network")
    return rows.get(pk=minutes.pk)


def _move(minutes: Minutes, to: MinutesStatus, at: datetime, by: User | None, **changes: Any) -> Minutes:
    row = _locked(minutes)
    if to not in ALLOWED_MOVES[MinutesStatus(row.status)]:
        raise UnableToMoveMinutes(f"{row.status} → {to}")
    row.status = to
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _record(f"minutes {to.value}", row, at, by)
    note_decisions(meeting_id=row.meeting_id)
    return row


def _record(verb: str, minutes: Minutes, at: datetime, by: User | None) -> None:
    network = minutes.meeting.group.network_id
    journal.record(verb, at=at, actor_id=by.pk if by else None, subject=minutes, network_id=network)
