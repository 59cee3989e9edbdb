"""By which memberships somebody reads people's files."""

from typing import Any

from django.db import models

from laplateforme.network.models import Membership
from laplateforme.vocabulary.enums import Role

KEEPERS = (Role.ADVISER, Role.ORGANIZATION_MANAGER)  # who reads and writes the files of their organization


def desks_of(user: Any) -> Any:
    """The memberships by which `user` reads people's files, now."""
    return Membership.objects.active().filter(user_id=user.pk, role__in=KEEPERS)


def own_desk(user: Any) -> models.Exists:
    """The row belongs to an organization whose files `user` keeps, in the same network."""
    mine = desks_of(user).filter(organization=models.OuterRef("organization"), network=models.OuterRef("network"))
    return models.Exists(mine)
