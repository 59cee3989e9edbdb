"""The minutes of a meeting, as the paper of them needs them."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laplateforme.core.dates import in_words
from laplateforme.groups.enums import MinutesStatus
from laplateforme.groups.models import Minutes
from laplateforme.groups.queries.meetings import PromiseLine
from laplateforme.groups.queries.minutes import MinutesPage, minutes_page
from laplateforme.groups.queries.words import when_words, where_words
from laplateforme.portal.print.contents import MinutesSheet, PointSheet, PromiseSheet
from laplateforme.portal.queries.papers import path_of


def minutes_sheet(minutes: Minutes, *, is_public: bool) -> MinutesSheet:
    """`is_public`: for whoever is outside the group: the same words as on the public page, no more."""
    page = minutes_page(minutes, is_public=is_public)
    network = page.meeting.group.network
    following = page.next_meeting
    return MinutesSheet(
        network=network.name,
        group=page.meeting.group.name,
        title=page.title,
        number=page.meeting.number,
        when=page.when,
        where=page.where,
        is_settled=minutes.status in {MinutesStatus.APPROVED, MinutesStatus.PUBLISHED},
        short=minutes.get_status_display().capitalize(),
        state=state_words(minutes),
        address=f"{network.base_address()}{path_of('groups:minutes', page.meeting.code)}",
        present=tuple(page.present),
        excused=tuple(page.excused),
        introduction=page.said.introduction,
        past=page.said.past,
        today=page.said.present,
        future=page.said.future,
        points=points_of(page),
        actions=tuple(promise_sheet(line) for line in lines_of(page) if not line.is_decision),
        annexes=page.said.annexes,
        objectives=minutes.objectives,
        next_when=when_words(following) if following else "",
        next_where=where_words(following) if following else "",
        is_public=is_public,
        accent=network.accent,
        language=(get_language() or "fr")[:2],
    )


def points_of(page: MinutesPage) -> tuple[PointSheet, ...]:
    """Those of the agenda with their decisions; then the decisions that belong to none."""
    points = [PointSheet(one.title, one.text, decisions_in(one.promises)) for one in page.items]
    if more := decisions_in(page.promises):
        points.append(PointSheet(_("Other decisions"), decisions=more))
    return tuple(points)


def decisions_in(lines: list[PromiseLine]) -> tuple[str, ...]:
    return tuple(line.promise.text for line in lines if line.is_decision)


def lines_of(page: MinutesPage) -> list[PromiseLine]:
    return [line for one in page.items for line in one.promises] + page.promises


def promise_sheet(line: PromiseLine) -> PromiseSheet:
    return PromiseSheet(line.promise.text, line.who, line.promise.due_date)


def state_words(minutes: Minutes) -> str:
    """ "Publié le jeudi 12 mars 2026"."""
    words, moment = {
        MinutesStatus.DRAFT: (_("Draft, not sent yet"), None),
        MinutesStatus.CIRCULATED: (_("Sent to the members on %(day)s, to be approved"), minutes.circulated_at),
        MinutesStatus.APPROVED: (_("Approved on %(day)s"), minutes.approved_at),
        MinutesStatus.PUBLISHED: (_("Published on %(day)s"), minutes.published_at),
    }[MinutesStatus(minutes.status)]
    return words % {"day": in_words(timezone.localtime(moment)) if moment else ""}
