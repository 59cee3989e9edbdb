"""By which memberships somebody reads people's files."""

from typing import Any

from django.db import models

from laplateforme.core.memo import once_a_page
from laplateforme.network.models import Membership
from laplateforme.vocabulary.enums import Role

KEEPERS = (Role.ADVISER, Role.ORGANIZATION_MANAGER)  # who reads and writes the files of their organization


def desks_of(user: Any) -> Any:
    """The memberships by which `user` reads people's files, now."""
    return Membership.objects.active().filter(user_id=user.pk, role__in=KEEPERS)


def bodies_of(user: Any, network: Any) -> list[Any]:
    """The organizations whose files `user` keeps in `network`, as values: a database finds their rows by them."""
    return once_a_page(
        ("bodies", user.pk, network.pk),
        lambda: list(desks_of(user).filter(network=network).values_list("organization_id", flat=True).distinct()),
    )


def own_desk(user: Any) -> models.Exists:
    """The row belongs to an organization whose files `user` keeps, in the same network."""
    mine = desks_of(user).filter(organization=models.OuterRef("organization"), network=models.OuterRef("network"))
    return models.Exists(mine)
