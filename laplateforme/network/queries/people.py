"""Members, their roles, who was invited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laplateforme.accounts.queries import Persona
from laplateforme.network.models import Invitation, Membership, Network
from laplateforme.vocabulary.enums import Role


@dataclass(frozen=True)
class MemberRow:
    """One role of one person, ready to be listed."""

    membership: Membership
    name: str
    email: str
    role: str
    organization: str


def members_of(network: Network) -> list[MemberRow]:
    """Active members of the network by name; someone with two roles stands twice. One query."""
    memberships = (
        Membership.objects.active()
        .filter(network=network)
        .select_related("user", "organization", "network")
        .order_by("user__name", "user__email", "role")
    )
    return [
        MemberRow(
            membership=one,
            name=str(one.user),
            email=one.user.email,
            role=str(Role(one.role).label),
            organization=one.organization.called if one.organization else "",
        )
        for one in memberships
    ]


def memberships_of(user: Any) -> list[Membership]:
    """What a person does, in every network."""
    return list(
        Membership.objects.active()
        .filter(user_id=user.pk)
        .select_related("network", "organization")
        .order_by("network__name", "organization__name", "role")
    )


def networks_led_alone(user: Any) -> list[Network]:
    """Networks where nobody but this person may change everything."""
    mine = Membership.objects.active().filter(user_id=user.pk, role__in=Role.LEADS).values("network")
    shared = Membership.objects.active().filter(role__in=Role.LEADS).exclude(user_id=user.pk).values("network")
    return list(Network.objects.filter(pk__in=mine).exclude(pk__in=shared).order_by("name"))


def open_invitations(network: Network, at: datetime) -> list[Invitation]:
    """Invitations that wait for an answer, the oldest first."""
    return list(
        Invitation.objects.open(at)
        .filter(network=network)
        .select_related("organization", "network")
        .order_by("created_at")
    )


def demo_personas() -> list[Persona]:
    """People of fictitious networks, one line for each role, by network. One query."""
    memberships = (
        Membership.objects.active()
        .filter(network__is_demo=True)
        .select_related("user", "network", "organization")
        .order_by("network__name", "created_at")
    )
    return [
        Persona(
            user_id=one.user_id,
            name=str(one.user),
            role=str(Role(one.role).label),
            organization=one.organization.called if one.organization else "",
            network=one.network.name,
            network_slug=one.network.slug,
        )
        for one in memberships
    ]
