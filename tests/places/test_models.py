import pytest
from django.db import IntegrityError

from laplateforme.places.models import PlacesEdition
from tests.factories.places import CommuneAliasFactory, CommuneFactory, TerritoryFactory, marseille

pytestmark = pytest.mark.django_db


def test_a_commune_is_called_by_its_post_code_or_by_its_department() -> None:
    assert str(CommuneFactory()) == "Aubagne (13400)"
    assert str(marseille()) == "Marseille (13)"


def test_every_area_knows_its_code() -> None:
    aubagne = CommuneFactory()

    assert aubagne.area_code == "com:13005"
    assert aubagne.epci.area_code == "epci:200054807"
    assert aubagne.department.area_code == "dep:13"
    assert aubagne.department.region.area_code == "reg:93"


def test_names_identify() -> None:
    aubagne = CommuneFactory()

    assert str(aubagne.epci) == "Métropole d'Aix-Marseille-Provence"
    assert str(aubagne.department) == "Bouches-du-Rhône (13)"
    assert str(aubagne.department.region) == "Provence-Alpes-Côte d'Azur"
    assert str(CommuneAliasFactory()) == "Marseille 5e Arrondissement → 13055"
    assert str(TerritoryFactory()) == "04/06"
    assert str(PlacesEdition(stamp="s", vintage="2026-01-01")) == "2026-01-01"


@pytest.mark.parametrize("place", [{"latitude": None}, {"longitude": None}, {"latitude": 91}, {"longitude": -181}])
def test_half_a_place_or_an_impossible_one_is_refused(place: dict[str, float | None]) -> None:
    with pytest.raises(IntegrityError):
        CommuneFactory(**place)


def test_a_territory_has_a_name() -> None:
    with pytest.raises(IntegrityError):
        TerritoryFactory(name="", slug="nameless")
