"""Whether a network serves a commune, and which one does."""

from collections.abc import Sequence
from dataclasses import dataclass

from laplateforme.network.models import Network
from laplateforme.places.queries import commune_or_none, covers


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The commune is outside the territory; `network` serves it, if any does."""

    commune: str
    network: Network | None
    address: str


def elsewhere(network: Network, networks: Sequence[Network], commune_code: str) -> Elsewhere | None:
    """None when `network` serves the commune (or nobody knows the commune). Networks come with their territories."""
    commune = commune_or_none(commune_code)
    if commune is None or covers(network.territory.codes, commune):
        return None
    for other in networks:
        if other.pk != network.pk and other.is_published and covers(other.territory.codes, commune):
            return Elsewhere(commune.name, other, other.base_address())
    return Elsewhere(commune.name, None, "")
