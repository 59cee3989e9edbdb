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
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laplateforme.config.settings.test")
django.setup()

from benchmarks.common import Timing, best_of, middle, say, table, timed  # noqa: E402  settings first
from benchmarks.peers import FACETS, Fts5, Peer, PostgreSql, TantivyAlone  # noqa: E402
from benchmarks.synthetic import NETWORK, Asked, Synthetic, World  # noqa: E402
from laplateforme.core.search import Near, SearchRequest, SearchResult  # noqa: E402
from laplateforme.core.search.engine import ask  # noqa: E402
from laplateforme.core.search.store import Store  # noqa: E402
from laplateforme.core.search.synonyms import Synonyms, load_groups  # noqa: E402

QUERIES = 200
ROUNDS = 3
PEERS: Mapping[str, Callable[..., Peer]] = {"tantivy": TantivyAlone, "fts5": Fts5, "postgresql": PostgreSql}
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
    """First everything is built, the site beside the engines; then each is asked in turn, nothing else running."""
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as folder, Site(count) as site:
        world = World()
        offers = list(world.offers(count))
        queries = world.queries(QUERIES if count <= 200_000 else QUERIES // 2)
        store = Store(Path(folder), FACETS, ("themes", "functions"))
        started = time.perf_counter()
        store.rebuild((offer.document() for offer in offers), {})
        indexed = round(time.perf_counter() - started, 1)
        synonyms = Synonyms.from_groups(load_groups(LAY_WORDS))
        peers = {name: _made(name, make, offers, notes) for name, make in PEERS.items()}
        del offers
        site.wait()
        alone = peers["tantivy"]
        assert alone, "the engine that ours is measured against"
        engine, raw = side_by_side([partial(_ask, store, synonyms), alone.ask], queries)
        others = {name: _asked(peer, queries) for name, peer in peers.items() if peer is not alone}
        page = site.page(notes)
    fts5, postgresql = others["fts5"], others["postgresql"]
    result = {
        "offers": count,
        "page_p50_ms": page.get("p50"),
        "page_p95_ms": page.get("p95"),
        "page_cpu_ms": page.get("cpu"),
        "engine_p50_ms": engine.p50,
        "engine_p95_ms": engine.p95,
        "engine_cpu_ms": engine.cpu_ms,
        "tantivy_p50_ms": raw.p50,
        "tantivy_p95_ms": raw.p95,
        "tantivy_cpu_ms": raw.cpu_ms,
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


def side_by_side(systems: Sequence[Callable[[Asked], Any]], queries: Sequence[Asked]) -> list[Timing]:
    """One round of each in turn, so that what slows the machine for a while slows them all."""
    for ask_it in systems:
        for asked in queries[:20]:
            ask_it(asked)
    rounds = [[timed([partial(ask_it, asked) for asked in queries]) for ask_it in systems] for _ in range(ROUNDS)]
    return [middle(runs) for runs in zip(*rounds, strict=True)]


def _made(name: str, make: Callable[..., Peer], offers: Sequence[Synthetic], notes: list[str]) -> Peer | None:
    """A peer that is not here is said and left out."""
    try:
        return make(offers)
    except Exception as error:
        notes.append(f"{name}: absent ({str(error).splitlines()[0][:90]})")
        return None


def _asked(peer: Peer | None, queries: Sequence[Asked]) -> Timing | None:
    if peer is None:
        return None
    try:
        for asked in queries[:5]:
            peer.ask(asked)
        return best_of(1, [partial(peer.ask, asked) for asked in queries])
    finally:
        peer.close()


class Site:
    """The whole directory page, in a process with a database of its own; said when it cannot be had."""

    def __init__(self, count: int) -> None:
        command = [sys.executable, "-m", "benchmarks.directory_page", str(count)]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        self.last = "?"

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *problem: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.communicate()

    def wait(self) -> None:
        """Until its world is built (or has failed: `page` will say so)."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.last = line.strip() or self.last
            if self.last == "ready":
                return

    def page(self, notes: list[str]) -> dict[str, float]:
        """Its timings in milliseconds; empty when it failed."""
        answer, _ = self.process.communicate("go\n" if self.process.poll() is None else None)
        last = (answer.strip() or self.last).splitlines()[-1]
        if self.process.returncode:
            notes.append(f"page: not measured ({last[:120]})")
            return {}
        found: dict[str, float] = json.loads(last)
        return found


if __name__ == "__main__":
    main()
