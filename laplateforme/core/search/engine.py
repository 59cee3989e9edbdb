"""Asking the index: filters, circle, ranking, counts, reasons. Nothing here knows Django."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from laplateforme.core.search.geo import Circle, distance_km
from laplateforme.core.search.meaning import Ranking, Reading, match_query, read, text_query
from laplateforme.core.search.rerank import WINDOW, rerank
from laplateforme.core.search.schema import facet_field, within
from laplateforme.core.search.spelling import suggestion_for
from laplateforme.core.search.store import Snapshot
from laplateforme.core.search.synonyms import Synonyms
from laplateforme.core.search.words import spoken

MOST_HITS = 1_000
MOST_FACET_VALUES = 500
FEW_HITS = 3
MOST_NEAREST = 5_000


@dataclass(frozen=True, slots=True)
class Near:
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to look for. `network` is the only one whose documents can come back; without it, nothing does.

    `facets`: facet → codes, any of them. `areas`: any of them. `near` and `areas` both: both must hold, unless
    `near_or_areas`. `order`: "relevance" (then boost) or "near" (nearest first, among the first 5,000 by relevance).
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    network: str | None = None
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    areas: Sequence[str] = ()
    near: Near | None = None
    near_or_areas: bool = False
    keys: Sequence[str] = ()
    limit: int = 20
    offset: int = 0
    facet_counts: Sequence[str] = ()
    order: str = "relevance"


@dataclass(frozen=True, slots=True)
class Reason:
    """The person typed `typed`; the document says `found` in `field` ("body": somewhere in its text)."""

    field: str
    typed: str
    found: str


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    kind: str
    score: float
    reasons: tuple[Reason, ...] = ()
    distance_km: float | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    suggestion: str | None = None


@dataclass(slots=True)
class _Question:
    """The parts of a request as engine queries, so that each facet can be counted without its own filter."""

    text: Any
    match: Any
    fixed: list[Any]
    by_facet: dict[str, Any]

    def query(self, *, without: str | None = None, scored: bool = True) -> Any:
        import tantivy  # noqa: PLC0415  slow import

        make, must = tantivy.Query, tantivy.Occur.Must
        filters = [*self.fixed, *(query for name, query in self.by_facet.items() if name != without)]
        parts = [(must, make.const_score_query(part, 0.0)) for part in filters]
        if self.text is not None:
            parts.append((must, self.text if scored else self.match))
        return make.boolean_query(parts)


def ask(
    snapshot: Snapshot,
    request: SearchRequest,
    *,
    synonyms: Synonyms,
    facets: Sequence[str],
    ranking: Ranking | None = None,
) -> SearchResult:
    """Answers one request on one state of the index. Unknown facets and odd text give less, never an error."""
    if not request.network:
        return SearchResult()
    ranking = ranking or Ranking()
    reading = read(request.text, synonyms, snapshot.is_known)
    if reading.is_empty and any(not char.isspace() for char in request.text):
        return SearchResult(facets={name: {} for name in request.facet_counts})
    question = _question(snapshot, request, reading, facets, ranking)
    found, total = _best(snapshot, question, request, reading, ranking)
    counts = _counts(snapshot, question, request, facets)
    hits = _hits(snapshot, found, request, reading)
    suggestion = None
    if total <= FEW_HITS and not reading.is_empty:
        suggestion = suggestion_for(snapshot, request.text, reading, request.network)
    return SearchResult(hits, total, counts, suggestion)


def _question(
    snapshot: Snapshot, request: SearchRequest, reading: Reading, facets: Sequence[str], ranking: Ranking
) -> _Question:
    import tantivy  # noqa: PLC0415  slow import

    schema = snapshot.schema
    network = request.network or ""
    where = []
    if request.areas:
        where.append(_any_of(schema, "area", [within(network, area) for area in request.areas]))
    if near := request.near:
        where.append(_inside(schema, network, snapshot.circle(network, near.lat, near.lon, near.radius_km)))
    if request.near_or_areas and len(where) == 2:
        where = [tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in where])]
    # A place or an area already says the network; without either, the network itself is asked.
    fixed = where or [tantivy.Query.term_query(schema, "net", network, "basic")]
    if request.kinds:
        fixed.append(_any_of(schema, "kind", request.kinds))
    if request.keys:
        fixed.append(_any_of(schema, "key", request.keys))
    by_facet = {
        name: _any_of(schema, facet_field(name), codes) if name in facets else tantivy.Query.empty_query()
        for name, codes in request.facets.items()
        if codes
    }
    if reading.is_empty:
        return _Question(None, None, fixed, by_facet)
    text, match = (
        text_query(schema, reading, ranking, snapshot.count),
        match_query(schema, reading, ranking, snapshot.count),
    )
    return _Question(text, match, fixed, by_facet)


def _any_of(schema: Any, name: str, values: Sequence[str]) -> Any:
    import tantivy  # noqa: PLC0415  slow import

    if len(values) == 1:
        return tantivy.Query.term_query(schema, name, str(values[0]), "basic")
    return tantivy.Query.term_set_query(schema, name, [str(value) for value in values])


def _inside(schema: Any, network: str, circle: Circle) -> Any:
    import tantivy  # noqa: PLC0415  slow import

    make, should = tantivy.Query, tantivy.Occur.Should
    parts = [
        (should, _any_of(schema, name, [within(network, term) for term in terms]))
        for name, terms in (("cell", circle.cells), ("place", circle.places))
        if terms
    ]
    return make.boolean_query(parts) if parts else make.empty_query()


def _best(
    snapshot: Snapshot, question: _Question, request: SearchRequest, reading: Reading, ranking: Ranking
) -> tuple[list[tuple[float, Any]], int]:
    """The addresses of the page asked for, in order, and how many there are in all."""
    limit, offset = max(1, min(request.limit, MOST_HITS)), max(0, request.offset)
    searcher = snapshot.searcher
    if request.order == "near" and request.near:
        found = searcher.search(question.query(), limit=MOST_NEAREST, count=True)
        addresses = [address for _, address in found.hits]
        lats, lons = searcher.fast_field_values("lat", addresses), searcher.fast_field_values("lon", addresses)
        ordered = sorted(
            (distance_km(request.near.lat, request.near.lon, lat, lon) if lat is not None else 1e9, rank)
            for rank, (lat, lon) in enumerate(zip(lats, lons, strict=True))
        )
        return [found.hits[rank] for _, rank in ordered[offset : offset + limit]], found.count
    if reading.is_empty:
        found = searcher.search(question.query(), limit=limit, offset=offset, count=True, order_by_field="boost")
        return [(0.0, address) for _, address in found.hits], found.count
    if offset >= WINDOW:
        found = searcher.search(question.query(), limit=limit, offset=offset, count=True)
        return list(found.hits), found.count
    found = searcher.search(question.query(), limit=max(WINDOW, offset + limit), count=True)
    return rerank(snapshot, list(found.hits), ranking)[offset : offset + limit], found.count


def _counts(
    snapshot: Snapshot, question: _Question, request: SearchRequest, facets: Sequence[str]
) -> dict[str, dict[str, int]]:
    """For each facet, how many documents under all the other filters say each code."""
    counts: dict[str, dict[str, int]] = {name: {} for name in request.facet_counts}
    free = [name for name in request.facet_counts if name in facets and name not in question.by_facet]
    own = [name for name in request.facet_counts if name in facets and name in question.by_facet]
    for names, without in [(free, None), *(([name], name) for name in own)]:
        if not names:
            continue
        wanted = {name: {"terms": {"field": facet_field(name), "size": MOST_FACET_VALUES}} for name in names}
        answer = snapshot.searcher.aggregate(question.query(without=without, scored=False), wanted)
        for name in names:
            counts[name] = {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
    return counts


def _hits(
    snapshot: Snapshot, found: list[tuple[float, Any]], request: SearchRequest, reading: Reading
) -> tuple[Hit, ...]:
    addresses = [address for _, address in found]
    if not addresses:
        return ()
    searcher = snapshot.searcher
    distances: list[float | None] = [None] * len(addresses)
    if near := request.near:
        lats, lons = searcher.fast_field_values("lat", addresses), searcher.fast_field_values("lon", addresses)
        distances = [
            None if lat is None or lon is None else round(distance_km(near.lat, near.lon, lat, lon), 1)
            for lat, lon in zip(lats, lons, strict=True)
        ]
    hits = []
    for (score, address), away in zip(found, distances, strict=True):
        kind, key, said, payload = json.loads(bytes(searcher.doc(address).get_first("card")))
        hits.append(Hit(key, kind, float(score), _reasons(said, reading), away, payload))
    return tuple(hits)


def _reasons(said: Mapping[str, str], reading: Reading) -> tuple[Reason, ...]:
    """Where each word was found, the most telling place only; "body" when it stands in no short text."""
    reasons = []
    spoken_by_field = [(name, spoken(text)) for name, text in said.items()] if reading.concepts else []
    for concept in reading.concepts:
        for name, there in spoken_by_field:
            word = concept.said_in(there)
            if word:
                reasons.append(Reason(name, concept.word.typed, word))
                break
    if reading.concepts and not reasons:
        reasons = [Reason("body", concept.word.typed, "") for concept in reading.concepts[:1]]
    return tuple(reasons)
