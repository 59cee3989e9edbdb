"""Which column is which of our fields: guessed, then corrected by a person, then remembered with the source."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation

from laplateforme.core.text import slug_of
from laplateforme.exchange.formats import OUR_MARK
from laplateforme.exchange.queries.fields import BY_NAME, TARGETS, Target

CLOSE = 90.0
# data·inclusion: columns that have no field of ours alone and complete another.
DATA_INCLUSION_ALSO = {"address": ("complement_adresse",)}


class WrongMapping(Exception):
    """A mapping file that cannot be used; the message says why, in words of developers."""


def plain(name: str) -> str:
    """ "Types d'aides" → "types d aides": how names of columns are compared."""
    return slug_of(name, 200).replace("-", " ")


def guessed_columns(columns: Sequence[str], format: str) -> dict[str, list[str]]:
    """Field → columns, best likeness first; each column serves one field (data·inclusion's may serve two)."""
    if format == "data-inclusion":
        return _data_inclusion(columns)
    if OUR_MARK in columns:
        return _ours(columns)
    from rapidfuzz import fuzz  # noqa: PLC0415  slow import

    scored = []
    for rank, target in enumerate(TARGETS):
        known = _known_names(target)
        for place, column in enumerate(columns):
            name = plain(column)
            last = plain(column.rsplit("/", 1)[-1])
            score = 101.0 if name in known else max(fuzz.token_sort_ratio(name, one) for one in known)
            if last != name:
                score = max(score, 99.0 if last in known else 0.0)
            if score >= CLOSE:
                scored.append((-score, rank, place, target.name, column))
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for _score, _rank, _place, field, column in sorted(scored):
        if field not in found and column not in taken:
            found[field] = [column]
            taken.add(column)
    return found


def checked_mapping(data: Any) -> dict[str, Any]:
    """A mapping as it is kept: {"columns", "values", "defaults"}. Raises WrongMapping.

    `columns`: field → a column or several. `values`: field → {their word: our code, several, or "" to leave it out}.
    `defaults`: field → text for the rows that say nothing.
    """
    if not isinstance(data, Mapping):
        raise WrongMapping("The mapping is not an object.")
    columns = data.get("columns", {})
    values = data.get("values", {})
    defaults = data.get("defaults", {})
    for part in (columns, values, defaults):
        if not isinstance(part, Mapping):
            raise WrongMapping('"columns", "values" and "defaults" are objects.')
        unknown = set(part) - set(BY_NAME)
        if unknown:
            raise WrongMapping(f"No such field: {', '.join(sorted(unknown))}. Fields: {', '.join(BY_NAME)}.")
    return {
        "columns": {
            field: [some] if isinstance(some, str) else [str(one) for one in some] for field, some in columns.items()
        },
        "values": {field: dict(words) for field, words in values.items()},
        "defaults": dict(defaults),
    }


def _known_names(target: Target) -> set[str]:
    names = {*target.names, plain(target.name.replace("_", " "))}
    for language in ("fr", "en"):
        with translation.override(language):
            names.add(plain(target.label))
    return names


def _data_inclusion(columns: Sequence[str]) -> dict[str, list[str]]:
    found = {}
    for target in TARGETS:
        wanted = [*target.di, *DATA_INCLUSION_ALSO.get(target.name, ())]
        there = [name for name in wanted if name in columns]
        if there:
            found[target.name] = there[:1] if target.kind == "link" else there
    return found


def _ours(columns: Sequence[str]) -> dict[str, list[str]]:
    """Our own exports: heads are our labels, nothing is guessed."""
    heads = {plain(column): column for column in columns}
    found = {}
    for target in TARGETS:
        for language in ("fr", "en"):
            with translation.override(language):
                column = heads.get(plain(target.label)) or heads.get(plain(target.name))
            if column:
                found[target.name] = [column]
                break
    return found
