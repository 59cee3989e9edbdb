"""A second look at the best answers: what they are about, and what is said to come first.

Subject feedback: the ten best answers by words show which subjects the query is about (more present among them than in
the window as a whole); answers that have those subjects rise, even where they say it in other words. This is
pseudo-relevance feedback on the subjects that people chose for each document, not on its words.
"""

from typing import Any

from laplateforme.core.search.meaning import Ranking
from laplateforme.core.search.store import Snapshot

WINDOW = 100
TRUSTED = 10
GIST_WINDOW = 50
GIST_TRUSTED = 5


def rerank(snapshot: Snapshot, hits: list[tuple[float, Any]], ranking: Ranking) -> list[tuple[float, Any]]:
    """The first WINDOW hits in their final order; those after keep theirs."""
    head, tail = hits[:WINDOW], hits[WINDOW:]
    if len(head) < 2 or head[0][0] <= 0:
        return hits
    addresses = [address for _, address in head]
    scores = [score / head[0][0] for score, _ in head]
    if ranking.gist:
        kinship = _kinships(snapshot, addresses[:GIST_WINDOW], scores)
        scores = [(1 - ranking.gist) * s + ranking.gist * k for s, k in zip(scores, kinship, strict=True)]
    if ranking.subjects:
        affinity = _affinities(snapshot, addresses, scores)
        scores = [(1 - ranking.subjects) * s + ranking.subjects * a for s, a in zip(scores, affinity, strict=True)]
    if ranking.boost:
        boosts = snapshot.searcher.fast_field_values("boost", addresses)
        scores = [s + ranking.boost * float(b or 0.0) for s, b in zip(scores, boosts, strict=True)]
    best = head[0][0]
    order = sorted(range(len(head)), key=lambda rank: -scores[rank])
    return [(scores[rank] * best, addresses[rank]) for rank in order] + tail


def _kinships(snapshot: Snapshot, addresses: list[Any], scores: list[float]) -> list[float]:
    """How near each document's vocabulary is to that of the best ones (Rocchio's centroid, cosine), from 0 to 1."""
    center: dict[str, float] = {}
    for address, score in zip(addresses[:GIST_TRUSTED], scores, strict=False):
        for term, weight in snapshot.gist(address).items():
            center[term] = center.get(term, 0.0) + score * weight
    said = center.keys()
    raw = []
    for address in addresses:
        gist = snapshot.gist(address)
        raw.append(sum([gist[term] * center[term] for term in said & gist.keys()]))
    most = max(raw, default=0.0)
    kinships = [value / most for value in raw] if most > 0 else [0.0] * len(raw)
    return kinships + [0.0] * (len(scores) - len(raw))


def _affinities(snapshot: Snapshot, addresses: list[Any], scores: list[float]) -> list[float]:
    """How much each document is about what the query is about, the most being 1."""
    numbers = snapshot.searcher.fast_field_values("about_id", addresses)
    sets = [snapshot.subject_sets.get(int(number or 0), ()) for number in numbers]
    usual = snapshot.usual_subjects
    best = sorted(range(len(sets)), key=lambda rank: -scores[rank])[:TRUSTED]
    trusted: dict[str, float] = {}
    for rank in best:
        for code in sets[rank]:
            trusted[code] = trusted.get(code, 0.0) + scores[rank]
    weight = sum(scores[rank] for rank in best)
    gains = {code: max(0.0, said / weight - usual.get(code, 0.0)) for code, said in trusted.items()}
    # The same few sets come again and again: each is weighed once.
    worth = {codes: sum([gains.get(code, 0.0) for code in codes]) for codes in set(sets)}
    raw = [worth[codes] for codes in sets]
    most = max(raw, default=0.0)
    return [value / most for value in raw] if most > 0 else [0.0] * len(raw)
