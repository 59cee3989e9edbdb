"""`python -m benchmarks.directory --offers N [--json]`: a directory query, ours and others', in one run.

A query is words, a circle, twenty answers, how many in all, and three facets with their counts. `engine_*` is our
search alone (analyser, ranking, reasons included), `page_*` the whole Django page when the site has one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.test")
django.setup()

from benchmarks.common import Timing, best_of, say, table  # noqa: E402  settings first
from benchmarks.peers import FACETS, Fts5, Peer, PostgreSql, TantivyAlone  # noqa: E402
from benchmarks.synthetic import NETWORK, Asked, World  # noqa: E402
from laplateforme.core.search import Near, SearchRequest, SearchResult  # noqa: E402
from laplateforme.core.search.engine import ask  # noqa: E402
from laplateforme.core.search.store import Store  # noqa: E402
from laplateforme.core.search.synonyms import Synonyms, load_groups  # noqa: E402

QUERIES = 200
ROUNDS = 3
LAY_WORDS = Path(__file__).parent.parent / "laplateforme" / "vocabulary" / "data" / "lay_words.toml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    result, notes = measure(chosen.offers)
    rows = [(name, "-" if value is None else value) for name, value in result.items()]
    say(result, "\n".join([table(rows, ("what", "value")), *notes]), as_json=chosen.json)


def measure(count: int) -> tuple[dict[str, Any], list[str]]:
    """Everything in one process, one after the other, on the same offers and queries."""
    notes: list[str] = []
    world = World()
    offers = list(world.offers(count))
    queries = world.queries(QUERIES if count <= 200_000 else QUERIES // 2)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), FACETS, ("themes", "functions"))
        started = time.perf_counter()
        store.rebuild((offer.document() for offer in offers), {})
        indexed = round(time.perf_counter() - started, 1)
        synonyms = Synonyms.from_groups(load_groups(LAY_WORDS))
        alone = TantivyAlone(offers)
        engine, raw = _side_by_side(partial(_ask, store, synonyms), alone.ask, queries)
        fts5 = _peer(partial(Fts5, offers), queries, notes)
        postgresql = _peer(partial(PostgreSql, offers), queries, notes)
    page = page_timing(count, notes)
    result = {
        "offers": count,
        "page_p50_ms": page.get("p50"),
        "page_p95_ms": page.get("p95"),
        "engine_p50_ms": engine.p50,
        "engine_p95_ms": engine.p95,
        "engine_cpu_ms": engine.cpu_ms,
        "tantivy_p50_ms": raw.p50,
        "tantivy_p95_ms": raw.p95,
        "fts5_p95_ms": fts5.p95 if fts5 else None,
        "postgresql_p95_ms": postgresql.p95 if postgresql else None,
        "engine_over_tantivy": round(engine.p95 / raw.p95, 2),
        "index_seconds": indexed,
    }
    return result, notes


def _ask(store: Store, synonyms: Synonyms, asked: Asked) -> SearchResult:
    request = SearchRequest(
        text=asked.text,
        network=NETWORK,
        near=Near(asked.lat, asked.lon, asked.radius_km),
        facet_counts=FACETS,
        limit=20,
    )
    return ask(store.snapshot(), request, synonyms=synonyms, facets=store.facets)


def _side_by_side(
    ours: Callable[[Asked], Any], theirs: Callable[[Asked], Any], queries: list[Asked]
) -> tuple[Timing, Timing]:
    for asked in queries[:20]:
        ours(asked)
        theirs(asked)
    return best_of(ROUNDS, [partial(ours, asked) for asked in queries]), best_of(
        ROUNDS, [partial(theirs, asked) for asked in queries]
    )


def _peer(make: Callable[[], Peer], queries: list[Asked], notes: list[str]) -> Timing | None:
    """A peer that is not here is said and left out."""
    try:
        peer = make()
    except Exception as error:
        notes.append(f"{getattr(make, 'func', make).__name__}: absent ({str(error).splitlines()[0][:90]})")
        return None
    try:
        for asked in queries[:5]:
            peer.ask(asked)
        return best_of(1, [partial(peer.ask, asked) for asked in queries])
    finally:
        peer.close()


def page_timing(count: int, notes: list[str]) -> dict[str, float]:
    """The whole directory page, in a process with a database of its own; nothing, and said, when it cannot be had."""
    command = [sys.executable, "-m", "benchmarks.directory_page", str(count)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        notes.append(f"page: not measured ({(done.stderr.strip().splitlines() or ['?'])[-1][:120]})")
        return {}
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
