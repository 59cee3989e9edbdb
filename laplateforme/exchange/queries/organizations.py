"""Which organization a row speaks of."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from laplateforme.core.text import slug_of
from laplateforme.exchange.formats import Row
from laplateforme.network.models import Network, Organization
from laplateforme.network.rules import is_facilitator
from laplateforme.vocabulary.enums import Role

CLOSE = 85.0
DATA_INCLUSION_DETAILS = {
    "siret": "siret",
    "telephone": "phone",
    "courriel": "email",
    "site_web": "website",
    "adresse": "address",
    "description": "description",
}


def importable_organizations(user: Any, network: Network | None) -> "QuerySet[Organization]":
    """Those for which `user` may import: all of a network that one facilitates, else those one manages there."""
    if network is None or not user.is_authenticated:
        return Organization.objects.none()
    here = Organization.objects.of_network(network)
    if is_facilitator(user, network):
        return here
    mine = user.memberships.filter(is_active=True, network=network, role=Role.ORGANIZATION_MANAGER)
    return here.filter(pk__in=mine.values("organization"))


class OrganizationFinder:
    """By name, short name, address, SIRET or the structures of the file itself (data·inclusion)."""

    def __init__(self, organizations: Iterable[Organization], structures: Iterable[Row] = ()) -> None:
        self.by_id: dict[UUID, Organization] = {}
        self.by_name: dict[str, Organization] = {}
        self.structures: dict[str, dict[str, Any]] = {}
        for one in organizations:
            self.by_id[one.pk] = one
            for word in (one.name, one.short_name, one.slug, one.siret):
                if word:
                    self.by_name.setdefault(slug_of(word, 200), one)
        for row in structures:
            values = row.values
            wanted = {"nom", *DATA_INCLUSION_DETAILS, "code_insee"}
            self.structures[str(values.get("id", ""))] = {name: values[name] for name in wanted if values.get(name)}

    def found(self, said: str) -> Organization | None:
        details = self.structures.get(said)
        if details is None:
            return self.by_name.get(slug_of(said, 200))
        siret = self.by_name.get(str(details.get("siret", "")))
        return siret or self.by_name.get(slug_of(str(details.get("nom", "")), 200))

    def name_of(self, said: str) -> str:
        return str(self.structures.get(said, {}).get("nom", said))[:160]

    def details_of(self, said: str) -> dict[str, str]:
        """What the file says of an organization that we would make."""
        known = self.structures.get(said, {})
        return {ours: str(known[theirs]) for theirs, ours in DATA_INCLUSION_DETAILS.items() if known.get(theirs)}

    def closest(self, said: str) -> str:
        """The name of the organization that resembles it most, or none."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  slow import

        best = process.extractOne(
            slug_of(self.name_of(said), 200), self.by_name.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE
        )
        return self.by_name[best[0]].name if best else ""
