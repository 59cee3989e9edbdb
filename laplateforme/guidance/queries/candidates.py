"""Offers that could be on a route: found in the index, then read in one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from laplateforme.core.search import Near, SearchRequest, search
from laplateforme.guidance.queries.needs import OfferRow, Place
from laplateforme.guidance.queries.profile import Profile
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer
from laplateforme.vocabulary.enums import Verb

KINDS = ("offer",)
NEAR_KM, OUTSIDE_KM = 30.0, 250.0
ON_THEMES_NEAR, ON_THEMES, NEAR, ENOUGH, MOST_OUTSIDE = 24, 12, 16, 24, 6

FIELDS = (
    "pk", "organization_id", "stages", "themes", "functions", "holder_types", "open_to", "receptions", "coverage",
    "commune_id", "commune__latitude", "commune__longitude", "capacity", "checked_at", "recheck_months",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Keys by verb. `outside`: when a verb has none here, the nearest elsewhere."""

    here: dict[Verb, list[str]]
    outside: dict[Verb, list[str]]

    def keys(self) -> set[str]:
        return {key for found in (self.here, self.outside) for keys in found.values() for key in keys}


def found_offers(network: Network, verbs: Sequence[Verb], profile: Profile, place: Place | None, theme: str) -> Found:
    """The best few dozen of each verb: on the themes and near; while few, on the themes anywhere, near, anywhere."""
    here: dict[Verb, list[str]] = {}
    outside: dict[Verb, list[str]] = {}
    themes = tuple(dict.fromkeys(code for code in (theme, *profile.themes) if code))
    near = place and _near(place, NEAR_KM)
    for verb in verbs:
        keys: dict[str, None] = {}
        if themes and near:
            keys.update(_keys(network, verb, themes, place, near, ON_THEMES_NEAR))
        if themes and len(keys) < ON_THEMES:
            keys.update(_keys(network, verb, themes, place, None, ON_THEMES))
        if near and len(keys) < ENOUGH:
            keys.update(_keys(network, verb, (), place, near, NEAR))
        if len(keys) < ENOUGH:
            keys.update(_keys(network, verb, (), place, None, ENOUGH))
        here[verb] = list(keys)
        if not keys and place:
            outside[verb] = nearest_elsewhere(network, place, verbs=verb.value)
    return Found(here, outside)


def _keys(
    network: Network, verb: Verb, themes: Sequence[str], place: Place | None, near: Near | None, most: int
) -> dict[str, None]:
    facets: dict[str, Sequence[str]] = {"verbs": (verb.value,)}
    if themes:
        facets["themes"] = themes
    areas = sorted(place.areas) if place else ()
    request = SearchRequest(kinds=KINDS, network=str(network.pk), facets=facets, areas=areas, near=near, limit=most)
    return dict.fromkeys(hit.key for hit in search(request).hits)


def nearest_elsewhere(network: Network, place: Place, **facets: str) -> list[str]:
    """Keys of the nearest offers with these facets, whatever the area that they are for; none without a centroid."""
    near = _near(place, OUTSIDE_KM)
    if near is None:
        return []
    request = SearchRequest(
        kinds=KINDS,
        network=str(network.pk),
        facets={name: (code,) for name, code in facets.items()},
        near=near,
        limit=MOST_OUTSIDE,
        order="near",
    )
    return [hit.key for hit in search(request).hits]


def _near(place: Place, km: float) -> Near | None:
    if place.latitude is None or place.longitude is None:
        return None
    return Near(place.latitude, place.longitude, km)


def offer_rows(network: Network, keys: Iterable[str]) -> dict[str, OfferRow]:
    """Published offers of this network among `keys`; whatever the index says, the database decides. One query."""
    offers = Offer.objects.published().among(keys, of=network)
    return {str(row[0]): _row(row) for row in offers.values_list(*FIELDS)}


def _row(row: tuple[Any, ...]) -> OfferRow:
    lists = [tuple(codes or ()) for codes in row[2:9]]
    return OfferRow(str(row[0]), str(row[1]), *lists, row[9] or "", *row[10:])  # type: ignore[arg-type, call-arg]
