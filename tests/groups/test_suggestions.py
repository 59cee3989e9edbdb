"""What other rooms leave undone, put before a meeting: numbers, nobody's name."""

from datetime import datetime, timedelta

import pytest

from laplateforme.groups import actions
from laplateforme.groups.queries.meetings import suggestions
from laplateforme.referrals.enums import ReferralStatus
from laplateforme.referrals.models import Referral
from tests.factories.groups import MeetingFactory, WorkingGroupFactory
from tests.factories.projects import agreed, opened, room

pytestmark = pytest.mark.django_db


def test_hand_overs_without_an_answer_for_a_week_are_counted_once_on_the_agenda(noon: datetime) -> None:
    world = room()
    project = opened(world, noon)
    agreed(project, world.receiver, noon)
    referral = Referral.objects.create(
        network=world.network, project=project, need=project.needs.get(), sender=world.keeper, receiver=world.receiver,
        status=ReferralStatus.SENT, asked_at=noon, sent_at=noon,
    )  # fmt: skip
    meeting = MeetingFactory(group=WorkingGroupFactory(network=world.network))
    elsewhere = MeetingFactory()

    def said(at: datetime) -> list[tuple[str, str, str]]:
        return [(one.key, one.title, one.path) for one in suggestions(meeting, at)]

    week = noon + timedelta(days=7)
    expected = ("hand-overs", "1 relais sans réponse depuis une semaine", "/relais/")
    assert said(week - timedelta(minutes=1)) == []
    assert said(week) == [expected]
    assert suggestions(elsewhere, week) == []
    actions.add_item(meeting=meeting, title=expected[1], about_path=expected[2], at=noon, by=world.facilitator)
    assert said(week) == []
    meeting.items.all().delete()
    referral.status = ReferralStatus.ACCEPTED
    referral.save()
    assert said(week) == []
