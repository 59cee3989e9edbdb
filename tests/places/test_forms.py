import pytest
from django import forms
from django.utils import translation

from laplateforme.places.forms import CommuneField
from laplateforme.places.models import Commune
from tests.factories.places import CommuneAliasFactory, CommuneFactory, DepartmentFactory, RegionFactory, marseille

pytestmark = pytest.mark.django_db


class PlaceForm(forms.Form):
    commune = CommuneField()


class OptionalPlaceForm(forms.Form):
    commune = CommuneField(required=False)


def two_named_saint_denis() -> None:
    seine_saint_denis = DepartmentFactory(
        code="93", name="Seine-Saint-Denis", region=RegionFactory(code="11", name="Île-de-France")
    )
    reunion = DepartmentFactory(code="974", name="La Réunion", region=RegionFactory(code="04", name="La Réunion"))
    CommuneFactory(code="93066", name="Saint-Denis", post_codes=["93200"], department=seine_saint_denis, epci=None)
    CommuneFactory(code="97411", name="Saint-Denis", post_codes=["97400"], department=reunion, epci=None)


@pytest.mark.parametrize(
    "typed", ["Aubagne", "aubag", "13400", "Aubagne (13400)", " aubagne  ", "com:13005", "aubagne 13"]
)
def test_one_commune_is_taken(typed: str) -> None:
    CommuneFactory()
    marseille()

    form = PlaceForm({"commune": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"] == Commune(code="13005")


@pytest.mark.parametrize("typed", ["marseille 5", "13005", "Marseille 5e (13005)", "com:13205", "13055"])
def test_a_district_is_taken_as_its_city(typed: str) -> None:
    CommuneAliasFactory()

    form = PlaceForm({"commune": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"].name == "Marseille"


def test_namesakes_are_told_so_that_one_can_choose() -> None:
    two_named_saint_denis()
    form = PlaceForm({"commune": "st denis"})

    with translation.override("fr"):
        messages = form.errors["commune"]

    assert messages == [
        "Plusieurs communes correspondent à «\u00a0st denis\u00a0»\u00a0: "
        "Saint-Denis (93200), Saint-Denis (97400). Choisissez la vôtre."
    ]
    assert [found.code for found in form.fields["commune"].candidates] == ["93066", "97411"]
    [error] = form.errors.as_data()["commune"]
    assert [found.code for found in error.candidates] == ["93066", "97411"]  # type: ignore[attr-defined]
    assert PlaceForm({"commune": "com:97411"}).is_valid()


def test_no_more_than_five_candidates_are_told() -> None:
    for number in range(7):
        CommuneFactory(code=f"1300{number}", name="Sainte-Marie", post_codes=[f"1300{number}"])
    form = PlaceForm({"commune": "ste marie"})

    assert not form.is_valid()
    assert len(form.fields["commune"].candidates) == 5


def test_a_typo_brings_a_suggestion_and_no_decision() -> None:
    CommuneFactory()
    form = PlaceForm({"commune": "Aubange"})

    with translation.override("fr"):
        assert form.errors["commune"] == [
            "Nous ne connaissons pas la commune «\u00a0Aubange\u00a0». Pensiez-vous à Aubagne (13400)\u00a0?"
        ]
    assert [found.code for found in form.fields["commune"].candidates] == ["13005"]


@pytest.mark.parametrize("typed", ["Xyzzy", "99999", "com:99999", "com:", "<script>", "\x01", "é" * 81])
def test_what_nobody_knows_is_refused(typed: str) -> None:
    CommuneFactory()

    assert not PlaceForm({"commune": typed}).is_valid()


def test_nothing_is_refused_only_where_a_commune_is_needed() -> None:
    assert not PlaceForm({"commune": " "}).is_valid()
    form = OptionalPlaceForm({"commune": " "})
    assert form.is_valid()
    assert form.cleaned_data["commune"] is None


def test_a_commune_is_shown_as_its_label() -> None:
    aubagne = CommuneFactory()

    assert 'value="Aubagne (13400)"' in PlaceForm(initial={"commune": aubagne})["commune"].as_widget()
    assert 'value="Aubagne (13400)"' in PlaceForm({"commune": "com:13005"})["commune"].as_widget()
    assert 'value="com:99999"' in PlaceForm({"commune": "com:99999"})["commune"].as_widget()
    assert 'data-autocomplete-url="/lieux/communes"' in PlaceForm()["commune"].as_widget()


def test_the_same_commune_is_no_change() -> None:
    aubagne = CommuneFactory()

    assert not PlaceForm({"commune": "Aubagne (13400)"}, initial={"commune": aubagne}).has_changed()
    assert PlaceForm({"commune": "Gap"}, initial={"commune": aubagne}).has_changed()
