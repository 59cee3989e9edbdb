import pytest
from django.utils import translation

from laplateforme.places import queries
from laplateforme.places.models import Commune, PlacesEdition
from tests.factories.places import (
    CommuneAliasFactory,
    CommuneFactory,
    DepartmentFactory,
    EpciFactory,
    TerritoryFactory,
    gap,
    marseille,
    nice,
)

pytestmark = pytest.mark.django_db


def test_a_found_commune_tells_all_that_a_suggestion_needs() -> None:
    CommuneFactory()

    [found] = queries.communes_matching("aubag")

    assert (found.code, found.name, found.post_codes) == ("13005", "Aubagne", ("13400",))
    assert (found.department, found.department_name) == ("13", "Bouches-du-Rhône")
    assert (found.label, found.via, found.population) == ("Aubagne (13400)", "", 47529)


def test_a_district_is_labeled_as_one_and_leads_to_the_city() -> None:
    CommuneAliasFactory()

    [found] = queries.communes_matching("marseille 5")

    assert (found.code, found.label, found.via) == ("13055", "Marseille 5e (13005)", "Marseille 5e Arrondissement")


def test_a_commune_of_the_past_is_told_beside_the_label() -> None:
    CommuneAliasFactory(code="13999", name="Camoins-les-Bains", kind="associated", post_codes=[])

    [found] = queries.communes_matching("camoins")

    assert (found.label, found.via) == ("Marseille (13)", "Camoins-les-Bains")


def test_the_memory_follows_the_edition() -> None:
    CommuneFactory()
    PlacesEdition.objects.create(stamp="one", vintage="2026-01-01")
    assert queries.communes_matching("gap") == []
    gap()

    assert queries.communes_matching("gap") == []
    PlacesEdition.objects.update(stamp="two")

    assert [found.code for found in queries.communes_matching("gap")] == ["05061"]


