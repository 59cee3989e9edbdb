"""A date proposed by the receiver: the person or their adviser answers with one button, the others are told."""

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from laplateforme.core.models import OutgoingMail
from laplateforme.core.signing import sign_link
from laplateforme.projects.actions import withdraw_consent
from laplateforme.projects.enums import OWN_PAGE
from laplateforme.projects.models import Consent, Holder, Need, Project
from laplateforme.referrals import actions
from laplateforme.referrals.models import Referral, ReferralEvent, ReferralMessage
from tests.factories.projects import Room, agreed, opened, the_holder

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def date(world: Room, now: datetime) -> ReferralMessage:
    """Proposed for in ten days, with nothing left in the letter box."""
    project = opened(world, now)
    agreed(project, world.receiver, now)
    found = propose(world, project, project.needs.get(), now)
    OutgoingMail.objects.all().delete()
    return found


def propose(world: Room, project: Project, need: Need, at: datetime) -> ReferralMessage:
    referral = actions.send_referral(
        project=project, asked=actions.Asked(world.receiver, need), by=world.adviser, at=at
    )
    actions.accept_referral(referral=referral, by=world.reader, at=at)
    return actions.propose_date(referral=referral, starts_at=at + 10 * DAY, by=world.reader, at=at)


def by_person(world: Room, date: ReferralMessage, answer: str, holder: Holder | None = None) -> Any:
    token = sign_link(OWN_PAGE, str((holder or the_holder(date.referral.project)).pk))
    path = reverse("referrals:own_date", args=[token, date.pk])
    return Client().post(f"/r/{world.network.slug}{path}", {"answer": answer}, follow=True)


def by_user(world: Room, user: Any, date: ReferralMessage, answer: str) -> Any:
    client = Client()
    client.force_login(user)
    path = reverse("referrals:answer_date", args=[date.pk])
    return client.post(f"/r/{world.network.slug}{path}", {"answer": answer}, follow=True)


def entries() -> dict[str, str]:
    """The calendar entry that each address has received."""
    return {
        mail.to: base64.b64decode(mail.attachments[0]["content"]).decode()
        for mail in OutgoingMail.objects.order_by("created_at")
    }


def test_the_person_says_yes_and_both_organizations_are_told(world: Room, date: ReferralMessage) -> None:
    answer = by_person(world, date, "suits")
    assert "L’autre structure est prévenue" in answer.text
    date.refresh_from_db()
    assert date.answer == "suits"
    told = entries()
    assert set(told) == {world.reader.email, world.adviser.email}
    for entry in told.values():
        assert "STATUS:CONFIRMED" in entry
        assert f"UID:{date.pk}@laplateforme" in entry
    for mail in OutgoingMail.objects.all():
        for word in ("Leïla", "Inventée", "Jas"):
            assert word not in mail.subject + mail.text
    assert [one.kind for one in ReferralEvent.objects.order_by("pk")][-1] == "date_suits"
    assert "Vous rencontrez Cap Farigoule" in answer.text


def test_the_adviser_says_no_and_the_receiver_and_the_person_are_told(world: Room, date: ReferralMessage) -> None:
    answer = by_user(world, world.adviser, date, "declined")
    assert answer.status_code == 200
    assert "La date ne convient pas" in answer.text or "ne convient pas" in answer.text
    told = entries()
    assert set(told) == {world.reader.email, "leila@porteuse.example"}
    for entry in told.values():
        assert "METHOD:CANCEL" in entry
        assert "STATUS:CANCELLED" in entry
    (mail,) = OutgoingMail.objects.filter(to=world.reader.email)
    assert mail.subject.startswith("À faire : proposer une autre date")


def test_opening_acts_on_nothing_and_the_same_answer_tells_once(world: Room, date: ReferralMessage) -> None:
    token = sign_link(OWN_PAGE, str(the_holder(date.referral.project).pk))
    for name in ("projects:own", "referrals:own_date"):
        args = [token] if name == "projects:own" else [token, date.pk]
        Client().get(f"/r/{world.network.slug}{reverse(name, args=args)}")
    date.refresh_from_db()
    assert (date.answer, OutgoingMail.objects.count()) == ("", 0)
    for _ in range(3):
        by_person(world, date, "suits")
    assert OutgoingMail.objects.count() == 2
    assert ReferralEvent.objects.filter(kind="date_suits").count() == 1


def test_another_answer_is_a_newer_fact_with_a_newer_entry(world: Room, date: ReferralMessage) -> None:
    by_person(world, date, "suits")
    by_person(world, date, "declined")
    assert "SEQUENCE:2" in entries()[world.reader.email]
    kinds = [(one.kind, one.before) for one in ReferralEvent.objects.filter(kind__startswith="date_").order_by("pk")]
    assert kinds == [("date_suits", ""), ("date_declined", "suits")]


@pytest.mark.parametrize("role", ["reader", "other", "colleague", "facilitator", "funder", "stranger"])
def test_nobody_else_answers(world: Room, date: ReferralMessage, role: str) -> None:
    assert by_user(world, getattr(world, role), date, "suits").status_code == 404
    date.refresh_from_db()
    assert date.answer == ""


def test_somebody_else_s_link_and_a_forged_one_answer_nothing(
    world: Room, now: datetime, date: ReferralMessage
) -> None:
    other = the_holder(opened(world, now))
    assert by_person(world, date, "suits", other).status_code == 404
    path = reverse("referrals:own_date", args=["forged", date.pk])
    assert Client().post(f"/r/{world.network.slug}{path}", {"answer": "suits"}, follow=True).status_code == 410
    date.refresh_from_db()
    assert date.answer == ""


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_an_answer_that_is_none_is_asked_for_in_words(world: Room, date: ReferralMessage, answer: str) -> None:
    assert "Choisissez une des réponses" in by_person(world, date, answer).text
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda date, now: actions.propose_date(
                referral=date.referral, starts_at=now + 20 * DAY, by=None, at=now + timedelta(minutes=1)
            ),
            "Une autre date a été proposée",
        ),
        (
            lambda date, now: ReferralMessage.objects.filter(pk=date.pk).update(starts_at=now - DAY),
            "Cette date est passée",
        ),
        (lambda date, now: withdraw_consent(consent=Consent.objects.get(), at=now), "L’accord avec cette structure"),
        (
            lambda date, now: actions.close_referral(referral=date.referral, outcome="helped", by=None, at=now),
            "C’est déjà terminé",
        ),
    ],
)
def test_what_came_between_is_said_and_tells_nobody(
    world: Room, now: datetime, date: ReferralMessage, change: Any, words: str
) -> None:
    change(date, now)
    OutgoingMail.objects.all().delete()
    assert words in by_person(world, date, "suits").text
    date.refresh_from_db()
    assert (date.answer, OutgoingMail.objects.count()) == ("", 0)


def test_the_database_keeps_answers_to_dates_only(world: Room, date: ReferralMessage) -> None:
    for change in ({"answer": "suits"}, {"kind": "question", "answer": "suits", "answered_at": date.said_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReferralMessage.objects.filter(pk=date.pk).update(**change)
    assert Referral.objects.count() == 1
