"""The public API: open, read only, said in problems."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from laplateforme.core.models import Generation
from laplateforme.core.search import note_changes
from laplateforme.offers.models import Offer
from tests.factories.guidance import KeyQuestionFactory, PublishedOfferFactory, Room

HERE = "/r/calanques"


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def offer(room: Room) -> Offer:
    made = PublishedOfferFactory(
        organization=room.organization,
        name="Relire des statuts",
        commune_id="13005",
        contact_email="claire@ravelle.example",
    )
    PublishedOfferFactory(organization=room.organization, name="Brouillon secret", status="draft")
    KeyQuestionFactory(network=room.network, slug="statuts")
    return made


@pytest.fixture
def _indexed(offer: Offer, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        note_changes("offer", [offer.pk])


@pytest.mark.usefixtures("_indexed")
def test_search_gives_results_with_score_reasons_and_counts(client: Client, offer: Offer) -> None:
    answer = client.get(f"{HERE}/api/v1/search", {"q": "statuts", "near": "13005", "stage": "FEASIBILITY"})

    body = answer.json()
    assert answer.status_code == 200
    assert [hit["offer"]["code"] for hit in body["results"]] == [offer.code]
    assert body["results"][0]["score"] > 0
    assert body["results"][0]["reasons"][0]["field"] == "title"
    assert body["facets"]["stages"] == {"FEASIBILITY": 1}
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("near", ["nulle part", "99999", "91,0", "nan,2", "1,2,3", "43.2,"])
def test_an_odd_place_is_a_problem_that_names_its_field(client: Client, offer: Offer, near: str) -> None:
    answer = client.get(f"{HERE}/api/v1/search", {"near": near})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == ["near"]


def test_problems_are_told_in_the_language_asked_for(client: Client, offer: Offer) -> None:
    french = client.get(f"{HERE}/api/v1/search", {"page": "deux"}).json()
    english = client.get(f"{HERE}/api/v1/search", {"page": "deux"}, headers={"Accept-Language": "en"}).json()

    assert french["errors"] == [{"field": "page", "detail": "Donnez un nombre entier."}]
    assert english["errors"] == [{"field": "page", "detail": "Give a whole number."}]


def test_only_published_things_are_listed_without_anybody(client: Client, offer: Offer) -> None:
    listed = client.get(f"{HERE}/api/v1/offers")
    one = client.get(f"{HERE}/api/v1/offers/{offer.code}")

    assert [row["code"] for row in listed.json()["results"]] == [offer.code]
    assert one.json()["name"] == "Relire des statuts"
    assert "claire@" not in one.content.decode()
    assert "Karim" not in one.content.decode()


def test_another_network_is_not_there(client: Client, offer: Offer) -> None:
    assert client.get(f"/r/restanques/api/v1/offers/{offer.code}").status_code == 404
    assert client.get("/r/restanques/api/v1/offers").json()["results"] == []


def test_the_network_is_needed_where_there_are_several(client: Client, offer: Offer) -> None:
    answer = client.get("/api/v1/offers")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "network")


@pytest.mark.parametrize(
    ("path", "count"), [("organizations", 2), ("key-questions", 1), ("organizations/maison-ravelle", None)]
)
def test_the_other_lists_answer(client: Client, offer: Offer, path: str, count: int | None) -> None:
    answer = client.get(f"{HERE}/api/v1/{path}")
    assert answer.status_code == 200
    assert answer.json().get("total") == count


def test_route_answers_like_the_pages(client: Client, offer: Offer) -> None:
    answer = client.get(f"{HERE}/api/v1/route", {"situation": "idea", "lieu": "13005", "envie": ["useful", "place"]})

    body = answer.json()
    assert answer.status_code == 200
    assert body["codes"] == {"situation": "idea", "envie": ["useful", "place"], "lieu": "13005"}
    assert [stage["verb"] for stage in body["stages"]] == ["IMAGINE", "GATHER", "BUILD", "LAUNCH", "LAST"]
    assert "duty" not in body
    assert client.get(f"{HERE}/api/v1/route", {"situation": "perdu"}).status_code == 422


def test_a_tag_spares_sending_twice(client: Client, offer: Offer) -> None:
    Generation.objects.update_or_create(id=1, defaults={"value": 7})
    first = client.get(f"{HERE}/api/v1/offers")
    again = client.get(f"{HERE}/api/v1/offers", headers={"If-None-Match": first["ETag"]})
    Generation.objects.filter(id=1).update(value=8)
    later = client.get(f"{HERE}/api/v1/offers", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200


def test_pages_are_linked(client: Client, room: Room) -> None:
    PublishedOfferFactory.create_batch(21, organization=room.organization)
    answer = client.get(f"{HERE}/api/v1/offers")
    assert '?page=2>; rel="next"' in answer["Link"]
    assert len(client.get(f"{HERE}/api/v1/offers", {"page": 2}).json()["results"]) == 1


def test_writing_is_refused_and_preflight_answered(client: Client, offer: Offer) -> None:
    assert client.post(f"{HERE}/api/v1/offers").status_code == 405
    assert client.options(f"{HERE}/api/v1/offers")["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_sixty_requests_a_minute(client: Client, offer: Offer) -> None:
    statuses = {client.get(f"{HERE}/api/v1/key-questions").status_code for _ in range(125)}
    assert statuses == {200, 429}


def test_the_description_is_openapi_3_1_and_its_page_calls_nobody(client: Client, offer: Offer) -> None:
    description = client.get(f"{HERE}{reverse('api-1:openapi-json')}")
    page = client.get(f"{HERE}{reverse('api-1:openapi-view')}")

    assert json.loads(description.content)["openapi"].startswith("3.1")
    assert page.status_code == 200
    assert "cdn" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_whatever_it_holds(
    client: Client, room: Room, count: int, django_assert_max_num_queries
) -> None:
    PublishedOfferFactory.create_batch(count, organization=room.organization)
    with django_assert_max_num_queries(6):
        client.get(f"{HERE}/api/v1/offers")
