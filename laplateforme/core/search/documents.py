"""What a room hands over to be found, and the register of the rooms that do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# How much a word counts by the place where it stands; a repeated word saturates (BM25).
FIELD_WEIGHTS: Mapping[str, int] = {"title": 3, "words": 3, "summary": 2, "labels": 2, "by": 2, "body": 1, "more": 1}


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be found. `networks` says who may find it: no network, never found.

    `texts`: field (see FIELD_WEIGHTS) → text. `facets`: declared facet → codes. `areas`: codes it serves.
    `boost`: order among equals, and when nothing was typed (greater first, 0 to 1). `payload`: small, JSON, comes back
    with each hit so that a list may be drawn without the database.
    """

    kind: str
    key: str
    networks: tuple[str, ...]
    texts: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    boost: float = 0.0
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def uid(self) -> str:
        return uid_of(self.kind, self.key)


# Given keys, the documents that exist and may be found among them; given None, all of them.
Provider = Callable[[Sequence[str] | None], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class Room:
    kind: str
    provider: Provider
    facets: tuple[str, ...]
    subjects: tuple[str, ...]


_rooms: dict[str, Room] = {}


def register(kind: str, provider: Provider, *, facets: Sequence[str] = (), subjects: Sequence[str] = ()) -> None:
    """Declares a kind of document; called from the `ready` of the app that owns it.

    `subjects`: those of the facets that say what a document is about (its themes, not its price): answers that are
    about what the best answers are about rise.
    """
    _rooms[kind] = Room(kind, provider, tuple(facets), tuple(subjects))


def unregister(kind: str) -> None:
    _rooms.pop(kind, None)


def rooms() -> dict[str, Room]:
    return dict(sorted(_rooms.items()))


def declared_facets() -> tuple[str, ...]:
    """Every facet that some room declares; the schema follows."""
    return tuple(sorted({name for room in _rooms.values() for name in room.facets}))


def declared_subjects() -> tuple[str, ...]:
    return tuple(sorted({name for room in _rooms.values() for name in room.subjects}))


def uid_of(kind: str, key: str) -> str:
    return f"{kind}:{key}"
