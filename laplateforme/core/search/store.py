"""An index on disk or in memory: opened when first read, written by whoever gets the lock, never held.

On disk: `<folder>/<fingerprint>/g<number>/` holds one whole index, `current` names the one in use. A rebuild makes the
next number and then moves the name: readers never meet half an index.
"""

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from math import log, sqrt
from pathlib import Path
from typing import Any

from laplateforme.core.search.documents import Document
from laplateforme.core.search.geo import Circle, Places
from laplateforme.core.search.schema import build_schema, fingerprint, prepare, row_of, within
from laplateforme.core.search.words import Word

HEAP_SMALL = 15_000_000
HEAP_LARGE = 256_000_000
LOCK_TRIES = 4
LOCK_WAIT = 0.02
MOST_CIRCLES = 500
MOST_KEPT = 20_000

Gist = dict[str, float]


class WriterBusy(Exception):
    """Somebody else is writing; the change sequence will bring the change along."""


class IndexUnreadable(Exception):
    """There is no index, or not one that can be read: it has to be rebuilt."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One state of the index, as a request sees it."""

    schema: Any
    searcher: Any
    circles: dict[tuple[str, float, float, float], Circle] = field(default_factory=dict)
    places: dict[str, Places] = field(default_factory=dict)
    gists: dict[tuple[int, int], Gist] = field(default_factory=dict)
    rarities: dict[str, float] = field(default_factory=dict)

    def count(self, field_name: str, term: str) -> int:
        """In how many documents a term stands."""
        return int(self.searcher.doc_freq(field_name, term))

    def is_known(self, word: Word) -> bool:
        """Some document says it."""
        return any(self.count("terms", term) for term in word.terms)

    def rarity(self, term: str) -> float:
        """Inverse document frequency, as BM25 has it."""
        if term not in self.rarities:
            if len(self.rarities) >= MOST_KEPT:
                self.rarities.clear()
            total, count = self.searcher.num_docs, self.searcher.doc_freq("terms", term)
            self.rarities[term] = log(1 + (total - count + 0.5) / (count + 0.5)) if count <= total else 0.1
        return self.rarities[term]

    def gist(self, address: Any) -> Gist:
        """The main terms of a document, weighed (log of times × rarity) and of length one."""
        key = (address.segment_ord, address.doc)
        if key not in self.gists:
            if len(self.gists) >= MOST_KEPT:
                self.gists.clear()
            said = bytes(self.searcher.doc(address).get_first("gist") or b"").decode().split(" ")
            raw = {
                term: log(1 + int(count)) * self.rarity(term)
                for term, count in zip(said[::2], said[1::2], strict=False)
            }
            length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
            self.gists[key] = {term: weight / length for term, weight in raw.items()}
        return self.gists[key]

    def circle(self, network: str, lat: float, lon: float, radius_km: float) -> Circle:
        """People ask for the same few circles again and again (their commune, 30 km)."""
        key = (network, round(lat, 4), round(lon, 4), round(radius_km, 2))
        if key not in self.circles:
            if len(self.circles) >= MOST_CIRCLES:
                self.circles.clear()
            self.circles[key] = self._places_of(network).circle(*key[1:])
        return self.circles[key]

    @cached_property
    def subject_sets(self) -> dict[int, tuple[str, ...]]:
        """The distinct sets of subjects, by their number."""
        return {number: codes for number, codes, _ in self._subject_terms}

    @cached_property
    def usual_subjects(self) -> dict[str, float]:
        """How often each subject is met in the whole index."""
        total = max(1, self.searcher.num_docs)
        usual: dict[str, float] = {}
        for _, codes, count in self._subject_terms:
            for code in codes:
                usual[code] = usual.get(code, 0.0) + count / total
        return usual

    @cached_property
    def _subject_terms(self) -> list[tuple[int, tuple[str, ...], int]]:
        found = []
        for term, count in self.searcher.terms_with_prefix("about", ""):
            number, *codes = term.split("|")
            found.append((int(number), tuple(code for code in codes if code), count))
        return found

    def _places_of(self, network: str) -> Places:
        if network not in self.places:
            prefix = within(network, "")
            terms = self.searcher.terms_with_prefix("place", prefix)
            self.places[network] = Places.from_terms(term[len(prefix) :] for term, _ in terms)
        return self.places[network]


