"""Several at once, on PostgreSQL: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from laplateforme.projects.actions import withdraw_consent
from laplateforme.projects.models import Consent, Need, Project
from laplateforme.referrals import actions
from laplateforme.referrals.models import Referral, ReferralEvent
from tests.factories.projects import Room, agreed

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="two at once need PostgreSQL (DATABASE_URL)"),
]


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Does all of them at the same moment; what became of each: "done" or why it was refused."""
    together = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            deed()
        except (actions.UnableToMoveReferral, actions.UnableToRefer) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def sent(project: Project, need: Need, world: Room, at: datetime) -> Referral:
    asked = actions.Asked(world.receiver, need, "Elle cherche un local.")
    return actions.send_referral(project=project, asked=asked, by=world.adviser, at=at)


@pytest.mark.parametrize("turn", range(2))
def test_two_answers_at_once_count_as_one(project: Project, need: Need, world: Room, noon: datetime, turn: int) -> None:
    referral = sent(project, need, world, noon)
    known: dict[str, Any] = {"referral": referral, "by": world.reader, "at": noon}
    said = at_once(
        lambda: actions.accept_referral(**known),
        lambda: actions.decline_referral(**known, reason="full"),
        lambda: actions.accept_referral(**known),
    )
    assert sorted(said) == ["UnableToMoveReferral", "UnableToMoveReferral", "done"]
    answers = ReferralEvent.objects.filter(referral=referral, after__in=["accepted", "declined"])
    assert answers.count() == 1
    referral.refresh_from_db()
    assert referral.status == answers.get().after


@pytest.mark.parametrize("turn", range(2))
def test_an_answer_during_a_withdrawal_is_before_it_or_is_refused(
    project: Project, need: Need, world: Room, noon: datetime, turn: int
) -> None:
    referral = sent(project, need, world, noon)
    consent = Consent.objects.get(project=project, receiver=world.receiver)
    answered, withdrawn = at_once(
        lambda: actions.accept_referral(referral=referral, by=world.reader, at=noon),
        lambda: withdraw_consent(consent=consent, at=noon),
    )
    assert withdrawn == "done"
    consent.refresh_from_db()
    assert consent.closing == "withdrawn"
    referral.refresh_from_db()
    assert referral.status == ("accepted" if answered == "done" else "cancelled")


@pytest.mark.parametrize("turn", range(2))
def test_the_same_receiver_asked_twice_at_once_is_asked_once(
    project: Project, need: Need, world: Room, noon: datetime, turn: int
) -> None:
    said = at_once(*[lambda: sent(project, need, world, noon)] * 3)
    assert sorted(said) == ["UnableToRefer", "UnableToRefer", "done"]
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("turn", range(2))
def test_a_hand_over_passed_on_twice_at_once_has_one_follower(
    project: Project, need: Need, world: Room, noon: datetime, turn: int
) -> None:
    agreed(project, world.third, noon)
    referral = sent(project, need, world, noon)
    asked = actions.Asked(world.third, need)
    said = at_once(
        lambda: actions.reroute_referral(referral=referral, asked=asked, by=world.adviser, at=noon),
        lambda: actions.reroute_referral(referral=referral, asked=asked, by=world.adviser, at=noon),
        lambda: actions.accept_referral(referral=referral, by=world.reader, at=noon),
    )
    assert said.count("done") in (1, 2)  # said yes to just before it was passed on: both are facts
    assert Referral.objects.filter(replaces=referral).count() == said[:2].count("done") <= 1
