"""A route kept under a code."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laplateforme.core.models import OutgoingMail
from laplateforme.guidance import actions
from laplateforme.guidance.enums import CODE_WORDS
from laplateforme.guidance.queries import route_sheet
from laplateforme.offers.models import Offer, Session
from tests.factories.network import NetworkFactory
from tests.guidance.test_route import asked, network, offer_of, route_of  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(network, noon):  # noqa: F811
    offer = offer_of(network, "Décider à plusieurs")
    asked(network, offer)
    Session.objects.create(offer=offer, starts_at=noon.replace(day=30), place="Salle du Marché")
    return actions.keep_route(network=network, route=route_of(network, noon), at=noon)


def page_of(client, snapshot) -> str:
    text = client.get(reverse("guidance:kept_route", args=[snapshot.code])).content.decode()
    assert "«undefined" not in text
    return text


def test_codes_can_be_read_aloud() -> None:
    assert len(set(CODE_WORDS)) == len(CODE_WORDS) >= 300
    assert all(re.fullmatch("[A-Z]{2,12}", word) for word in CODE_WORDS)


def test_a_kept_route_stays_as_it_was_and_marks_what_changed(client, kept) -> None:
    assert "Décider à plusieurs" in page_of(client, kept)
    assert "edit" not in page_of(client, kept)

    Offer.objects.update(name="Autre nom", version=2)
    text = page_of(client, kept)

    assert "Décider à plusieurs" in text
    assert "Autre nom" not in text
    assert "core/sprite.svg#edit" in text


def test_an_offer_that_is_gone_is_marked(client, kept) -> None:
    Offer.objects.update(status="archived")

    assert "core/sprite.svg#cross" in page_of(client, kept)


def test_the_code_may_be_typed_in_small_letters(client, kept) -> None:
    assert client.get(reverse("guidance:kept_route", args=[kept.code.lower()])).status_code == 200


def test_another_network_does_not_know_the_code(client, kept) -> None:
    NetworkFactory(slug="restanques")

    assert client.get(f"/r/restanques{reverse('guidance:kept_route', args=[kept.code])}").status_code == 404
    assert client.get(reverse("guidance:kept_route", args=["FENOUIL-1"])).status_code == 404


def test_the_dates_go_into_a_calendar(client, kept) -> None:
    answer = client.get(reverse("guidance:kept_route_ics", args=[kept.code]))

    assert answer["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:D\xc3\xa9cider" in answer.content
    assert b"Salle du March" in answer.content


def test_a_wrong_address_is_refused_in_words_and_kept_on_the_page(client, kept) -> None:
    answer = client.post(reverse("guidance:mail_route", args=[kept.code]), {"email": "lea chez exemple"})

    assert answer.status_code == 422
    assert "lea chez exemple" in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_the_paper_has_what_the_page_has(kept, noon) -> None:
    sheet = route_sheet(kept)

    assert sheet["code"] == kept.code
    assert sheet["made"] == noon.date()
    steps = [step for step in sheet["steps"] if step["offers"]]
    assert steps[0]["state"] == "here"
    assert steps[0]["offers"][0]["name"] == "Décider à plusieurs"
    assert steps[0]["offers"][0]["next_date"] == noon.replace(day=30).date()


def test_keeping_and_reading_take_few_queries(client, kept) -> None:
    page_of(client, kept)
    with CaptureQueriesContext(connection) as captured:
        page_of(client, kept)

    assert len(captured) <= 8


def test_nothing_personal_is_kept(kept) -> None:
    assert set(kept.profile) == {"situation", "envie", "question", "lieu", "equipe"}
