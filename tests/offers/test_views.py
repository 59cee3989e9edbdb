"""Pages of offers, met by those who may and those who may not."""

import re
from datetime import timedelta

import pytest
import time_machine as clock
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from laplateforme.core.models import OutgoingMail
from laplateforme.core.signing import sign_link
from laplateforme.offers.emails import RECHECK
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from tests.factories.network import NetworkFactory
from tests.factories.offers import OfferFactory, PriceStepFactory, SessionFactory
from tests.offers.pages import LISTS, path


@pytest.fixture
def draft(house):
    return OfferFactory(organization=house.organization, code="drft", draft=True)


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
