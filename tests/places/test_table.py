"""The communes of today, as people type them. Built from the shipped file, without a database."""

import pytest

from laplateforme.places.enums import Closeness
from laplateforme.places.queries.shipped import AliasRow, CommuneRow, shipped_places
from laplateforme.places.queries.table import CommuneTable


@pytest.fixture(scope="module")
def france() -> CommuneTable:
    places = shipped_places()
    return CommuneTable(places.communes, places.aliases)


def names(table: CommuneTable, text: str, limit: int = 8) -> list[str]:
    return [table.communes[found.commune].name for found in table.matching(text, limit)]


def codes(table: CommuneTable, text: str, limit: int = 8) -> list[str]:
    return [table.communes[found.commune].code for found in table.matching(text, limit)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Aubagne", "13005"),
        ("  AUBAGNE ", "13005"),
        ("13400", "13005"),
        ("13 400", "13005"),
        ("Aubagne (13400)", "13005"),
        ("aubagne 13", "13005"),
        ("13055", "13055"),  # no such post code: the INSEE code of Marseille
        ("13005", "13055"),  # a post code of Marseille first, though Aubagne's INSEE code
        ("Marseille (13)", "13055"),
        ("ciotat", "13028"),
        ("La Ciotat", "13028"),
        ("l isle sur la sorgue", "84054"),
        ("L’Isle‑sur‑la‑Sorgue", "84054"),
        ("lisle sur la sorgue", "84054"),
        ("St-Denis 93", "93066"),
        ("ste maxime", "83115"),
        ("fontenay s/ bois", "94033"),
        ("aix provence", "13001"),
        ("2A004", "2A004"),
        ("2a004", "2A004"),
        ("Œting", "57521"),
        ("mans", "72181"),
    ],
)
def test_what_is_typed_finds_the_commune_first(france: CommuneTable, text: str, code: str) -> None:
    assert codes(france, text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("marseile", "13055"), ("ciotta", "13028"), ("aix-en-provense", "13001"), ("aubange 13400", "13005")],
)
def test_one_wrong_letter_is_forgiven_as_a_last_resort(france: CommuneTable, text: str, code: str) -> None:
    found = france.matching(text, 5)

    assert france.communes[found[0].commune].code == code
    assert found[0].closeness == Closeness.TYPO


def test_three_letters_are_too_short_to_guess_a_typo(france: CommuneTable) -> None:
    assert names(france, "xqz") == []


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "é" * 300, "zzzzzzzz", "99999"])
def test_what_means_nothing_finds_nothing(france: CommuneTable, text: str) -> None:
    assert names(france, text) == []


def test_no_room_finds_nothing(france: CommuneTable) -> None:
    assert names(france, "aubagne", limit=0) == []


def test_the_beginning_of_a_post_code_finds_the_most_populous_first(france: CommuneTable) -> None:
    assert names(france, "134", 4) == ["Aubagne", "Cabriès", "Lambesc", "Eyguières"]


def test_the_number_of_a_department_finds_its_communes(france: CommuneTable) -> None:
    assert names(france, "13", 3) == ["Marseille", "Aix-en-Provence", "Arles"]
    assert names(france, "2a", 2) == ["Ajaccio", "Porto-Vecchio"]
    assert names(france, "974", 2) == ["Saint-Denis", "Saint-Paul"]


def test_namesakes_come_by_population_and_before_longer_names(france: CommuneTable) -> None:
    assert codes(france, "valence", 4)[:3] == ["26362", "82186", "16392"]
    assert names(france, "valence", 4)[3] == "Valence-en-Poitou"


def test_an_unfinished_word_may_be_saint_or_strasbourg(france: CommuneTable) -> None:
    found = names(france, "st", 4)

    assert "Strasbourg" in found
    assert "Saint-Étienne" in found


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("marseille 5", "Marseille 5e Arrondissement"),
        ("Marseille 5e (13005)", "Marseille 5e Arrondissement"),
        ("marseille 5eme arrondissement", "Marseille 5e Arrondissement"),
        ("13005", "Marseille 5e Arrondissement"),
        ("lyon 3", "Lyon 3e Arrondissement"),
        ("paris 1", "Paris 1er Arrondissement"),
        ("75116", "Paris 16e Arrondissement"),
        ("13205", "Marseille 5e Arrondissement"),
    ],
)
def test_a_district_leads_to_its_city(france: CommuneTable, text: str, alias: str) -> None:
    found = france.matching(text, 3)

    assert [france.entries[hit.entry].alias for hit in found] == [alias]
    assert france.communes[found[0].commune].name == alias.split()[0]


def test_the_city_comes_before_its_districts(france: CommuneTable) -> None:
    found = france.matching("mars", 20)

    assert france.entries[next(f for f in found if france.communes[f.commune].code == "13055").entry].alias == ""


def test_a_commune_of_the_past_leads_to_the_one_of_today(france: CommuneTable) -> None:
    [by_name] = france.matching("Arbignieu", 3)

    assert france.communes[by_name.commune].name == "Arboys en Bugey"
    assert by_name.closeness == Closeness.INDIRECT
    assert names(france, "12076") == ["Conques-en-Rouergue"]  # the code of Conques, merged


def test_communes_of_today_come_before_those_of_the_past(france: CommuneTable) -> None:
    assert all(not france.entries[hit.entry].is_former for hit in france.matching("s", 10))


def test_a_row_of_a_commune_since_merged_is_not_found_under_its_code(france: CommuneTable) -> None:
    kept = CommuneRow("01340", "Saint-Bois", ("01300",), "01", None, 45.7, 5.6, 100)
    today = CommuneRow("01015", "Arboys en Bugey", ("01300",), "01", None, 45.7, 5.6, 700)
    table = CommuneTable([kept, today], [AliasRow("01340", "Saint-Bois", "delegated", "01015", ())])

    assert codes(table, "saint-bois") == ["01015"]
    assert codes(table, "01300") == ["01015"]


def test_every_commune_is_found_by_its_own_name_and_department(france: CommuneTable) -> None:
    """Every fiftieth, whatever its hyphens, apostrophes and ligatures."""
    for commune in france.communes[::50]:
        found = codes(france, f"{commune.name} ({commune.department})", 20)
        assert commune.code in found, commune


def test_a_search_looks_at_few_entries(france: CommuneTable) -> None:
    """The work of a search is counted, not timed: the rarest word bounds it."""
    assert france.words.count_starting("aubagne") == 1
    assert france.words.count_starting("provence") < 100
    assert len(france.entries) < 40_000


def test_neighbors_come_nearest_first(france: CommuneTable) -> None:
    near = france.within(43.2971, 5.551, 10)

    nearest = [france.communes[number].name for number, _km in near[:3]]
    assert nearest == ["Aubagne", "La Penne-sur-Huveaune", "Carnoux-en-Provence"]
    assert near[0][1] == 0
    assert all(before[1] <= after[1] <= 10 for before, after in zip(near, near[1:], strict=False))


def test_neighbors_are_those_that_a_plain_walk_over_all_finds(france: CommuneTable) -> None:
    from laplateforme.places.queries import distance_km

    placed = [(n, c) for n, c in enumerate(france.communes) if c.latitude is not None]
    for latitude, longitude, km in [(43.2971, 5.551, 30), (48.85, 2.35, 15), (-21.1, 55.5, 40), (46.9, -56.3, 200)]:
        walked = {n for n, c in placed if distance_km(latitude, longitude, c.latitude, c.longitude) <= km}
        assert {number for number, _km in france.within(latitude, longitude, km)} == walked
