"""What was noted wrongly at a stand is corrected by another envelope, in whatever order both come; the person has the
last word. A contact that only the team calls back becomes a file in one action.
"""

import itertools
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from laplateforme.core.mail import queue_mail
from laplateforme.core.models import OutgoingMail
from laplateforme.fairs import actions, emails
from laplateforme.fairs.models import Contact, Envelope, Occasion
from tests.factories.fairs import Hall
from tests.fairs.test_stand import Phone, coming, phone  # noqa: F401  fixtures


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("together", [True, False])
def test_in_any_order_the_last_words_stand_once(
    phone: Phone,  # noqa: F811
    order: tuple[int, ...],
    together: bool,
) -> None:
    first = phone.note(first_name="Camile")
    second = phone.note(first_name="Camilla", replaces=str(first.id), edition=1)
    third = phone.note(first_name="Camille", replaces=str(first.id), edition=2)
    sealed = [(first, second, third)[number] for number in order]
    for batch in [sealed] if together else [[one] for one in sealed]:
        for _ in range(2):  # a response lost: the same comes again
            receipts = phone.post(*batch).json()["receipts"]
            assert {one["state"] for one in receipts} == {"opened"}
    assert [one.first_name for one in Contact.objects.all()] == ["Camille"]


def test_the_link_of_a_wrong_address_opens_nothing_any_more(phone: Phone) -> None:  # noqa: F811
    wrong = phone.note(means="camille@curriel.example")
    phone.post(wrong)
    emails.queue_to_confirm(Contact.objects.get())
    other = queue_mail(to="camille@curriel.example", subject="Autre chose", text="/salons/mon-contact/autre/")
    address = emails.own_address(Contact.objects.get()).replace("http://localhost:8000", "")
    phone.post(phone.note(replaces=str(wrong.id), edition=1))
    assert Client().get(address).status_code == 410
    contact = Contact.objects.get()
    assert contact.email == "camille@courriel.example"
    assert OutgoingMail.objects.get(to="camille@curriel.example") == other
    assert OutgoingMail.objects.filter(to="camille@courriel.example").count() == 1
    assert Client().get(emails.own_address(contact).replace("http://localhost:8000", "")).status_code == 200


@pytest.mark.parametrize("deed", ["confirm", "forget"])
def test_the_person_has_the_last_word(phone: Phone, deed: str) -> None:  # noqa: F811
    first = phone.note()
    phone.post(first)
    contact, at = Contact.objects.get(), timezone.now()
    if deed == "confirm":
        actions.confirm_contact(contact=contact, at=at)
    else:
        actions.forget_contact(contact=contact, at=at)
    phone.post(phone.note(first_name="Autre", replaces=str(first.id), edition=1))
    contact.refresh_from_db()
    assert Contact.objects.get() == contact
    assert contact.first_name == ("Camille" if deed == "confirm" else "")


def test_who_follows_stays_and_odd_corrections_change_nothing(
    phone: Phone,  # noqa: F811
    world: Hall,
) -> None:
    first = phone.note()
    phone.post(first)
    actions.follow_contact(
        contact=Contact.objects.get(), bearer=world.adviser, next_step="Appeler", next_date=None,
        by=world.facilitator, at=timezone.now(),
    )  # fmt: skip
    phone.post(phone.note(first_name="Zoé", replaces=str(first.id), edition=1))
    contact = Contact.objects.get()
    assert (contact.first_name, contact.bearer, contact.next_step) == ("Zoé", world.adviser, "Appeler")
    odd: list[Any] = [{"replaces": "x"}, {"replaces": 7, "edition": "1"}, {"edition": 10**9}, {"replaces": None}]
    for one in odd:
        assert phone.post(phone.note(first_name="Autre", **one)).status_code == 200
    assert phone.post(phone.note(first_name="Mal", means="?", replaces=str(first.id), edition=3)).status_code == 200
    assert Contact.objects.filter(first_name="Zoé").count() == 1
    assert Contact.objects.filter(first_name="Autre").count() == len(odd)
    assert Envelope.objects.aside().count() == 1


def test_a_contact_of_the_team_becomes_a_file_in_one_action(coming: Occasion, world: Hall) -> None:  # noqa: F811
    values = actions.ContactValues("Camille", email="camille@courriel.example", words="Un local")
    at = timezone.now()
    contact = actions.keep_contact(occasion=coming, values=values, given_by="screen", at=at)
    client = Client()
    client.force_login(world.facilitator)
    address = f"/r/calanques{contact.get_absolute_url()}"
    assert "Quelle structure ouvre le dossier" in client.get(address).content.decode()
    data = {"deed": "file", "organization": str(world.two.pk)}
    refused = client.post(address, data)
    assert (refused.status_code, "Sans son accord" in refused.content.decode()) == (422, True)
    for _ in range(2):
        assert client.post(address, {**data, "agreed": "on"}).status_code in (302, 403)
    contact.refresh_from_db()
    assert contact.project is not None
    assert (contact.project.organization, contact.organization, contact.state) == (world.two, world.two, "closed")
    assert contact.project.holders.get().email == "camille@courriel.example"
    own = OutgoingMail.objects.filter(to="camille@courriel.example", text__contains="/mon-")
    assert own.exists()
    manager = Client()
    manager.force_login(world.manager)
    assert manager.get(f"/r/calanques{contact.project.get_absolute_url()}").status_code == 200


def test_only_the_team_opens_it_and_only_with_a_yes(coming: Occasion, world: Hall) -> None:  # noqa: F811
    at = timezone.now()
    values = actions.ContactValues("Camille", phone="06 39 98 01 14")
    contact = actions.keep_contact(occasion=coming, values=values, given_by="spoken", at=at, taken_by=world.ambassador)
    data = {"deed": "file", "organization": str(world.two.pk), "agreed": "on"}
    for who in ("adviser", "manager", "ambassador", "writer", "holder", "funder", "stranger", "facilitator"):
        client = Client()
        client.force_login(getattr(world, who))
        assert client.post(f"/r/calanques{contact.get_absolute_url()}", data).status_code in (403, 404), who
    contact.refresh_from_db()
    assert contact.project is None
