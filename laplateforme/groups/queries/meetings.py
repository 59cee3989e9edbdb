"""One meeting, its dates to choose from, its agenda."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laplateforme.core.dates import hours_in_words, in_words
from laplateforme.fairs.queries.report import reports_to_discuss
from laplateforme.forum.queries import html_of
from laplateforme.groups.enums import Answer, ItemKind, MeetingStatus, Presence, PromiseStatus
from laplateforme.groups.models import (
    Action,
    AgendaItem,
    Attendance,
    DateAnswer,
    DateOption,
    Decision,
    GroupMember,
    Meeting,
    WorkingGroup,
)
from laplateforme.groups.models.promise import Promise
from laplateforme.groups.queries.words import attendance_words, bearer_words, member_words
from laplateforme.guidance.queries.gaps import gaps_page
from laplateforme.offers.queries import offers_to_check
from laplateforme.referrals.models import Referral

LONG_SILENCE = timedelta(days=7)


@dataclass(frozen=True)
class DateLine:
    """A proposed date and what was said to it. `mine`: the answer of whoever looks."""

    option: DateOption
    words: str
    yes: int
    maybe: int
    no: int
    mine: str
    who: list[str]

    @property
    def counts(self) -> str:
        return _("%(yes)d yes, %(maybe)d if need be, %(no)d no") % {
            "yes": self.yes, "maybe": self.maybe, "no": self.no,
        }  # fmt: skip


@dataclass(frozen=True)
class PromiseLine:
    """A decision or an action, ready to be shown."""

    promise: Promise
    is_decision: bool
    who: str
    is_late: bool

    @property
    def kind(self) -> str:
        return "decision" if self.is_decision else "action"


@dataclass(frozen=True)
class ItemLine:
    item: AgendaItem
    number: int
    html: Any
    bearer: str


@dataclass(frozen=True)
class Suggestion:
    """Something that another room produces, to be put on the agenda in one click."""

    key: str
    title: str
    path: str


def find_meeting(code: str, network: Any, user: Any) -> Meeting | None:
    """A meeting of a group whose inside `user` reads."""
    groups = WorkingGroup.objects.of_network(network).open_to(user)
    rows = Meeting.objects.filter(group__in=groups.values("pk"))
    return rows.select_related("group__network", "host", "previous", "minutes").filter(code=code).first()


def date_lines(meeting: Meeting, user: Any) -> list[DateLine]:
    """Two queries. The date that suits most comes first among equals by its day."""
    answers: dict[Any, list[DateAnswer]] = {}
    for row in DateAnswer.objects.filter(option__meeting=meeting).select_related("member__user"):
        answers.setdefault(row.option_id, []).append(row)
    lines = []
    for option in meeting.options.order_by("starts_at"):
        said = answers.get(option.pk, [])
        counts = Counter(row.answer for row in said)
        mine = next((row.answer for row in said if row.member.user_id == user.pk), "")
        who = [f"{row.member.user.get_full_name()} : {row.get_answer_display()}" for row in said]
        lines.append(
            DateLine(
                option, option_words(option), counts[Answer.YES], counts[Answer.IF_NEED], counts[Answer.NO], mine, who
            )
        )
    return lines


def option_words(option: DateOption) -> str:
    return f"{in_words(option.starts_at)}, {hours_in_words(option.starts_at, option.ends_at)}"


def best_of(lines: list[DateLine]) -> DateLine | None:
    """Most "yes", then most "if need be"; None while nobody has answered."""
    answered = [line for line in lines if line.yes or line.maybe]
    return max(answered, key=lambda line: (line.yes, line.maybe, -line.no)) if answered else None


def item_lines(meeting: Meeting) -> list[ItemLine]:
    items = meeting.items.select_related("bearer__user", "bearer__organization", "organization")
    return [
        ItemLine(item, number, html_of(item.text), member_words(item.bearer) if item.bearer else "")
        for number, item in enumerate(items, 1)
    ]


def promise_line(promise: Promise, day: date) -> PromiseLine:
    return PromiseLine(promise, isinstance(promise, Decision), bearer_words(promise), promise.is_late(day))


def promises_of(group: WorkingGroup, day: date, *, only_open: bool = False) -> list[PromiseLine]:
    """Decisions and actions, late ones first, then by date. Two queries."""
    lines = []
    for kind in (Action, Decision):
        rows: Any = kind.objects.filter(group=group)
        if only_open:
            rows = rows.filter(status=PromiseStatus.OPEN)
        related = ("bearer__user", "bearer__organization", "meeting", "group__network")
        lines += [promise_line(row, day) for row in rows.select_related(*related).order_by("created_at")]
    return sorted(lines, key=lambda line: (not line.is_late, line.promise.due_date or date.max))


@dataclass(frozen=True)
class FollowUp:
    """ "What we said we would do": open, closed, and how much of it was done."""

    late: list[PromiseLine]
    open: list[PromiseLine]
    closed: list[PromiseLine]
    done: int
    total: int

    @property
    def carried(self) -> bool:
        """Whether somebody carries an action that is open."""
        return any(line.kind == "action" and line.promise.bearer for line in [*self.late, *self.open])

    @property
    def rate(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def follow_up(group: WorkingGroup, day: date) -> FollowUp:
    """What was given up counts as not done."""
    lines = promises_of(group, day)
    is_open = [line for line in lines if line.promise.status == PromiseStatus.OPEN]
    closed = [line for line in lines if line.promise.status != PromiseStatus.OPEN]
    return FollowUp(
        late=[line for line in is_open if line.is_late],
        open=[line for line in is_open if not line.is_late],
        closed=sorted(closed, key=lambda line: line.promise.closed_date or day, reverse=True),
        done=sum(line.promise.status == PromiseStatus.DONE for line in lines),
        total=len(lines),
    )


def attendance_lines(meeting: Meeting) -> list[tuple[Attendance, str]]:
    rows = meeting.attendances.select_related("member__user", "member__organization", "organization")
    return sorted(((row, attendance_words(row)) for row in rows), key=lambda pair: (pair[0].presence, pair[1].lower()))


def my_presence(meeting: Meeting, user: Any) -> str:
    row = meeting.attendances.filter(member__user_id=user.pk).first()
    return row.presence if row else Presence.INVITED


def member_of(group: WorkingGroup, user: Any) -> GroupMember | None:
    rows = GroupMember.objects.current().filter(group=group, user_id=user.pk)
    return rows.select_related("user", "organization").first()


def suggestions(meeting: Meeting, at: datetime) -> list[Suggestion]:
    """Gaps recorded by the route, offers that nobody vouched for, hand-overs without an answer, reports of fairs;
    unless the agenda has them already, or a meeting of the group talked about that report. Numbers only, nobody's name.
    """
    network = meeting.group.network
    there = set(meeting.items.values_list("about_path", flat=True))
    found = []
    gaps = gaps_page(network, timezone.localdate(at)).total
    if gaps:
        title = ngettext("%(count)d need without an offer", "%(count)d needs without an offer", gaps) % {"count": gaps}
        found.append(Suggestion("gaps", title, "/manques/"))
    stale = len(offers_to_check(network, at))
    if stale:
        title = ngettext("%(count)d offer to check", "%(count)d offers to check", stale) % {"count": stale}
        found.append(Suggestion("offers", title, "/offres-a-verifier/"))
    silent = Referral.objects.filter(network=network).unanswered().sent_before(at - LONG_SILENCE).count()
    if silent:
        title = ngettext(
            "%(count)d hand-over without an answer for a week",
            "%(count)d hand-overs without an answer for a week",
            silent,
        )
        found.append(Suggestion("hand-overs", title % {"count": silent}, "/relais/"))
    talked = set(AgendaItem.objects.filter(meeting__group=meeting.group_id).values_list("about_path", flat=True))
    found += [
        Suggestion(f"fair-{one.code}", one.title, one.path)
        for one in reports_to_discuss(network, at)
        if one.path not in talked
    ]
    return [one for one in found if one.path not in there]


def has_follow_up(lines: list[ItemLine]) -> bool:
    return any(line.item.kind == ItemKind.FOLLOW_UP for line in lines)


def polls_to_answer(user: Any, network: Any) -> list[Meeting]:
    """Meetings whose dates `user` has not said anything to."""
    groups = GroupMember.objects.current().filter(user_id=user.pk, group__network=network).values("group")
    answered = DateAnswer.objects.filter(member__user_id=user.pk).values("option__meeting")
    rows = Meeting.objects.filter(group__in=groups, status=MeetingStatus.POLL, options__isnull=False)
    return list(rows.exclude(pk__in=answered).distinct().select_related("group").order_by("created_at"))
