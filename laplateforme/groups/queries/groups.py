"""Groups as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from laplateforme.forum.queries import html_of
from laplateforme.groups.enums import MeetingStatus, MinutesStatus, PromiseStatus
from laplateforme.groups.models import (
    Action,
    Admission,
    CalendarAddress,
    Decision,
    FormerName,
    GroupDocument,
    GroupMember,
    GroupTopic,
    GuestOrganization,
    Meeting,
    Minutes,
    WorkingGroup,
    Workstream,
)
from laplateforme.groups.queries.words import body_of, guest_words, meeting_title, when_words, where_words
from laplateforme.network.models import Membership, Network, Organization
from laplateforme.network.rules import PROFESSIONALS


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list."""

    meeting: Meeting
    title: str
    when: str
    where: str
    minutes: Minutes | None

    @property
    def day(self) -> Any:
        return self.meeting.starts_at


@dataclass(frozen=True)
class GroupLine:
    group: WorkingGroup
    bodies: list[str]
    next_meeting: MeetingLine | None
    is_mine: bool


@dataclass(frozen=True)
class PublicGroup:
    """What anybody reads of a group: organizations, not people; published minutes."""

    group: WorkingGroup
    objectives: Any
    bodies: list[str]
    named: list[str]
    guests: list[str]
    workstreams: list[Workstream]
    documents: list[GroupDocument]
    former_names: list[str]
    minutes: list[MeetingLine]
    next_meeting: MeetingLine | None


@dataclass(frozen=True)
class GroupSpace:
    """The inside."""

    coming: list[MeetingLine]
    past: list[MeetingLine]
    open_decisions: int
    open_actions: int
    late_actions: int
    admissions: list[Admission]
    workstreams: list[Workstream]
    topics: list[GroupTopic]
    documents: int
    members: int


def meeting_line(meeting: Meeting) -> MeetingLine:
    return MeetingLine(
        meeting, meeting_title(meeting), when_words(meeting), where_words(meeting), getattr(meeting, "minutes", None)
    )


def find_group(network: Network | None, user: Any, slug: str) -> WorkingGroup | None:
    """The group at this address, or that had it."""
    visible = WorkingGroup.objects.of_network(network).visible_to(user).select_related("network")
    found = visible.filter(slug=slug).order_by("created_at").first()
    if found is None:
        former = FormerName.objects.filter(slug=slug).values("group")
        found = visible.filter(pk__in=former).first()
    return found


def groups_of(network: Network, user: Any, at: datetime) -> list[GroupLine]:
    """Those that `user` may know of, one's own first: four queries."""
    groups = list(WorkingGroup.objects.of_network(network).visible_to(user).order_by("closed_date", "name"))
    members = GroupMember.objects.current().filter(group__in=groups).select_related("organization", "user")
    bodies: dict[Any, set[str]] = {}
    mine = set()
    for member in members:
        bodies.setdefault(member.group_id, set()).add(body_of(member))
        if user.is_authenticated and member.user_id == user.pk:
            mine.add(member.group_id)
    coming = _coming(Meeting.objects.filter(group__in=groups), at)
    nexts: dict[Any, Meeting] = {}
    for meeting in coming:
        nexts.setdefault(meeting.group_id, meeting)
    lines = [
        GroupLine(
            one, sorted(bodies.get(one.pk, set()) - {""}), meeting_line(nexts[one.pk]) if one.pk in nexts else None,
            one.pk in mine,
        )
        for one in groups
    ]  # fmt: skip
    return sorted(lines, key=lambda line: not line.is_mine)


def _coming(meetings: Any, at: datetime) -> Any:
    rows = meetings.filter(status=MeetingStatus.SET, starts_at__gte=at).select_related("host", "group")
    return rows.order_by("starts_at")


def bodies_of(members: Iterable[GroupMember]) -> list[str]:
    return sorted({body_of(member) for member in members} - {""}, key=str.lower)