def test_a_remembered_edition_costs_one_query(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    CommuneFactory()
    PlacesEdition.objects.create(stamp="three", vintage="2026-01-01")
    queries.communes_matching("aubagne")

    with django_assert_num_queries(1):
        queries.communes_matching("aubagne")
    gap()
    with django_assert_num_queries(1):
        queries.communes_matching("aubagne")


def test_communes_within_a_distance_are_codes_and_kilometers() -> None:
    CommuneFactory()
    marseille()
    gap()

    near = queries.communes_within(43.2971, 5.551, 20)

    assert [code for code, _km in near] == ["13005", "13055"]
    assert near[1][1] == pytest.approx(15.23, abs=0.01)


def test_a_commune_without_a_place_is_near_nothing() -> None:
    CommuneFactory(latitude=None, longitude=None)

    assert queries.communes_within(43.2971, 5.551, 20) == []


def test_marseille_and_nice_are_160_kilometers_apart() -> None:
    assert queries.distance_km(43.2965, 5.3698, 43.7034, 7.2663) == pytest.approx(159.5, abs=0.1)
    assert queries.distance_km(0, 0, 0, 180) == pytest.approx(20015, abs=1)


def test_a_commune_by_its_code_by_that_of_a_district_or_not_at_all() -> None:
    CommuneAliasFactory()

    assert queries.commune_or_none("13055") == Commune(code="13055")
    assert queries.commune_or_none("13205") == Commune(code="13055")
    assert queries.commune_or_none("13999") is None


@pytest.mark.parametrize("code", ["", "13", "13-05", "١٣٠٠٥", "13005 "])
def test_an_odd_code_is_no_commune(code: str) -> None:
    assert queries.commune_or_none(code) is None


def test_areas_go_from_the_nearest_to_the_widest(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    CommuneFactory()
    aubagne = queries.commune_or_none("13005")
    assert aubagne is not None

    with django_assert_num_queries(0):
        areas = queries.areas_of(aubagne)

    assert areas == ("com:13005", "epci:200054807", "dep:13", "reg:93", "all")


def test_a_commune_may_belong_to_no_epci() -> None:
    assert queries.areas_of(CommuneFactory(epci=None)) == ("com:13005", "dep:13", "reg:93", "all")


@pytest.mark.parametrize(
    ("codes", "covered"),
    [
        (["com:13005"], True),
        (["epci:200054807"], True),
        (["dep:04", "dep:13"], True),
        (["reg:93"], True),
        (["all"], True),
        (["com:13055", "dep:83"], False),
        ([], False),
    ],
)
def test_an_area_covers_a_commune_also_through_what_it_belongs_to(codes: list[str], covered: bool) -> None:
    assert queries.covers(codes, CommuneFactory()) is covered


def test_a_territory_of_two_departments_covers_both_and_no_other() -> None:
    territory = TerritoryFactory(name="05/06", codes=["dep:05", "dep:06"])

    assert queries.territory_covers(territory, gap())
    assert queries.territory_covers(territory, nice())
    assert not queries.territory_covers(territory, CommuneFactory())


def test_areas_are_called_by_their_names() -> None:
    CommuneFactory()

    with translation.override("fr"):
        labels = queries.labels_of(["dep:13", "com:13005", "epci:200054807", "reg:93", "all", "dep:99", "nowhere"])

    assert labels == {
        "dep:13": "Bouches-du-Rhône",
        "com:13005": "Aubagne",
        "epci:200054807": "Métropole d'Aix-Marseille-Provence",
        "reg:93": "Provence-Alpes-Côte d'Azur",
        "all": "Toute la France",
        "dep:99": "dep:99",
        "nowhere": "nowhere",
    }
    assert queries.label_of("dep:13") == "Bouches-du-Rhône"


def test_labels_cost_the_same_for_one_and_for_three(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    CommuneFactory()
    marseille()
    gap()

    with django_assert_num_queries(1):
        queries.labels_of(["com:13005"])
    with django_assert_num_queries(1):
        queries.labels_of(["com:13005", "com:13055", "com:05061"])


def test_unknown_codes_are_told_in_the_order_given() -> None:
    CommuneFactory()

    assert queries.unknown_codes(["x", "dep:13", "all", "dep:99", "com:13005", "x"]) == ["x", "dep:99"]


def test_area_choices_are_of_all_kinds() -> None:
    CommuneFactory()
    CommuneFactory(code="13001", name="Aix-en-Provence", post_codes=["13080", "13090", "13100"])
    TerritoryFactory(name="Pays de Provence", codes=["dep:13", "dep:84"])

    found = queries.area_choices_matching("provence")

    assert [(choice.label, choice.codes, choice.kind) for choice in found] == [
        ("Pays de Provence", ("dep:13", "dep:84"), "territory"),
        ("Provence-Alpes-Côte d'Azur", ("reg:93",), "reg"),
        ("Métropole d'Aix-Marseille-Provence", ("epci:200054807",), "epci"),
        ("Aix-en-Provence (13)", ("com:13001",), "com"),
    ]


def test_area_choices_know_numbers_and_nicknames() -> None:
    CommuneFactory()

    assert [choice.codes for choice in queries.area_choices_matching("13")] == [("dep:13",), ("com:13005",)]
    assert [choice.codes for choice in queries.area_choices_matching("paca")] == [("reg:93",)]
    assert [choice.codes for choice in queries.area_choices_matching("toute la fr")] == [("all",)]
    assert queries.area_choices_matching("") == []
    assert queries.area_choices_matching("paca", limit=0) == []


def test_communes_keep_half_of_the_room_among_area_choices() -> None:
    CommuneFactory()
    for number in range(4):
        EpciFactory(code=f"20000000{number}", name=f"CC Aubagne {number}")

    found = queries.area_choices_matching("aubagne", limit=2)

    assert [choice.kind for choice in found] == ["epci", "com"]


def test_a_typo_is_not_guessed_where_a_wide_area_fits() -> None:
    DepartmentFactory()
    CommuneFactory(code="74143", name="Bouchés")  # one letter from "bouche"

    assert [choice.kind for choice in queries.area_choices_matching("bouchez")] == ["com"]
    assert [choice.kind for choice in queries.area_choices_matching("bouches d")] == ["dep"]


def test_communes_in_areas_are_filtered_by_any_kind() -> None:
    aubagne, nissa = CommuneFactory(), nice()

    def found(*codes: str) -> set[Commune]:
        return set(Commune.objects.in_areas(codes))

    assert found("com:13005") == found("epci:200054807") == found("dep:13") == {aubagne}
    assert found("reg:93") == found("all") == found("dep:13", "dep:06") == {aubagne, nissa}
    assert found() == found("odd") == set()
