"""`python -m benchmarks.relevance --docs FILE --queries FILE [--json] [--others]`: does the best come first?

Documents and queries are JSON arrays or JSON lines of any shape that names an id, a title, a promise or description.
They go through the product's own analyser, fields and ranking. MRR and nDCG@10 with intervals by bootstrap, then what
each principle brings: the same measure with that principle switched off.
"""

import argparse
import json
import math
import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.test")
django.setup()

from benchmarks.common import give_up, say, table  # noqa: E402  settings first
from laplateforme.core.search import Document, Ranking, SearchRequest  # noqa: E402
from laplateforme.core.search.engine import ask  # noqa: E402
from laplateforme.core.search.store import Store  # noqa: E402
from laplateforme.core.search.synonyms import Synonyms, load_groups  # noqa: E402

HERE = Path(__file__).parent.parent
DATA = HERE.parent / "shared" / "data"
LAY_WORDS = HERE / "laplateforme" / "vocabulary" / "data" / "lay_words.toml"
DEPTH = 200
RESAMPLES = 1_000

ID_NAMES = ("id", "slug", "key", "code", "uuid", "categoryId")
TITLE_NAMES = ("titre", "nom", "title", "name", "label", "libelle", "libellé")
SUMMARY_NAMES = re.compile(r"promesse|r[eé]sum|summary|accroche|meta|seo|chapo|court", re.I)
BODY_NAMES = re.compile(r"description|contenu|body|texte?$|content|d[eé]tail", re.I)
SUBJECT_NAMES = re.compile(r"th[eéè]m|objecti|cat[eé]gor|tag|sujet|topic|besoin|domain|rubri|fonction", re.I)
MACHINE_NAMES = re.compile(r"url|lien|link|image|illustration|contact|mail|phone|publicodes|data$|^type$|synonym", re.I)
QUERY_NAMES = ("query", "question", "text", "texte")
ANSWER_NAMES = ("relevant", "relevant_ids", "programmes_du_projet", "programmes", "projets", "answers", "ids")
MACHINE_TEXT = re.compile(r"^(?:https?:|mailto:|images?/|[\d/.:\-\s]+$)")


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scores:
    """One value for each query."""

    reciprocal: tuple[float, ...]
    gain: tuple[float, ...]

    @property
    def mrr(self) -> float:
        return sum(self.reciprocal) / len(self.reciprocal)

    @property
    def ndcg10(self) -> float:
        return sum(self.gain) / len(self.gain)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, default=DATA / "offers-tee" / "programs.json")
    parser.add_argument("--queries", type=Path, default=DATA / "retrieval" / "tee_projet_vers_programmes.jsonl")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--others", action="store_true", help="measure the other judged sets found beside the queries")
    chosen = parser.parse_args()
    documents, subjects = documents_of(rows_of(chosen.docs))
    queries = queries_of(rows_of(chosen.queries))
    if not documents or not queries:
        give_up("No document or no query with an answer was recognized in these files.")
    bench = Bench(documents, subjects)
    scores = bench.run(queries, Ranking())
    result = {"queries": len(queries), "mrr": round(scores.mrr, 4), "ndcg10": round(scores.ndcg10, 4)}
    if chosen.json:
        say(result, "", as_json=True)
        return
    lines = [
        f"{len(documents)} documents, {len(queries)} queries",
        "",
        principles(bench, documents, subjects, queries, scores),
    ]
    if chosen.others:
        lines += ["", others(bench, chosen.queries.parent)]
    print("\n".join(lines))


# Reading files of any shape


def rows_of(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        give_up(f"{path} is not here: relevance cannot be measured without it.")
    text = path.read_text(encoding="utf-8")
    if text.lstrip().startswith("["):
        return [row for row in json.loads(text) if isinstance(row, dict)]
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def documents_of(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Document], tuple[str, ...]]:
    """Each row as the product would index it, and the facets that say what a document is about."""
    subjects = sorted({name for row in rows for name, _ in _subjects(row)})
    documents = []
    for row in rows:
        key = next((str(row[name]) for name in ID_NAMES if row.get(name)), "")
        texts: dict[str, list[str]] = {"title": [], "summary": [], "body": [], "more": []}
        title = next((name for name in TITLE_NAMES if isinstance(row.get(name), str)), "")
        for name, value in row.items():
            if name == title:
                texts["title"].append(value)
            elif name not in ID_NAMES:
                place = "summary" if SUMMARY_NAMES.search(name) else "body" if BODY_NAMES.search(name) else "more"
                texts[place] += _prose(name, value)
        facets: dict[str, tuple[str, ...]] = {}
        for name, codes in _subjects(row):
            facets[name] = (*facets.get(name, ()), *codes)
        if key:
            said = {name: "\n".join(parts) for name, parts in texts.items() if parts}
            documents.append(Document("document", key, ("measured",), said, facets))
    return documents, tuple(subjects)


def _prose(name: str, value: Any) -> Iterator[str]:
    """What people read, without addresses, pictures, dates and rules for machines."""
    if MACHINE_NAMES.search(name):
        return
    if isinstance(value, str) and value and not MACHINE_TEXT.match(value):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _prose(name, part)
    elif isinstance(value, dict) and not any(" . " in inner for inner in value):
        for inner, part in value.items():
            yield from _prose(inner, part)