def public_group(group: WorkingGroup, at: datetime) -> PublicGroup:
    """Eight queries, whatever the group has lived through."""
    members = list(GroupMember.objects.current().filter(group=group).select_related("organization", "user"))
    guests = GuestOrganization.objects.filter(group=group).select_related("organization")
    published = (
        Meeting.objects.filter(group=group, minutes__status=MinutesStatus.PUBLISHED)
        .select_related("minutes", "host")
        .order_by("-starts_at")
    )
    coming = _coming(Meeting.objects.filter(group=group), at).first()
    return PublicGroup(
        group=group,
        objectives=html_of(group.objectives),
        bodies=bodies_of(members),
        named=sorted(member.user.get_full_name() for member in members if member.is_named),
        guests=sorted(guest_words(one) for one in guests),
        workstreams=list(Workstream.objects.filter(group=group, is_open=True).order_by("horizon", "title")),
        documents=list(GroupDocument.objects.filter(group=group, is_public=True).order_by("title")),
        former_names=list(group.former_names.order_by("-ended_date").values_list("name", flat=True)),
        minutes=[meeting_line(one) for one in published],
        next_meeting=meeting_line(coming) if coming else None,
    )


def group_space(group: WorkingGroup, at: datetime) -> GroupSpace:
    """The inside on one page: ten queries."""
    meetings = Meeting.objects.filter(group=group).select_related("minutes", "host").order_by("starts_at", "number")
    lines = [meeting_line(one) for one in meetings]
    waiting = (MeetingStatus.POLL, MeetingStatus.SET)
    coming = [one for one in lines if one.meeting.status in waiting]
    past = [one for one in lines if one.meeting.status == MeetingStatus.HELD]
    open_actions = Action.objects.filter(group=group, status=PromiseStatus.OPEN)
    return GroupSpace(
        coming=coming,
        past=past[::-1],
        open_decisions=Decision.objects.filter(group=group, status=PromiseStatus.OPEN).count(),
        open_actions=open_actions.count(),
        late_actions=open_actions.filter(due_date__lt=at.date()).count(),
        admissions=list(Admission.objects.filter(group=group, status="asked").select_related("user", "organization")),
        workstreams=list(Workstream.objects.filter(group=group, is_open=True).order_by("horizon", "title")),
        topics=list(
            GroupTopic.objects.filter(group=group).select_related("topic").order_by("-topic__last_post_at")[:5]
        ),
        documents=GroupDocument.objects.filter(group=group).count(),
        members=GroupMember.objects.current().filter(group=group).count(),
    )


def people_to_add(group: WorkingGroup) -> list[tuple[Any, Organization | None]]:
    """Colleagues of the networks of the group who do not take part yet, each with an organization."""
    networks = [group.network, *group.other_networks.all()]
    there = GroupMember.objects.current().filter(group=group).values("user")
    rows = (
        Membership.objects.active()
        .filter(network__in=networks, role__in=PROFESSIONALS)
        .exclude(user__in=there)
        .select_related("user", "organization")
        .order_by("user__name", "pk")
    )
    found: dict[Any, tuple[Any, Organization | None]] = {}
    for row in rows:
        if row.user_id not in found or found[row.user_id][1] is None:
            found[row.user_id] = (row.user, row.organization)
    return list(found.values())


def bodies_for(user: Any, group: WorkingGroup) -> list[Organization]:
    """Organizations for which somebody may speak in this group."""
    networks = [group.network, *group.other_networks.all()]
    mine = Membership.objects.active().filter(user_id=user.pk, network__in=networks, organization__isnull=False)
    return list(Organization.objects.filter(pk__in=mine.values("organization")).order_by("name"))


def calendar_meetings(user: Any, network: Network) -> list[Meeting]:
    """Meetings of the groups in which `user` takes part, from the last year on."""
    groups = GroupMember.objects.current().filter(user_id=user.pk).values("group")
    rows = Meeting.objects.filter(Q(group__network=network) | Q(group__other_networks=network), group__in=groups)
    dated = rows.filter(starts_at__isnull=False).distinct().select_related("group__network", "host")
    return list(dated.order_by("-starts_at")[:200])


def calendar_address(network: Network | None, token: str) -> CalendarAddress | None:
    """Whose secret address this is, within the network; None once it is taken back or the person has left."""
    rows = CalendarAddress.objects.filter(network=network, user__is_active=True, token=token)
    return rows.select_related("user", "network").first() if network else None
