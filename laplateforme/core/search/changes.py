"""The index follows the database: the change sequence, who reads it and when.

The database is the truth. An action that changes something findable calls `note_change` inside its transaction; once
that is committed, the same process brings its host's index up to date at once. Every other process looks at the
sequence at most once a second, before it answers. Nobody waits for a writer: who finds it taken leaves the change to
the sequence.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Max

from laplateforme.core.models import SearchChange
from laplateforme.core.search.documents import Document, declared_facets, declared_subjects, rooms, uid_of
from laplateforme.core.search.engine import SearchRequest, SearchResult, ask
from laplateforme.core.search.meaning import Ranking
from laplateforme.core.search.store import IndexUnreadable, Store, WriterBusy
from laplateforme.core.search.synonyms import Synonyms, load_groups

log = logging.getLogger("laplateforme.search")

CHECK_EVERY = 1.0
CHUNK = 500
# A change may be committed after another with a greater number. Numbers younger than this are remembered one by one.
SETTLED = timedelta(minutes=10)
MOST_REMEMBERED = 2_000

_stores: dict[tuple[str, ...], Store] = {}
_checked: dict[Store, float] = {}
_lock = threading.RLock()
_tables: list[Path] = []
_synonyms: Synonyms | None = None


def register_words(table: Path) -> None:
    """Adds a TOML table of lay words (see synonyms.load_groups), read at the first search."""
    global _synonyms
    if table not in _tables:
        _tables.append(table)
        _synonyms = None


def synonyms() -> Synonyms:
    """Every registered table in one."""
    global _synonyms
    if _synonyms is None:
        groups = [group for table in _tables for group in load_groups(table)]
        _synonyms = Synonyms.from_groups(groups)
    return _synonyms


def search(request: SearchRequest, *, ranking: Ranking | None = None) -> SearchResult:
    """Answers from this host's index, at most a second behind the database; builds the index where there is none."""
    store = current_store()
    with _lock:
        _follow(store)
        snapshot = store.snapshot()
    try:
        return ask(snapshot, request, synonyms=synonyms(), facets=store.facets, ranking=ranking)
    except (ValueError, OSError):
        log.exception("the search index cannot be read: building it again")
        rebuild()
        return ask(store.snapshot(), request, synonyms=synonyms(), facets=store.facets, ranking=ranking)


def note_change(kind: str, key: object) -> None:
    """Something findable was made, changed or removed. Call it in the transaction that does so."""
    note_changes(kind, (key,))


def note_changes(kind: str, keys: Iterable[object]) -> None:
    """The same for many things at once (imports)."""
    SearchChange.objects.bulk_create([SearchChange(kind=kind, key=str(key)) for key in keys], batch_size=CHUNK)
    waiting = any(_after_commit in entry for entry in connection.run_on_commit)
    if not waiting:
        transaction.on_commit(_after_commit, robust=True)


def catch_up() -> int:
    """Brings this host's index up to the sequence; returns how many changes it took in. Raises WriterBusy."""
    store = current_store()
    with _lock:
        store.refresh()
        _checked[store] = time.monotonic()
        return _catch_up(store)


def rebuild() -> int:
    """Makes the whole index again from the database; returns the number of documents."""
    store = current_store()
    with _lock:
        state = _fresh_state()
        count = store.rebuild(_everything(), state)
        _checked[store] = time.monotonic()
        return count


def forget() -> None:
    """Drops what this process holds open (tests, forks); files stay."""
    with _lock:
        _stores.clear()
        _checked.clear()


def current_store() -> Store:
    """The index of this host for the present database and the present rooms."""
    settled = connection.settings_dict
    said = "|".join(str(settled.get(part, "")) for part in ("ENGINE", "HOST", "PORT", "NAME"))
    in_memory = bool(getattr(settings, "LP_SEARCH_IN_MEMORY", False))
    key = (said, str(in_memory), str(settings.LP_DATA_DIR), *declared_facets(), "", *declared_subjects())
    with _lock:
        if key not in _stores:
            folder = Path(settings.LP_DATA_DIR) / "search" / hashlib.sha256(said.encode()).hexdigest()[:12]
            _stores[key] = Store(None if in_memory else folder, declared_facets(), declared_subjects())
        return _stores[key]


