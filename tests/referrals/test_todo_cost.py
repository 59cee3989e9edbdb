"""The page of what waits asks as many questions with one hand-over of each kind as with twelve, and thirty at most."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from laplateforme.projects.actions import withdraw_consent
from laplateforme.projects.enums import Channel
from laplateforme.referrals import actions
from tests.factories.guidance import ContactRequestFactory
from tests.factories.projects import Room, agreed, opened

DAY = timedelta(days=1)


def fill(world: Room, at: datetime) -> None:
    """Something of each kind for the adviser of the organization that keeps files, and for the one that reads them."""
    project = opened(world, at - 40 * DAY)
    need = project.needs.get()
    for receiver in (world.receiver, world.third):
        agreed(project, receiver, at - 30 * DAY, days=45)
        actions.send_referral(project=project, asked=actions.Asked(receiver, need), by=world.adviser, at=at - 20 * DAY)
    first, second = project.referrals.order_by("created_at")
    actions.decline_referral(referral=second, reason="full", by=world.other, at=at - 10 * DAY)
    actions.ask_about(referral=first, text="Quand ?", by=world.reader, at=at - 9 * DAY)
    other = opened(world, at - 5 * DAY)
    agreed(other, world.third, at - 4 * DAY, channel=Channel.SPOKEN)
    consent = agreed(other, world.receiver, at - 4 * DAY)
    actions.send_referral(
        project=other, asked=actions.Asked(world.receiver, other.needs.get()), by=world.adviser, at=at - 4 * DAY
    )
    accepted = actions.accept_referral(referral=other.referrals.get(), by=world.reader, at=at - 2 * DAY)
    assert accepted.status == "accepted"
    withdraw_consent(consent=consent, at=at - DAY)
    third = opened(world, at - 3 * DAY)
    agreed(third, world.receiver, at - 3 * DAY)
    actions.send_referral(
        project=third, asked=actions.Asked(world.receiver, third.needs.get()), by=world.adviser, at=at - 3 * DAY
    )
    ContactRequestFactory(network=world.network, organization=world.keeper)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["adviser", "reader"])
def test_what_waits_costs_the_same_with_one_and_with_twelve(world: Room, role: str) -> None:
    at, client = timezone.now(), Client()
    client.force_login(getattr(world, role))
    page = f"/r/{world.network.slug}/a-faire/"
    counts, sizes = [], []
    for rounds in (1, 11):
        for _ in range(rounds):
            fill(world, at)
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(page)
            sizes.append(answer.text.count('<li class="task'))
        counts.append(len(seen))
    assert sizes[1] > sizes[0] > 1
    assert counts[0] == counts[1] <= 30
