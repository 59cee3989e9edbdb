"""Decisions and actions: made by hand or by a line of the notes, carried until closed, reminded."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.search import note_change
from laplateforme.core.text import clean_text, fold
from laplateforme.core.versions import save_versioned
from laplateforme.groups import emails
from laplateforme.groups.enums import PromiseStatus
from laplateforme.groups.index import DECISION
from laplateforme.groups.models import Action, AgendaItem, Decision, GroupMember, Meeting, WorkingGroup
from laplateforme.groups.models.promise import Promise
from laplateforme.groups.reading.marks import Mark, marks_of

SOON = timedelta(days=7)
EDITABLE = ("text", "bearer", "bearer_name", "due_date", "about_path")
Kind = type[Decision] | type[Action]


@transaction.atomic
def promise(
    *, kind: Kind, group: WorkingGroup, text: str, at: datetime, by: User | None = None,
    meeting: Meeting | None = None, item: AgendaItem | None = None, **values: Any,
) -> Promise:  # fmt: skip
    """A decision or an action, with who carries it and until when."""
    made = kind.objects.create(group=group, meeting=meeting, item=item, text=clean_text(text)[:600], **values)
    _record("promise made", made, at, by)
    return made


@transaction.atomic
def edit_promise(*, promise: Promise, at: datetime, by: User, expected: int | None = None, **values: Any) -> Promise:
    """Raises StaleVersion."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    for name, value in values.items():
        setattr(promise, name, clean_text(value) if isinstance(value, str) else value)
    promise.is_from_notes = False  # the line of the notes does not change it any more
    _record("promise changed", promise, at, by)
    return save_versioned(promise, expected)


@transaction.atomic
def close_promise(*, promise: Promise, status: str, at: datetime, by: User) -> Promise:
    """Done, given up, or open again. Twice is once."""
    if promise.status == status:
        return promise
    promise.status = status
    promise.closed_date = None if status == PromiseStatus.OPEN else timezone.localdate(at)
    promise.version += 1
    promise.save()
    _record(f"promise {status}", promise, at, by)
    return promise


def follow_notes(item: AgendaItem, *, at: datetime, by: User | None) -> None:
    """Makes the decisions and actions of an item say what its notes say: same line kept, changed line changed."""
    meeting = item.meeting
    day = timezone.localdate(meeting.starts_at) if meeting.starts_at else None
    marks = marks_of(item.notes, day)
    people = list(
        GroupMember.objects.current().filter(group_id=meeting.group_id).select_related("user", "organization")
    )
    for kind in (Decision, Action):
        wanted = [mark for mark in marks if mark.is_decision == (kind is Decision)]
        _match(kind, item, wanted, people, at, by)


def _match(
    kind: Kind, item: AgendaItem, wanted: list[Mark], people: Sequence[GroupMember], at: datetime, by: User | None
) -> None:
    rows: list[Any] = list(kind.objects.filter(item=item, is_from_notes=True).order_by("created_at", "pk"))
    left = []
    for mark in wanted:
        same = next((row for row in rows if row.text == mark.text), None)
        if same is None:
            left.append(mark)
        else:
            rows.remove(same)
            _say(same, mark, people)
    others = [row for row in rows if row.status == PromiseStatus.OPEN]
    for mark in left:
        row: Any = others.pop(0) if others else kind(group=item.meeting.group, meeting=item.meeting, item=item)
        row.is_from_notes = True
        _say(row, mark, people)
    for row in others:
        row.delete()


def _say(row: Promise, mark: Mark, people: Sequence[GroupMember]) -> None:
    bearer = bearer_among(people, mark.who)
    values = {
        "text": mark.text, "bearer": bearer, "bearer_name": "" if bearer else mark.who, "due_date": mark.due,
    }  # fmt: skip
    if row._state.adding or any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.version += not row._state.adding
        row.save()


def bearer_among(people: Sequence[GroupMember], who: str) -> GroupMember | None:
    """The only member whom these words can mean: full name, first name, or organization."""
    words = fold(who).strip()
    if not words:
        return None
    for names in (_full, _first, _bodies):
        found = [member for member in people if words in names(member)]
        if len(found) == 1:
            return found[0]
    return None


def _full(member: GroupMember) -> set[str]:
    return {fold(member.user.name), fold(member.user.email)}


def _first(member: GroupMember) -> set[str]:
    return {fold(member.user.name).split(" ")[0]}


def _bodies(member: GroupMember) -> set[str]:
    body = member.organization
    return {fold(body.name), fold(body.short_name or body.name)} if body else set()


def remind(*, at: datetime) -> int:
    """One letter a person and week about what is late or due within a week. Returns how many letters."""
    day = timezone.localdate(at)
    return _tell_bearers(_carried(day, told_before=day - SOON).filter(due_date__lte=day + SOON), day)


def remind_group(*, group: WorkingGroup, at: datetime, by: User) -> int:
    """Whoever leads asks after all that is open and carried: one letter a person, once a day at most. How many."""
    day = timezone.localdate(at)
    journal.record("actions chased", at=at, actor_id=by.pk, subject=group, network_id=group.network_id)
    return _tell_bearers(_carried(day, told_before=day - timedelta(days=1)).filter(group=group), day)


def _carried(day: date, *, told_before: date) -> QuerySet[Action]:
    """Open actions of people who are still there and have not been told since."""
    rows = Action.objects.filter(
        Q(reminded_date__isnull=True) | Q(reminded_date__lte=told_before), status=PromiseStatus.OPEN,
        bearer__left_date__isnull=True, bearer__user__is_active=True,
    )  # fmt: skip
    return rows.select_related("bearer__user", "group__network").order_by("due_date", "pk")


def _tell_bearers(rows: QuerySet[Action], day: date) -> int:
    grouped: dict[tuple[Any, Any], list[Action]] = defaultdict(list)
    for row in rows:
        assert row.bearer is not None
        grouped[row.bearer.user_id, row.group.network_id].append(row)
    for lines in grouped.values():
        _remind(lines, day)
    return len(grouped)


@transaction.atomic
def _remind(lines: list[Action], day: date) -> None:
    bearer = lines[0].bearer
    assert bearer is not None
    emails.queue_reminder(bearer.user, lines[0].group.network, lines)
    Action.objects.filter(pk__in=[line.pk for line in lines]).update(reminded_date=day)


def _record(verb: str, made: Promise, at: datetime, by: User | None) -> None:
    journal.record(verb, at=at, actor_id=by.pk if by else None, subject=made, network_id=made.group.network_id)
    if isinstance(made, Decision):
        note_change(DECISION, made.pk)
