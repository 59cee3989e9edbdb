from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.places import CommuneAliasFactory, CommuneFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def test_anybody_gets_suggestions_as_json(client: Client) -> None:
    CommuneFactory()

    response = client.get(reverse("places:autocomplete"), {"q": "aub"})

    assert response.json() == [
        {
            "code": "13005",
            "name": "Aubagne",
            "post_codes": ["13400"],
            "department": "13",
            "department_name": "Bouches-du-Rhône",
            "label": "Aubagne (13400)",
            "via": "",
        }
    ]
    assert "public" in response["Cache-Control"]


def test_suggestions_also_come_as_the_options_of_a_datalist(client: Client) -> None:
    CommuneAliasFactory()
    CommuneFactory()

    whole = client.get(reverse("places:autocomplete"), {"q": "aub", "as": "options"})
    district = client.get(reverse("places:autocomplete"), {"q": "marseille 5", "as": "options"})

    assert whole.content.decode().strip() == '<option value="Aubagne (13400)">Bouches-du-Rhône</option>'
    assert 'value="Marseille 5e (13005)">Marseille 5e Arrondissement<' in district.content.decode()


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%00", "q=%ff%fe", "q=%F0%9F%A6%84", "q=" + "z" * 5000, "q=%ED%A0%80", "q='%22<>;--", "q=a&q=zzzz"],
)
def test_odd_bytes_are_answered_calmly(client: Client, query: str) -> None:
    CommuneFactory()

    for name in ("places:autocomplete", "places:areas"):
        response = client.get(f"{reverse(name)}?{query}")
        assert response.status_code == 200
        assert response.json() == []


def test_suggestions_cannot_be_posted(client: Client) -> None:
    assert client.post(reverse("places:autocomplete"), {"q": "aub"}).status_code == 405


def test_areas_of_all_kinds_come_as_json(client: Client) -> None:
    CommuneFactory()
    TerritoryFactory(name="Pays d'Aubagne", codes=["com:13005"])

    found = client.get(reverse("places:areas"), {"q": "aubagne"}).json()

    assert [choice["kind"] for choice in found] == ["territory", "com"]
    assert [choice["codes"] for choice in found] == [["com:13005"], ["com:13005"]]


@pytest.mark.parametrize("count", [1, 3])
def test_one_and_three_suggestions_cost_the_same(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        CommuneFactory(code=f"1300{number}", name=f"Aubagne {number}")

    with django_assert_max_num_queries(10) as captured:
        client.get(reverse("places:autocomplete"), {"q": "aub"})
    reading = [query for query in captured if 'FROM "places_' in query["sql"]]
    assert len(reading) == 6  # stamp, communes, other names, regions, départements, EPCI; one once remembered
