"""Pages of offers, met by those who may and those who may not."""

import re
from datetime import timedelta

import pytest
import time_machine as clock
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from laplateforme.core.models import Draft, OutgoingMail
from laplateforme.core.signing import sign_link
from laplateforme.offers.emails import RECHECK
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from tests.factories.network import NetworkFactory
from tests.factories.offers import OfferFactory, PriceStepFactory, SessionFactory
from tests.factories.places import CommuneFactory, DepartmentFactory

HOME = "/r/calanques"
LISTS = {
    "dates-TOTAL_FORMS": "0",
    "dates-INITIAL_FORMS": "0",
    "prices-TOTAL_FORMS": "0",
    "prices-INITIAL_FORMS": "0",
}
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


@pytest.fixture
def offer(house):
    return OfferFactory(organization=house.organization, code="n5mh", name="Atelier des comptes")


@pytest.fixture
def draft(house):
    return OfferFactory(organization=house.organization, code="drft", draft=True)


@pytest.fixture
def sign_in(client, house):
    def as_(who):
        client.logout()
        if who:
            client.force_login(getattr(house, who))
        return client

    return as_


def path(name, *arguments):
    return HOME + reverse(f"offers:{name}", args=arguments)


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        # the manager, the facilitator, a funder who reads, a stranger of another network, nobody
        ("offer", (200, 200, 200, 200, 200)),
        ("offer_ics", (200, 200, 200, 200, 200)),
        ("offer_qr", (200, 200, 200, 200, 200)),
        ("embed_card", (200, 200, 200, 200, 200)),
        ("report_error", (200, 200, 200, 200, 200)),
        ("short", (302, 302, 302, 302, 302)),
        ("edit", (200, 200, 404, 404, 302)),
        ("preview", (200, 200, 404, 404, 302)),
        ("history", (200, 200, 404, 404, 302)),
    ],
)
def test_who_opens_the_pages_of_a_published_offer(sign_in, offer, name, statuses):
    found = [
        sign_in(who).get(path(name, offer.code)).status_code
        for who in ("manager", "facilitator", "funder", "stranger", None)
    ]
    assert tuple(found) == statuses


@pytest.mark.parametrize("name", ["offer", "offer_ics", "offer_qr"])
def test_a_draft_does_not_exist_for_others(sign_in, draft, name):
    found = [sign_in(who).get(path(name, draft.code)).status_code for who in ("manager", "funder", "stranger", None)]
    assert found == [200, 404, 404, 404]
    draft.status = OfferStatus.ARCHIVED
    draft.save()
    assert sign_in(None).get(path(name, draft.code)).status_code == 404


@pytest.mark.parametrize("name", ["embed_card", "report_error", "short"])
def test_what_is_for_other_sites_shows_no_draft_to_anybody(sign_in, draft, name):
    found = [sign_in(who).get(path(name, draft.code)).status_code for who in ("manager", "stranger", None)]
    assert found == [404, 404, 404]


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("chain", (200, 200, 200, 200, 200)),
        ("chain_members", (200, 200, 200, 404, 302)),
        ("to_check", (403, 200, 403, 404, 302)),
        ("mine", (200, 200, 200, 200, 302)),
        ("new", (200, 200, 403, 200, 302)),
    ],
)
def test_who_opens_the_lists(sign_in, offer, name, statuses):
    found = [sign_in(who).get(path(name)).status_code for who in ("manager", "facilitator", "funder", "stranger", None)]
    assert tuple(found) == statuses


@pytest.mark.parametrize("name", ["chain", "mine", "to_check", "chain_members"])
def test_lists_cost_the_same_with_one_and_three(sign_in, house, name):
    client = sign_in("facilitator")
    client.get(path(name))  # what is read once for a session
    costs = []
    for count in (1, 2):
        for one in OfferFactory.create_batch(count, organization=house.organization, stale=True):
            SessionFactory(offer=one)
        with CaptureQueriesContext(connection) as captured:
            client.get(path(name))
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_an_offer_of_another_network_is_not_on_this_door(client, house):
    other = OfferFactory(organization__network=NetworkFactory(slug="restanques"), code="othr")
    assert client.get(path("offer", "othr")).status_code == 404
    answer = client.get(path("short", "othr"))
    assert (answer.status_code, answer["Location"]) == (302, "http://localhost:8000/r/restanques/offres/othr/")
    other.status = OfferStatus.DRAFT
    other.save()
    assert client.get(path("short", "othr")).status_code == 404


def test_the_page_of_an_offer_says_what_people_need(client, house, offer):
    SessionFactory(offer=offer)
    PriceStepFactory(offer=offer, from_month=1)
    page = client.get(path("offer", offer.code)).content.decode()
    for words in (
        "En bref",
        "Places disponibles",
        "Vérifiée",
        "application/ld+json",
        "Prix selon la durée",
        "Signaler une erreur",
    ):
        assert words in page
    assert len(re.findall("<h1", page)) == 1
    assert "http://localhost:8000/r/calanques/o/n5mh/" in page


def test_the_qr_leads_to_the_short_address(client, offer):
    answer = client.get(path("offer_qr", offer.code))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg xmlns=")


def test_calendars_hold_the_dates_to_come(client, house, offer, noon):
    SessionFactory(offer=offer)
    SessionFactory(offer=offer, starts_at=noon - timedelta(days=4000))
    for address in (path("offer_ics", offer.code), "/r/calanques/agenda.ics"):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/calendar")
        assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1


def test_the_card_runs_nothing_sets_nothing_and_may_be_framed(client, offer):
    for _twice in (1, 2):
        answer = client.get(path("embed_card", offer.code))
        assert not answer.cookies
        assert "X-Frame-Options" not in answer
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert b"<script" not in answer.content
        assert b'href="http://localhost:8000/r/calanques/o/n5mh/"' in answer.content


