"""All that a newcomer needs: objectives, past minutes, what is open, next dates, people."""

from dataclasses import dataclass
from datetime import datetime

from laplateforme.groups.enums import MeetingStatus, MinutesStatus, PromiseStatus
from laplateforme.groups.models import (
    Action,
    Decision,
    GroupDocument,
    GroupMember,
    Meeting,
    Minutes,
    WorkingGroup,
    Workstream,
)


@dataclass(frozen=True)
class Pack:
    """`to_approve`: minutes that the group has not approved yet are marked so."""

    group: WorkingGroup
    minutes: list[Minutes]
    decisions: list[Decision]
    actions: list[Action]
    next_dates: list[Meeting]
    members: list[GroupMember]
    documents: list[GroupDocument]
    workstreams: list[Workstream]


def pack_of(group: WorkingGroup, at: datetime) -> Pack:
    """Seven queries, whatever the group has lived through."""
    minutes = Minutes.objects.filter(meeting__group=group).exclude(status=MinutesStatus.DRAFT)
    coming = Meeting.objects.filter(group=group, status=MeetingStatus.SET, starts_at__gte=at)
    people = GroupMember.objects.current().filter(group=group).select_related("user", "organization")
    bearers = ("bearer__user", "bearer__organization", "meeting")
    return Pack(
        group=group,
        minutes=list(minutes.select_related("meeting").order_by("-meeting__starts_at", "-meeting__number")),
        decisions=list(
            Decision.objects.filter(status=PromiseStatus.OPEN, group=group)
            .select_related(*bearers)
            .order_by("created_at")
        ),
        actions=list(
            Action.objects.filter(status=PromiseStatus.OPEN, group=group).select_related(*bearers).order_by("due_date")
        ),
        next_dates=list(coming.select_related("host", "group__network").order_by("starts_at")),
        members=list(people.order_by("role", "user__name")),
        documents=list(GroupDocument.objects.filter(group=group).order_by("kind", "title")),
        workstreams=list(Workstream.objects.filter(group=group, is_open=True).order_by("horizon", "title")),
    )


def is_to_approve(minutes: Minutes) -> bool:
    return minutes.status in {MinutesStatus.DRAFT, MinutesStatus.CIRCULATED}
