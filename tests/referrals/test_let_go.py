"""A hand-over that comes to nothing takes along the agreement that was given for it, and no other."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from laplateforme.core import search
from laplateforme.core.signing import sign_link
from laplateforme.projects.actions import UnableToConfirm, add_holder, confirm_consent, withdraw_consent
from laplateforme.projects.emails import OWN_PAGE
from laplateforme.projects.enums import Channel, Closing, Light
from laplateforme.projects.models import Consent, Project
from laplateforme.projects.queries import sheet_for
from laplateforme.projects.queries.own import everything_about
from laplateforme.referrals import actions
from laplateforme.referrals.actions import moves
from laplateforme.referrals.enums import ALLOWED_MOVES, ANSWER, ReferralStatus
from laplateforme.referrals.models import Referral
from tests.factories.accounts import signed_in
from tests.factories.guidance import PublishedOfferFactory
from tests.factories.projects import Room, agreed, opened, person, the_holder

DAY = timedelta(days=1)
S = ReferralStatus


@pytest.fixture
def project(world: Room, noon: datetime) -> Project:
    return opened(world, noon)


def passed(
    world: Room, project: Project, at: datetime, *, theme: str = "PREMISES", channel: str = Channel.SCREEN,
    bundles: tuple[str, ...] = ("contact", "project"), to: str = "receiver", **more: Any,
) -> Referral:  # fmt: skip
    relay = actions.Relay(
        theme, [actions.Target(getattr(world, to))], list(project.holders.order_by("created_at")), bundles, channel,
        "Elle cherche un local.",
    )  # fmt: skip
    (referral,) = actions.pass_relay(project=project, relay=relay, by=world.adviser, at=at, **more)
    return referral


def declined(world: Room, referral: Referral, at: datetime) -> None:
    actions.decline_referral(referral=referral, reason="full", by=world.reader, at=at)


def reads(world: Room, project: Project, at: datetime) -> bool:
    return sheet_for(project, world.reader, at) is not None


def moved_on(world: Room, referral: Referral, at: datetime) -> None:
    passed(world, referral.project, at, to="third", replaces=referral)


ENDS: dict[str, Callable[[Room, Referral, datetime], Any]] = {
    "declined": declined,
    "expired": lambda world, referral, at: actions.tend_referrals(at=at + 30 * DAY),
    "cancelled": lambda world, referral, at: actions.cancel_referral(referral=referral, by=world.adviser, at=at + DAY),
    "entered_in_error": lambda world, referral, at: actions.cancel_referral(referral=referral, by=None, at=at),
    "rerouted": moved_on,
}


def check_end(world: Room, project: Project, noon: datetime, status: str) -> None:
    referral = passed(world, project, noon)
    assert reads(world, project, noon)
    ENDS[status](world, referral, noon)
    referral.refresh_from_db()
    assert referral.status == status
    consent = Consent.objects.get(receiver=world.receiver)
    assert not reads(world, project, noon + 30 * DAY)
    assert (consent.closing, consent.closed_at) == (Closing.NOT_TAKEN, referral.closed_at)
    assert consent.text
    assert consent.starts_at == noon


@pytest.mark.parametrize("status", ENDS)
def test_the_agreement_ends_with_a_hand_over_that_comes_to_nothing(
    world: Room, project: Project, noon: datetime, status: str
) -> None:
    check_end(world, project, noon, status)


@pytest.mark.parametrize("status", ENDS)
def test_the_control_sees_an_agreement_that_outlives_its_hand_over(
    world: Room, project: Project, noon: datetime, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "end_with_hand_over", lambda **more: None)
    with pytest.raises(AssertionError):
        check_end(world, project, noon, status)


TO_NOTHING = [
    (before, after) for before, allowed in ALLOWED_MOVES.items() for after in sorted(allowed)
    if after in S.TO_NOTHING and after != S.REROUTED
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), TO_NOTHING)
def test_whatever_move_leads_to_nothing_lets_go(
    world: Room, project: Project, noon: datetime, before: ReferralStatus, after: ReferralStatus
) -> None:
    referral = passed(world, project, noon)
    Referral.objects.filter(pk=referral.pk).update(status=before)
    referral = moves.locked(referral)
    referral.refusal = "full"
    moves.move(referral, to=after, by=None, at=noon, organization=None)
    assert Consent.objects.get().closing == Closing.NOT_TAKEN


def test_whoever_said_yes_goes_on_reading_and_after_it_is_done_too(
    world: Room, project: Project, noon: datetime
) -> None:
    first = passed(world, project, noon)
    actions.accept_referral(referral=first, by=world.reader, at=noon)
    declined(world, passed(world, project, noon + DAY, theme="FUNDING"), noon + DAY)
    assert reads(world, project, noon + DAY)
    actions.close_referral(referral=first, outcome="helped", by=world.reader, at=noon + 2 * DAY)
    declined(world, passed(world, project, noon + 3 * DAY, theme="FUNDING"), noon + 3 * DAY)
    assert reads(world, project, noon + 3 * DAY)


def test_with_two_hand_overs_it_ends_with_the_last(world: Room, project: Project, noon: datetime) -> None:
    first, second = passed(world, project, noon), passed(world, project, noon, theme="FUNDING")
    assert Consent.objects.count() == 1
    declined(world, first, noon + DAY)
    assert reads(world, project, noon + DAY)
    declined(world, second, noon + 2 * DAY)
    assert not reads(world, project, noon + 2 * DAY)


def test_what_was_given_apart_stays_and_so_does_what_widened_it(world: Room, project: Project, noon: datetime) -> None:
    agreed(project, world.receiver, noon, bundles=["contact"])
    declined(world, passed(world, project, noon, bundles=("contact",)), noon)
    assert Consent.objects.count() == 1
    declined(world, passed(world, project, noon + DAY), noon + DAY)
    assert Consent.objects.standing().get().bundles == ["contact", "project"]
    by_link = passed(world, project, noon + 2 * DAY, bundles=("documents",), channel=Channel.LINK)
    confirm_consent(consent=Consent.objects.get(confirmed_at=None), at=noon + 3 * DAY)
    declined(world, by_link, noon + 4 * DAY)
    assert "documents" in Consent.objects.standing().get().bundles


def test_given_apart_afterwards_it_outlives_the_hand_over(world: Room, project: Project, noon: datetime) -> None:
    referral = passed(world, project, noon)
    agreed(project, world.receiver, noon + DAY, bundles=["contact"])
    declined(world, referral, noon + 2 * DAY)
    assert Consent.objects.standing().get().bundles == ["contact"]


def test_an_agreement_given_apart_that_is_over_does_not_keep_a_newer_one(
    world: Room, project: Project, noon: datetime
) -> None:
    agreed(project, world.receiver, noon, days=5)
    declined(world, passed(world, project, noon + 6 * DAY), noon + 7 * DAY)
    assert not Consent.objects.standing().exists()


def test_nobody_is_asked_any_more_for_a_hand_over_that_is_taken_back(
    world: Room, project: Project, noon: datetime
) -> None:
    referral = passed(world, project, noon, channel=Channel.LINK)
    assert referral.status == S.CONSENT_PENDING
    actions.cancel_referral(referral=referral, by=world.adviser, at=noon + DAY)
    consent = Consent.objects.get()
    assert (consent.closing, consent.light(noon + DAY)) == (Closing.NOT_TAKEN, Light.DARK)
    with pytest.raises(UnableToConfirm):
        confirm_consent(consent=consent, at=noon + 2 * DAY)


def test_each_person_of_the_project_and_no_other_receiver(world: Room, project: Project, noon: datetime) -> None:
    add_holder(project=project, person=person(first_name="Marc", email="m@porteur.example"), at=noon, by=None)
    referral = passed(world, project, noon)
    passed(world, project, noon, to="third")
    declined(world, referral, noon)
    assert set(Consent.objects.standing().values_list("receiver", flat=True)) == {world.third.pk}
    assert Consent.objects.filter(closing=Closing.NOT_TAKEN).count() == 2


def test_a_withdrawal_stays_a_withdrawal(world: Room, project: Project, noon: datetime) -> None:
    referral = passed(world, project, noon)
    withdraw_consent(consent=Consent.objects.get(), at=noon + DAY)
    referral.refresh_from_db()
    assert (referral.status, Consent.objects.get().closing) == ("cancelled", Closing.WITHDRAWN)


def test_the_next_proposal_is_asked_with_an_agreement_of_its_own(world: Room, project: Project, noon: datetime) -> None:
    offer = PublishedOfferFactory(organization=world.third, themes=["PREMISES"], stages=["IDEA"])
    search.rebuild()
    referral = passed(world, project, noon)
    declined(world, referral, noon)
    referral.refresh_from_db()
    assert referral.next_offer == offer
    follower = passed(world, project, noon + DAY, to="third", replaces=referral)
    assert (follower.status, follower.replaces) == ("sent", referral)
    actions.accept_referral(referral=follower, by=world.other, at=noon + DAY)
    assert Consent.objects.standing().get().receiver == world.third
    again = passed(world, project, noon + 2 * DAY)
    assert again.status == "sent"
    assert reads(world, project, noon + 2 * DAY)


def test_passed_on_within_the_same_organization_the_agreement_serves_the_next(
    world: Room, project: Project, noon: datetime
) -> None:
    referral = passed(world, project, noon)
    passed(world, project, noon + DAY, theme="FUNDING", replaces=referral)
    referral.refresh_from_db()
    assert referral.status == "rerouted"
    assert reads(world, project, noon + DAY)


def test_the_person_and_the_receiver_read_why(world: Room, project: Project) -> None:
    now = timezone.now() - timedelta(minutes=5)
    referral = passed(world, project, now)
    holder, prefix = the_holder(project), f"/r/{world.network.slug}"
    by_link = f"{prefix}/relais/lien/{sign_link(ANSWER, str(referral.pk))}/"
    assert "Leïla" in Client().get(by_link).content.decode()
    declined(world, referral, now)
    own = Client().get(f"{prefix}/mes-partages/{sign_link(OWN_PAGE, str(holder.pk))}/").content.decode()
    assert "Cap Farigoule : fini avec son relais, qui n’a pas abouti," in own
    assert "Aucune autre structure ne lit votre dossier." in own
    (told,) = everything_about(holder, now)["agreements"]
    assert (told["closed_at"], told["given_for_a_hand_over"]) == (now.isoformat(), True)
    for client, page in ((Client(), by_link), (signed_in(world.reader), f"{prefix}/relais/{referral.pk}/")):
        text = client.get(page).content.decode()
        assert "Vous n’en lisez plus rien" in text
        assert "et la personne la voit" not in text
    for word in ("Leïla", "est d’accord pour que vous lisiez ceci", "Elle cherche un local."):
        assert word not in text
