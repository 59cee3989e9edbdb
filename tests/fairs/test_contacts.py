"""Contacts: who reads what, the person's own yes, nobody forgotten, nothing merged, what is erased stays so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from laplateforme.core import tombstones
from laplateforme.core.models import JournalEntry, OutgoingMail
from laplateforme.core.retention import erase_expired
from laplateforme.fairs import actions, emails
from laplateforme.fairs.models import Contact, Occasion
from laplateforme.fairs.queries import contacts as queries
from laplateforme.fairs.queries.contacts import alike
from laplateforme.portal.queries import todo_of
from laplateforme.projects.models import Project
from tests.factories.accounts import signed_in
from tests.factories.fairs import Hall, accepted

PHONE, MAIL = "06 39 98 01 14", "camille@courriel.example"
Meet = Callable[..., Contact]


@pytest.fixture
def coming(world: Hall) -> Occasion:
    at = timezone.now()
    return accepted(world, at, starts_at=at + timedelta(days=9), ends_at=at + timedelta(days=10))


@pytest.fixture
def meet(world: Hall, coming: Occasion) -> Meet:
    def meeting(at: datetime | None = None, given_by: str = "spoken", **more: Any) -> Contact:
        known = {"first_name": "Camille", "email": MAIL, "words": "Un local à Aubagne", "organization": world.one}
        return actions.keep_contact(
            occasion=coming, values=actions.ContactValues(**{**known, **more}), given_by=given_by,
            taken_by=world.ambassador, at=at or timezone.now(),
        )  # fmt: skip

    return meeting


def page_of(user: Any, contact: Contact) -> str:
    answer = signed_in(user).get(f"/r/calanques{contact.get_absolute_url()}")
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


def own(contact: Contact, deed: str = "", **data: str) -> Any:
    client, address = Client(), emails.own_address(contact).removeprefix("http://localhost:8000")
    return client.post(address, {"deed": deed, **data}) if deed else client.get(address)


WHO = ("facilitator", "adviser", "manager", "ambassador", "writer", "holder", "funder", "stranger")


def test_who_knows_of_a_contact_and_who_reads_how_to_reach_the_person(world: Hall, meet: Meet) -> None:
    contact = meet()
    known = {who for who in WHO if "Camille" in page_of(getattr(world, who), contact)}
    assert known == {"facilitator", "adviser", "ambassador"}
    assert not [who for who in WHO if MAIL in page_of(getattr(world, who), contact)]  # nobody before the person's yes
    own(contact, "confirm")
    assert [who for who in WHO if MAIL in page_of(getattr(world, who), contact)] == ["adviser"]
    read = JournalEntry.objects.filter(verb="contact read", subject_id=str(contact.pk))
    assert {line.actor_id for line in read} == {world.adviser.pk}


def test_the_team_reads_what_was_given_to_the_team(world: Hall, meet: Meet) -> None:
    contact = meet(organization=None, given_by="screen")
    assert [who for who in WHO if MAIL in page_of(getattr(world, who), contact)] == ["facilitator"]


def test_the_list_shows_no_means_of_contact(world: Hall, meet: Meet) -> None:
    meet(given_by="screen")
    for who in ("facilitator", "adviser", "ambassador"):
        page = signed_in(getattr(world, who)).get("/r/calanques/salons/contacts/").content.decode()
        assert "Camille" in page
        assert MAIL not in page
    assert "Camille" not in signed_in(world.manager).get("/r/calanques/salons/contacts/").content.decode()


def test_whoever_noted_a_number_sends_the_link_from_their_own_telephone(world: Hall, meet: Meet) -> None:
    contact = meet(email="", phone=PHONE)
    assert "sms:0639980114?body=" in page_of(world.ambassador, contact)
    assert "0639980114" not in page_of(world.adviser, contact)
    assert not OutgoingMail.objects.exists()
    own(contact, "confirm")
    assert "0639980114" not in page_of(world.ambassador, contact)
    assert "0639980114" in page_of(world.adviser, contact)


def test_opening_the_link_does_nothing_and_shows_no_means_of_contact(meet: Meet) -> None:
    contact = meet()
    page = own(contact).content.decode()
    assert "c•••@courriel.example" in page
    assert MAIL not in page
    contact.refresh_from_db()
    assert contact.confirmed_at is None
    mail = OutgoingMail.objects.get(to=MAIL)
    assert "Camille" not in mail.subject + mail.text
    assert emails.own_address(contact).rsplit("/", 2)[0] in mail.text


def test_the_person_corrects_confirms_and_erases(world: Hall, meet: Meet) -> None:
    contact = meet()
    assert own(contact, "correct", first_name="Camille B", means="nothing", words="x").status_code == 422
    assert own(contact, "correct", first_name="Camille B", means=PHONE, words="Un bureau").status_code == 302
    contact.refresh_from_db()
    assert (contact.first_name, contact.email, contact.phone, contact.words) == ("Camille B", "", PHONE, "Un bureau")
    assert contact.confirmed_at is not None
    assert "Tout est effacé" in own(contact, "erase").content.decode()
    contact.refresh_from_db()
    assert (contact.first_name, contact.phone, contact.words) == ("", "", "")
    assert own(contact).status_code == 410
    assert own(contact, "confirm").status_code == 410


def test_an_older_backup_brings_nobody_back(meet: Meet) -> None:
    contact = meet()
    before = Contact.objects.filter(pk=contact.pk).values("first_name", "email", "words", "erased_at", "state").get()
    actions.forget_contact(contact=contact, at=timezone.now())
    Contact.objects.filter(pk=contact.pk).update(**before)
    assert tombstones.do_again(tombstones.gather(), at=timezone.now()) == 1
    contact.refresh_from_db()
    assert contact.email == ""


def test_a_spoken_yes_lapses_after_fifteen_days_and_all_is_erased_after_thirty(world: Hall, meet: Meet) -> None:
    at = timezone.now()
    contact, sure = meet(at=at - timedelta(days=16)), meet(at=at - timedelta(days=31), email="sure@courriel.example")
    Contact.objects.filter(pk=sure.pk).update(confirmed_at=at - timedelta(days=30))
    page = page_of(world.adviser, contact)
    assert "Camille" not in page
    assert "Un local" not in page
    own(contact, "confirm")
    contact.refresh_from_db()
    assert contact.confirmed_at is None
    Contact.objects.filter(pk=contact.pk).update(agreed_at=at - timedelta(days=29))
    call_command("tend_contacts")
    assert Contact.objects.get(pk=contact.pk).email == MAIL
    Contact.objects.filter(pk=contact.pk).update(agreed_at=at - timedelta(days=30, minutes=1))
    call_command("tend_contacts")
    assert Contact.objects.get(pk=contact.pk).email == ""
    assert Contact.objects.get(pk=sure.pk).email == "sure@courriel.example"


def test_a_confirmed_contact_without_follow_up_is_erased_in_time(meet: Meet) -> None:
    at = timezone.now()
    contact = meet(given_by="screen")
    erase_expired(at=at + timedelta(days=729))
    assert Contact.objects.get(pk=contact.pk).email == MAIL
    erase_expired(at=at + timedelta(days=731))
    assert Contact.objects.get(pk=contact.pk).email == ""


def test_nobody_is_forgotten(world: Hall, meet: Meet) -> None:
    contact, at = meet(), timezone.now()

    def waits(who: Any, later: int = 0) -> list[str]:
        todo = todo_of(who, world.network, at + timedelta(days=later))
        return [task.url for task in (*todo.late, *todo.week) if "/contacts/" in task.url]

    assert waits(world.adviser) == waits(world.facilitator) == waits(world.ambassador) == [contact.get_absolute_url()]
    assert waits(world.manager) == []
    client, address = signed_in(world.adviser), f"/r/calanques{contact.get_absolute_url()}"
    day = timezone.localdate(at + timedelta(days=3))
    data = {"deed": "follow", "bearer": str(world.adviser.pk), "next_step": "Appeler", "next_date": f"{day}"}
    assert client.post(address, data).status_code == 302
    assert waits(world.adviser) == []
    own(contact, "confirm")
    assert waits(world.adviser, later=5) == [contact.get_absolute_url()]
    assert client.post(address, {**data, "next_date": "demain"}).status_code == 422
    assert client.post(address, {**data, "bearer": str(world.manager.pk)}).status_code == 422
    assert signed_in(world.ambassador).post(address, data).status_code == 403
    assert client.post(address, {"deed": "close"}).status_code == 302
    assert waits(world.adviser, later=5) == []


def test_many_contacts_of_one_fair_wait_in_one_line_and_stand_all_on_the_list(
    world: Hall, meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    for number in range(queries.A_FEW):
        meet(first_name=f"Camille{number}", email=f"camille{number}@courriel.example")
    at = timezone.now()
    assert len(queries.forgotten_of(world.adviser, world.network, at)) == queries.A_FEW
    meet(first_name="Camillelast", email="dernier@courriel.example")
    with translation.override("fr"):
        (line,) = queries.forgotten_of(world.adviser, world.network, at)
    assert (line.title, line.is_late) == (f"{queries.A_FEW + 1} contacts attendent une suite", False)
    page = signed_in(world.adviser).get(f"/r/calanques{line.url}").content.decode()
    assert all(f"Camille{which}" in page for which in (*range(queries.A_FEW), "last"))
    (later,) = queries.forgotten_of(world.adviser, world.network, at + timedelta(days=6))
    assert later.is_late


def test_two_contacts_alike_are_proposed_and_never_merged(world: Hall, meet: Meet) -> None:
    one, two = meet(), meet(first_name="Cam")
    meet(email="other@courriel.example")
    assert alike(two, world.adviser) == [one]
    assert "Peut-être la même personne" in page_of(world.adviser, two)
    address = f"/r/calanques{two.get_absolute_url()}"
    signed_in(world.adviser).post(address, {"deed": "same", "other": str(one.pk)})
    two.refresh_from_db()
    assert two.same_as == one
    assert Contact.objects.count() == 3
    assert alike(two, world.adviser) == alike(one, world.adviser) == []
    three = meet()
    signed_in(world.adviser).post(f"/r/calanques{three.get_absolute_url()}", {"deed": "apart"})
    three.refresh_from_db()
    assert alike(three, world.adviser) == []
    assert signed_in(world.adviser).post(address, {"deed": "same", "other": "x"}).status_code == 404


def test_a_contact_becomes_a_file_and_the_relay_is_at_hand(world: Hall, meet: Meet) -> None:
    contact = meet()
    address = f"/r/calanques{contact.get_absolute_url()}"
    assert signed_in(world.adviser).post(address, {"deed": "file"}).status_code == 403  # before the person's yes
    own(contact, "confirm")
    assert signed_in(world.facilitator).post(address, {"deed": "file"}).status_code == 403
    answers = [signed_in(world.adviser).post(address, {"deed": "file"}) for _ in range(2)]
    project = Project.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [
        f"/r/calanques/personnes/{project.pk}/relais/nouveau/"
    ] * 2
    assert signed_in(world.adviser).get(answers[0].headers["Location"]).status_code == 200
    holder = project.holders.get()
    assert (holder.first_name, holder.email, project.organization) == ("Camille", MAIL, world.one)
    assert "Son dossier" in page_of(world.adviser, contact)


def test_the_visitor_holds_the_pen(world: Hall, coming: Occasion) -> None:
    client, address = Client(), f"/r/calanques/salons/{coming.code}/garder-contact/"
    assert client.get(address).status_code == 200
    data = {"first_name": "Inès", "means": PHONE, "words": "Un local", "agreed": "on", "idempotency_key": "k1"}
    for wrong in ({"means": "06"}, {"first_name": "12"}, {"agreed": ""}, {"question": "nothing"}):
        answer = client.post(address, {**data, **wrong})
        assert answer.status_code == 422
        assert "Un local" in answer.content.decode()
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    contact = Contact.objects.get()
    assert (contact.first_name, contact.given_by, contact.confirmed_at is None) == ("Inès", "screen", False)
    client.post(address, {**data, "website": "http://spam", "idempotency_key": "k2"})
    assert Contact.objects.count() == 1
    assert client.get(f"/r/restanques/salons/{coming.code}/garder-contact/").status_code == 404


def test_lists_take_as_many_queries_for_many(world: Hall, meet: Meet, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        meet(email=f"c{number}@courriel.example")
    client = signed_in(world.facilitator)
    client.get("/r/calanques/salons/contacts/")
    with django_assert_max_num_queries(20):
        client.get("/r/calanques/salons/contacts/")
