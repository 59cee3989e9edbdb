"""An occasion is changed: those who come are told of new dates, their slots follow, their yes is asked again."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from laplateforme.core.models import OutgoingMail
from laplateforme.fairs import actions
from laplateforme.fairs.enums import DutyStatus
from tests.factories.accounts import signed_in
from tests.factories.fairs import MORNING, Hall, accepted, proposed, slot_of, values

DAY = timedelta(days=1)
BEFORE = MORNING - 20 * DAY
TYPED = {"kind": "fair", "title": "Salon des premiers pas", "place": "Aubagne"}


def moments(starts: datetime, ends: datetime) -> dict[str, str]:
    return {
        "starts_at": f"{timezone.localtime(starts):%Y-%m-%dT%H:%M}",
        "ends_at": f"{timezone.localtime(ends):%Y-%m-%dT%H:%M}",
    }


def test_new_dates_are_told_and_the_yes_is_asked_again(world: Hall) -> None:
    occasion = accepted(world, BEFORE)
    slot = slot_of(occasion, world, BEFORE, hours=2, after=3)
    duty = actions.take_duty(slot=slot, by=world.adviser, at=BEFORE)
    actions.ask_duty(slot=slot, person=world.manager, by=world.facilitator, at=BEFORE)
    OutgoingMail.objects.all().delete()
    change = {"occasion": occasion, "expected": None, "by": world.facilitator, "at": BEFORE}
    new = values(starts_at=MORNING + 7 * DAY, ends_at=MORNING + 7 * DAY + timedelta(hours=8))
    for _ in range(2):  # the same dates again are no change: nobody is told twice
        actions.edit_occasion(values=new, **change)
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted(
        [world.adviser.email, world.manager.email]
    )
    slot.refresh_from_db()
    duty.refresh_from_db()
    assert slot.starts_at == MORNING + 7 * DAY + timedelta(hours=3)
    assert (duty.status, duty.agreed_at) == (DutyStatus.ASKED, None)
    mail = OutgoingMail.objects.get(to=world.adviser.email)
    assert "17 décembre" in mail.text
    assert "Dites sur la page si vous venez" in mail.text
    assert occasion.title not in mail.subject


def test_a_slot_that_still_lies_within_stands(world: Hall) -> None:
    occasion = accepted(world, BEFORE)
    duty = actions.take_duty(slot=slot_of(occasion, world, BEFORE), by=world.adviser, at=BEFORE)
    OutgoingMail.objects.all().delete()
    longer = values(starts_at=MORNING - timedelta(hours=1), ends_at=MORNING + timedelta(hours=10))
    actions.edit_occasion(occasion=occasion, expected=None, values=longer, by=world.facilitator, at=BEFORE)
    duty.refresh_from_db()
    assert duty.status == DutyStatus.TAKEN
    assert "Il tient toujours" in OutgoingMail.objects.get(to=world.adviser.email).text


def test_a_shorter_one_leaves_no_slot_outside(world: Hall) -> None:
    occasion = accepted(world, BEFORE)
    slots = [slot_of(occasion, world, BEFORE, hours=2, after=after) for after in (0, 3, 6)]
    short = values(starts_at=MORNING + DAY, ends_at=MORNING + DAY + timedelta(hours=4))
    actions.edit_occasion(occasion=occasion, expected=None, values=short, by=world.facilitator, at=BEFORE)
    for slot in slots:
        slot.refresh_from_db()
        assert short.starts_at <= slot.starts_at < slot.ends_at <= short.ends_at


def test_hours_that_people_gave_are_not_moved(world: Hall) -> None:
    occasion = accepted(world, BEFORE)
    duty = actions.take_duty(slot=slot_of(occasion, world, BEFORE), by=world.adviser, at=BEFORE)
    late = values(starts_at=MORNING + DAY, ends_at=MORNING + 2 * DAY)
    with pytest.raises(actions.UnableToPropose):
        actions.edit_occasion(
            occasion=occasion, expected=None, values=late, by=world.facilitator, at=MORNING + timedelta(hours=9)
        )
    duty.refresh_from_db()
    assert duty.status == DutyStatus.TAKEN
    assert not OutgoingMail.objects.filter(text__contains="a changé").exists()


def test_who_may_change_it(world: Hall) -> None:
    at = timezone.now()
    mine = proposed(world, at, starts_at=at + DAY, ends_at=at + 2 * DAY)
    address = f"/r/calanques/salons/{mine.code}/modifier/"
    everybody = ("facilitator", "adviser", "manager", "writer", "holder", "funder", "stranger")
    assert {who for who in everybody if signed_in(getattr(world, who)).get(address).status_code == 200} == {
        "facilitator", "adviser"
    }  # fmt: skip
    actions.decide_occasion(occasion=mine, goes=True, by=world.facilitator, at=at)
    assert signed_in(world.adviser).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_page_for_each_case(world: Hall) -> None:
    at = timezone.now().replace(second=0, microsecond=0)
    occasion = proposed(world, at, starts_at=at + DAY, ends_at=at + 2 * DAY)
    client, address = signed_in(world.adviser), f"/r/calanques/salons/{occasion.code}/modifier/"
    words = {**TYPED, "about": "Une phrase longue à écrire", "version": "1"}
    wrong = client.post(address, {**words, **moments(at + 3 * DAY, at + 2 * DAY)})
    assert wrong.status_code == 422
    assert "La fin vient après le début." in wrong.content.decode()
    assert "Une phrase longue à écrire" in wrong.content.decode()
    assert client.post(address, {**words, **moments(at + DAY, at + 3 * DAY)}).status_code == 302
    late = client.post(address, {**words, "title": "Mon titre", **moments(at + DAY, at + 4 * DAY)})
    assert late.status_code == 409
    assert "Mon titre" in late.content.decode()
    occasion.refresh_from_db()
    assert (occasion.about, occasion.ends_at) == ("Une phrase longue à écrire", at + 3 * DAY)