class Store:
    """One index. `folder=None` keeps it in memory (tests)."""

    def __init__(self, folder: Path | None, facets: Sequence[str], subjects: Sequence[str] = ()) -> None:
        self.facets = tuple(sorted(facets))
        self.subjects = tuple(sorted(subjects))
        self.folder = folder / fingerprint(self.facets, self.subjects) if folder else None
        self.schema = build_schema(self.facets)
        self._index: Any = None
        self._number = 0
        self._snapshot: Snapshot | None = None
        self._memory_state: dict[str, Any] = {}
        self._state_stamp: tuple[int, int] | None = None

    # Reading

    def snapshot(self) -> Snapshot:
        """What is committed; raises IndexUnreadable."""
        if self._snapshot is None:
            try:
                self._open()
                self._snapshot = Snapshot(self.schema, self._index.searcher())
            except (ValueError, OSError) as error:
                raise IndexUnreadable(str(error)) from error
        return self._snapshot

    def refresh(self) -> None:
        """Sees what others committed; costs one `stat` when nothing has changed."""
        if self.folder is None:
            return
        stamp = self._stamp()
        if stamp == self._state_stamp:
            return
        self._state_stamp = stamp
        if self._index is not None and self._current_number() == self._number:
            self._reload()
        else:
            self._index = self._snapshot = None

    def state(self) -> dict[str, Any]:
        """What the change sequence noted with the last commit."""
        if self.folder is None:
            return self._memory_state
        try:
            state: dict[str, Any] = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = (self.folder / "state.json").stat() if self.folder else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_ino) if found else None

    def _current_number(self) -> int:
        if self.folder is None:
            return self._number
        try:
            return int((self.folder / "current").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def _open(self) -> None:
        import tantivy  # noqa: PLC0415  slow import

        if self._index is not None:
            return
        if self.folder is None:
            self._index = prepare(tantivy.Index(self.schema))
            return
        self._number = self._current_number()
        place = self._place(self._number)
        if not self._number or not tantivy.Index.exists(str(place)):
            raise IndexUnreadable("no index yet")
        self._index = prepare(tantivy.Index(self.schema, path=str(place)))
        self._index.config_reader("manual", 0)
        self._index.reload()

    def _reload(self) -> None:
        self._index.reload()
        self._snapshot = Snapshot(self.schema, self._index.searcher())

    def _place(self, number: int) -> Path:
        assert self.folder is not None
        return self.folder / f"g{number}"

    # Writing

    def apply(self, documents: Iterable[Document], gone: Iterable[str], state: dict[str, Any]) -> None:
        """Replaces `documents`, removes the uids of `gone`, commits, notes `state`; raises WriterBusy."""
        self.snapshot()
        with self._writer(HEAP_SMALL) as writer:
            for uid in gone:
                writer.delete_documents_by_term("uid", uid)
            for document in documents:
                writer.delete_documents_by_term("uid", document.uid)
                writer.add_document(row_of(document, self.facets, self.subjects))
            writer.commit()
            self._write_state(state)
            writer.wait_merging_threads()
        self._reload()

    def rebuild(self, documents: Iterable[Document], state: dict[str, Any]) -> int:
        """Makes a whole new index and puts it in the place of the old one; returns the number of documents."""
        import tantivy  # noqa: PLC0415  slow import

        if self.folder is None:
            index = prepare(tantivy.Index(self.schema))
            count = self._fill(index, documents)
            self._index = index
            self._memory_state = state
            self._reload()
            return count
        self.folder.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(self.folder / "rebuild.lock"):
            number = self._current_number() + 1
            place = self._place(number)
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            count = self._fill(prepare(tantivy.Index(self.schema, path=str(place))), documents)
            self._write_state(state)
            _write_whole(self.folder / "current", str(number))
            self._sweep(number)
        self._index = self._snapshot = None
        return count

    def _fill(self, index: Any, documents: Iterable[Document]) -> int:
        count = 0
        writer = index.writer(heap_size=HEAP_LARGE if self.folder else HEAP_SMALL, num_threads=1)
        for document in documents:
            writer.add_document(row_of(document, self.facets, self.subjects))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        return count

    @contextmanager
    def _writer(self, heap: int) -> Iterator[Any]:
        for attempt in range(LOCK_TRIES):
            try:
                writer = self._index.writer(heap_size=heap, num_threads=1)
                break
            except ValueError as error:
                if "LockBusy" not in str(error) and "lock" not in str(error).lower():
                    raise IndexUnreadable(str(error)) from error
                if attempt == LOCK_TRIES - 1:
                    raise WriterBusy from error
                time.sleep(LOCK_WAIT)
        try:
            yield writer
        finally:
            del writer

    def _write_state(self, state: dict[str, Any]) -> None:
        if self.folder is None:
            self._memory_state = state
        else:
            _write_whole(self.folder / "state.json", json.dumps(state))
            self._state_stamp = self._stamp()

    def _sweep(self, number: int) -> None:
        """Keeps the previous index too: a reader may be opening it this very moment."""
        assert self.folder is not None
        for old in self.folder.glob("g*"):
            if old.name[1:].isdigit() and int(old.name[1:]) not in (number, number - 1):
                shutil.rmtree(old, ignore_errors=True)


def _write_whole(path: Path, text: str) -> None:
    beside = path.with_suffix(f".{os.getpid()}.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Two processes that find no index do not both build it at once (where the system has file locks)."""
    with path.open("a") as file:
        with suppress(ImportError):
            import fcntl  # noqa: PLC0415  slow import

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
