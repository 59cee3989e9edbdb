"""An occasion called off: a reason is given, those who were to come are told, once."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.models import OutgoingMail
from laplateforme.fairs import actions
from laplateforme.fairs.enums import OccasionStatus
from tests.factories.fairs import MORNING, Hall, accepted, slot_of

DAY = timedelta(days=1)


def told() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


def test_those_who_come_or_were_asked_are_told_once(world: Hall, noon: datetime) -> None:
    before = MORNING - DAY
    occasion = accepted(world, before)
    first, second = slot_of(occasion, world, before, hours=2), slot_of(occasion, world, before, hours=2, after=3)
    for slot in (first, second):
        actions.take_duty(slot=slot, by=world.adviser, at=before)
    actions.ask_duty(slot=first, person=world.manager, by=world.facilitator, at=before)
    actions.leave_duty(
        duty=actions.take_duty(slot=second, by=world.ambassador, at=before), by=world.ambassador, at=before
    )
    actions.take_duty(slot=second, by=world.facilitator, at=before)
    OutgoingMail.objects.all().delete()
    for _ in range(2):
        actions.cancel_occasion(occasion=occasion, by=world.facilitator, at=before, words="Le hall est fermé")
    assert told() == sorted([world.adviser.email, world.manager.email])
    mail = OutgoingMail.objects.first()
    assert mail is not None
    assert "Le hall est fermé" in mail.text
    assert occasion.title not in mail.subject


def test_whoever_left_the_network_is_not_told_and_nobody_once_it_is_over(world: Hall) -> None:
    before = MORNING - DAY
    gone, over = accepted(world, before), accepted(world, before)
    for occasion in (gone, over):
        slot = slot_of(occasion, world, before)
        actions.take_duty(slot=slot, by=world.adviser if occasion == gone else world.manager, at=before)
    world.adviser.memberships.all().delete()
    actions.cancel_occasion(occasion=gone, by=world.facilitator, at=before, words="Non")
    actions.cancel_occasion(occasion=over, by=world.facilitator, at=over.ends_at + DAY, words="Non")
    assert told() == []


@pytest.mark.parametrize("words", ["", "   "])
def test_a_reason_is_wanted(world: Hall, words: str) -> None:
    at = timezone.now()
    occasion = accepted(world, at, starts_at=at + DAY, ends_at=at + 2 * DAY)
    client = Client()
    client.force_login(world.facilitator)
    address = f"/r/calanques{reverse('fairs:call_off', args=[occasion.code])}"
    answer = client.post(address, {"words": words})
    assert (answer.status_code, "Dites pourquoi en quelques mots." in answer.content.decode()) == (422, True)
    assert client.post(address, {"words": "Le hall est fermé"}).status_code == 302
    occasion.refresh_from_db()
    assert (occasion.status, occasion.decision) == (OccasionStatus.CANCELLED, "Le hall est fermé")
    assert client.get(address).status_code == 302
