from datetime import datetime

import pytest
from django.core.management import call_command

from laplateforme.core.models import JournalEntry
from laplateforme.places import queries
from laplateforme.places.actions import UnableToDefineTerritory, define_territory, load_places
from laplateforme.places.models import Commune, CommuneAlias, Department, Epci, PlacesEdition, Region, Territory
from tests.factories.places import CommuneFactory, gap

pytestmark = pytest.mark.django_db


def test_loading_brings_all_communes_of_today_once(capsys: pytest.CaptureFixture[str]) -> None:
    CommuneFactory(name="Aubagne of old", population=1)
    CommuneAlias.objects.create(code="99999", commune_id="13005", name="Nowhere", kind="former")
    Epci.objects.create(code="299999999", name="CC bygone")

    first = load_places()
    second = load_places()
    again = load_places(force=True)

    assert (first.communes, first.changed) == (34969, True)
    assert (second.communes, second.changed) == (34969, False)
    assert again.changed
    assert Commune.objects.count() == 34969
    assert Region.objects.count() == 26
    assert Department.objects.count() == 109
    assert Epci.objects.count() == 1255
    assert not CommuneAlias.objects.filter(code="99999").exists()
    assert PlacesEdition.objects.get().vintage.year == 2026
    aubagne = Commune.objects.with_areas().get(code="13005")
    assert (aubagne.name, aubagne.post_codes, aubagne.population) == ("Aubagne", ["13400"], 47529)
    assert (aubagne.latitude, aubagne.longitude, aubagne.search_key) == (43.2971, 5.551, "aubagne")
    assert queries.areas_of(aubagne) == ("com:13005", "epci:200054807", "dep:13", "reg:93", "all")
    assert Commune.objects.filter(latitude=None).count() == 90
    assert Commune.objects.get(code="97411").name == "Saint-Denis"
    assert [found.code for found in queries.communes_matching("lyon 3")] == ["69123"]
    assert queries.commune_or_none("75116") == Commune(code="75056")
    call_command("load_places")
    assert "34969 communes, already there." in capsys.readouterr().out


def test_naming_a_territory_is_recorded(noon: datetime) -> None:
    CommuneFactory()
    gap()

    territory = define_territory(name="05/13", codes=["dep:05", "dep:13", "dep:05"], by=None, at=noon)

    assert (territory.slug, territory.codes) == ("05-13", ["dep:05", "dep:13"])
    entry = JournalEntry.objects.get(verb="places.territory_defined")
    assert (entry.at, entry.subject_id) == (noon, str(territory.pk))


def test_naming_it_again_changes_its_areas(noon: datetime) -> None:
    CommuneFactory()
    first = define_territory(name="13", codes=["dep:13"], by=None, at=noon, slug="thirteen")

    second = define_territory(name="Treize", codes=["com:13005"], by=None, at=noon, slug="thirteen")

    assert second == first
    assert Territory.objects.get().codes == ["com:13005"]


@pytest.mark.parametrize(("name", "codes"), [("", ["all"]), ("///", ["all"]), ("Here", []), ("Here", ["dep:99"])])
def test_a_territory_without_name_or_known_area_is_refused(name: str, codes: list[str], noon: datetime) -> None:
    with pytest.raises(UnableToDefineTerritory):
        define_territory(name=name, codes=codes, by=None, at=noon)
    assert not Territory.objects.exists()
