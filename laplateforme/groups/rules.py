"""Who may do what in a group. Strangers learn of nothing; members read and write; whoever leads decides on forms."""

from typing import Any

from laplateforme.groups.enums import MemberRole, MinutesStatus, PromiseStatus
from laplateforme.groups.models import Admission, GroupMember, Minutes, WorkingGroup
from laplateforme.groups.models.promise import Promise
from laplateforme.network.models import Network
from laplateforme.network.rules import is_facilitator, is_professional


def can_open_group(user: Any, network: Network | None) -> bool:
    return is_facilitator(user, network)


def can_enter(user: Any, group: WorkingGroup) -> bool:
    """Reads the inside of the group."""
    return WorkingGroup.objects.open_to(user).filter(pk=group.pk).exists()


def is_member(user: Any, group: WorkingGroup) -> bool:
    if not user.is_authenticated:
        return False
    return GroupMember.objects.current().filter(group=group, user_id=user.pk).exists()


def can_lead(user: Any, group: WorkingGroup) -> bool:
    """Calls meetings, sends and publishes minutes, welcomes people."""
    if not user.is_authenticated:
        return False
    leads = GroupMember.objects.current().filter(group=group, user_id=user.pk, role=MemberRole.LEAD)
    return is_facilitator(user, group.network) or leads.exists()


def can_ask_to_join(user: Any, group: WorkingGroup) -> bool:
    """Colleagues of the network and of those that take part, while the group is open."""
    if not user.is_authenticated or not group.is_open or group.closed_date is not None or is_member(user, group):
        return False
    if is_professional(user, group.network):
        return True
    return any(is_professional(user, network) for network in group.other_networks.all())


def can_write_notes(user: Any, group: WorkingGroup, minutes: Minutes | None) -> bool:
    """Everybody inside while it is a draft; once sent to the members, whoever leads; never after the approval."""
    if minutes is None or minutes.status == MinutesStatus.DRAFT:
        return can_enter(user, group)
    return minutes.status == MinutesStatus.CIRCULATED and can_lead(user, group)


def can_read_minutes(user: Any, group: WorkingGroup, minutes: Minutes) -> bool:
    """Everybody once published on a public group's page; before that, those inside."""
    if minutes.status == MinutesStatus.PUBLISHED and group.is_public:
        return True
    return can_enter(user, group)


def can_correct(user: Any, group: WorkingGroup, minutes: Minutes) -> bool:
    return minutes.status == MinutesStatus.CIRCULATED and can_enter(user, group)


def can_close(user: Any, promise: Promise) -> bool:
    """Whoever carries it, and whoever leads."""
    if promise.status != PromiseStatus.OPEN:
        return can_lead(user, promise.group)
    mine = promise.bearer is not None and user.is_authenticated and promise.bearer.user_id == user.pk
    return mine or can_lead(user, promise.group)


def can_read_admission(user: Any, admission: Admission) -> bool:
    """Whoever asked, and those inside."""
    return bool(user.is_authenticated) and (admission.user_id == user.pk or can_enter(user, admission.group))
