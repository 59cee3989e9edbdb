"""A third party asks the network to come: who, for what, answered by whom; the letter leaves once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from laplateforme.core.models import OutgoingMail
from laplateforme.fairs import actions
from laplateforme.fairs.models import Occasion
from laplateforme.fairs.queries.solicited import draft_of, to_answer
from tests.factories.accounts import signed_in
from tests.factories.fairs import Hall, proposed, slot_of

DAY = timedelta(days=1)
REGION = actions.Solicitation("La Région", "Tenir un stand commun", "Une chargée de mission", "salons@region.example")


@pytest.fixture
def asked(world: Hall) -> Occasion:
    at = timezone.now()
    return proposed(world, at, starts_at=at + 9 * DAY, ends_at=at + 10 * DAY, asked=REGION)


@pytest.mark.parametrize(("goes", "words"), [(True, "Nous venons."), (False, "Nous ne pouvons pas venir cette fois.")])
def test_the_letter_leaves_once_in_the_words_that_were_read(
    world: Hall, asked: Occasion, goes: bool, words: str
) -> None:
    actions.decide_occasion(occasion=asked, goes=goes, by=world.facilitator, at=timezone.now(), words="Entre nous")
    client, address = signed_in(world.facilitator), f"/r/calanques/salons/{asked.code}/reponse/"
    assert [one.title for one in to_answer(world.network)] == ["La Région"]
    page = client.get(address).content.decode()
    assert words in page
    assert "salons@region.example" in page
    text = f"{words}\nÀ bientôt."
    for _ in range(2):
        client.post(address, {"text": text, "to": "salons@region.example"})
    mail = OutgoingMail.objects.get(to="salons@region.example")
    assert text in mail.text
    assert "Entre nous" not in mail.text
    assert ("/venir/" in mail.text) is goes
    assert not {asked.title, "Région"} & set(mail.subject.split())
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == (text, world.facilitator)
    assert asked.answer_sent_at == asked.answered_at
    assert to_answer(world.network) == []
    read = signed_in(world.writer).get(f"/r/calanques/salons/{asked.code}/").content.decode()
    for said in ("La Région", "Tenir un stand commun", "À bientôt.", "Lise Facile", "envoyée par courriel"):
        assert said in read


def test_two_presses_in_one_instant_send_one_letter(world: Hall, asked: Occasion) -> None:
    at = timezone.now()
    actions.decide_occasion(occasion=asked, goes=True, by=world.facilitator, at=at)
    for text in ("Nous venons", "Nous ne venons pas"):
        actions.answer_solicitation(occasion=asked, text=text, to="a@region.example", by=world.facilitator, at=at)
    assert OutgoingMail.objects.filter(to="a@region.example").count() == 1
    asked.refresh_from_db()
    assert asked.answer == "Nous venons"


def test_the_letter_says_with_whom_and_names_nobody(world: Hall, asked: Occasion) -> None:
    at = timezone.now()
    asked = actions.decide_occasion(occasion=asked, goes=True, by=world.facilitator, at=at)
    assert "Nous vous dirons" in draft_of(asked, world.facilitator)
    slot = slot_of(asked, world, at)
    actions.take_duty(slot=slot, by=world.adviser, at=at)
    actions.ask_duty(slot=slot, person=world.manager, by=world.facilitator, at=at)
    draft = draft_of(asked, world.facilitator)
    assert "Maison Ravelle" in draft
    assert "Cap Farigoule" not in draft
    assert world.adviser.name not in draft


def test_told_by_voice_it_is_only_kept(world: Hall, asked: Occasion) -> None:
    actions.decide_occasion(occasion=asked, goes=True, by=world.facilitator, at=timezone.now())
    client, address = signed_in(world.facilitator), f"/r/calanques/salons/{asked.code}/reponse/"
    assert client.post(address, {"text": "Oui", "to": "pas une adresse"}).status_code == 422
    assert client.post(address, {"text": "", "to": ""}).status_code == 422
    before = OutgoingMail.objects.count()
    assert client.post(address, {"text": "Oui", "to": ""}).status_code == 302
    assert OutgoingMail.objects.count() == before
    asked.refresh_from_db()
    assert (asked.answer, asked.answer_sent_at) == ("Oui", None)


def test_who_answers(world: Hall, asked: Occasion) -> None:
    address = f"/r/calanques/salons/{asked.code}/reponse/"
    assert signed_in(world.facilitator).get(address).status_code == 302  # not decided yet
    actions.decide_occasion(occasion=asked, goes=True, by=world.facilitator, at=timezone.now())
    everybody = ("facilitator", "adviser", "manager", "ambassador", "writer", "holder", "funder", "stranger")
    found = {who: signed_in(getattr(world, who)).get(address).status_code for who in everybody}
    assert found == {who: 200 if who == "facilitator" else 404 for who in everybody}
    assert Client().get(address).status_code == 302
