"""Loading the places of France, and naming territories."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from laplateforme.core import journal
from laplateforme.core.text import slug_of
from laplateforme.places.models import Commune, CommuneAlias, Department, Epci, PlacesEdition, Region, Territory
from laplateforme.places.queries import shipped_places, shipped_stamp, unknown_codes
from laplateforme.places.queries.words import name_words

CHUNK = 500  # rows per transaction: nobody else waits for long
Row = TypeVar("Row", bound=models.Model)


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
    _save(Region(code=code, name=name) for code, name in places.regions)
    _save(Department(code=code, name=name, region_id=region) for code, name, region in places.departments)
    _save(Epci(code=code, name=name, department_id=department) for code, name, department in places.epcis)
    _save(
        Commune(
            code=row.code,
            name=row.name,
            post_codes=list(row.post_codes),
            department_id=row.department,
            epci_id=row.epci,
            latitude=row.latitude,
            longitude=row.longitude,
            population=row.population,
            search_key=" ".join(name_words(row.name)),
        )
        for row in places.communes
    )
    _save(
        CommuneAlias(
            code=row.code, commune_id=row.commune, name=row.name, kind=row.kind, post_codes=list(row.post_codes)
        )
        for row in places.aliases
    )
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


def _save(rows: Iterable[Row]) -> None:
    for chunk in _chunks(rows):
        model = type(chunk[0])
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        with transaction.atomic():
            model._default_manager.bulk_create(
                chunk, update_conflicts=True, unique_fields=["code"], update_fields=fields
            )


def _forget_bygone(aliases: set[str], epcis: set[str]) -> None:
    """Other names that lead nowhere now, and EPCI that no commune belongs to any more."""
    bygone_aliases = set(CommuneAlias.objects.values_list("code", flat=True)) - aliases
    bygone_epcis = set(Epci.objects.filter(communes=None).values_list("code", flat=True)) - epcis
    for codes in _chunks(bygone_aliases):
        CommuneAlias.objects.filter(code__in=codes).delete()
    for codes in _chunks(bygone_epcis):
        Epci.objects.filter(code__in=codes).delete()


Item = TypeVar("Item")


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
