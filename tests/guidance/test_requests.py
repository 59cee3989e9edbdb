"""Asking to be contacted, and answering."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.models import JournalEntry, OutgoingMail
from laplateforme.core.phone import phone_or_none
from laplateforme.guidance import actions
from laplateforme.guidance.enums import ALLOWED_MOVES, RequestStatus
from laplateforme.guidance.forms.requests import SALT
from laplateforme.guidance.models import ContactRequest
from laplateforme.guidance.queries.requests import receivers_for, requests_waiting
from tests.factories.guidance import ContactRequestFactory, PublishedOfferFactory, client_of, room
from tests.factories.network import DutyPersonFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
CONTACT = {"name": "Leïla", "contact": "0639980114", "message": "Nous sommes quatre."}


@pytest.fixture
def here():
    return room()


def sent(**changes):
    return {**CONTACT, "drawn": signing.dumps("contact", salt=SALT), **changes}


def address(here, name, *args):
    return f"/r/{here.network.slug}{reverse(name, args=args)}"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("06 39 98 01 14", "06 39 98 01 14"),
        ("06.39-98/01 14", "06 39 98 01 14"),
        ("+33 6 39 98 01 14", "06 39 98 01 14"),
        ("+33 (0)6 39 98 01 14", "06 39 98 01 14"),
        ("0033639980114", "06 39 98 01 14"),
        ("639980114", "06 39 98 01 14"),
        ("+32 470 12 34 56", "+32470123456"),
        ("06 39 98 01", None),
        ("06 39 98 01 14 15", None),
        ("appelez-moi", None),
        ("٠٦٣٩٩٨٠١١٤", None),
        ("", None),
    ],
)
def test_phone_numbers_are_read_in_every_usual_form(typed, read):
    assert phone_or_none(typed) == read


def test_ask_contact_promises_working_days_and_tells_the_duty_person(here, noon):
    person = DutyPersonFactory(
        network=here.network, organization=here.organization, user=here.facilitator, promised_days=2
    )
    kept = actions.ask_contact(
        network=here.network, name="Leïla", means="email", contact="leila@boite.example", message="Seule", at=noon
    )
    assert kept.due_at.date().isoformat() == "2026-11-25"
    mails = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert set(mails) == {person.user.email, "leila@boite.example"}
    inbox = mails[person.user.email]
    assert "Leïla" not in inbox.subject + inbox.text
    assert "Seule" not in inbox.subject + inbox.text
    assert f"/r/calanques/demandes/{kept.pk}/" in inbox.text


def test_contact_form_sends_then_says_when(here):
    DutyPersonFactory(network=here.network, organization=here.organization)
    client = client_of(None)
    page = client.get(address(here, "guidance:ask_contact"))
    assert page.context["form"]["name"].value() is None
    answer = client.post(address(here, "guidance:ask_contact"), sent())
    kept = ContactRequest.objects.get()
    assert (kept.name, kept.means, kept.contact, kept.network) == ("Leïla", "phone", "06 39 98 01 14", here.network)
    after = client.get(answer["Location"])
    assert after.status_code == 200
    assert after.context["due_at"] == kept.due_at
    assert "Leïla" not in after.content.decode()


def test_contact_form_is_sent_once_for_a_double_click(here):
    client = client_of(None)
    body = sent(idempotency_key="one-key")
    first, second = (client.post(address(here, "guidance:ask_contact"), body) for _ in range(2))
    assert ContactRequest.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_contact_form_carries_the_offer(here):
    offer = PublishedOfferFactory(organization=here.organization)
    page = client_of(None).get(address(here, "guidance:ask_contact"), {"offer": offer.code})
    assert page.context["form"]["offer"].value() == offer.code
    client_of(None).post(address(here, "guidance:ask_contact"), sent(offer=offer.code))
    assert ContactRequest.objects.get().offer == offer


def test_contact_form_carries_the_answers_of_a_route(here):
    client = client_of(None)
    page = client.get(address(here, "guidance:ask_contact"), {"theme": "LEGAL", "lieu": "13005", "envie": "odd"})
    codes = page.context["form"]["codes"].value()
    assert codes == "theme=LEGAL&lieu=13005"
    client.post(address(here, "guidance:ask_contact"), sent(codes=codes))
    assert ContactRequest.objects.get().snapshot.profile["theme"] == ["LEGAL"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "1234"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "\x00\u202e"}, "name"),
        ({"contact": ""}, "contact"),
        ({"contact": "06 39"}, "contact"),
        ({"contact": "leila@"}, "contact"),
        ({"contact": "a" * 10_000}, "contact"),
        ({"message": "x" * 1001}, "message"),
        ({"drawn": "forged"}, "__all__"),
        ({"drawn": ""}, "__all__"),
    ],
)
def test_contact_form_refuses_in_words_and_keeps_the_text(here, changes, field):
    answer = client_of(None).post(address(here, "guidance:ask_contact"), sent(**changes))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["message"].value() == changes.get("message", "Nous sommes quatre.")
    assert ContactRequest.objects.count() == 0


def test_a_machine_that_fills_the_hidden_field_leaves_nothing(here):
    answer = client_of(None).post(address(here, "guidance:ask_contact"), sent(website="https://spam.example"))
    assert answer.status_code == 302
    assert ContactRequest.objects.count() == OutgoingMail.objects.count() == 0


def test_contact_form_is_limited(here):
    client = client_of(None)
    answers = [client.post(address(here, "guidance:ask_contact"), sent()).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_an_old_address_of_the_page_sent_gives_the_form_again(here):
    answer = client_of(None).get(address(here, "guidance:ask_contact"), {"envoyee": "forged"})
    assert answer.status_code == 302


def test_route_then_answer(here, noon):
    kept = ContactRequestFactory(network=here.network)
    actions.route_request(request=kept, organization=here.organization, by=here.facilitator, at=noon)
    assert [mail.to for mail in OutgoingMail.objects.all()] == [here.adviser.email]
    assert kept.name not in OutgoingMail.objects.get().text
    answered = actions.answer_request(request=kept, by=here.adviser, at=noon, note="Rendez-vous le 2.")
    assert (answered.status, answered.answered_by, answered.answered_at) == ("answered", here.adviser, noon)
    assert list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "request routed",
        "request answered",
    ]


@pytest.mark.parametrize("status", RequestStatus.values)
@pytest.mark.parametrize("to", ["routed", "answered", "closed"])
def test_requests_move_as_the_table_says(here, noon, status, to):
    kept = ContactRequestFactory(
        network=here.network,
        status=status,
        organization=here.organization if status == "routed" else None,
        answered_at=noon if status == "answered" else None,
    )
    deeds = {
        "routed": lambda: actions.route_request(request=kept, organization=here.neighbor, by=here.facilitator, at=noon),
        "answered": lambda: actions.answer_request(request=kept, by=here.facilitator, at=noon),
        "closed": lambda: actions.close_request(request=kept, by=here.facilitator, at=noon),
    }
    if to in ALLOWED_MOVES[RequestStatus(status)]:
        assert deeds[to]().status == to
    else:
        with pytest.raises(actions.UnableToMoveRequest):
            deeds[to]()
        kept.refresh_from_db()
        assert kept.status == status


def test_a_request_goes_to_organizations_of_its_network_only(here, noon):
    kept = ContactRequestFactory(network=here.network)
    with pytest.raises(actions.UnableToRouteRequest):
        actions.route_request(request=kept, organization=OrganizationFactory(), by=here.facilitator, at=noon)


def test_one_reminder_a_day(here, noon):
    kept = ContactRequestFactory(network=here.network, status="routed", organization=here.organization)
    actions.remind_organization(request=kept, by=here.facilitator, at=noon)
    with pytest.raises(actions.UnableToRemind):
        actions.remind_organization(request=kept, by=here.facilitator, at=noon + timedelta(hours=23))
    actions.remind_organization(request=kept, by=here.facilitator, at=noon + timedelta(hours=25))
    assert OutgoingMail.objects.filter(to=here.adviser.email).count() == 2


def test_receivers_start_with_the_organization_of_the_offer(here):
    offer = PublishedOfferFactory(organization=here.organization)
    kept = ContactRequestFactory(network=here.network, offer=offer)
    OrganizationFactory(name="Ailleurs")
    assert [one.organization.name for one in receivers_for(kept)] == ["Maison Ravelle", "Cap Farigoule"]


def test_requests_waiting_are_sorted_by_urgency(here):
    now = timezone.now()
    ContactRequestFactory(network=here.network, due_at=now + timedelta(days=30))
    ContactRequestFactory(network=here.network, due_at=now - timedelta(days=4))
    ContactRequestFactory(network=here.network, due_at=now + timedelta(days=2))
    ContactRequestFactory(network=here.network, status="closed")
    ContactRequestFactory()
    rows = requests_waiting(here.facilitator, here.network, now)
    assert [row.urgency for row in rows] == ["late", "week", "information"]
    assert "4" in rows[0].status.text
    assert not any("Leïla" in f"{row.title}{row.text}" for row in rows)


@pytest.mark.parametrize(
    ("who", "inbox", "passed", "other"),
    [
        ("facilitator", 200, 200, 200),
        ("adviser", 200, 200, 404),
        ("ambassador", 404, 404, 404),
        ("stranger", 404, 404, 404),
    ],
)
def test_who_reads_requests(here, who, inbox, passed, other):
    mine = ContactRequestFactory(network=here.network, status="routed", organization=here.organization)
    new = ContactRequestFactory(network=here.network, name="Encore Fictive")
    client = client_of(getattr(here, who))
    assert client.get(address(here, "guidance:requests")).status_code == inbox
    assert client.get(address(here, "guidance:request", mine.pk)).status_code == passed
    assert client.get(address(here, "guidance:request", new.pk)).status_code == other


def test_nobody_signed_in_is_asked_to_sign_in(here):
    kept = ContactRequestFactory(network=here.network)
    for name, args in (
        ("guidance:requests", ()),
        ("guidance:request", (kept.pk,)),
        ("guidance:bank", ()),
        ("guidance:gaps", ()),
    ):
        assert client_of(None).get(address(here, name, *args)).status_code == 302


def test_reading_a_request_is_written_in_the_journal(here):
    kept = ContactRequestFactory(network=here.network)
    client = client_of(here.facilitator)
    client.get(address(here, "guidance:requests"))
    assert JournalEntry.objects.filter(verb="request read").count() == 0
    page = client.get(address(here, "guidance:request", kept.pk))
    assert "Leïla Fictive" in page.content.decode()
    entry = JournalEntry.objects.get(verb="request read")
    assert (entry.actor_id, entry.subject_id) == (here.facilitator.pk, str(kept.pk))


def test_a_page_whose_reading_cannot_be_recorded_is_not_sent(here, monkeypatch):
    kept = ContactRequestFactory(network=here.network)

    def broken(**_values):
        raise OSError("disk full")

    monkeypatch.setattr(JournalEntry.objects, "create", broken)
    with pytest.raises(OSError, match="disk full"):
        client_of(here.facilitator).get(address(here, "guidance:request", kept.pk))


def test_the_adviser_answers_on_the_page(here):
    kept = ContactRequestFactory(network=here.network, status="routed", organization=here.organization)
    client = client_of(here.adviser)
    refused = client.post(
        address(here, "guidance:request", kept.pk), {"deed": "route", "organization": here.neighbor.pk}
    )
    assert refused.status_code == 403
    client.post(address(here, "guidance:request", kept.pk), {"deed": "answer", "note": "Vue mardi."})
    kept.refresh_from_db()
    assert (kept.status, kept.answer_note) == ("answered", "Vue mardi.")


@pytest.mark.parametrize("organization", ["", "nope", "00000000-0000-0000-0000-000000000000"])
def test_an_odd_organization_is_refused_in_words(here, organization):
    kept = ContactRequestFactory(network=here.network)
    page = client_of(here.facilitator).post(
        address(here, "guidance:request", kept.pk), {"deed": "route", "organization": organization}
    )
    assert page.status_code == 200
    assert list(page.context["route_form"].errors) == ["organization"]


def test_the_inbox_costs_the_same_with_one_and_three(here):
    offer = PublishedOfferFactory(organization=here.organization)
    client = client_of(here.facilitator)
    client.get(address(here, "guidance:requests"))  # what a process reads once
    costs = []
    for more in (1, 2):
        ContactRequestFactory.create_batch(
            more, network=here.network, offer=offer, organization=here.organization, status="routed"
        )
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address(here, "guidance:requests")).status_code == 200
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_a_late_request_is_told_to_those_who_can_answer_every_two_working_days(here, noon):
    kept = ContactRequestFactory(network=here.network, due_at=noon - timedelta(hours=1))
    ContactRequestFactory(network=here.network, due_at=noon + timedelta(hours=1))

    assert actions.remind_late_requests(at=noon) == 1
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (here.facilitator.email, "En retard : une demande attend une réponse")
    assert f"/demandes/{kept.pk}/" in mail.text
    assert kept.name not in mail.text

    assert actions.remind_late_requests(at=noon + timedelta(days=1)) == 1  # only the other one, late since
    assert actions.remind_late_requests(at=noon + timedelta(days=2)) == 1
    assert JournalEntry.objects.filter(verb="request reminded", subject_id=str(kept.pk)).count() == 2


def test_a_late_request_that_was_passed_is_told_to_the_organization_as_well(here, noon):
    ContactRequestFactory(
        network=here.network, due_at=noon - timedelta(days=1), status=RequestStatus.ROUTED,
        organization=here.organization,
    )  # fmt: skip
    assert actions.remind_late_requests(at=noon) == 1
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {here.adviser.email, here.facilitator.email}


def test_nobody_is_reminded_on_sunday_nor_of_an_answered_request(here, noon):
    late = ContactRequestFactory(network=here.network, due_at=noon - timedelta(days=2))
    assert actions.remind_late_requests(at=noon - timedelta(days=1)) == 0
    actions.answer_request(request=late, by=here.facilitator, at=noon)
    assert actions.remind_late_requests(at=noon) == 0
    assert not OutgoingMail.objects.exists()
