"""Reads of the room."""

from datetime import date

import pytest

from laplateforme.network import index, queries
from laplateforme.network.models.accent import contrast, is_readable, nearest_readable, shades_of
from laplateforme.places.models import Commune, Department, Region
from tests.factories.network import (
    DutyPersonFactory,
    NetworkFactory,
    OrganizationFactory,
    PositioningTextFactory,
    TerritoryFactory,
)


@pytest.fixture
def aubagne(db):
    region = Region.objects.create(code="93", name="Provence-Alpes-Côte d’Azur")
    department = Department.objects.create(code="13", name="Bouches-du-Rhône", region=region)
    return Commune.objects.create(code="13005", name="Aubagne", post_codes=["13400"], department=department)


def test_networks_serving_a_commune_come_from_the_narrowest(aubagne):
    wide = NetworkFactory(territory=TerritoryFactory(codes=["reg:93"]))
    near = NetworkFactory(territory=TerritoryFactory(codes=["dep:13"]))
    NetworkFactory(territory=TerritoryFactory(codes=["dep:83"]))
    NetworkFactory(territory=TerritoryFactory(codes=["dep:13"]), is_published=False)
    assert queries.networks_serving(aubagne) == [near, wide]


def test_duty_now_is_the_one_who_began_last(db):
    network = NetworkFactory()
    here = OrganizationFactory(network=network)
    always = DutyPersonFactory(network=network, organization=here, name="Toujours")
    week = DutyPersonFactory(
        network=network, organization=here, starts_date=date(2026, 11, 23), ends_date=date(2026, 11, 30)
    )
    assert queries.duty_now(network, date(2026, 11, 29)) == week
    assert queries.duty_now(network, date(2026, 11, 30)) == always
    assert queries.duty_now(None, date(2026, 11, 30)) is None
    assert queries.duty_roster(network, date(2026, 12, 1)) == [always]


def test_current_positioning_is_the_last(db):
    network = NetworkFactory()
    PositioningTextFactory(network=network, number=1)
    last = PositioningTextFactory(network=network, number=2)
    assert queries.current_positioning(network) == last
    assert queries.current_positioning(None) is None
    assert queries.positioning_versions(NetworkFactory()).current is None


def test_functions_stand_under_their_groups(db):
    words = queries.functions_by_group(["FUND", "WELCOME", "INFORM", "UNKNOWN"])
    assert [(one.group.value, len(one.functions)) for one in words] == [("WELCOME", 2), ("FUND", 1)]


def test_organization_is_found_in_its_published_networks_only(db):
    shown = OrganizationFactory(network=NetworkFactory(), name="Montrée")
    OrganizationFactory(network=NetworkFactory(is_published=False))
    OrganizationFactory()
    (document,) = index.organization_documents(None)
    assert (document.key, document.networks) == (
        str(shown.pk),
        tuple(str(pk) for pk in shown.participations.values_list("network_id", flat=True)),
    )
    assert list(index.organization_documents([])) == []


def test_organizations_are_filtered_by_commune(aubagne):
    network = NetworkFactory()
    here = OrganizationFactory(network=network, commune=aubagne)
    OrganizationFactory(network=network)
    found = queries.organizations_listed(network, queries.OrganizationFilter(commune_code="13005"))
    assert found == [here]
    assert queries.communes_of_network(network) == [aubagne]
    assert queries.organizations_listed(None, queries.OrganizationFilter()) == []


@pytest.mark.parametrize("color", ["#FFCC00", "#7FC4CE", "#FF0000", "#1B6B78", "#FFFFFF", "#000000", "#7A2E6E"])
def test_every_colour_ends_readable_in_both_themes(color):
    shades = shades_of(color)
    assert is_readable(nearest_readable(color))
    for light in (shades.accent, shades.strong):
        assert contrast(light, "#FFFFFF") >= 4.5
        assert contrast(light, "#F3EDE2") >= 4.5
    for dark in (shades.dark, shades.dark_strong):
        assert contrast(dark, "#182B33") >= 4.5


def test_readable_colour_is_left_as_it_is():
    assert shades_of("#1b6b78").accent == "#1B6B78"
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0
