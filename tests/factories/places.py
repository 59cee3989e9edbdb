"""Real places, so that facts asserted in tests are facts."""

from typing import Any

import factory
from django.utils.text import slugify
from factory.django import DjangoModelFactory

from laplateforme.places.models import Commune, CommuneAlias, Department, Epci, Region, Territory


class RegionFactory(DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "93"
    name = "Provence-Alpes-Côte d'Azur"


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department
        django_get_or_create = ("code",)

    code = "13"
    name = "Bouches-du-Rhône"
    region = factory.SubFactory(RegionFactory)


class EpciFactory(DjangoModelFactory[Epci]):
    class Meta:
        model = Epci
        django_get_or_create = ("code",)

    code = "200054807"
    name = "Métropole d'Aix-Marseille-Provence"
    department = factory.SubFactory(DepartmentFactory)


class CommuneFactory(DjangoModelFactory[Commune]):
    """Aubagne, unless told otherwise."""

    class Meta:
        model = Commune
        django_get_or_create = ("code",)

    code = "13005"
    name = "Aubagne"
    post_codes = ["13400"]
    department = factory.SubFactory(DepartmentFactory)
    epci = factory.SubFactory(EpciFactory)
    latitude = 43.2971
    longitude = 5.551
    population = 47529


class CommuneAliasFactory(DjangoModelFactory[CommuneAlias]):
    class Meta:
        model = CommuneAlias

    code = "13205"
    name = "Marseille 5e Arrondissement"
    kind = CommuneAlias.Kind.DISTRICT
    post_codes = ["13005"]
    commune = factory.SubFactory(
        CommuneFactory, code="13055", name="Marseille", post_codes=["13001", "13005"], population=886040
    )


class TerritoryFactory(DjangoModelFactory[Territory]):
    class Meta:
        model = Territory

    name = "04/06"
    slug = factory.LazyAttribute(lambda territory: slugify(territory.name.replace("/", "-")))
    codes = ["dep:04", "dep:06"]


def marseille(**changes: Any) -> Commune:
    values = {"code": "13055", "name": "Marseille", "post_codes": [f"130{n:02}" for n in range(1, 17)]}
    return CommuneFactory(**{**values, "latitude": 43.2545, "longitude": 5.3722, "population": 886040, **changes})


def gap(**changes: Any) -> Commune:
    hautes_alpes = DepartmentFactory(code="05", name="Hautes-Alpes")
    epci = EpciFactory(code="200067825", name="CA Gap-Tallard-Durance", department=hautes_alpes)
    values = {"code": "05061", "name": "Gap", "post_codes": ["05000"], "department": hautes_alpes, "epci": epci}
    return CommuneFactory(**{**values, "latitude": 44.572, "longitude": 6.0628, "population": 41293, **changes})


def nice(**changes: Any) -> Commune:
    alpes_maritimes = DepartmentFactory(code="06", name="Alpes-Maritimes")
    epci = EpciFactory(code="200030195", name="Métropole Nice Côte d'Azur", department=alpes_maritimes)
    values = {"code": "06088", "name": "Nice", "post_codes": ["06000", "06100", "06200", "06300"], "epci": epci}
    place = {"department": alpes_maritimes, "latitude": 43.7123, "longitude": 7.2651, "population": 357737}
    return CommuneFactory(**{**values, **place, **changes})
