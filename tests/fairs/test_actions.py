"""Occasions are proposed and decided; slots are opened, asked, taken, left: only the person says yes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from laplateforme.core.models import JournalEntry
from laplateforme.core.retention import erase_expired
from laplateforme.core.versions import StaleVersion
from laplateforme.fairs import actions
from laplateforme.fairs.enums import DutyStatus, OccasionStatus
from laplateforme.fairs.models import Duty, Occasion
from laplateforme.fairs.queries.load import load_of, next_for
from laplateforme.vocabulary.enums import Role
from tests.factories.fairs import MORNING, Hall, accepted, proposed, slot_of, values
from tests.factories.guidance import PublishedOfferFactory
from tests.factories.network import MembershipFactory

DAY = timedelta(days=1)


def test_a_proposal_waits_for_the_network(world: Hall, noon: datetime) -> None:
    occasion = proposed(world, noon, themes=["PREMISES", "nonsense"])
    assert occasion.status == OccasionStatus.PROPOSED
    assert occasion.themes == ["PREMISES"]
    with pytest.raises(actions.UnableToOpenSlot):
        slot_of(occasion, world, noon)


def test_it_cannot_end_before_it_begins(world: Hall, noon: datetime) -> None:
    with pytest.raises(actions.UnableToPropose):
        proposed(world, noon, ends_at=MORNING - DAY)
    occasion = proposed(world, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occasion.objects.filter(pk=occasion.pk).update(ends_at=MORNING - DAY)


def test_a_decision_is_taken_once(world: Hall, noon: datetime) -> None:
    occasion = proposed(world, noon)
    decided = actions.decide_occasion(occasion=occasion, goes=True, by=world.facilitator, at=noon, words="Oui à tous")
    again = actions.decide_occasion(occasion=occasion, goes=True, by=world.facilitator, at=noon + DAY)
    assert (again.decided_at, again.decision, again.version) == (noon, "Oui à tous", decided.version)
    with pytest.raises(actions.UnableToDecide):
        actions.decide_occasion(occasion=occasion, goes=False, by=world.facilitator, at=noon)
    assert JournalEntry.objects.filter(verb="occasion accepted").count() == 1


def test_the_stand_speaks_for_those_whose_offers_answer(world: Hall, noon: datetime) -> None:
    PublishedOfferFactory(organization=world.two, themes=["FUNDING"])
    assert set(accepted(world, noon, themes=["FUNDING"]).represented.all()) == {world.two}
    assert set(accepted(world, noon).represented.all()) == {world.one, world.two, world.three}
    assert set(accepted(world, noon, themes=["CRISIS"]).represented.all()) == {world.one, world.two, world.three}


def test_only_an_accepted_one_is_called_off(world: Hall, noon: datetime) -> None:
    with pytest.raises(actions.UnableToDecide):
        actions.cancel_occasion(occasion=proposed(world, noon), by=world.facilitator, at=noon)
    occasion = accepted(world, noon)
    for _ in range(2):
        assert actions.cancel_occasion(occasion=occasion, by=world.facilitator, at=noon).status == "cancelled"


def test_who_asked_is_answered(world: Hall, noon: datetime) -> None:
    asked = actions.Solicitation("La Région", "tenir un stand commun", "Une chargée de mission", "04 65 71 00 00")
    occasion = accepted(world, noon, asked=asked)
    assert (occasion.asked_body, occasion.asked_for) == ("La Région", "tenir un stand commun")
    actions.answer_solicitation(occasion=occasion, text="Nous venons", by=world.facilitator, at=noon)
    occasion.refresh_from_db()
    assert (occasion.answer, occasion.answered_by, occasion.answered_at) == ("Nous venons", world.facilitator, noon)
    with pytest.raises(actions.UnableToDecide):
        actions.answer_solicitation(occasion=accepted(world, noon), text="?", by=world.facilitator, at=noon)
    undecided = proposed(world, noon, asked=asked)
    with pytest.raises(actions.UnableToDecide):
        actions.answer_solicitation(occasion=undecided, text="?", by=world.facilitator, at=noon)


def test_two_editors_do_not_write_over_each_other(world: Hall, noon: datetime) -> None:
    occasion = proposed(world, noon)
    change = {"occasion": occasion, "expected": 1, "by": world.adviser, "at": noon}
    actions.edit_occasion(values=values(title="Un autre nom"), **change)
    with pytest.raises(StaleVersion):
        actions.edit_occasion(values=values(title="Encore un"), **change)
    occasion.refresh_from_db()
    assert occasion.title == "Un autre nom"


def test_a_slot_lies_within_the_occasion(world: Hall, noon: datetime) -> None:
    occasion = accepted(world, noon)
    with pytest.raises(actions.UnableToOpenSlot):
        slot_of(occasion, world, noon, hours=9)
    with pytest.raises(actions.UnableToOpenSlot):
        slot_of(occasion, world, noon, hours=0)


def test_somebody_volunteers_once_and_steps_back(world: Hall, noon: datetime) -> None:
    slot = slot_of(accepted(world, noon), world, noon)
    duty = actions.take_duty(slot=slot, by=world.ambassador, at=noon)
    assert actions.take_duty(slot=slot, by=world.ambassador, at=noon) == duty
    assert (duty.organization, duty.agreed_at) == (world.three, noon)
    assert actions.leave_duty(duty=duty, by=world.ambassador, at=noon).status == DutyStatus.LEFT
    assert actions.take_duty(slot=slot, by=world.ambassador, at=noon).status == DutyStatus.TAKEN
    with pytest.raises(actions.UnableToTakeDuty):
        actions.leave_duty(duty=duty, by=world.facilitator, at=noon)
    with pytest.raises(actions.UnableToTakeDuty):
        actions.leave_duty(duty=duty, by=world.ambassador, at=MORNING + DAY)


def test_nobody_says_yes_for_somebody_else(world: Hall, noon: datetime) -> None:
    slot = slot_of(accepted(world, noon), world, noon)
    duty = actions.ask_duty(slot=slot, person=world.manager, by=world.facilitator, at=noon)
    assert (duty.status, duty.agreed_at) == (DutyStatus.ASKED, None)
    with pytest.raises(actions.UnableToTakeDuty):
        actions.answer_duty(duty=duty, comes=True, by=world.facilitator, at=noon)
    assert actions.answer_duty(duty=duty, comes=False, by=world.manager, at=noon).status == DutyStatus.DECLINED
    assert actions.ask_duty(slot=slot, person=world.manager, by=world.facilitator, at=noon).status == "asked"
    assert actions.answer_duty(duty=duty, comes=True, by=world.manager, at=noon).status == DutyStatus.TAKEN
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(agreed_at=None)


def test_a_slot_is_not_filled_beyond_what_is_wanted(world: Hall, noon: datetime) -> None:
    slot = slot_of(accepted(world, noon), world, noon, wanted=1)
    duty = actions.take_duty(slot=slot, by=world.adviser, at=noon)
    with pytest.raises(actions.UnableToTakeDuty) as refused:
        actions.take_duty(slot=slot, by=world.manager, at=noon)
    assert refused.value.why == "full"
    actions.leave_duty(duty=duty, by=world.adviser, at=noon)
    actions.take_duty(slot=slot, by=world.manager, at=noon)


def test_nobody_stands_in_two_places(world: Hall, noon: datetime) -> None:
    first = slot_of(accepted(world, noon), world, noon)
    meanwhile = slot_of(accepted(world, noon), world, noon, after=3)
    after = slot_of(first.occasion, world, noon, after=4)
    actions.take_duty(slot=first, by=world.adviser, at=noon)
    with pytest.raises(actions.UnableToTakeDuty) as refused:
        actions.take_duty(slot=meanwhile, by=world.adviser, at=noon)
    assert refused.value.why == "elsewhere"
    actions.take_duty(slot=after, by=world.adviser, at=noon)


def test_people_with_a_project_have_slots_of_their_own(world: Hall, noon: datetime) -> None:
    occasion = accepted(world, noon)
    with pytest.raises(actions.UnableToTakeDuty) as refused:
        actions.ask_duty(slot=slot_of(occasion, world, noon), person=world.holder, by=world.facilitator, at=noon)
    assert refused.value.why == "kind"
    slot = slot_of(occasion, world, noon, for_holders=True)
    duty = actions.ask_duty(slot=slot, person=world.holder, by=world.facilitator, at=noon)
    assert duty.organization is None
    assert actions.answer_duty(duty=duty, comes=True, by=world.holder, at=noon).status == DutyStatus.TAKEN


@pytest.mark.parametrize("who", ["stranger", "funder"])
def test_strangers_and_funders_stand_nowhere(world: Hall, noon: datetime, who: str) -> None:
    with pytest.raises(actions.UnableToTakeDuty):
        actions.take_duty(slot=slot_of(accepted(world, noon), world, noon), by=getattr(world, who), at=noon)


def test_a_slot_that_somebody_took_stays(world: Hall, noon: datetime) -> None:
    slot = slot_of(accepted(world, noon), world, noon)
    actions.take_duty(slot=slot, by=world.adviser, at=noon)
    with pytest.raises(actions.UnableToOpenSlot):
        actions.remove_slot(slot=slot, by=world.facilitator, at=noon)
    actions.leave_duty(duty=slot.duties.get(), by=world.adviser, at=noon)
    for _ in range(2):
        actions.remove_slot(slot=slot, by=world.facilitator, at=noon)


def stood(world: Hall, at: datetime) -> Any:
    slot = slot_of(accepted(world, at), world, at)
    duty = actions.take_duty(slot=slot, by=world.adviser, at=at)
    return slot.occasion, duty


def lines(world: Hall, at: datetime) -> dict[str, tuple[float, ...]]:
    found = load_of(world.network, at)
    return {one.organization.slug: (one.given, one.promised, one.seen, one.part, one.balance) for one in found}


def test_the_load_over_twelve_months(world: Hall, noon: datetime) -> None:
    _occasion, duty = stood(world, noon)
    assert lines(world, noon)["maison-ravelle"] == (0.0, 4.0, 1, 1.3, 2.7)
    after = MORNING + DAY
    assert lines(world, after)["maison-ravelle"] == (4.0, 0.0, 1, 1.3, 2.7)
    assert lines(world, after)["tramontelle"] == (0.0, 0.0, 1, 1.3, -1.3)
    assert lines(world, MORNING + 366 * DAY)["maison-ravelle"] == (0.0, 0.0, 0, 0.0, 0.0)
    actions.mark_absent(duty=duty, by=world.facilitator, at=after)
    assert lines(world, after)["maison-ravelle"] == (0.0, 0.0, 0, 0.0, 0.0)
    actions.mark_absent(duty=duty, by=world.facilitator, at=after, is_absent=False)
    assert lines(world, after)["maison-ravelle"][0] == 4.0


def test_what_is_called_off_counts_for_nothing(world: Hall, noon: datetime) -> None:
    occasion, _duty = stood(world, noon)
    actions.cancel_occasion(occasion=occasion, by=world.facilitator, at=noon)
    assert set(lines(world, noon).values()) == {(0.0, 0.0, 0, 0.0, 0.0)}


def test_those_who_were_carried_are_proposed_next(world: Hall, noon: datetime) -> None:
    stood(world, noon)
    occasion = accepted(world, noon, starts_at=MORNING + 9 * DAY, ends_at=MORNING + 10 * DAY)
    assert next_for(occasion, noon)[-1] == world.one
    slot = slot_of(occasion, world, noon)
    actions.ask_duty(slot=slot, person=world.manager, by=world.facilitator, at=noon)
    assert next_for(occasion, noon) == [world.three, world.one]


def test_reading_the_load_takes_as_many_queries_for_many(
    world: Hall, noon: datetime, django_assert_num_queries: Any
) -> None:
    stood(world, noon)
    with django_assert_num_queries(3):
        load_of(world.network, noon)
    for number in range(1, 6):
        starts = MORNING + number * DAY
        slot = slot_of(accepted(world, noon, starts_at=starts, ends_at=starts + DAY), world, noon)
        actions.take_duty(slot=slot, by=world.adviser, at=noon)
    with django_assert_num_queries(3):
        load_of(world.network, noon)


def test_names_go_after_three_years_hours_stay(world: Hall, noon: datetime) -> None:
    _occasion, duty = stood(world, noon)
    erase_expired(at=duty.slot.ends_at + 1095 * DAY)
    assert Duty.objects.get().user == world.adviser
    erase_expired(at=MORNING + timedelta(hours=8) + 1095 * DAY + timedelta(seconds=1))
    assert (Duty.objects.get().user, Duty.objects.get().organization) == (None, world.one)
    assert Occasion.objects.get().proposed_by is None


ROLES = ("facilitator", "adviser", "manager", "ambassador", "writer")


def test_who_reads_occasions(world: Hall, noon: datetime) -> None:
    occasion = accepted(world, noon)
    for who in ROLES:
        assert list(Occasion.objects.visible_to(getattr(world, who))) == [occasion], who
    for who in ("holder", "funder", "stranger"):
        assert list(Occasion.objects.visible_to(getattr(world, who))) == [], who
    slot = slot_of(occasion, world, noon, for_holders=True)
    duty = actions.ask_duty(slot=slot, person=world.holder, by=world.facilitator, at=noon)
    assert list(Occasion.objects.visible_to(world.holder)) == [occasion]
    actions.answer_duty(duty=duty, comes=False, by=world.holder, at=noon)
    assert list(Occasion.objects.visible_to(world.holder)) == []


def test_whoever_comes_for_an_organization_gives_its_hours(world: Hall, noon: datetime) -> None:
    """The facilitator who is an adviser too comes for the organization."""
    MembershipFactory(network=world.network, organization=world.two, role=Role.ADVISER, user=world.facilitator)
    slot = slot_of(accepted(world, noon), world, noon)
    assert actions.take_duty(slot=slot, by=world.facilitator, at=noon).organization == world.two
