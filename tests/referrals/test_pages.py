"""The pages of hand-overs: passed, answered with and without account, read by the person."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from laplateforme.core import search
from laplateforme.core.models import JournalEntry, OutgoingMail
from laplateforme.guidance.models import Gap
from laplateforme.portal.demonstration.read import rows
from laplateforme.portal.queries.todo import hand_overs
from laplateforme.projects.actions import forget_person, withdraw_consent
from laplateforme.projects.emails import own_address
from laplateforme.projects.models import Consent, Holder, Need, Project
from laplateforme.referrals import actions
from laplateforme.referrals.models import CapacityQuestion, Referral, ReferralMessage
from laplateforme.referrals.queries.waiting import waiting_for
from laplateforme.referrals.tasks import tell_now
from laplateforme.vocabulary.enums import Stage
from tests.factories.accounts import signed_in
from tests.factories.guidance import ContactRequestFactory, PublishedOfferFactory
from tests.factories.projects import Room, the_holder
from tests.referrals.pages import WHY, link_in, passed, said, url

pytestmark = pytest.mark.django_db


def test_an_adviser_looks_then_sends_and_may_undo(world: Room, file: Project, offer: Any) -> None:
    client, page = signed_in(world.adviser), url(world, "relay", file.pk)
    shown = client.get(page).content.decode()
    assert "Un bureau" in shown
    looked = client.post(page, said(file, offer, "read")).content.decode()
    for words in ("Avec votre accord, Cap Farigoule", "leila@porteuse.example", "Épicerie du Jas", WHY):
        assert words in looked
    assert not Referral.objects.exists()
    answer = client.post(page, said(file, offer), follow=True)
    referral = Referral.objects.get()
    assert (referral.receiver, referral.offer, referral.why) == (world.receiver, offer, WHY)
    assert Consent.objects.get().bundles == ["contact", "project"]
    assert "Annuler" in answer.content.decode()
    client.post(url(world, "cancel", referral.pk))
    referral.refresh_from_db()
    assert referral.status == "entered_in_error"
    assert not tell_now(referral.pk)
    assert not OutgoingMail.objects.filter(subject__contains=referral.reference).exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"offers": []}, "Choisissez"),
        ({"why": ""}, "phrase"),
        ({"why": "Appelez le 06 39 98 01 14"}, "numéros"),
        ({"bundles": []}, "Choisissez"),
        ({"offers": ["nowhere"]}, "fermée"),
        ({"other": "draille-commune"}, "réseau"),
        ({"people": []}, "d’accord"),
    ],
)
def test_what_is_badly_said_keeps_its_words_and_sends_nothing(
    world: Room, file: Project, offer: Any, change: dict[str, Any], words: str
) -> None:
    answer = signed_in(world.adviser).post(url(world, "relay", file.pk), said(file, offer, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Referral.objects.exists()
    assert not Consent.objects.exists()


def test_the_same_receiver_twice_is_said_in_words(world: Room, file: Project, offer: Any) -> None:
    passed(world, file, offer)
    answer = signed_in(world.adviser).post(url(world, "relay", file.pk), said(file, offer))
    assert answer.status_code == 422
    assert "déjà" in answer.content.decode()
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("role", ["reader", "other", "colleague", "facilitator", "funder", "stranger"])
def test_nobody_else_passes_the_relay_nor_takes_it_back(world: Room, file: Project, offer: Any, role: str) -> None:
    referral = passed(world, file, offer)
    client = signed_in(getattr(world, role))
    for name in ("relay", "of_project", "sheet"):
        assert client.get(url(world, name, file.pk)).status_code == 404
    assert client.post(url(world, "relay", file.pk), said(file, offer)).status_code == 404
    assert client.post(url(world, "cancel", referral.pk)).status_code == 404
    if role != "reader":
        assert client.get(url(world, "referral", referral.pk)).status_code == 404
    assert Referral.objects.get().status == "sent"


def test_the_receiver_reads_the_masked_sheet_and_says_yes_with_a_date(world: Room, file: Project, offer: Any) -> None:
    referral = passed(world, file, offer)
    client, page = signed_in(world.reader), url(world, "referral", referral.pk)
    text = client.get(page).content.decode()
    assert "Leïla" in text
    assert WHY in text
    assert "Inventée" not in text
    assert "leila@" not in text
    read = JournalEntry.objects.filter(verb="file read", details__bundles=["first_name"])
    assert read.count() == 1
    OutgoingMail.objects.all().delete()
    client.post(page, {"deed": "accept", "starts_at": "2026-12-08T14:30", "words": "Bienvenue."})
    referral.refresh_from_db()
    assert (referral.status, referral.answer_words) == ("accepted", "Bienvenue.")
    dated = [mail for mail in OutgoingMail.objects.all() if mail.attachments]
    assert {mail.to for mail in dated} == {world.adviser.email, "leila@porteuse.example"}
    for mail in OutgoingMail.objects.all():
        assert "Leïla" not in mail.subject
    assert client.post(page, {"deed": "decline", "reason": "full"}, follow=True).status_code == 200
    referral.refresh_from_db()
    assert referral.status == "accepted"


def test_a_refusal_proposes_somebody_else_to_both(world: Room, file: Project, offer: Any) -> None:
    other = PublishedOfferFactory(organization=world.third, themes=["PREMISES"], stages=["IDEA"], name="Un atelier")
    search.rebuild()
    referral = passed(world, file, offer)
    signed_in(world.reader).post(url(world, "referral", referral.pk), {"deed": "decline", "reason": "full"})
    referral.refresh_from_db()
    assert (referral.status, referral.next_offer) == ("declined", other)
    assert "Un atelier" in signed_in(world.adviser).get(url(world, "referral", referral.pk)).content.decode()
    line = hand_overs(world.adviser, world.network, timezone.now())[0]
    assert "Un atelier" in line.text
    assert "Leïla" not in str(line)
    start = signed_in(world.adviser).get(f"/r/calanques{line.action_url}").content.decode()
    assert re.search(rf'value="{other.code}"[^>]*checked', start)
    person = Client().get(own_address(the_holder(file)).split("localhost:8000")[-1].split("example")[-1])
    assert "Un atelier" in person.content.decode()


def test_nobody_today_is_a_gap_that_the_person_reads(world: Room, file: Project, offer: Any) -> None:
    referral = passed(world, file, offer)
    signed_in(world.reader).post(url(world, "referral", referral.pk), {"deed": "decline", "reason": "full"})
    assert Gap.objects.get().theme == "PREMISES"
    assert "Personne" in signed_in(world.adviser).get(url(world, "referral", referral.pk)).content.decode()


def test_a_question_holds_and_a_reply_gives_the_turn_back(world: Room, file: Project, offer: Any) -> None:
    referral = passed(world, file, offer)
    page = url(world, "referral", referral.pk)
    assert signed_in(world.reader).post(page, {"deed": "ask", "text": ""}).status_code == 422
    signed_in(world.reader).post(page, {"deed": "ask", "text": "À combien ?"})
    referral.refresh_from_db()
    assert referral.status == "on_hold"
    assert hand_overs(world.adviser, world.network, timezone.now())[0].action_label == "Répondre"
    signed_in(world.adviser).post(page, {"deed": "reply", "text": "À quatre."})
    assert [one.kind for one in ReferralMessage.objects.order_by("said_at")] == ["question", "reply"]
    assert "À quatre." in signed_in(world.reader).get(page).content.decode()
    assert signed_in(world.reader).post(page, {"deed": "reply", "text": "Non."}).status_code == 302
    assert ReferralMessage.objects.count() == 2


def test_the_mailed_link_shows_answers_and_opens_with_a_code(world: Room, file: Project, offer: Any) -> None:
    world.receiver.email = "accueil@farigoule.example"
    world.receiver.save()
    referral = passed(world, file, offer)
    assert tell_now(referral.pk)
    assert not tell_now(referral.pk)
    mails = OutgoingMail.objects.filter(subject__contains=referral.reference)
    assert {mail.to for mail in mails} == {"accueil@farigoule.example", world.reader.email}
    for mail in mails:
        assert not re.search("Leïla|Jas|Elle cherche", mail.subject + mail.text)
    page, client = link_in(mails[0]), Client()
    answer = client.get(page)
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    text = answer.content.decode()
    assert "Leïla" in text
    assert "leila@" not in text
    referral.refresh_from_db()
    assert referral.status == "sent"
    client.post(f"{page}code/")
    code = re.search(r"\d{6}", OutgoingMail.objects.latest("created_at").text)
    assert code is not None
    assert OutgoingMail.objects.latest("created_at").to == "accueil@farigoule.example"
    client.post(f"{page}code/essai/", {"code": "000000" if code[0] != "000000" else "000001"})
    assert "leila@" not in client.get(page).content.decode()
    client.post(f"{page}code/essai/", {"code": code[0]})
    assert "leila@porteuse.example" in client.get(page).content.decode()
    assert "leila@" not in Client().get(page).content.decode()
    client.post(page, {"deed": "accept", "words": "", "starts_at": ""})
    referral.refresh_from_db()
    assert referral.status == "accepted"


def test_a_wrong_an_old_and_a_foreign_link_open_nothing(world: Room, file: Project, offer: Any, monkeypatch) -> None:
    referral = passed(world, file, offer)
    tell_now(referral.pk)
    page = link_in(OutgoingMail.objects.get(subject__contains=referral.reference))
    assert Client().get(f"{page[:-3]}x/").status_code == 410
    assert Client().get(page.replace("calanques", "restanques")).status_code == 410
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 9 * 86400)
    late = Client().get(page)
    assert late.status_code == 410
    assert "Leïla" not in late.content.decode()
    OutgoingMail.objects.all().delete()
    Client().post(f"{page}nouveau-lien/")
    assert OutgoingMail.objects.get().to == world.reader.email


def test_a_withdrawal_masks_all_and_ends_what_waits(world: Room, file: Project, offer: Any) -> None:
    referral = passed(world, file, offer)
    tell_now(referral.pk)
    page = link_in(OutgoingMail.objects.get(subject__contains=referral.reference))
    withdraw_consent(consent=Consent.objects.get(), at=timezone.now())
    referral.refresh_from_db()
    assert referral.status == "cancelled"
    own = url(world, "referral", referral.pk)
    for answer in (Client().get(page), signed_in(world.reader).get(own)):
        text = answer.content.decode()
        assert "Leïla" not in text
        assert WHY not in text
    assert Client().post(page, {"deed": "accept"}).status_code == 302
    referral.refresh_from_db()
    assert referral.status == "cancelled"


def test_by_link_it_leaves_with_the_yes_of_the_person_and_not_with_their_no(
    world: Room, file: Project, offer: Any
) -> None:
    referral = passed(world, file, offer, channel="link")
    assert (referral.status, referral.sent_at) == ("consent_pending", None)
    assert signed_in(world.reader).get(url(world, "referral", referral.pk)).status_code == 404
    page = own_address(the_holder(file))
    page = page[page.index("/r/") :]
    consent = Consent.objects.get()
    Client().post(f"{page}accord/{consent.pk}/", {"deed": "confirm"})
    referral.refresh_from_db()
    assert referral.status == "sent"


def test_both_say_what_came_of_it_and_both_read_both(world: Room, file: Project, offer: Any) -> None:
    referral = passed(world, file, offer)
    client, page = signed_in(world.reader), url(world, "referral", referral.pk)
    client.post(page, {"deed": "accept", "words": "", "starts_at": ""})
    client.post(page, {"deed": "start"})
    client.post(page, {"deed": "close", "outcome": "helped"})
    Referral.objects.update(closed_at=timezone.now() - timedelta(days=10))
    OutgoingMail.objects.all().delete()
    assert actions.tend_referrals(at=timezone.now()).people_asked == 1
    assert actions.tend_referrals(at=timezone.now()).people_asked == 0
    own = link_in(OutgoingMail.objects.get())
    assert "Et vous" in Client().get(own).content.decode()
    Client().post(f"{own}relais/{referral.pk}/", {"outcome": "nonsense"})
    Client().post(f"{own}relais/{referral.pk}/", {"outcome": "partly_helped"})
    for text in (client.get(page), signed_in(world.adviser).get(page), Client().get(own)):
        assert "aide apportée" in text.content.decode().lower() or "aidé" in text.content.decode().lower()
    referral.refresh_from_db()
    assert (referral.outcome_receiver, referral.outcome_person) == ("helped", "partly_helped")


def test_a_place_is_asked_for_without_a_word_about_a_person(world: Room, file: Project, offer: Any) -> None:
    page = url(world, "ask_capacity", file.pk, offer.code)
    signed_in(world.adviser).post(f"{page}?besoin=PREMISES")
    mail = OutgoingMail.objects.get()
    assert not re.search("Leïla|Inventée|Jas|Aubagne", mail.text + mail.subject)
    signed_in(world.adviser).post(page)
    assert CapacityQuestion.objects.count() == 1
    link = link_in(mail)
    assert Client().post(link, {"capacity": "WAITLIST", "weeks": "900"}).status_code == 422
    Client().post(link, {"capacity": "WAITLIST", "weeks": "3"})
    offer.refresh_from_db()
    assert (offer.capacity, offer.waitlist_weeks) == ("WAITLIST", 3)
    assert (timezone.now() - offer.capacity_at).total_seconds() < 60
    assert OutgoingMail.objects.latest("created_at").to == world.adviser.email


def test_a_request_becomes_a_file_to_hand_on_in_one_deed(world: Room) -> None:
    request = ContactRequestFactory(
        network=world.network, organization=world.keeper, status="routed", name="Camille Vidal", means="email",
        contact="camille@courriel.example", message="Un jardin partagé.",
    )  # fmt: skip
    answer = signed_in(world.adviser).post(url(world, "from_request", request.pk))
    project = Project.objects.get()
    assert answer.headers["Location"].endswith(f"/personnes/{project.pk}/relais/nouveau/")
    assert project.holders.get().email == "camille@courriel.example"
    request.refresh_from_db()
    assert request.status == "answered"
    signed_in(world.adviser).post(url(world, "from_request", request.pk))
    assert Project.objects.count() == 1
    assert signed_in(world.other).post(url(world, "from_request", request.pk)).status_code == 404


def test_the_sheet_to_contact_oneself_tells_nobody_else(world: Room, file: Project, offer: Any) -> None:
    answer = signed_in(world.adviser).post(url(world, "relay", file.pk), said(file, offer, "sheet"))
    page = answer.headers["Location"]
    assert "Un bureau" in signed_in(world.adviser).get(page).content.decode()
    signed_in(world.adviser).post(page)
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["leila@porteuse.example"]
    assert not Referral.objects.exists()


def test_a_person_erased_leaves_facts_without_words(world: Room, file: Project, offer: Any) -> None:
    referral = passed(world, file, offer)
    signed_in(world.reader).post(url(world, "referral", referral.pk), {"deed": "ask", "text": "Qui est-ce ?"})
    forget_person(holder=the_holder(file), at=timezone.now())
    referral.refresh_from_db()
    assert referral.why == ""
    assert not ReferralMessage.objects.exists()
    assert referral.events.count() >= 3


def test_one_letter_a_day_tells_all_that_waits(world: Room, file: Project, offer: Any) -> None:
    passed(world, file, offer)
    Need.objects.create(project=file, theme="LEGAL", noted_at=timezone.now())
    passed(world, file, offer, theme="LEGAL", offers=[], other=world.receiver.slug)
    Referral.objects.update(sent_at=timezone.now() - timedelta(days=11), told_at=timezone.now())
    OutgoingMail.objects.all().delete()
    assert actions.tend_referrals(at=timezone.now()).reminded == 2
    letter = OutgoingMail.objects.get()
    assert letter.to == world.reader.email
    assert letter.text.count("/relais/lien/") == 2
    assert Holder.objects.get().first_name not in letter.text


def test_lists_name_nobody(world: Room, file: Project, offer: Any) -> None:
    passed(world, file, offer)
    for user in (world.adviser, world.reader):
        text = signed_in(user).get(url(world, "mine")).content.decode()
        assert "R-" in text
        assert "Leïla" not in text
    assert signed_in(world.facilitator).get(url(world, "mine")).status_code == 404


def test_lists_and_pages_ask_as_many_questions_with_one_as_with_five(world: Room, file: Project, offer: Any) -> None:
    def asked() -> list[int]:
        counts = []
        for user, page in (
            (world.adviser, url(world, "mine")), (world.reader, url(world, "mine")),
            (world.reader, url(world, "referral", referral.pk)), (world.adviser, url(world, "of_project", file.pk)),
        ):  # fmt: skip
            client = signed_in(user)
            client.get(page)
            with CaptureQueriesContext(connection) as seen:
                client.get(page)
            counts.append(len(seen))
        for user in (world.adviser, world.reader):
            with CaptureQueriesContext(connection) as seen:
                waiting_for(user, world.network, timezone.now())
            counts.append(len(seen))
        return counts

    referral = passed(world, file, offer)
    first = asked()
    for theme in ("LEGAL", "FUNDING", "MODEL", "MARKET"):
        Need.objects.create(project=file, theme=theme, noted_at=timezone.now())
        passed(world, file, offer, theme=theme, offers=[], other=world.receiver.slug)
    assert Referral.objects.count() == 5
    assert asked() == first


def test_the_demonstration_has_hand_overs_in_every_state_by_known_deeds() -> None:
    found = list(rows("relay"))
    projects = {row["name"]: row for row in rows("project")}
    stages = {step[1] for row in projects.values() for step in row["path"]}
    assert len(projects) == 30
    assert stages == set(Stage.values)
    offers = {row["key"] for row in rows("offer")}
    for row in found:
        assert row["project"] in projects
        assert row["offer"] in offers
        assert row["theme"] in {need[0] for need in projects[row["project"]]["needs"]}
    deeds = {step[1] for row in found for step in row["then"]}
    assert deeds >= {"see", "accept", "decline", "question", "reply", "date", "close", "person", "cancel", "undo"}
    assert deeds >= {"expire", "confirm", "refuse", "withdraw", "reroute", "start"}