def _after_commit() -> None:
    with suppress(WriterBusy):
        catch_up()


def _follow(store: Store) -> None:
    """Once a second at most (always in memory, where only tests live): sees commits of others and of the sequence."""
    now = time.monotonic()
    try:
        if store.folder and now - _checked.get(store, 0.0) < CHECK_EVERY:
            store.snapshot()
            return
        store.refresh()
        _checked[store] = now
        store.snapshot()
        _catch_up(store)
    except WriterBusy:
        return  # whoever writes is bringing the same changes
    except IndexUnreadable:
        log.info("no search index that can be read: building it")
        rebuild()


def _catch_up(store: Store) -> int:
    try:
        state = store.state()
        store.snapshot()
    except IndexUnreadable:
        return rebuild()
    if not state:
        return rebuild()
    floor, seen = int(state["floor"]), dict(state["seen"])
    newest = SearchChange.objects.filter(pk__gt=floor).aggregate(count=Count("pk"), pk=Max("pk"), at=Max("at"))
    mark = [newest["count"], newest["pk"], _said(newest["at"])]
    if mark == state.get("mark"):
        return 0
    if seen and (newest["pk"] or 0) < max(map(int, seen)):
        log.warning("the change sequence went back (a backup was restored?): building the search index again")
        return rebuild()
    rows = list(SearchChange.objects.filter(pk__gt=floor).order_by("pk").values_list("pk", "kind", "key", "at"))
    if any(seen.get(str(pk), _said(at)) != _said(at) for pk, _, _, at in rows):
        return rebuild()
    fresh = [(kind, key) for pk, kind, key, _ in rows if str(pk) not in seen]
    state = _state_after(floor, [(pk, at) for pk, _, _, at in rows])
    documents, gone = _changed(fresh)
    store.apply(documents, gone, state)
    return len(fresh)


def _state_after(floor: int, rows: Sequence[tuple[int, datetime]]) -> dict[str, Any]:
    """Forgets the numbers that are too old to be overtaken: everything up to them was taken in."""
    if not rows:
        return {"floor": floor, "seen": {}, "mark": [0, None, None]}
    newest = max(at for _, at in rows)
    keep = [(pk, at) for pk, at in rows if newest - at < SETTLED][-MOST_REMEMBERED:]
    settled = [pk for pk, _ in rows if pk < keep[0][0]]
    mark = [len(keep), keep[-1][0], _said(max(at for _, at in keep))]
    return {"floor": max([floor, *settled]), "seen": {str(pk): _said(at) for pk, at in keep}, "mark": mark}


def _fresh_state() -> dict[str, Any]:
    """The sequence as it stands, read before the documents: what changes meanwhile is taken in again."""
    rows = list(SearchChange.objects.order_by("-pk").values_list("pk", "at")[:MOST_REMEMBERED])[::-1]
    return _state_after(rows[0][0] - 1 if len(rows) == MOST_REMEMBERED else 0, rows)


def _changed(changes: Sequence[tuple[str, str]]) -> tuple[Iterator[Document], list[str]]:
    """The documents to write anew; what has none any more is removed."""
    keys: dict[str, dict[str, None]] = {}
    for kind, key in changes:
        keys.setdefault(kind, {})[key] = None
    documents: list[Document] = []
    gone: list[str] = []
    for kind, wanted in keys.items():
        room = rooms().get(kind)
        here: list[Document] = []
        listed = list(wanted)
        for start in range(0, len(listed), CHUNK):
            here += room.provider(listed[start : start + CHUNK]) if room else ()
        found = {document.key for document in here}
        documents += here
        gone += [uid_of(kind, key) for key in listed if key not in found]
    return iter(documents), gone


def _everything() -> Iterator[Document]:
    for room in rooms().values():
        yield from room.provider(None)


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
