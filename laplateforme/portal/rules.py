"""Who may print."""

from typing import Any

from laplateforme.fairs.enums import OccasionStatus
from laplateforme.fairs.models import Occasion
from laplateforme.network.models import Network, Organization
from laplateforme.network.rules import is_facilitator, is_professional


def can_print(user: Any, network: Network | None) -> bool:
    """Whoever works in the network prints its papers."""
    return is_professional(user, network)


def printable_organizations(user: Any, network: Network) -> list[Organization]:
    """Those whose own papers `user` may print: one's own, all of them for a facilitator."""
    found = Organization.objects.of_network(network).order_by("name")
    if not is_facilitator(user, network):
        mine = user.memberships.filter(is_active=True, network=network).values("organization")
        found = found.filter(pk__in=mine)
    return list(found)


def can_take_kit(user: Any, occasion: Occasion) -> bool:
    """Colleagues, for an occasion to which the network goes."""
    return occasion.status == OccasionStatus.ACCEPTED and is_professional(user, occasion.network)
