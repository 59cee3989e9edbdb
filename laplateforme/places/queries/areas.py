"""Areas of all kinds under one sort of code: what a commune belongs to, what covers it, how it is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from laplateforme.places.enums import EVERYWHERE, AreaKind, Closeness
from laplateforme.places.models import Commune, Department, Epci, Region, Territory
from laplateforme.places.queries.communes import communes_matching, wide_areas
from laplateforme.places.queries.words import compact, name_words, readings_of, words_of

MODELS: dict[str, type[Model]] = {
    AreaKind.COMMUNE: Commune,
    AreaKind.EPCI: Epci,
    AreaKind.DEPARTMENT: Department,
    AreaKind.REGION: Region,
}


@dataclass(frozen=True, slots=True)
class AreaChoice:
    codes: tuple[str, ...]  # one, or all those of a named territory
    label: str
    kind: str  # "com", "epci", "dep", "reg", "territory" or "all"
    kind_label: str


def areas_of(commune: Commune) -> tuple[str, ...]:
    """("com:13005", "epci:200054807", "dep:13", "reg:93", "all"), from the nearest to the widest.

    No query when the commune comes from `commune_or_none` or `Commune.objects.with_areas()`.
    """
    areas = [f"{AreaKind.COMMUNE}:{commune.code}"]
    if commune.epci_id:
        areas.append(f"{AreaKind.EPCI}:{commune.epci_id}")
    areas.append(f"{AreaKind.DEPARTMENT}:{commune.department_id}")
    areas.append(f"{AreaKind.REGION}:{commune.department.region_id}")
    return (*areas, EVERYWHERE)


def covers(codes: Iterable[str], commune: Commune) -> bool:
    """Whether any of these areas holds the commune."""
    return not set(areas_of(commune)).isdisjoint(codes)


def territory_covers(territory: Territory, commune: Commune) -> bool:
    return covers(territory.codes, commune)


def label_of(code: str) -> str:
    """ "dep:13" → "Bouches-du-Rhône"; an unknown code stands for itself. For several codes ask `labels_of`."""
    return labels_of([code])[code]


def labels_of(codes: Iterable[str]) -> dict[str, str]:
    """Names of areas by code, in at most four queries however many there are."""
    labels = {code: code for code in codes}
    for kind, model in MODELS.items():
        numbers = [code.removeprefix(f"{kind}:") for code in labels if code.startswith(f"{kind}:")]
        if numbers:
            named = model._default_manager.filter(pk__in=numbers).values_list("pk", "name")
            labels.update({f"{kind}:{number}": name for number, name in named})
    if EVERYWHERE in labels:
        labels[EVERYWHERE] = _("All of France")
    return labels


def unknown_codes(codes: Iterable[str]) -> list[str]:
    """Those which name no area, in the order given."""
    wanted = list(dict.fromkeys(codes))
    known = {EVERYWHERE}
    for kind, model in MODELS.items():
        numbers = [code.removeprefix(f"{kind}:") for code in wanted if code.startswith(f"{kind}:")]
        if numbers:
            existing = model._default_manager.filter(pk__in=numbers).values_list("pk", flat=True)
            known.update(f"{kind}:{number}" for number in existing)
    return [code for code in wanted if code not in known]


def area_choices_matching(text: str, limit: int = 12) -> list[AreaChoice]:
    """Areas of all kinds for what someone types; named territories and wide areas come before communes.

    Communes get at least half of the room.
    """
    words = words_of(text)
    if not words or limit < 1:
        return []
    readings = readings_of(words)
    wide = [*_territories(readings), *_everywhere(readings), *_wide(readings, "".join(words).upper())]
    communes = [
        AreaChoice((f"{AreaKind.COMMUNE}:{found.code}",), found.label, AreaKind.COMMUNE, _("commune"))
        for found in communes_matching(text, limit)
        if found.closeness != Closeness.TYPO or not wide
    ]
    room = max(limit - len(communes), limit // 2)
    return [*wide[:room], *communes][:limit]


def _fits(readings: list[list[str]], borne: Sequence[str]) -> bool:
    """Whether for one reading each word begins a word of the name, or the whole begins the name without its spaces."""
    whole = compact(borne)
    return any(
        whole.startswith(compact(reading)) or all(any(word.startswith(typed) for word in borne) for typed in reading)
        for reading in readings
    )


def _territories(readings: list[list[str]]) -> list[AreaChoice]:
    return [
        AreaChoice(tuple(codes), name, "territory", _("territory"))
        for name, codes in Territory.objects.order_by("name").values_list("name", "codes")
        if _fits(readings, name_words(name))
    ]


def _everywhere(readings: list[list[str]]) -> list[AreaChoice]:
    label = _("All of France")
    return [AreaChoice((EVERYWHERE,), label, EVERYWHERE, label)] if _fits(readings, name_words(label)) else []


def _wide(readings: list[list[str]], number: str) -> list[AreaChoice]:
    """Regions, départements (also by number) and EPCI."""
    kind_labels = {
        AreaKind.REGION: _("region"),
        AreaKind.DEPARTMENT: _("department"),
        AreaKind.EPCI: _("grouping of communes"),
    }
    found = []
    for area in wide_areas():
        is_department = area.kind == AreaKind.DEPARTMENT
        if _fits(readings, area.words) or (is_department and area.code == number):
            label = f"{area.name} ({area.code})" if is_department else area.name
            found.append(AreaChoice((f"{area.kind}:{area.code}",), label, area.kind, kind_labels[area.kind]))
    return found
