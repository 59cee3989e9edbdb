"""Did you mean: the nearest words that the documents of this network really say."""

from functools import lru_cache

from laplateforme.core.search.meaning import Reading
from laplateforme.core.search.store import Snapshot
from laplateforme.core.search.words import LONGEST_WORD, fold

NEAR_ENOUGH = 78.0
MOST_WORDS = 60_000


def suggestion_for(snapshot: Snapshot, text: str, reading: Reading, network: str) -> str | None:
    """The query with its unknown words replaced, or None when nothing is near. Other networks' words never show."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  slow import

    unknown = [
        concept.word
        for concept in reading.concepts
        if not snapshot.is_known(concept.word) and len(concept.word.typed) > 3
    ]
    if not unknown:
        return None
    folded, written = _vocabulary(snapshot, network)
    replaced = text.strip()[:200]
    for word in unknown[:4]:
        typed = fold(word.typed)[:LONGEST_WORD]
        best = process.extractOne(typed, folded, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
        if best and best[0] != typed:
            replaced = replaced.replace(word.typed, written[best[2]])
    return replaced if replaced != text.strip()[:200] else None


@lru_cache(maxsize=8)
def _vocabulary(snapshot: Snapshot, network: str) -> tuple[list[str], list[str]]:
    """The words of a network's short texts: folded, and as written."""
    import tantivy  # noqa: PLC0415  slow import

    only = tantivy.Query.term_query(snapshot.schema, "net", network, "basic")
    written = [term for term, _ in snapshot.searcher.terms_with_prefix("spell", "", only, MOST_WORDS)]
    return [fold(term) for term in written], written
