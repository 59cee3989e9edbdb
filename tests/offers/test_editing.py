"""An offer is proposed, written by several hands, put away; what is badly said is refused beside its field."""

import pytest
from django.urls import reverse

from laplateforme.core.models import Draft
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from tests.factories.offers import SessionFactory
from tests.factories.places import CommuneFactory, DepartmentFactory
from tests.offers.pages import LISTS, path

WRITTEN = {
    **LISTS,
    "name": "Décider à plusieurs",
    "summary": "Cinq séances.",
    "stages": ["EMERGENCE"],
    "functions": ["TRAIN"],
    "coverage": ["all"],
    "how_to_ask": "Appelez.",
    "recheck_months": "3",
}


def test_a_manager_proposes_an_offer_and_publishes_it(sign_in, house):
    body = {**WRITTEN, "organization": str(house.organization.pk), "do": "publish", "idempotency_key": "k"}
    client = sign_in("manager")
    Draft.objects.create(owner_id=house.manager.pk, form="offer-new", data={})
    first, again = client.post(path("new"), body), client.post(path("new"), body)
    offer = Offer.objects.get()
    assert (first.status_code, first["Location"], again["Location"]) == (
        302,
        path("offer", offer.code),
        path("offer", offer.code),
    )
    assert (offer.status, offer.recheck_months, offer.organization) == (OfferStatus.PUBLISHED, 3, house.organization)
    assert Draft.objects.count() == 0


def test_publishing_too_early_keeps_a_draft_and_says_what_is_missing(sign_in, house):
    body = {**LISTS, "name": "Un nom", "organization": str(house.organization.pk), "do": "publish"}
    answer = sign_in("manager").post(path("new"), body, follow=True)
    assert Offer.objects.get().status == OfferStatus.DRAFT
    assert "au moins une étape" in answer.content.decode()


def test_an_offer_that_looks_alike_is_shown_before_going_on(sign_in, house, offer):
    body = {**WRITTEN, "name": "Atelier des comptes", "organization": str(house.organization.pk)}
    client = sign_in("manager")
    answer = client.post(path("new"), body)
    assert (answer.status_code, answer.context["alike"]) == (200, [offer])
    assert client.post(path("new"), {**body, "anyway": "1"}).status_code == 302
    assert Offer.objects.count() == 2


def test_nobody_writes_for_an_organization_of_others(sign_in, house, offer):
    client = sign_in("stranger")
    for wrong in (str(house.organization.pk), "x", "1' OR 1=1"):
        answer = client.post(path("new"), {**WRITTEN, "organization": wrong})
        assert list(answer.context["form"].errors) == ["organization"]
    assert client.post(path("edit", offer.code), WRITTEN).status_code == 404
    assert client.post(path("mine"), {"offer": offer.code}).status_code == 404
    assert Offer.objects.count() == 1


def test_a_line_is_added_without_script_and_every_word_stays(sign_in, house, offer):
    client = sign_in("manager")
    for do, prefix in (("add_date", "dates"), ("add_price", "prices")):
        answer = client.post(path("edit", offer.code), {**LISTS, "name": "", "summary": "Mes mots", "do": do})
        page = answer.content.decode()
        assert (answer.status_code, f'name="{prefix}-TOTAL_FORMS" value="1"' in page) == (200, True)
        assert "Mes mots" in page
        assert "has-error" not in page
    hostile = client.post(path("edit", offer.code), {"do": "add_date", "dates-TOTAL_FORMS": "9" * 30})
    assert hostile.status_code == 200


def test_a_territory_is_found_by_its_name(sign_in, house, offer):
    DepartmentFactory()
    client = sign_in("manager")
    answer = client.post(
        path("edit", offer.code), {**LISTS, "coverage_words": "Bouches-du-Rhône (13)", "do": "add_area"}
    )
    assert 'value="dep:13"' in answer.content.decode()
    assert answer.context["form"]["coverage"].value() == ["dep:13"]
    wrong = client.post(path("edit", offer.code), {**LISTS, "coverage_words": "Atlantide", "do": "add_area"})
    assert "Atlantide" in wrong.content.decode()
    assert list(wrong.context["form"].errors) == ["coverage_words"]


