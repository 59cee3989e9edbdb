"""The shape of the index, and how a document becomes a row of it."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from laplateforme.core.search.documents import FIELD_WEIGHTS, Document
from laplateforme.core.search.geo import cell_of, cell_term, place_term
from laplateforme.core.search.words import Word, analyse

# Goes up when what is written changes (fields, analyser, weights): every index of an older number is rebuilt.
VERSION = 1
SPACES = "spaces"
FACET_PREFIX = "f_"
SHORTEST_SPELLED = 4
# The short texts that come back with a hit, to say where a word was found.
KEPT_TEXTS = ("title", "words", "summary", "labels", "by")


def facet_field(name: str) -> str:
    return FACET_PREFIX + name


def fingerprint(facets: Sequence[str]) -> str:
    """Names the folder of an index: another shape lives in another folder."""
    said = json.dumps([VERSION, sorted(facets), dict(FIELD_WEIGHTS)])
    return f"v{VERSION}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"


def build_schema(facets: Sequence[str]) -> Any:
    """Terms are exact ("raw") or come analysed and set apart by spaces; nothing is analysed by the engine."""
    import tantivy  # noqa: PLC0415  slow import

    builder = tantivy.SchemaBuilder()
    for name in ("uid", "net", "area", "cell", "place", "spell"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("terms", "pairs"):
        builder.add_text_field(name, tokenizer_name=SPACES, index_option="freq")
    for name in ("key", "payload", "said"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("lat", "lon", "boost"):
        builder.add_float_field(name, fast=True)
    for name in facets:
        builder.add_text_field(facet_field(name), tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def prepare(index: Any) -> Any:
    """Tells a freshly opened index how to cut prepared text."""
    import tantivy  # noqa: PLC0415  slow import

    index.register_tokenizer(SPACES, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def pair_term(first: Word, second: Word) -> str:
    """Two words side by side: what stands for nearness."""
    return f"{first.term}_{second.term}"


def row_of(document: Document, facets: Sequence[str]) -> Any:
    """The engine's document."""
    import tantivy  # noqa: PLC0415  slow import

    terms: list[str] = []
    pairs: list[str] = []
    spelled: set[str] = set()
    for name, text in document.texts.items():
        words = analyse(text)
        flat = [term for word in words for term in (*word.terms, word.kin) if term]
        terms += flat * FIELD_WEIGHTS.get(name, 1)
        pairs += [pair_term(first, second) for first, second in zip(words, words[1:], strict=False)]
        if name in KEPT_TEXTS:
            spelled.update(word.typed.lower() for word in words if len(word.typed) >= SHORTEST_SPELLED)
    row: dict[str, Any] = {
        "uid": document.uid,
        "kind": document.kind,
        "key": document.key,
        "net": list(document.networks),
        "area": list(document.areas),
        "terms": " ".join(terms),
        "pairs": " ".join(pairs),
        "spell": sorted(spelled),
        "payload": document.payload_json(),
        "said": json.dumps(
            {name: document.texts[name] for name in KEPT_TEXTS if document.texts.get(name)}, ensure_ascii=False
        ),
        "boost": float(document.boost),
    }
    if document.lat is not None and document.lon is not None:
        row |= {"lat": float(document.lat), "lon": float(document.lon), "place": place_term(document.lat, document.lon)}
        row["cell"] = cell_term(cell_of(document.lat, document.lon))
    for name in facets:
        row[facet_field(name)] = list(document.facets.get(name, ()))
    return tantivy.Document(**row)
