"""What somebody leads, and to whom it may be handed."""

from dataclasses import dataclass
from typing import Any

from laplateforme.accounts.models import User
from laplateforme.network.models import Membership, Network, Organization
from laplateforme.projects.models import Holder, Project
from laplateforme.projects.models.desks import KEEPERS


@dataclass(frozen=True)
class LedFiles:
    """Files of one organization that somebody leads, and the colleagues who keep files there."""

    network: Network
    organization: Organization
    projects: list[Project]
    colleagues: list[User]

    @property
    def key(self) -> str:
        return f"{self.network.pk}:{self.organization.pk}"


def files_led_by(user: Any) -> list[LedFiles]:
    """Files of people who are known, in the organizations where `user` keeps files, by organization."""
    known = Holder.objects.known().values("pk")
    rows = (
        Project.objects.kept_by(user)
        .filter(lead_adviser_id=user.pk, pk__in=Project.objects.filter(holders__in=known).values("pk"))
        .select_related("network", "organization")
        .order_by("organization__name", "network__name", "pk")
    )
    gathered: dict[tuple[Any, Any], list[Project]] = {}
    for row in rows:
        gathered.setdefault((row.network_id, row.organization_id), []).append(row)
    return [
        LedFiles(found[0].network, found[0].organization, found, _colleagues(found[0], user))
        for found in gathered.values()
    ]


def _colleagues(project: Project, user: Any) -> list[User]:
    desks = Membership.objects.active().filter(
        network=project.network_id, organization=project.organization_id, role__in=KEEPERS
    )
    return list(User.objects.filter(pk__in=desks.values("user")).exclude(pk=user.pk).order_by("name", "email"))
