"""The life of hand-overs."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from laplateforme.core import search
from laplateforme.guidance.models import Gap
from laplateforme.network.models import Participation
from laplateforme.projects.actions import confirm_consent, meet_need, withdraw_consent
from laplateforme.projects.enums import Channel
from laplateforme.projects.models import Consent, Need, Project
from laplateforme.referrals import actions, rules
from laplateforme.referrals.enums import ALLOWED_MOVES, ReferralStatus
from laplateforme.referrals.models import Referral, ReferralEvent
from tests.factories.guidance import PublishedOfferFactory
from tests.factories.projects import Room, agreed, opened

DAY = timedelta(days=1)
S = ReferralStatus


def sent(project: Project, need: Need, world: Room, at: datetime, **more: Any) -> Referral:
    asked = actions.Asked(more.pop("receiver", world.receiver), need, "Elle cherche un local.", **more)
    return actions.send_referral(project=project, asked=asked, by=world.adviser, at=at)


def test_a_hand_over_lives_to_its_outcome_said_by_both(
    project: Project, need: Need, world: Room, noon: datetime
) -> None:
    referral = sent(project, need, world, noon)
    deeds: list[Any] = [actions.see_referral, actions.see_referral, actions.accept_referral, actions.start_referral]
    for number, deed in enumerate(deeds):
        deed(referral=referral, by=world.reader, at=noon + number * DAY)
    actions.close_referral(referral=referral, outcome="helped", by=world.reader, at=noon + 60 * DAY)
    actions.say_outcome(referral=referral, outcome="partly_helped", at=noon + 70 * DAY)
    referral.refresh_from_db()
    assert (referral.status, referral.outcome_receiver, referral.outcome_person) == (
        "closed",
        "helped",
        "partly_helped",
    )
    facts = list(ReferralEvent.objects.order_by("at", "pk").values_list("kind", "before", "after"))
    assert facts == [
        ("moved", "", "sent"), ("moved", "sent", "seen"), ("moved", "seen", "accepted"),
        ("moved", "accepted", "in_progress"), ("moved", "in_progress", "closed"), ("outcome_receiver", "", "helped"),
        ("outcome_person", "", "partly_helped"),
    ]  # fmt: skip


def test_facts_are_never_changed(project: Project, need: Need, world: Room, noon: datetime) -> None:
    sent(project, need, world, noon)
    with pytest.raises(TypeError):
        ReferralEvent.objects.update(after="closed")
    with pytest.raises(TypeError):
        ReferralEvent.objects.all().delete()


@pytest.mark.parametrize("before", list(ReferralStatus))
@pytest.mark.parametrize("after", list(ReferralStatus))
def test_every_move_of_the_table_and_no_other(before: ReferralStatus, after: ReferralStatus) -> None:
    """The table itself: nothing leaves what is over, nothing comes back to the beginning."""
    allowed = after in ALLOWED_MOVES[before]
    if before.value not in ReferralStatus.OPEN:
        assert not allowed
    if after == S.CONSENT_PENDING or before == after:
        assert not allowed
    if allowed and after == S.ENTERED_IN_ERROR:
        assert before == S.SENT


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("oneself", lambda world, project: {"receiver": world.keeper}),
        ("elsewhere", lambda world, project: {"receiver": world.stranger.memberships.get().organization}),
        ("agreement", lambda world, project: {"receiver": world.third}),
        ("offer", lambda world, project: {"offer": PublishedOfferFactory(organization=world.third)}),
        ("offer", lambda world, project: {"offer": PublishedOfferFactory(organization=world.receiver, status="draft")}),
        ("need", lambda world, project: {"need": opened(world, project.created_at).needs.get()}),
    ],
)
def test_what_cannot_be_sent(project: Project, need: Need, world: Room, noon: datetime, why: str, change: Any) -> None:
    more = change(world, project)
    with pytest.raises(actions.UnableToRefer) as refused:
        sent(project, more.pop("need", need), world, noon, **more)
    assert refused.value.why == why
    assert Referral.objects.count() == ReferralEvent.objects.count() == 0


def test_a_met_need_and_an_ended_agreement_send_nothing(
    project: Project, need: Need, world: Room, noon: datetime
) -> None:
    withdraw_consent(consent=Consent.objects.get(), at=noon)
    with pytest.raises(actions.UnableToRefer, match="agreement"):
        sent(project, need, world, noon)
    agreed(project, world.receiver, noon)
    with pytest.raises(actions.UnableToRefer, match="need"):
        sent(project, meet_need(need=need, at=noon), world, noon)


def test_the_same_receiver_is_asked_once_for_a_need(project: Project, need: Need, world: Room, noon: datetime) -> None:
    referral = sent(project, need, world, noon)
    with pytest.raises(actions.UnableToRefer, match="twice"):
        sent(project, need, world, noon)
    actions.decline_referral(referral=referral, reason="full", by=world.reader, at=noon)
    assert sent(project, need, world, noon + DAY).status == "sent"


def test_a_hand_over_waits_for_the_person_and_leaves_with_their_yes(
    project: Project, need: Need, world: Room, noon: datetime
) -> None:
    consent = agreed(project, world.third, noon, channel=Channel.LINK)
    referral = sent(project, need, world, noon, receiver=world.third)
    assert (referral.status, referral.sent_at) == ("consent_pending", None)
    assert list(Referral.objects.visible_to(world.other)) == []
    assert actions.send_waiting(at=noon + DAY) == 0
    confirm_consent(consent=consent, at=noon + DAY)
    assert actions.send_waiting(at=noon + 2 * DAY) == 0
    referral.refresh_from_db()
    assert referral.sent_at == noon + DAY
    assert list(Referral.objects.visible_to(world.other)) == [referral]


def test_only_both_sides_see_a_hand_over(project: Project, need: Need, world: Room, noon: datetime) -> None:
    referral = sent(project, need, world, noon)
    for user in (world.adviser, world.manager, world.reader):
        assert list(Referral.objects.visible_to(user)) == [referral]
    for user in (world.other, world.colleague, world.facilitator, world.funder, world.stranger):
        assert list(Referral.objects.visible_to(user)) == []
        assert not rules.can_answer(user, referral)
        assert not rules.can_cancel(user, referral)
    assert (rules.can_answer(world.reader, referral), rules.can_answer(world.adviser, referral)) == (True, False)
    assert (rules.can_cancel(world.reader, referral), rules.can_cancel(world.adviser, referral)) == (False, True)
    assert not rules.can_follow(world.reader, referral)


def test_a_refusal_is_counted_as_a_gap_unless_something_else_is_proposed(
    project: Project, need: Need, world: Room, noon: datetime
) -> None:
    offer = PublishedOfferFactory(organization=world.third, themes=["PREMISES"], stages=["IDEA"])
    search.rebuild()
    referral = sent(project, need, world, noon)
    actions.decline_referral(referral=referral, reason="full", by=world.reader, at=noon)
    referral.refresh_from_db()
    assert referral.next_offer == offer
    assert not Gap.objects.exists()
    offer.delete()
    search.rebuild()
    referral = sent(project, need, world, noon)
    actions.decline_referral(referral=referral, reason="wrong_stage", words="Revenez.", by=world.reader, at=noon)
    gap = Gap.objects.get()
    assert (gap.stage, gap.theme) == ("IDEA", "PREMISES")
    referral.refresh_from_db()
    assert (referral.status, referral.refusal, referral.answer_words) == ("declined", "wrong_stage", "Revenez.")


def test_one_answer_counts(project: Project, need: Need, world: Room, noon: datetime) -> None:
    referral = sent(project, need, world, noon)
    actions.accept_referral(referral=referral, by=world.reader, at=noon)
    with pytest.raises(actions.UnableToMoveReferral):
        actions.decline_referral(referral=referral, reason="full", by=world.reader, at=noon)
    with pytest.raises(actions.UnableToMoveReferral):
        actions.say_outcome(referral=referral, outcome="helped", at=noon)
    assert not Gap.objects.exists()


def test_taken_back_within_ten_seconds_it_never_left(project: Project, need: Need, world: Room, noon: datetime) -> None:
    referral = sent(project, need, world, noon)
    actions.cancel_referral(referral=referral, by=world.adviser, at=noon + timedelta(seconds=10))
    assert list(Referral.objects.visible_to(world.reader)) == []
    referral = sent(project, need, world, noon)
    kept = actions.cancel_referral(referral=referral, by=world.adviser, at=noon + timedelta(seconds=11))
    assert kept.status == "cancelled"


def test_passing_to_somebody_else_ends_the_first_in_one_transaction(
    project: Project, need: Need, world: Room, noon: datetime
) -> None:
    referral = sent(project, need, world, noon)
    asked = actions.Asked(world.third, need)
    with pytest.raises(actions.UnableToRefer), transaction.atomic():
        actions.reroute_referral(referral=referral, asked=asked, by=world.adviser, at=noon)
    referral.refresh_from_db()
    assert referral.status == "sent"
    agreed(project, world.third, noon)
    second = actions.reroute_referral(referral=referral, asked=asked, by=world.adviser, at=noon)
    referral.refresh_from_db()
    assert (referral.status, second.status, second.replaces) == ("rerouted", "sent", referral)


def test_the_offer_shows_the_delay_that_was_observed(project: Project, need: Need, world: Room, noon: datetime) -> None:
    offer = PublishedOfferFactory(organization=world.receiver)
    referral = sent(project, need, world, noon, offer=offer)
    actions.accept_referral(referral=referral, by=world.reader, at=noon + 3 * DAY)
    offer.refresh_from_db()
    assert (offer.observed_answer_days, offer.observed_answer_count) == (Decimal("3.0"), 1)


def test_reminders_a_warning_and_an_end_come_each_once(
    project: Project, need: Need, world: Room, noon: datetime
) -> None:
    referral = sent(project, need, world, noon)  # a Monday
    seen = []
    for day in range(32):
        for _ in range(2):
            done = actions.tend_referrals(at=noon + day * DAY)
            seen += [(day, name) for name in ("reminded", "warned", "expired") if getattr(done, name)]
    assert seen == [(7, "reminded"), (10, "reminded"), (21, "warned"), (30, "expired")]
    referral.refresh_from_db()
    assert referral.status == "expired"
    assert Gap.objects.count() == 1


def test_delays_are_settings(project: Project, need: Need, world: Room, noon: datetime, settings: Any) -> None:
    sent(project, need, world, noon)
    settings.LP_REFERRAL_EXPIRY_DAYS = 3
    assert actions.tend_referrals(at=noon + 3 * DAY).expired == 1


@pytest.mark.parametrize("change", [
    {"status": "declined"}, {"status": "closed"}, {"sent_at": None},
])  # fmt: skip
def test_the_database_refuses_what_says_nothing(
    project: Project, need: Need, world: Room, noon: datetime, change: dict
) -> None:
    referral = sent(project, need, world, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**change)


def test_a_receiver_that_left_is_not_asked(project: Project, need: Need, world: Room, noon: datetime) -> None:
    Participation.objects.filter(organization=world.receiver).delete()
    with pytest.raises(actions.UnableToRefer, match="elsewhere"):
        sent(project, need, world, noon)