def test_saving_writes_dates_prices_and_places(sign_in, house, offer):
    CommuneFactory()
    session = SessionFactory(offer=offer)
    body = {
        **WRITTEN,
        "version": "1",
        "coverage": [],
        "coverage_words": "Aubagne",
        "commune": "Aubagne",
        "fee": "PAID",
        "price_from": "12,50",
        "dates-TOTAL_FORMS": "2",
        "dates-0-id": str(session.pk),
        "dates-0-day": "2099-12-08",
        "dates-0-starts": "14:00",
        "dates-0-ends": "16:00",
        "dates-1-day": "2099-12-09",
        "dates-1-starts": "09:00",
        "prices-TOTAL_FORMS": "1",
        "prices-0-from_month": "1",
        "prices-0-amount": "110",
    }
    client = sign_in("manager")
    assert client.post(path("edit", offer.code), body)["Location"] == path("mine")
    offer.refresh_from_db()
    assert (offer.version, offer.coverage, offer.commune_id, str(offer.price_from)) == (
        2,
        ["com:13005"],
        "13005",
        "12.50",
    )
    assert (offer.sessions.count(), offer.price_steps.get().from_month) == (2, 1)
    answer = client.post(path("edit", offer.code), {**body, "version": "2", "dates-1-DELETE": "on", "do": "preview"})
    assert answer["Location"] == path("preview", offer.code)
    assert offer.sessions.get().pk == session.pk


def test_two_people_at_once_see_both_versions(sign_in, house, offer):
    client = sign_in("manager")
    assert client.post(path("edit", offer.code), {**WRITTEN, "version": "1", "name": "Le sien"}).status_code == 302
    answer = client.post(path("edit", offer.code), {**WRITTEN, "version": "1", "name": "Le mien", "stages": ["IDEA"]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Le sien" in page
    assert "Le mien" in page
    offer.refresh_from_db()
    assert offer.name == "Le sien"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a" * 100_000),
        ("description", "<script>" * 2000),
        ("summary", "nul\x00"),
        ("stages", ["FLY"]),
        ("coverage", ["dep:999"]),
        ("coverage", ["x" * 5000]),
        ("fee", "GRATIS"),
        ("capacity", "SOON"),
        ("waitlist_weeks", "beaucoup"),
        ("price_from", "douze"),
        ("price_to", "1e400"),
        ("contact_email", "moi"),
        ("contact_link", "javascript:alert(1)"),
        ("commune", "Atlantide"),
        ("recheck_months", "7"),
        ("units_count", "-3"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_nothing_is_written(sign_in, house, offer, field, value):
    answer = sign_in("manager").post(path("edit", offer.code), {**WRITTEN, "version": "1", field: value})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    offer.refresh_from_db()
    assert offer.version == 1


@pytest.mark.parametrize(
    "rows",
    [
        {"dates-0-day": "hier"},
        {"dates-0-day": "2099-12-08", "dates-0-starts": "14:00", "dates-0-ends": "13:00"},
        {"dates-0-day": "2099-12-08", "dates-0-starts": "14:00", "dates-0-last_day": "2099-12-01"},
        {"dates-0-day": "2099-12-08", "dates-0-starts": "14:00", "dates-0-last_day": "2099-12-09"},
        {"dates-0-day": "2099-12-08", "dates-0-starts": "14:00", "dates-0-url": "x y"},
        {"dates-0-id": "not-an-id", "dates-0-day": "2099-12-08", "dates-0-starts": "14:00"},
    ],
)
def test_a_wrong_date_is_refused_in_its_line(sign_in, house, offer, rows):
    body = {**WRITTEN, "version": "1", "dates-TOTAL_FORMS": "1", **rows}
    answer = sign_in("manager").post(path("edit", offer.code), body)
    assert (answer.status_code, offer.sessions.count()) == (200, 0)
    assert answer.context["forms"].dates.total_error_count() > 0


def test_a_date_of_another_offer_and_a_form_without_its_lists_are_refused(sign_in, house, offer):
    other = SessionFactory()
    row = {
        "dates-TOTAL_FORMS": "1",
        "dates-0-id": str(other.pk),
        "dates-0-day": "2099-12-08",
        "dates-0-starts": "14:00",
    }
    client = sign_in("manager")
    answer = client.post(path("edit", offer.code), {**WRITTEN, "version": "1", **row})
    assert answer.context["form"].non_field_errors()
    assert client.post(path("edit", offer.code), {"name": "Seul"}).status_code == 200


def test_a_draft_is_offered_again_and_can_be_thrown_away(sign_in, house, offer):
    client = sign_in("manager")
    client.post(reverse("core:save_draft", args=[f"offer-{offer.code}"]), {**WRITTEN, "name": "En cours"})
    page = client.get(path("edit", offer.code)).content.decode()
    assert "Vous aviez commencé" in page
    assert "En cours" not in page
    resumed = client.get(path("edit", offer.code) + "?reprendre=1").content.decode()
    assert 'value="En cours"' in resumed
    forget = reverse("core:forget_draft", args=[f"offer-{offer.code}"])
    assert client.post(forget, {"next": path("edit", offer.code)}).url == path("edit", offer.code)
    assert Draft.objects.count() == 0


def test_an_offer_is_put_away_and_taken_up_again(sign_in, house, offer):
    client = sign_in("manager")
    for do, status in (("unpublish", "draft"), ("archive", "archived"), ("reopen", "draft")):
        assert client.post(path("edit", offer.code), {"do": do})["Location"] == path("mine")
        offer.refresh_from_db()
        assert offer.status == status
