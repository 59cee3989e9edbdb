"""Who may do what about occasions. Nobody is ever forced."""

from datetime import datetime
from typing import Any

from laplateforme.fairs.enums import OccasionStatus
from laplateforme.fairs.models import Duty, Occasion
from laplateforme.network.models import Membership, Network
from laplateforme.network.rules import is_facilitator, is_professional


def can_see_fairs(user: Any, network: Network | None) -> bool:
    """Colleagues, and whoever has a place in the network: everybody may propose."""
    return can_propose(user, network)


def can_propose(user: Any, network: Network | None) -> bool:
    """Anybody of the network, people with a project and funders too."""
    if network is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser) or Membership.objects.of(user, network).exists()


def can_read_load(user: Any, network: Network | None) -> bool:
    """All colleagues see what each organization gives and receives."""
    return is_professional(user, network)


def can_decide(user: Any, network: Network | None) -> bool:
    """Writes what the network decided, opens slots, asks people."""
    return is_facilitator(user, network)


def can_edit(user: Any, occasion: Occasion) -> bool:
    """Whoever proposed it, until it is decided; then whoever writes decisions."""
    if is_facilitator(user, occasion.network):
        return True
    return occasion.status == OccasionStatus.PROPOSED and user.is_authenticated and occasion.proposed_by_id == user.pk


def can_volunteer(user: Any, occasion: Occasion, at: datetime) -> bool:
    """Colleagues, while there is something to come to. People with a project are asked, and say yes or no."""
    is_open = occasion.status == OccasionStatus.ACCEPTED and occasion.ends_at > at
    return is_open and is_professional(user, occasion.network)


def can_answer(user: Any, duty: Duty) -> bool:
    """The person alone: nobody says yes for somebody else."""
    return bool(user.is_authenticated) and duty.user_id == user.pk
