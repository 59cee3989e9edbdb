"""What cannot be, on the pages: a plain sentence, the words kept, nothing sent, nothing half-written."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from laplateforme.core.models import OutgoingMail
from laplateforme.network.models import Participation
from laplateforme.offers.models import Offer
from laplateforme.projects.actions import withdraw_consent
from laplateforme.projects.models import Consent, Project
from laplateforme.referrals.models import Referral, ReferralEvent
from laplateforme.referrals.tasks import tell_now
from tests.factories.accounts import signed_in
from tests.factories.guidance import PublishedOfferFactory
from tests.factories.projects import Room
from tests.referrals.pages import WHY, link_in, passed, said, url

pytestmark = pytest.mark.django_db
Change = Callable[[Room, Any], dict[str, Any]]


def to_oneself(world: Room, offer: Any) -> dict[str, Any]:
    own = PublishedOfferFactory(organization=world.keeper, themes=["PREMISES"], stages=["IDEA"], name="Notre salle")
    return {"offers": [own.code]}


def to_oneself_by_name(world: Room, offer: Any) -> dict[str, Any]:
    return {"offers": [], "other": world.keeper.slug}


def to_a_closed_offer(world: Room, offer: Any) -> dict[str, Any]:
    Offer.objects.filter(pk=offer.pk).update(status="archived")
    return {}


def to_who_has_left(world: Room, offer: Any) -> dict[str, Any]:
    Participation.objects.filter(organization=world.receiver).delete()
    return {}


SAID = {
    to_oneself: "Cette offre est fermée ou n’est plus ici",
    to_oneself_by_name: "C’est votre propre structure",
    to_a_closed_offer: "Cette offre est fermée ou n’est plus ici",
    to_who_has_left: "Cette offre est fermée ou n’est plus ici",
}


@pytest.mark.parametrize("change", SAID)
def test_a_receiver_that_cannot_be_is_said_and_nothing_is_written(
    world: Room, file: Project, offer: Any, change: Change
) -> None:
    before = OutgoingMail.objects.count()
    more = change(world, offer)
    answer = signed_in(world.adviser).post(url(world, "relay", file.pk), said(file, offer, **more))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert SAID[change] in shown
    assert WHY in shown
    assert Referral.objects.count() == ReferralEvent.objects.count() == Consent.objects.count() == 0
    assert OutgoingMail.objects.count() == before


def mailed(world: Room, file: Project, offer: Any) -> tuple[Referral, str]:
    referral = passed(world, file, offer)
    tell_now(referral.pk)
    return referral, link_in(OutgoingMail.objects.get(subject__contains=referral.reference))


def test_a_link_used_a_second_time_changes_nothing(world: Room, file: Project, offer: Any) -> None:
    referral, page = mailed(world, file, offer)
    no = {"deed": "decline", "reason": "full", "words": "Pas avant janvier."}
    assert Client().post(page, no).status_code == 302
    facts, letters = ReferralEvent.objects.count(), OutgoingMail.objects.count()
    Client().post(page, {"deed": "accept", "words": "Finalement oui."})
    referral.refresh_from_db()
    assert (referral.status, referral.answer_words) == ("declined", "Pas avant janvier.")
    assert (ReferralEvent.objects.count(), OutgoingMail.objects.count()) == (facts, letters)


def test_a_forged_link_answers_nothing(world: Room, file: Project, offer: Any) -> None:
    referral, page = mailed(world, file, offer)
    facts = ReferralEvent.objects.count()
    assert Client().post(f"{page[:-3]}x/", {"deed": "accept"}).status_code == 410
    referral.refresh_from_db()
    assert (referral.status, ReferralEvent.objects.count()) == ("sent", facts)


def test_with_an_ended_agreement_the_link_takes_nothing_on(world: Room, file: Project, offer: Any) -> None:
    referral, page = mailed(world, file, offer)
    now: datetime = timezone.now()
    withdraw_consent(consent=Consent.objects.get(), at=now)
    Client().post(page, {"deed": "accept", "words": "Oui."})
    referral.refresh_from_db()
    assert (referral.status, referral.answer_words) == ("cancelled", "")
    assert "Leïla" not in Client().get(page).content.decode()
