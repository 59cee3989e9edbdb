"""The shape of the index, and how a document becomes a row of it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from laplateforme.core.search.documents import FIELD_WEIGHTS, Document
from laplateforme.core.search.geo import cell_of, cell_term, place_term
from laplateforme.core.search.words import Word, analyse_word, pieces

# Goes up when what is written changes (fields, analyser, weights): every index of an older number is rebuilt.
VERSION = 2
SPACES = "spaces"
FACET_PREFIX = "f_"
SHORTEST_SPELLED = 4
# A term counts at most so often in one document, and each document carries so many words that say nothing: both soften
# the way BM25 punishes long texts (its b of 0.75, which the engine does not let us change, acts like one of about 0.5).
MOST_TIMES = 8
GIST_TERMS = 32
PADDING = "_ " * 300
# The short texts that come back with a hit, to say where a word was found.
KEPT_TEXTS = ("title", "words", "summary", "labels", "by")


def facet_field(name: str) -> str:
    return FACET_PREFIX + name


def fingerprint(facets: Sequence[str], subjects: Sequence[str]) -> str:
    """Names the folder of an index: another shape lives in another folder."""
    said = json.dumps([VERSION, sorted(facets), sorted(subjects), dict(FIELD_WEIGHTS)])
    return f"v{VERSION}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"


def build_schema(facets: Sequence[str]) -> Any:
    """Terms are exact ("raw") or come analysed and set apart by spaces; nothing is analysed by the engine."""
    import tantivy  # noqa: PLC0415  slow import

    builder = tantivy.SchemaBuilder()
    for name in ("uid", "net", "area", "cell", "place", "spell", "about"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("terms", "pairs"):
        builder.add_text_field(name, tokenizer_name=SPACES, index_option="freq")
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    for name in ("card", "gist"):  # only kept, never looked up
        builder.add_bytes_field(name, stored=True)
    for name in ("lat", "lon", "boost"):
        builder.add_float_field(name, fast=True)
    builder.add_integer_field("about_id", fast=True)
    for name in facets:
        builder.add_text_field(facet_field(name), tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def prepare(index: Any) -> Any:
    """Tells a freshly opened index how to cut prepared text."""
    import tantivy  # noqa: PLC0415  slow import

    index.register_tokenizer(SPACES, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def within(network: str, term: str) -> str:
    """Places and areas are indexed by network: one term then says both, and no list of a whole network is walked."""
    return f"{network}|{term}"


def pair_term(first: Word, second: Word) -> str:
    """Two words side by side: what stands for nearness."""
    return f"{first.term}_{second.term}"


def about(document: Document, subjects: Sequence[str]) -> tuple[int, str]:
    """What a document is about: its set of subjects as one number, and as one term that says them all.

    The engine gives back a number for many hits in one call; the few distinct sets are read once from the terms.
    """
    codes = sorted(f"{name}={code}" for name in subjects for code in document.facets.get(name, ()))
    said = "|".join(codes)
    number = int.from_bytes(hashlib.blake2b(said.encode(), digest_size=7).digest(), "big")
    return number, f"{number}|{said}"


@dataclass(frozen=True, slots=True)
class _Written:
    terms: str
    pairs: str
    gist: str
    spelled: list[str]


def _write(document: Document) -> _Written:
    """The texts of a document as terms: each as often as its place weighs, never more than MOST_TIMES.

    The limit keeps long texts from being punished for saying again what they have said.
    """
    times: dict[str, int] = {}
    plain: dict[str, int] = {}
    pairs: dict[str, int] = {}
    spelled: set[str] = set()
    for name, text in document.texts.items():
        weight = FIELD_WEIGHTS.get(name, 1)
        words = [word for word in map(analyse_word, pieces(text)) if not word.is_small]
        for word in words:
            plain[word.term] = plain.get(word.term, 0) + weight
            for term in word.every:
                times[term] = times.get(term, 0) + weight
        for first, second in zip(words, words[1:], strict=False):
            pair = pair_term(first, second)
            pairs[pair] = pairs.get(pair, 0) + weight
        if name in KEPT_TEXTS:
            spelled.update(word.typed.lower() for word in words if len(word.typed) >= SHORTEST_SPELLED)
    gist = sorted(plain.items(), key=itemgetter(1), reverse=True)[:GIST_TERMS]
    return _Written(
        _repeated(times) + PADDING,
        _repeated(pairs),
        " ".join(f"{term} {count}" for term, count in gist),
        sorted(spelled),
    )


def _repeated(times: dict[str, int]) -> str:
    return "".join([f"{term} " * (count if count < MOST_TIMES else MOST_TIMES) for term, count in times.items()])


def row_of(document: Document, facets: Sequence[str], subjects: Sequence[str] = ()) -> Any:
    """The engine's document."""
    import tantivy  # noqa: PLC0415  slow import

    written = _write(document)
    said = {name: document.texts[name] for name in KEPT_TEXTS if document.texts.get(name)}
    card = json.dumps([document.kind, document.key, said, document.payload], ensure_ascii=False, default=str)
    row: dict[str, Any] = {
        "uid": document.uid,
        "kind": document.kind,
        "key": document.key,
        "net": list(document.networks),
        "area": [within(network, area) for network in document.networks for area in document.areas],
        "terms": written.terms,
        "pairs": written.pairs,
        "gist": written.gist.encode(),
        "spell": written.spelled,
        "card": card.encode(),
        "boost": float(document.boost),
    }
    if document.lat is not None and document.lon is not None:
        place, cell = place_term(document.lat, document.lon), cell_term(cell_of(document.lat, document.lon))
        row |= {"lat": float(document.lat), "lon": float(document.lon)}
        row["place"] = [within(network, place) for network in document.networks]
        row["cell"] = [within(network, cell) for network in document.networks]
    row["about_id"], row["about"] = about(document, subjects)
    for name in facets:
        row[facet_field(name)] = list(document.facets.get(name, ()))
    return tantivy.Document(**row)