def test_the_card_of_a_fictitious_network_says_so(client, house, offer):
    assert "Réseau fictif" not in client.get(path("embed_card", offer.code)).content.decode()
    house.network.is_demo = True
    house.network.save()
    assert "Réseau fictif" in client.get(path("embed_card", offer.code)).content.decode()


def test_a_holder_reports_an_error_once(client, house, offer):
    body = {"message": "Le numéro est faux.", "reply_to": "", "website": "", "idempotency_key": "k1"}
    for _twice in (1, 2):
        answer = client.post(path("report_error", offer.code), body)
        assert answer.status_code == 302
    assert OutgoingMail.objects.count() == 1
    assert "Merci" in client.get(answer["Location"]).content.decode()


def test_a_robot_that_fills_the_trap_is_thanked_and_not_heard(client, house, offer):
    answer = client.post(path("report_error", offer.code), {"message": "Achetez", "website": "https://spam.example"})
    assert answer.status_code == 302
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("message", ["", "   ", "\u202e", "a" * 1001, "nul\x00"])
def test_a_report_without_words_is_refused_beside_its_field(client, house, offer, message):
    answer = client.post(path("report_error", offer.code), {"message": message, "reply_to": "no"})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"message", "reply_to"}
    assert OutgoingMail.objects.count() == 0


def test_reports_are_limited(client, house, offer):
    answers = [client.post(path("report_error", offer.code), {"message": f"Faux {n}"}).status_code for n in range(7)]
    assert answers == [302] * 5 + [429] * 2


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


def test_nothing_has_changed_in_one_press(sign_in, house, offer):
    Offer.objects.update(checked_at=None)
    answer = sign_in("manager").post(path("mine"), {"offer": offer.code})
    offer.refresh_from_db()
    assert (answer.status_code, offer.checked_by_name, offer.checked_at is not None) == (302, "Solène Arnoux", True)


def test_a_facilitator_chases_everybody_or_one(sign_in, house, offer):
    Offer.objects.update(checked_at=None)
    client = sign_in("facilitator")
    assert "Relancer tout le monde" in client.get(path("to_check")).content.decode()
    said = client.post(path("to_check"), follow=True).content.decode()
    assert "1 offre" in said
    again = client.post(path("to_check"), {"offer": offer.code}, follow=True).content.decode()
    assert "déjà été sollicités" in again
    Offer.objects.update(recheck_asked_at=None)
    client.post(path("to_check"), {"offer": offer.code})
    assert OutgoingMail.objects.count() == 2
    assert sign_in("manager").post(path("to_check")).status_code == 403


def link(offer):
    return path("recheck", sign_link(RECHECK, str(offer.pk)))


def test_opening_the_link_changes_nothing_and_the_button_does(client, house, offer):
    Offer.objects.update(checked_at=None)
    answer = client.get(link(offer))
    offer.refresh_from_db()
    assert (answer.status_code, answer["X-Robots-Tag"], offer.checked_at) == (200, "noindex, nofollow", None)
    done = client.post(link(offer), {"do": "confirm"})
    offer.refresh_from_db()
    assert (offer.checked_by_name, offer.checked_at is not None) == ("Tramontelle", True)
    assert "c’est noté" in client.get(done["Location"]).content.decode()


def test_the_link_corrects_at_once(client, house, offer):
    body = {
        **LISTS,
        "version": "1",
        "do": "correct",
        "capacity": "WAITLIST",
        "waitlist_weeks": "6",
        "summary": "Neuf.",
        "fee": "FREE",
    }
    more = client.post(link(offer), {**body, "do": "add_date"})
    assert 'name="dates-TOTAL_FORMS" value="1"' in more.content.decode()
    assert "has-error" not in more.content.decode()
    wrong = client.post(link(offer), {**body, "waitlist_weeks": "many"})
    assert list(wrong.context["form"].errors) == ["waitlist_weeks"]
    assert client.post(link(offer), body).status_code == 302
    offer.refresh_from_db()
    assert (offer.capacity, offer.waitlist_weeks, offer.summary, offer.version) == ("WAITLIST", 6, "Neuf.", 2)
    assert client.post(link(offer), {**body, "summary": "Encore."}).status_code == 409
    stolen = SessionFactory()
    row = {
        "dates-TOTAL_FORMS": "1",
        "dates-0-id": str(stolen.pk),
        "dates-0-day": "2099-12-08",
        "dates-0-starts": "14:00",
    }
    refused = client.post(link(offer), {**body, "version": "2", **row})
    assert refused.context["form"].non_field_errors()


def test_an_old_link_sends_a_new_one_and_every_answer_is_the_same(client, house, offer):
    old = link(offer)
    with clock.travel(timezone.now() + timedelta(days=9), tick=False):
        expired, nonsense = client.get(old), client.get(path("recheck", "nonsense"))
        assert (expired.status_code, nonsense.status_code) == (410, 410)
        first, second = client.post(old), client.post(path("recheck", "nonsense"))
        assert (first.status_code, second.status_code) == (302, 302)
        sent = [client.get(one["Location"]).content.decode() for one in (first, second)]
    assert [len(re.findall("Un nouveau lien est en route</h1>", page)) for page in sent] == [1, 1]
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [house.manager.email]


def test_a_link_of_another_purpose_opens_nothing(client, house, offer, draft):
    assert client.get(path("recheck", sign_link("something-else", str(offer.pk)))).status_code == 410
    assert client.get(link(draft)).status_code == 410
    assert "Il n’y a rien à vérifier" in client.get(link(draft)).content.decode()
