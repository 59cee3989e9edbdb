"""Loading the places of France, and naming territories."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction

from laplateforme.core import journal
from laplateforme.core.text import slug_of
from laplateforme.places.models import Commune, CommuneAlias, Department, Epci, PlacesEdition, Region, Territory
from laplateforme.places.queries import shipped_places, shipped_stamp, unknown_codes
from laplateforme.places.queries.words import name_words

CHUNK = 500  # rows per transaction: nobody else waits for long
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LoadedPlaces:
    communes: int
    changed: bool  # False: this edition was there already


class UnableToDefineTerritory(Exception):
    """The territory has no name, no area, or an area that does not exist."""


def load_places(*, force: bool = False) -> LoadedPlaces:
    """Brings regions, départements, EPCI, communes and their other names to the edition that the product ships.

    Does nothing when that edition is loaded already, unless `force`. Rows are added or updated, never doubled. A
    commune of the past keeps its row, since others may point to it, but searches lead to the commune of today.
    Small transactions; the edition is noted last, so a load that was cut short starts again.
    """
    if not force and PlacesEdition.objects.filter(stamp=shipped_stamp()).exists():
        return LoadedPlaces(Commune.objects.count(), changed=False)
    places = shipped_places()
    _save(Region, places.regions)
    _save(Department, places.departments)
    _save(Epci, places.epcis)
    _save(Commune, ((*row[:-1], " ".join(name_words(row.name))) for row in places.communes))
    _save(CommuneAlias, ((row.code, row.commune, row.name, row.kind, row.post_codes) for row in places.aliases))
    _forget_bygone({row.code for row in places.aliases}, {code for code, _name, _department in places.epcis})
    with transaction.atomic():
        PlacesEdition.objects.all().delete()
        PlacesEdition.objects.create(stamp=places.stamp, vintage=places.vintage)
    return LoadedPlaces(len(places.communes), changed=True)


@transaction.atomic
def define_territory(
    *, name: str, codes: Iterable[str], by: AbstractBaseUser | None, at: datetime, slug: str = ""
) -> Territory:
    """Names a territory made of any areas. Recorded in the journal. Refused without a name or with unknown areas.

    A territory of the same slug gets the new name and areas.
    """
    wanted = list(dict.fromkeys(codes))
    slug = slug or slug_of(name)
    unknown = unknown_codes(wanted)
    if not name or not slug or not wanted or unknown:
        raise UnableToDefineTerritory(", ".join(unknown))
    territory, _created = Territory.objects.update_or_create(slug=slug, defaults={"name": name, "codes": wanted})
    actor: Any = by.pk if by else None
    journal.record("places.territory_defined", at=at, actor_id=actor, subject=territory, codes=wanted)
    return territory


def _save(model: type[models.Model], rows: Iterable[Sequence[object]]) -> None:
    """Adds or updates rows whose values come in the order of the model's fields.

    The same words suit SQLite and PostgreSQL; five times quicker than `bulk_create`, which builds 40,000 objects.
    """
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in model._meta.concrete_fields]
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES "
    one_row = f"({', '.join(['%s'] * len(columns))})"
    otherwise = f" ON CONFLICT ({columns[0]}) DO UPDATE SET {changes}"
    for chunk in _chunks(rows):
        values: list[Any] = [json.dumps(value) if isinstance(value, tuple) else value for row in chunk for value in row]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(into + ", ".join([one_row] * len(chunk)) + otherwise, values)


def _forget_bygone(aliases: set[str], epcis: set[str]) -> None:
    """Other names that lead nowhere now, and EPCI that no commune belongs to any more."""
    bygone_aliases = set(CommuneAlias.objects.values_list("code", flat=True)) - aliases
    bygone_epcis = set(Epci.objects.filter(communes=None).values_list("code", flat=True)) - epcis
    for codes in _chunks(bygone_aliases):
        CommuneAlias.objects.filter(code__in=codes).delete()
    for codes in _chunks(bygone_epcis):
        Epci.objects.filter(code__in=codes).delete()


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
