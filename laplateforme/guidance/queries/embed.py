"""The list that another site shows in its own page: short, plain, with addresses that lead to the network."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict

from laplateforme.core.search import Near, SearchRequest, search
from laplateforme.core.text import clean_text
from laplateforme.guidance.queries.directory import Card, Filters, cards_of
from laplateforme.network.models import Network, Organization
from laplateforme.places.queries import commune_or_none, communes_matching
from laplateforme.vocabulary.enums import Theme, Verb

MOST = 20
RADIUS_KM = 30.0


@dataclass(frozen=True)
class Entry:
    card: Card
    address: str


@dataclass(frozen=True)
class Listing:
    entries: list[Entry]
    total: int
    all_address: str


def embed_query(filters: Filters) -> str:
    """The parameters of the embedded list that say the same as these filters."""
    pairs = [
        ("q", filters.q),
        ("stage", next(iter(filters.codes.get("verbs", ())), "")),
        ("theme", next(iter(filters.codes.get("themes", ())), "")),
        ("near", filters.commune.code if filters.commune else ""),
    ]
    said = urlencode([pair for pair in pairs if pair[1]])
    return f"?{said}" if said else ""


def embedded_offers(network: Network, data: QueryDict, at: datetime) -> Listing:
    """Parameters: q, stage (a verb or a stage), theme, organization (its short name), near (commune). Odd ones are
    left out."""
    base = network.base_address()
    codes = _codes(data)
    text = clean_text(data.get("q", ""))[:200]
    organization = data.get("organization", "")[:80]
    if organization:
        key = Organization.objects.of_network(network).filter(slug=organization).values_list("pk", flat=True).first()
        codes["organization"] = (str(key or "none"),)
    result = search(
        SearchRequest(
            text=text, kinds=("offer",), network=str(network.pk), facets=codes,
            near=_near(data.get("near", "")), limit=MOST,
        )
    )  # fmt: skip
    cards = cards_of(network, result.hits, at)
    # Paths only: whatever prefix this very page has, the address of the network says the rest.
    return Listing([Entry(card, f"{base}/offres/{card.code}/") for card in cards], result.total, f"{base}/annuaire/")


def _codes(data: QueryDict) -> dict[str, tuple[str, ...]]:
    stage, theme = data.get("stage", ""), data.get("theme", "")
    codes: dict[str, tuple[str, ...]] = {}
    if stage in Verb.values:
        codes["verbs"] = (stage,)
    elif any(stage in verb.stages for verb in Verb):
        codes["stages"] = (stage,)
    if theme in Theme.values:
        codes["themes"] = (theme,)
    return codes


def _near(typed: str) -> Near | None:
    text = clean_text(typed)[:80]
    if not text:
        return None
    commune = commune_or_none(text)
    if commune is None:
        matches = communes_matching(text, 1)
        commune = commune_or_none(matches[0].code) if matches else None
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return Near(commune.latitude, commune.longitude, RADIUS_KM)
