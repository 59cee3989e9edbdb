"""Who stands where, with whom."""

from laplateforme.network.models.network import DutyPerson, Network, PositioningText
from laplateforme.network.models.organization import (
    DeclaredLink,
    Organization,
    Participation,
    PracticeCard,
    PracticeComment,
    PracticeVersion,
)
from laplateforme.network.models.people import Invitation, Membership

__all__ = [
    "DeclaredLink",
    "DutyPerson",
    "Invitation",
    "Membership",
    "Network",
    "Organization",
    "Participation",
    "PositioningText",
    "PracticeCard",
    "PracticeComment",
    "PracticeVersion",
]
