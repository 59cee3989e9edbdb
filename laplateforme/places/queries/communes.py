"""Finding communes: by what people type, by code, by distance."""

from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from django.db.models import Model

from laplateforme.places.enums import AreaKind, Closeness
from laplateforme.places.models import (
    Commune,
    CommuneAlias,
    Department,
    Epci,
    PlacesEdition,
    Region,
    commune_label,
)
from laplateforme.places.queries.shipped import AliasRow, CommuneRow
from laplateforme.places.queries.table import CommuneTable, Found
from laplateforme.places.queries.words import name_words


@dataclass(frozen=True, slots=True)
class CommuneMatch:
    code: str  # INSEE
    name: str
    post_codes: tuple[str, ...]
    department: str  # its code
    department_name: str
    population: int
    label: str  # what a field shows, and understands when it comes back: "Aubagne (13400)"
    via: str  # the other name that led here: "Marseille 5e Arrondissement", or a commune of the past; else ""
    closeness: Closeness


class WideArea(NamedTuple):
    """A region, département or EPCI, ready to be compared with what is typed."""

    kind: AreaKind
    code: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Memory:
    """What this process remembers of the edition loaded in the database."""

    stamp: str | None
    table: CommuneTable
    department_names: dict[str, str]
    wide_areas: tuple["WideArea", ...]


WIDE_MODELS: tuple[tuple[AreaKind, type[Model]], ...] = (
    (AreaKind.REGION, Region),
    (AreaKind.DEPARTMENT, Department),
    (AreaKind.EPCI, Epci),
)
# Names that people use and no official file holds.
NICKNAMES = {
    "reg:93": ("paca", "sud"),
    "reg:84": ("aura",),
    "reg:11": ("idf",),
    "reg:32": ("hdf",),
    "reg:27": ("bfc",),
    "reg:24": ("cvl",),
}

_memory: _Memory | None = None
_one_reader = Lock()


def communes_matching(text: str, limit: int = 10) -> list[CommuneMatch]:
    """Communes for what someone types: name, part of it, post code, département, "marseille 5"; forgiving.

    Closest first, then most populous. One small query; the first call of a process reads all communes (0.5 s).
    """
    memory = _current()
    return [_match(memory, found) for found in memory.table.matching(text, limit)]


def communes_within(latitude: float, longitude: float, km: float) -> list[tuple[str, float]]:
    """(INSEE code, distance in km) of the communes whose center is at most `km` away, nearest first."""
    table = _current().table
    return [(table.communes[number].code, distance) for number, distance in table.within(latitude, longitude, km)]


def commune_or_none(code: str) -> Commune | None:
    """The commune of this INSEE code, or the one that a district or a commune of the past belongs to now.

    With its areas, so that `areas_of` asks nothing more.
    """
    if len(code) != 5 or not code.isascii() or not code.isalnum():
        return None
    communes = Commune.objects.with_areas()
    alias = CommuneAlias.objects.filter(code=code).values_list("commune_id", flat=True).first()
    return communes.filter(code=alias or code).first()


def wide_areas() -> tuple[WideArea, ...]:
    """Regions, then départements, then EPCI, by name."""
    return _current().wide_areas


def _current() -> _Memory:
    """Read anew as soon as another edition has been loaded; never kept while none is (tests, first steps)."""
    global _memory
    stamp = PlacesEdition.objects.values_list("stamp", flat=True).first()
    memory = _memory
    if stamp and memory and memory.stamp == stamp:
        return memory
    with _one_reader:
        memory = _read(stamp)
        if stamp:
            _memory = memory
    return memory


def _read(stamp: str | None) -> _Memory:
    communes = Commune.objects.order_by().values_list(
        "code", "name", "post_codes", "department_id", "epci_id", "latitude", "longitude", "population", "search_key"
    )
    aliases = CommuneAlias.objects.order_by().values_list("code", "name", "kind", "commune_id", "post_codes")
    table = CommuneTable(
        (CommuneRow(row[0], row[1], tuple(row[2]), *row[3:]) for row in communes.iterator(chunk_size=5000)),
        (AliasRow(*row[:4], tuple(row[4])) for row in aliases.iterator(chunk_size=5000)),
    )
    wide_areas = tuple(
        WideArea(kind, code, name, (*name_words(name), *NICKNAMES.get(f"{kind}:{code}", ())))
        for kind, model in WIDE_MODELS
        for code, name in model._default_manager.order_by("name", "pk").values_list("pk", "name")
    )
    names = {area.code: area.name for area in wide_areas if area.kind == AreaKind.DEPARTMENT}
    return _Memory(stamp, table, names, wide_areas)


def _match(memory: _Memory, found: Found) -> CommuneMatch:
    commune = memory.table.communes[found.commune]
    entry = memory.table.entries[found.entry]
    label = commune_label(commune.name, commune.post_codes, commune.department)
    if entry.alias and not entry.is_former:
        label = commune_label(entry.alias.removesuffix(" Arrondissement"), entry.post_codes, commune.department)
    return CommuneMatch(
        code=commune.code,
        name=commune.name,
        post_codes=commune.post_codes,
        department=commune.department,
        department_name=memory.department_names.get(commune.department, ""),
        population=commune.population,
        label=label,
        via=entry.alias,
        closeness=found.closeness,
    )
