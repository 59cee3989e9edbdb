"""The directory: one search, one reading of the offers found, whatever the size of the base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from laplateforme.core.search import Hit, Near, SearchRequest, SearchResult, search
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer, Session, freshness_of
from laplateforme.offers.queries.words import (
    State,
    audience_words,
    capacity_state,
    freshness_state,
    price_words,
    session_words,
)
from laplateforme.places.models import Commune
from laplateforme.vocabulary.enums import Audience, Capacity, Fee, Freshness, FunctionGroup, Reception, Theme, Verb

PAGE_SIZE = 20
MOST_PAGES = 50
RADII = (10, 20, 50)
DEFAULT_RADIUS = 20
FARTHEST_KM = 1_500.0
NEAREST = 3
TEXTS = ("article", "working_group", "decision", "topic")  # kinds of the index that the rooms above fill
# Facet of the index → the words it holds, in the order people read them.
FACETS: Mapping[str, Any] = {
    "verbs": Verb,
    "groups": FunctionGroup,
    "themes": Theme,
    "fee": Fee,
    "capacity": Capacity,
    "receptions": Reception,
    "audiences": Audience,
}
# Facet → its name in the address.
PARAMETERS = {
    "verbs": "etape",
    "groups": "fonction",
    "themes": "theme",
    "fee": "prix",
    "capacity": "places",
    "receptions": "accueil",
    "audiences": "public",
}
# What a card reads of an offer: twenty whole offers, with their organizations, cost four times as much.
CARD_FIELDS = (
    *("pk", "code", "name", "audience_words", "audiences", "fee", "fee_note", "price_from", "price_to"),
    *("capacity", "waitlist_weeks", "checked_at", "checked_by_name", "recheck_months"),
    *("organization__name", "commune__name", "commune__latitude", "commune__longitude"),
)
FIELD_WORDS = {
    "title": gettext_lazy("its name"),
    "words": gettext_lazy("its everyday words"),
    "summary": gettext_lazy("its summary"),
    "labels": gettext_lazy("its themes"),
    "by": gettext_lazy("the name of the organization"),
    "body": gettext_lazy("its description"),
    "more": gettext_lazy("its details"),
}


@dataclass(frozen=True)
class Filters:
    """What is asked of the directory, clean. `radius` 0: everywhere. `notices`: what had to be left out, in words."""

    q: str = ""
    place: str = ""
    commune: Commune | None = None
    radius: int = DEFAULT_RADIUS
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    notices: tuple[str, ...] = ()
    communes: tuple[tuple[str, str], ...] = ()  # candidates: what to send, label

    def pairs(self) -> list[tuple[str, str]]:
        """The address of this list, in a fixed order."""
        place = self.commune.label if self.commune else self.place
        pairs = [("q", self.q), ("lieu", place)]
        if self.commune and self.radius != DEFAULT_RADIUS:
            pairs.append(("rayon", str(self.radius) if self.radius else "partout"))
        pairs += [(PARAMETERS[name], code) for name in FACETS for code in self.codes.get(name, ())]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return [(name, value) for name, value in pairs if value]

    def address(self) -> str:
        return f"?{urlencode(self.pairs())}"

    def but(self, **changes: Any) -> "Filters":
        """The same list with something changed, from its first page."""
        return Filters(**{**vars(self), "page": 1, **changes})

    def toggled(self, name: str, code: str) -> "Filters":
        """With this code added, or taken away when it was chosen."""
        chosen = self.codes.get(name, ())
        codes = tuple(one for one in chosen if one != code) if code in chosen else (*chosen, code)
        return self.but(codes={**self.codes, name: codes})

    @property
    def is_empty(self) -> bool:
        return not (self.q or self.place or self.commune or any(self.codes.values()))


@dataclass(frozen=True)
class Chip:
    label: str
    url: str
    chosen: bool
    count: int | None = None


class Found(NamedTuple):
    """An offer as CARD_FIELDS say, and its next date if it has one (starts_at, ends_at)."""

    offer: Any
    session: Any


@dataclass(frozen=True)
class Card:
    """One offer of the list, as the component `offer_card` draws it."""

    number: int
    code: str
    name: str
    url: str
    organization: str
    reason: str
    facts: tuple[str, ...]
    statuses: tuple[State, ...]
    is_stale: bool
    latitude: float | None
    longitude: float | None
    town: str

    @property
    def anchor(self) -> str:
        return f"offre-{self.number}"


@dataclass(frozen=True)
class Also:
    """An organization or a key question that answers the same words."""

    label: str
    url: str
    note: str


@dataclass(frozen=True)
class Alike:
    """What else answers the same words."""

    organizations: list[Also] = field(default_factory=list)
    questions: list[Also] = field(default_factory=list)
    texts: list[Also] = field(default_factory=list)


@dataclass(frozen=True)
class DirectoryPage:
    total: int
    number: int
    pages: int
    cards: list[Card]
    counts: Mapping[str, Mapping[str, int]]
    suggestion: str | None
    also: "Alike"
    nearest: list[Also]


def directory_page(network: Network, filters: Filters, at: datetime) -> DirectoryPage:
    """One search for the list, one for what else answers the words, and two queries for the offers of the page."""
    result = _search(network, filters)
    pages = max(1, min(MOST_PAGES, -(-result.total // PAGE_SIZE)))
    number = min(filters.page, pages)
    if number != filters.page:
        result = _search(network, replace(filters, page=number))
    first = (number - 1) * PAGE_SIZE + 1
    return DirectoryPage(
        total=result.total,
        number=number,
        pages=pages,
        cards=cards_of(network, result.hits, at, first=first),
        counts=result.facets,
        suggestion=result.suggestion,
        also=_alike(network, filters.q) if filters.q and number == 1 else Alike(),
        nearest=[] if result.total else _nearest(network, filters, at),
    )


def _search(network: Network, filters: Filters) -> SearchResult:
    near: Near | None = None
    areas: tuple[str, ...] = ()
    if filters.commune and filters.radius:
        near = _near(filters.commune, float(filters.radius))
        areas = _own_areas(filters.commune)
    return search(
        SearchRequest(
            text=filters.q,
            kinds=("offer",),
            network=str(network.pk),
            facets={name: codes for name, codes in filters.codes.items() if codes},
            areas=areas,
            near=near,
            near_or_areas=near is not None,
            limit=PAGE_SIZE,
            offset=(min(filters.page, MOST_PAGES) - 1) * PAGE_SIZE,
            facet_counts=tuple(FACETS),
        )
    )


def _near(commune: Commune, km: float) -> Near | None:
    if commune.latitude is None or commune.longitude is None:
        return None
    return Near(commune.latitude, commune.longitude, km)


def _own_areas(commune: Commune) -> tuple[str, ...]:
    """An offer that names this very commune or its grouping serves it, wherever its own door is."""
    grouping = (f"epci:{commune.epci_id}",) if commune.epci_id else ()
    return (commune.area_code, *grouping)


def cards_of(network: Network, hits: Sequence[Hit], at: datetime, *, first: int = 1) -> list[Card]:
    """The offers found, in their order; what is no longer published here is left out. Two queries."""
    by_key = offers_by_key(network, [hit.key for hit in hits], at)
    shown = [hit for hit in hits if hit.key in by_key]
    return [card_of(by_key[hit.key], at, number=number, hit=hit) for number, hit in enumerate(shown, first)]


def offers_by_key(network: Network, keys: Sequence[str], at: datetime) -> dict[str, Found]:
    """Published offers of this network with what a card needs, and nothing more: two queries."""
    coming = (
        Session.objects.coming(at)
        .filter(offer__in=map(UUID, keys))
        .values_list("offer_id", "starts_at", "ends_at", named=True)
    )
    first: dict[UUID, Any] = {}
    for session in coming:
        first.setdefault(session.offer_id, session)
    offers = Offer.objects.published().among(keys, of=network).values_list(*CARD_FIELDS, named=True)
    return {str(offer.pk): Found(offer, first.get(offer.pk)) for offer in offers}


def card_of(found: Found, at: datetime, *, number: int = 0, hit: Hit | None = None, reason: str = "") -> Card:
    offer, session = found
    town = offer.commune__name or ""
    where = town
    if town and hit and hit.distance_km is not None and round(hit.distance_km):
        where = _("%(town)s, %(km)s km away") % {"town": town, "km": round(hit.distance_km)}
    next_date = _("Next date: %(date)s") % {"date": session_words(session)} if session else ""
    said = (audience_words(offer), where, price_words(offer), next_date)
    return Card(
        number=number,
        code=offer.code,
        name=offer.name,
        url=reverse("offers:offer", args=[offer.code]),
        organization=offer.organization__name,
        reason=reason or (_reason(hit) if hit else ""),
        facts=tuple(f"{words.rstrip('.')}." for words in said if words),
        statuses=(capacity_state(offer.capacity, offer.waitlist_weeks), freshness_state(offer, at)),
        is_stale=freshness_of(offer.checked_at, offer.recheck_months, at) == Freshness.STALE,
        latitude=offer.commune__latitude,
        longitude=offer.commune__longitude,
        town=town,
    )


def _reason(hit: Hit) -> str:
    """Why this offer: where the words were found."""
    said: dict[str, None] = {}
    for one in hit.reasons:
        place = str(FIELD_WORDS.get(one.field, FIELD_WORDS["body"]))
        said[f"{place} («\u00a0{one.found}\u00a0»)" if one.found else place] = None
    return _("Found in: %(places)s.") % {"places": ", ".join(list(said)[:3])} if said else ""


def _alike(network: Network, text: str) -> Alike:
    """Organizations, key questions and texts for the same words, drawn from the index alone.

    Texts are what the rooms above wrote: their documents say their title and their place in the network.
    """
    found = Alike()
    kinds = ("organization", "key_question", *TEXTS)
    here = get_script_prefix().rstrip("/")
    for hit in search(SearchRequest(text=text, kinds=kinds, network=str(network.pk), limit=40)).hits:
        said = hit.payload
        if hit.kind == "organization" and len(found.organizations) < 3:
            address = reverse("network:organization", args=[said["slug"]])
            found.organizations.append(Also(said["name"], address, said.get("place", "")))
        elif hit.kind == "key_question" and len(found.questions) < 2:
            found.questions.append(Also(said["text"], reverse("guidance:key_question", args=[said["slug"]]), ""))
        elif hit.kind in TEXTS and said.get("place") and len(found.texts) < 4:
            found.texts.append(Also(said["title"], f"{here}{said['place']}", said.get("note", "")))
    return found


def _nearest(network: Network, filters: Filters, at: datetime) -> list[Also]:
    """Three offers that come closest: the same request without circle, then without its filters."""
    near = _near(filters.commune, FARTHEST_KM) if filters.commune else None
    codes = {name: some for name, some in filters.codes.items() if some}
    for text, facets in ((filters.q, codes), ("", codes), ("", {})):
        request = SearchRequest(
            text=text, kinds=("offer",), network=str(network.pk), facets=facets, near=near, limit=NEAREST,
            order="near" if near else "relevance",
        )  # fmt: skip
        cards = cards_of(network, search(request).hits, at)
        if cards:
            return [Also(card.name, card.url, card.facts[1] if card.town else card.organization) for card in cards]
    return []


def chips_of(filters: Filters, counts: Mapping[str, Mapping[str, int]], name: str) -> list[Chip]:
    """The filters of one facet, those that would find nothing left out."""
    chosen = filters.codes.get(name, ())
    return [
        Chip(
            sentence_case(str(word.label)),
            filters.toggled(name, word.value).address(),
            word.value in chosen,
            counts.get(name, {}).get(word.value, 0),
        )
        for word in FACETS[name]
        if word.value in chosen or counts.get(name, {}).get(word.value)
    ]


def quick_chips(filters: Filters, counts: Mapping[str, Mapping[str, int]]) -> list[Chip]:
    """The two that most people want: free of charge, places available."""
    return [
        Chip(
            label, filters.toggled(name, code).address(), code in filters.codes.get(name, ()), counts[name].get(code, 0)
        )
        for name, code, label in (
            ("fee", Fee.FREE.value, _("Free of charge")),
            ("capacity", Capacity.OPEN.value, _("Places available")),
        )
        if counts.get(name, {}).get(code) or code in filters.codes.get(name, ())
    ]


def radius_chips(filters: Filters) -> list[Chip]:
    if filters.commune is None:
        return []
    choices = [*((km, _("%(km)s km") % {"km": km}) for km in RADII), (0, _("Everywhere"))]
    return [
        Chip(
            label, filters.but(radius=_other_radius(km) if km == filters.radius else km).address(), km == filters.radius
        )
        for km, label in choices
    ]


def _other_radius(km: int) -> int:
    """A chosen distance is taken away: everywhere; "everywhere" taken away is the usual distance."""
    return 0 if km else DEFAULT_RADIUS


def sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def count_words(page: DirectoryPage, filters: Filters) -> str:
    """ "12 offres à moins de 20 km d’Aubagne", for the live region."""
    if filters.commune and filters.radius:
        words = ngettext(
            "%(count)d offer within %(km)d km of %(town)s, or that serves it",
            "%(count)d offers within %(km)d km of %(town)s, or that serve it",
            page.total,
        )
        return words % {"count": page.total, "km": filters.radius, "town": filters.commune.name}
    return ngettext("%(count)d offer", "%(count)d offers", page.total) % {"count": page.total}


def empty_title(filters: Filters) -> str:
    if filters.commune:
        return _("No offer near %(town)s for this request for now") % {"town": filters.commune.name}
    return _("No offer for this request for now")
