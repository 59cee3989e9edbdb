"""Minutes as pages and the site show them: with names inside the group, with organizations only outside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.core.text import fold
from laplateforme.forum.queries import html_of
from laplateforme.groups.enums import CorrectionStatus, ItemKind, MinutesStatus, Presence
from laplateforme.groups.models import (
    Action,
    AgendaItem,
    Attendance,
    Correction,
    Decision,
    GroupDocument,
    GroupMember,
    Meeting,
    Minutes,
    WorkingGroup,
)
from laplateforme.groups.queries.meetings import PromiseLine, promise_line
from laplateforme.groups.queries.words import (
    attendance_body,
    attendance_name,
    attendance_words,
    body_of,
    meeting_title,
    when_words,
    where_words,
)
from laplateforme.groups.reading.dates import find_date
from laplateforme.groups.reading.marks import without_marks
from laplateforme.groups.reading.names import Known, without_names

TEXTS = ("introduction", "past", "present", "future", "annexes")


@dataclass(frozen=True)
class NotedItem:
    """One point with what was noted; `promises` are shown beside it."""

    item: AgendaItem
    number: int
    title: str
    text: str
    html: Any
    grid_point: str
    promises: list[PromiseLine]


@dataclass(frozen=True)
class PublicPromise:
    is_decision: bool
    text: str
    who: str
    due_date: date | None


@dataclass(frozen=True)
class Said:
    """The running texts of the account, outside the group without the names of people."""

    introduction: str
    past: str
    present: str
    future: str
    annexes: str


@dataclass(frozen=True)
class MinutesPage:
    """The whole account. `present`, `others`: people inside the group, organizations outside."""

    minutes: Minutes
    meeting: Meeting
    title: str
    when: str
    where: str
    present: list[str]
    excused: list[str]
    said: Said
    items: list[NotedItem]
    promises: list[PromiseLine]
    keywords: list[str]
    documents: list[GroupDocument]
    sisters: list[tuple[str, str]]
    next_meeting: Meeting | None
    is_public: bool

    @property
    def introduction(self) -> Any:
        return html_of(self.said.introduction)

    @property
    def past(self) -> Any:
        return html_of(self.said.past)

    @property
    def today(self) -> Any:
        return html_of(self.said.present)

    @property
    def future(self) -> Any:
        return html_of(self.said.future)

    @property
    def annexes(self) -> Any:
        return html_of(self.said.annexes)

    @property
    def objectives(self) -> Any:
        return html_of(self.minutes.objectives)


@dataclass(frozen=True)
class PublicItem:
    title: str
    text: str
    promises: list[PublicPromise] = field(default_factory=list)


@dataclass(frozen=True)
class PublicMinutes:
    """What an article says: plain words, no person who did not agree."""

    title: str
    when: str
    where: str
    day: date | None
    bodies: list[str]
    named: list[str]
    introduction: str
    past: str
    present: str
    future: str
    items: list[PublicItem]
    annexes: str
    objectives: str
    keywords: list[str]


def find_minutes(code: str, network: Any, user: Any) -> Minutes | None:
    """Minutes of a group that `user` may know of; the rule says whether they may be read."""
    known = WorkingGroup.objects.of_network(network).visible_to(user)
    rows = Minutes.objects.filter(meeting__group__in=known.values("pk"), meeting__code=code)
    return rows.select_related("meeting__group__network", "meeting__host", "approved_in").first()


def people_of(meeting: Meeting) -> list[Attendance]:
    rows = meeting.attendances.select_related("member__user", "member__organization", "organization")
    return list(rows.order_by("created_at"))


def may_be_named(row: Attendance) -> bool:
    """The person agreed: for this meeting, or for the group."""
    return row.is_named or (row.member is not None and row.member.is_named)


def masker(meeting: Meeting, people: list[Attendance]) -> Callable[[str], str]:
    """What takes the names out of a text: those of this meeting, and of the members of the group."""
    known = [Known(attendance_name(row), attendance_body(row)) for row in people if not may_be_named(row)]
    there = {row.member_id for row in people}
    known += [
        Known(one.user.get_full_name(), body_of(one))
        for one in _members(meeting)
        if one.pk not in there and not one.is_named
    ]
    nobody = _("somebody")
    return lambda text: without_names(text, known, nobody)


def minutes_page(minutes: Minutes, *, is_public: bool) -> MinutesPage:
    """Seven queries. `is_public`: for whoever is outside the group."""
    meeting = minutes.meeting
    people = people_of(meeting)
    say: Callable[[str], str] = masker(meeting, people) if is_public else str
    present = [row for row in people if row.presence == Presence.PRESENT]
    excused = [row for row in people if row.presence == Presence.EXCUSED]
    bodies = (
        {attendance_body(row) for row in people} | {body_of(one) for one in _members(meeting)} if is_public else set()
    )
    promises = _promises(meeting, say, bodies - {""}, is_public=is_public)
    documents = GroupDocument.objects.filter(meeting=meeting)
    return MinutesPage(
        minutes=minutes,
        meeting=meeting,
        title=say(meeting_title(meeting)),
        when=when_words(meeting),
        where=where_words(meeting),
        present=_outside(present) if is_public else [attendance_words(row) for row in present],
        excused=[] if is_public else [attendance_words(row) for row in excused],
        said=Said(*(say(getattr(minutes, name)) for name in TEXTS)),
        items=_items(meeting, promises, say, is_public=is_public),
        promises=[one for one in promises if one.promise.item_id is None],
        keywords=[str(word) for word in minutes.keywords],
        documents=list(documents.filter(is_public=True) if is_public else documents),
        sisters=_sisters(minutes, say, is_public=is_public),
        next_meeting=meeting.following.exclude(status="cancelled").select_related("host").order_by("number").first(),
        is_public=is_public,
    )


def _outside(rows: list[Attendance]) -> list[str]:
    """Organizations, with the names of those who agreed."""
    named: dict[str, list[str]] = {}
    for row in rows:
        names = named.setdefault(attendance_body(row), [])
        if may_be_named(row):
            names.append(attendance_name(row))
    words = [
        f"{body} ({', '.join(names)})" if names and body else body or ", ".join(names) for body, names in named.items()
    ]
    return sorted(filter(None, words), key=str.lower)


def _sisters(minutes: Minutes, say: Callable[[str], str], *, is_public: bool) -> list[tuple[str, str]]:
    """Pages of the section from which the text came: (words, code of our minutes of that day, perhaps none)."""
    titles = [str(one) for one in minutes.origin.get("sisters", [])]
    if not titles:
        return []
    rows = Minutes.objects.filter(meeting__group_id=minutes.meeting.group_id).exclude(pk=minutes.pk)
    if is_public:
        rows = rows.filter(status=MinutesStatus.PUBLISHED)
    codes = {
        timezone.localdate(starts_at): code
        for starts_at, code in rows.values_list("meeting__starts_at", "meeting__code")
        if starts_at
    }
    return [(say(title), codes.get(day, "") if (day := find_date(title)) else "") for title in titles]


def _members(meeting: Meeting) -> list[GroupMember]:
    return list(meeting.group.members.select_related("user", "organization"))


def _body_in(words: str, bodies: set[str]) -> str:
    """The organizations that these words name; whoever else they name stays inside the group."""
    return ", ".join(sorted(body for body in bodies if fold(body) in fold(words)))


def _promises(meeting: Meeting, say: Callable[[str], str], bodies: set[str], *, is_public: bool) -> list[PromiseLine]:
    day = timezone.localdate()
    lines = []
    for kind in (Decision, Action):
        rows = kind.objects.filter(meeting=meeting).select_related(
            "bearer__user", "bearer__organization", "meeting", "group__network"
        )
        for row in rows.order_by("created_at"):
            line = promise_line(row, day)
            if is_public:
                row.text = say(row.text)
                bearer = row.bearer
                named = bearer is not None and bearer.is_named
                who = line.who if named else body_of(bearer) if bearer else _body_in(say(row.bearer_name), bodies)
                line = PromiseLine(row, line.is_decision, who, is_late=False)
            lines.append(line)
    return lines


def _items(
    meeting: Meeting, promises: list[PromiseLine], say: Callable[[str], str], *, is_public: bool
) -> list[NotedItem]:
    """Outside the group, points without a word are left out."""
    with_promises = {line.promise.item_id for line in promises}
    items = [one for one in meeting.items.all() if not is_public or one.notes or one.pk in with_promises]
    return [_noted(item, number, promises, say) for number, item in enumerate(items, 1)]


def _noted(item: AgendaItem, number: int, promises: list[PromiseLine], say: Callable[[str], str]) -> NotedItem:
    text = say(without_marks(item.notes))
    grid = item.get_grid_point_display() if item.grid_point else ""
    mine = [line for line in promises if line.promise.item_id == item.pk]
    return NotedItem(item, number, say(item.title), text, html_of(text), grid, mine)


def public_minutes(minutes: Minutes) -> PublicMinutes:
    """The structure from which the site writes its article. No person who did not agree is in it."""
    page = minutes_page(minutes, is_public=True)
    present = [row for row in people_of(page.meeting) if row.presence == Presence.PRESENT]
    return PublicMinutes(
        title=page.title,
        when=page.when,
        where=page.where,
        day=timezone.localdate(page.meeting.starts_at) if page.meeting.starts_at else None,
        bodies=sorted({attendance_body(row) for row in present} - {""}, key=str.lower),
        named=sorted(attendance_name(row) for row in present if may_be_named(row)),
        introduction=page.said.introduction,
        past=page.said.past,
        present=page.said.present,
        future=page.said.future,
        items=[
            PublicItem(one.title, one.text, [_public(line) for line in one.promises])
            for one in page.items
            if one.text or one.promises
        ],
        annexes=page.said.annexes,
        objectives=minutes.objectives,
        keywords=page.keywords,
    )


def _public(line: PromiseLine) -> PublicPromise:
    return PublicPromise(line.is_decision, line.promise.text, line.who, line.promise.due_date)


@dataclass(frozen=True)
class Stage:
    """One stop of the life of minutes, as `short_trajectory` draws it."""

    number: int
    title: str
    note: str
    state: str


def life_of(minutes: Minutes) -> list[Stage]:
    """Draft, sent, approved, published: where these stand."""
    order = list(MinutesStatus)
    here = order.index(MinutesStatus(minutes.status))
    dates = {
        MinutesStatus.CIRCULATED: minutes.circulated_at,
        MinutesStatus.APPROVED: minutes.approved_at,
        MinutesStatus.PUBLISHED: minutes.published_at,
    }
    stages = []
    for number, status in enumerate(order):
        moment = dates.get(status)
        note = f"{timezone.localtime(moment):%d/%m/%Y}" if moment and number <= here else ""
        state = "done" if number < here else "here" if number == here else "next"
        stages.append(Stage(number + 1, str(status.label).capitalize(), note, state))
    return stages


def corrections_of(minutes: Minutes) -> list[Correction]:
    rows = minutes.corrections.select_related("author", "item", "decided_by")
    return sorted(rows, key=lambda row: (row.status != CorrectionStatus.PROPOSED, row.created_at))


def presentations_of(meeting: Meeting) -> list[AgendaItem]:
    """Presentations of a structure: once approved, its page may be brought up to date."""
    rows = meeting.items.filter(kind=ItemKind.PRESENTATION, organization__isnull=False)
    return list(rows.select_related("organization"))


def meetings_that_may_approve(minutes: Minutes) -> list[Meeting]:
    """Later meetings of the group, held."""
    meeting = minutes.meeting
    rows = Meeting.objects.filter(group_id=meeting.group_id, status="held", number__gt=meeting.number)
    return list(rows.order_by("number"))