def _subjects(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Lists of short codes under a name that says theme, category, objective…"""
    for name, value in row.items():
        if isinstance(value, dict):
            yield from _subjects(value)
        elif isinstance(value, list) and value and SUBJECT_NAMES.search(name) and all(map(_is_code, value)):
            yield re.sub(r"\W+", "_", name), tuple(value)


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 40


def queries_of(rows: Sequence[Mapping[str, Any]]) -> list[Query]:
    found = []
    for row in rows:
        text = next((row[name] for name in QUERY_NAMES if isinstance(row.get(name), str)), "")
        answers = next((row[name] for name in ANSWER_NAMES if isinstance(row.get(name), list) and row[name]), ())
        if text and answers:
            found.append(Query(text, frozenset(map(str, answers))))
    return found


# Measuring


class Bench:
    """The product's index in memory, and its measure."""

    def __init__(self, documents: Sequence[Document], subjects: tuple[str, ...]) -> None:
        self.store = Store(None, subjects, subjects)
        self.store.rebuild(documents, {})
        self.synonyms = Synonyms.from_groups(load_groups(LAY_WORDS))

    def ranked(self, text: str, ranking: Ranking) -> list[str]:
        request = SearchRequest(text=text, network="measured", limit=DEPTH)
        result = ask(self.store.snapshot(), request, synonyms=self.synonyms, facets=self.store.facets, ranking=ranking)
        return [hit.key for hit in result.hits]

    def run(self, queries: Sequence[Query], ranking: Ranking) -> Scores:
        judged = [self._judge(query, ranking) for query in queries]
        return Scores(tuple(first for first, _ in judged), tuple(gain for _, gain in judged))

    def _judge(self, query: Query, ranking: Ranking) -> tuple[float, float]:
        """Reciprocal rank of the first right answer; gain of the ten first against the best possible."""
        right = [key in query.relevant for key in self.ranked(query.text, ranking)]
        reciprocal = next((1 / (rank + 1) for rank, is_right in enumerate(right) if is_right), 0.0)
        gain = sum(1 / math.log2(rank + 2) for rank, is_right in enumerate(right[:10]) if is_right)
        best = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(query.relevant))))
        return reciprocal, gain / best


def principles(
    bench: Bench, documents: Sequence[Document], subjects: tuple[str, ...], queries: Sequence[Query], whole: Scores
) -> str:
    """The table: everything, then without each principle, then the even and the odd queries apart."""
    full = Ranking()
    words_only = Ranking(False, 0, 0, 0, 0, 0, 0, 0, 0)
    flat = [replace(document, texts={"body": "\n".join(document.texts.values())}) for document in documents]
    measured = [("everything", whole), ("words alone (one stem)", bench.run(queries, words_only))]
    measured.append(("without field weights", Bench(flat, subjects).run(queries, full)))
    names = {
        "both_stems": "the second stem", "kin": "word families", "meaning": "lay words", "parts": "halves of compounds",
        "deed": "subject before deed", "pairs": "words side by side", "gist": "vocabulary of the best (feedback)",
        "subjects": "subjects of the best (feedback)",
    }  # fmt: skip
    for name, said in names.items():
        measured.append((f"without {said}", bench.run(queries, replace(full, **{name: 0}))))
    for start, said in ((0, "even queries"), (1, "odd queries")):
        measured.append((f"everything, {said}", bench.run(queries[start::2], full)))
    rows = [
        (said, f"{scores.mrr:.3f}", interval(scores.reciprocal), f"{scores.ndcg10:.3f}", interval(scores.gain))
        for said, scores in measured
    ]
    return table(rows, ("ranking", "MRR", "95 %", "nDCG@10", "95 %"))


def interval(values: Sequence[float]) -> str:
    """The middle 95 % of the means of resamples."""
    draw = random.Random(7)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(RESAMPLES))
    return f"{means[int(0.025 * RESAMPLES)]:.3f}–{means[int(0.975 * RESAMPLES)]:.3f}"


def others(bench: Bench, folder: Path) -> str:
    """Judged sets of other kinds, to see that no principle only suits the first."""
    rows = []
    by_project = {}
    main_file = folder / "tee_projet_vers_programmes.jsonl"
    if main_file.exists():
        by_project = {row["qid"].removeprefix("projet:"): row["relevant"] for row in rows_of(main_file)}
    for name in ("tee_faq_projet", "tee_temoignage_vers_projets"):
        if (folder / f"{name}.jsonl").exists():
            judged = rows_of(folder / f"{name}.jsonl")
            for row in judged:
                if "projets" in row:  # a testimony names projects; their programmes are the answers
                    row["relevant"] = sorted({answer for one in row["projets"] for answer in by_project.get(one, ())})
            rows.append((name, bench, queries_of([row for row in judged if row.get("relevant", True)])))
    lay = folder.parent / "lay-words-soliguide" / "fr.open.json"
    if lay.exists() and (folder / "soliguide_synonyme_vers_categorie.jsonl").exists():
        queries = queries_of(rows_of(folder / "soliguide_synonyme_vers_categorie.jsonl"))
        categories = [{**row, "id": row.get("categoryId", "")} for row in rows_of(lay)]
        rows.append(("soliguide_synonyme_vers_categorie", Bench(*documents_of(categories)), queries))
    shown = []
    for name, one, queries in rows:
        words, whole = one.run(queries, Ranking(False, 0, 0, 0, 0, 0, 0, 0, 0)), one.run(queries, Ranking())
        shown.append(
            (name, len(queries), f"{words.mrr:.3f}", f"{whole.mrr:.3f}", f"{words.ndcg10:.3f}", f"{whole.ndcg10:.3f}")
        )
    return table(shown, ("other set", "queries", "MRR, words alone", "MRR", "nDCG@10, words alone", "nDCG@10"))


if __name__ == "__main__":
    main()
