"""Random lives of agreements: what each reader sees equals a specification written apart, at every step."""

from datetime import datetime

import pytest

from laplateforme.projects.models.lead import FormerLeadQuerySet
from laplateforme.referrals.actions import moves
from tests.factories.projects import Room
from tests.projects.lives import live
from tests.shares import share


@pytest.mark.parametrize("seed", share(range(4)))
def test_readers_see_what_was_agreed_at_every_step(world: Room, noon: datetime, seed: int) -> None:
    live(world, noon, seed, 100)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_readers_see_what_was_agreed_in_twenty_thousand_steps(world: Room, noon: datetime, seed: int) -> None:
    live(world, noon, seed, 500)


def test_the_control_sees_hand_overs_that_never_let_go(
    world: Room, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "end_with_hand_over", lambda **more: None)
    with pytest.raises(AssertionError):
        live(world, noon, 2, 400)


def test_the_control_sees_a_former_lead_who_reads_for_ever(
    world: Room, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = FormerLeadQuerySet.all
    monkeypatch.setattr(FormerLeadQuerySet, "reading", lambda self, at: everybody(self))
    with pytest.raises(AssertionError):
        live(world, noon, 1, 500)


def test_the_control_sees_an_agreement_that_is_never_asked(
    world: Room, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one filter removed, the lives above go wrong."""
    monkeypatch.setattr("laplateforme.projects.models.consent.ConsentQuerySet.live", lambda self, at: self.all())
    with pytest.raises(AssertionError):
        live(world, noon, 1, 300)
