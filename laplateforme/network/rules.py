"""Who may do what in a network. Small phrases; views, forms and templates ask them, models never do."""

from typing import Any

from laplateforme.accounts.rules import Demand
from laplateforme.core.memo import once_a_page
from laplateforme.network.models import Membership, Network, Organization, PracticeCard
from laplateforme.vocabulary.enums import Role

LEADS = Role.LEADS
EDITORS = (Role.ORGANIZATION_MANAGER, Role.ADVISER, Role.NURSERY_MANAGER)
# Those who work in the network; a holder and a funder read what is public, and what is theirs.
PROFESSIONALS = (*LEADS, *EDITORS, Role.AMBASSADOR, Role.WRITER)


def roles_in(user: Any, network: Network | None) -> frozenset[str]:
    """What `user` does in `network`, now."""
    if network is None or not user.is_authenticated:
        return frozenset()
    return once_a_page(
        ("roles", user.pk, network.pk),
        lambda: frozenset(Membership.objects.of(user, network).values_list("role", flat=True)),
    )


def is_facilitator(user: Any, network: Network | None) -> bool:
    """May change everything of this network."""
    if network is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser) or not roles_in(user, network).isdisjoint(LEADS)


def is_administrator(user: Any, network: Network | None) -> bool:
    """Answers for the running of the service."""
    if network is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser) or Role.ADMINISTRATOR in roles_in(user, network)


def is_professional(user: Any, network: Network | None) -> bool:
    """Works in this network, whatever the desk."""
    if network is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser) or not roles_in(user, network).isdisjoint(PROFESSIONALS)


def can_see_members(user: Any, network: Network | None) -> bool:
    """Colleagues know one another; funders and holders do not see the list."""
    return is_professional(user, network)


def can_edit_organization(user: Any, organization: Organization) -> bool:
    """One's own organization, or any of a network that one facilitates."""
    if not user.is_authenticated or not user.is_active:
        return False
    return Organization.objects.editable_by(user).filter(pk=organization.pk).exists()


def can_invite(user: Any, network: Network, role: str, organization: Organization | None) -> bool:
    """Facilitators invite to any role; a manager invites colleagues to the manager's own organization."""
    if is_facilitator(user, network):
        return True
    if organization is None or role not in (*EDITORS, Role.AMBASSADOR):
        return False
    mine = Membership.objects.of(user, network) if user.is_authenticated else Membership.objects.none()
    return mine.filter(role=Role.ORGANIZATION_MANAGER, organization=organization).exists()


def can_close_membership(user: Any, membership: Membership) -> bool:
    """Whoever could have invited; nobody closes their own, so that a network keeps somebody who may."""
    if membership.user_id == user.pk:
        return False
    return can_invite(user, membership.network, membership.role, membership.organization)


def can_comment(user: Any, network: Network | None) -> bool:
    return is_professional(user, network)


def can_edit_practice(user: Any, card: PracticeCard) -> bool:
    return can_edit_organization(user, card.organization)


def can_sign_positioning(user: Any, network: Network) -> bool:
    return is_facilitator(user, network)


def demand_on(user: Any) -> Demand:
    """What the person's roles ask of their session; accounts asks at each page (see apps.py). One query."""
    roles = set(Membership.objects.active().filter(user_id=user.pk).values_list("role", flat=True))
    return Demand(
        second_factor=not roles.isdisjoint(Role.NEEDS_SECOND_FACTOR), short_session=not roles.isdisjoint(LEADS)
    )
