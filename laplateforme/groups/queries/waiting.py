"""What waits for somebody in their groups, line by line, for "À faire"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.core.dates import in_words
from laplateforme.groups.enums import AdmissionStatus, MeetingStatus, MinutesStatus, Presence, PromiseStatus
from laplateforme.groups.models import (
    Action,
    Admission,
    AdmissionVoice,
    Attendance,
    Correction,
    GroupMember,
    Meeting,
    Minutes,
)
from laplateforme.groups.queries.meetings import polls_to_answer
from laplateforme.groups.queries.words import meeting_title, when_words
from laplateforme.network.models import Network

LATE, WEEK, INFORMATION = "late", "week", "information"
SOON = timedelta(days=7)
MOST = 20


@dataclass(frozen=True)
class Waiting:
    """One line: what, where, and one button."""

    urgency: str
    title: str
    url: str
    text: str
    kind: str
    words: str
    shape: str
    action_url: str
    action_label: str
    is_post: bool = False


def promises_and_answers(user: Any, network: Network, at: datetime) -> list[Waiting]:
    """Seven queries, none for whoever is in no group."""
    members = list(GroupMember.objects.current().filter(user_id=user.pk, group__network=network))
    if not members:
        return []
    groups = [member.group_id for member in members]
    leads = [member.group_id for member in members if member.role == "lead"]
    day = timezone.localdate(at)
    return [
        *_actions(user, groups, day),
        *_polls(user, network),
        *_minutes(user, groups, at),
        *_corrections(leads),
        *_newcomers(user, groups),
        *_meetings(user, groups, at),
    ]


def _actions(user: Any, groups: list[Any], day: date) -> list[Waiting]:
    rows = Action.objects.filter(group__in=groups, bearer__user_id=user.pk, status=PromiseStatus.OPEN)
    lines = []
    for row in rows.filter(due_date__lte=day + SOON).select_related("group").order_by("due_date")[:MOST]:
        assert row.due_date is not None
        is_late = row.is_late(day)
        words = _("Since %(day)s") if is_late else _("By %(day)s")
        lines.append(
            Waiting(
                LATE if is_late else WEEK,
                row.text,
                reverse("groups:follow_up", args=[row.group.slug]),
                row.group.name,
                "wait",
                words % {"day": in_words(row.due_date)},
                "triangle" if is_late else "clock",
                reverse("groups:close_promise", args=[row.pk]),
                _("It is done"),
                is_post=True,
            )
        )
    return lines


def _polls(user: Any, network: Network) -> list[Waiting]:
    return [
        Waiting(
            WEEK, _("Say which dates suit you"), address := reverse("groups:dates", args=[row.code]),
            f"{row.group.name} : {meeting_title(row)}", "wait", _("Date to be chosen"), "clock", address, _("Answer"),
        )
        for row in polls_to_answer(user, network)[:MOST]
    ]  # fmt: skip


def _minutes(user: Any, groups: list[Any], at: datetime) -> list[Waiting]:
    """Sent within the last month, of meetings of one's groups."""
    rows = Minutes.objects.filter(
        meeting__group__in=groups, status=MinutesStatus.CIRCULATED, circulated_at__gte=at - timedelta(days=30)
    ).exclude(corrections__author_id=user.pk)
    return [
        Waiting(
            INFORMATION, _("Read the minutes: %(title)s") % {"title": meeting_title(row.meeting)},
            address := reverse("groups:minutes", args=[row.meeting.code]), row.meeting.group.name, "info",
            _("To be approved"), "half", address, _("Read"),
        )
        for row in rows.select_related("meeting__group").order_by("-circulated_at")[:MOST]
    ]  # fmt: skip


def _corrections(leads: list[Any]) -> list[Waiting]:
    if not leads:
        return []
    rows = Correction.objects.filter(minutes__meeting__group__in=leads, status="proposed")
    codes = {row.minutes.meeting.code: row for row in rows.select_related("minutes__meeting__group")}
    return [
        Waiting(
            WEEK, _("Corrections to decide about"), address := reverse("groups:minutes", args=[code]),
            row.minutes.meeting.group.name, "wait", _("Correction proposed"), "speech", address, _("Decide"),
        )
        for code, row in codes.items()
    ]  # fmt: skip


def _newcomers(user: Any, groups: list[Any]) -> list[Waiting]:
    said = AdmissionVoice.objects.filter(member__user_id=user.pk).values("admission")
    rows = Admission.objects.filter(group__in=groups, status=AdmissionStatus.ASKED).exclude(pk__in=said)
    return [
        Waiting(
            WEEK,
            _("%(who)s asks to join “%(group)s”")
            % {"who": row.organization.called if row.organization else row.user.get_full_name(), "group": row.group},
            address := reverse("groups:admission", args=[row.pk]), row.words[:120], "wait",
            _("Answer before %(day)s") % {"day": in_words(row.closes_at)}, "clock", address, _("Answer"),
        )
        for row in rows.select_related("group", "organization", "user").order_by("closes_at")[:MOST]
    ]  # fmt: skip


def _meetings(user: Any, groups: list[Any], at: datetime) -> list[Waiting]:
    """Those of the next two weeks; whoever has said nothing is asked."""
    rows = Meeting.objects.filter(
        group__in=groups, status=MeetingStatus.SET, starts_at__gte=at, starts_at__lt=at + timedelta(days=14)
    )
    answered = set(
        Attendance.objects.filter(
            member__user_id=user.pk, presence__in=[Presence.COMING, Presence.EXCUSED]
        ).values_list("meeting_id", flat=True)
    )
    lines = []
    for row in rows.select_related("group").order_by("starts_at")[:MOST]:
        has_said = row.pk in answered
        address = row.get_absolute_url()
        lines.append(
            Waiting(
                INFORMATION if has_said else WEEK,
                f"{row.group.name} : {meeting_title(row)}",
                address,
                when_words(row),
                "info" if has_said else "wait",
                _("You have answered") if has_said else _("Do you come?"),
                "calendar" if has_said else "clock",
                address,
                _("See") if has_said else _("Answer"),
            )
        )
    return lines
