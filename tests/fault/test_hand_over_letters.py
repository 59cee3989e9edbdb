"""Letters of hand-overs among thousands of others: the server is down, then slow, then back. All leave once, urgent
first: whoever waits for a code in front of a screen is not behind the reminders.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from laplateforme.core import delivery
from laplateforme.core.delivery import deliver_waiting
from laplateforme.core.models import MailStatus, OutgoingMail
from laplateforme.referrals import actions
from laplateforme.referrals.models import Referral
from laplateforme.referrals.tasks import tell_now
from tests.factories.projects import Room, agreed, opened, room
from tests.fault.letters import a_day_without_server, nowhere, queue, states
from tests.fault.smtp import mail_server

pytestmark = pytest.mark.django_db


def write(world: Room, at: datetime) -> Referral:
    """A hand-over that tells its receiver, asks a question, sends a code and ends with a yes and a date."""
    project = opened(world, at)
    agreed(project, world.receiver, at)
    asked = actions.Asked(world.receiver, project.needs.get(), "Elle cherche un local.")
    made = actions.send_referral(project=project, asked=asked, by=world.adviser, at=at)
    assert tell_now(made.pk)
    actions.ask_about(referral=made, text="Depuis quand ?", by=world.reader, at=at)
    actions.new_door_code(referral=made, at=at)
    actions.accept_referral(referral=made, by=world.reader, at=at)
    actions.propose_date(referral=made, starts_at=at + timedelta(days=9), by=world.reader, at=at)
    return made


def expected() -> list[str]:
    """Names of the messages in the order in which they have to leave."""
    rows = OutgoingMail.objects.order_by("-is_urgent", "created_at", "pk")
    return [f"<{pk}@laplateforme>" for pk in rows.values_list("pk", flat=True)]


def down_slow_and_back(count: int, hand_overs: int, settings: Any, noon: datetime) -> None:
    nowhere(settings)
    world = room()
    for _ in range(hand_overs):
        write(world, noon)
    letters = OutgoingMail.objects.count()
    assert letters >= 7 * hand_overs
    queue(count - letters, urgent=3)
    order, urgent = expected(), OutgoingMail.objects.filter(is_urgent=True).count()
    assert urgent >= hand_overs + 3  # the codes among them, behind nothing but one another
    with time_machine.travel(noon, tick=False) as clock:
        assert a_day_without_server(clock) == 0
        with mail_server() as house:
            settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = house.port, 0.1
            house.manners.delay = 0.3
            for _ in range(3):
                clock.shift(timedelta(minutes=11))
                assert deliver_waiting() == 0
            assert (house.accepted, states()) == ([], {MailStatus.WAITING: count})
            house.manners.delay, settings.EMAIL_TIMEOUT = 0.0, 5
            clock.shift(timedelta(minutes=11))
            while deliver_waiting():
                pass
    assert [name for _, name in house.accepted] == order
    assert len(set(order)) == count
    assert states() == {MailStatus.SENT: count}


def test_letters_of_hand_overs_leave_once_urgent_first(settings: Any, noon: datetime) -> None:
    down_slow_and_back(60, 4, settings, noon)


@pytest.mark.slow
def test_ten_thousand_with_letters_of_hand_overs_leave_once_urgent_first(settings: Any, noon: datetime) -> None:
    down_slow_and_back(10_000, 400, settings, noon)


def test_control_without_urgency_a_code_waits_behind_the_others(
    settings: Any, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order = delivery.due
    monkeypatch.setattr(delivery, "due", lambda at: in_order(at).order_by("created_at", "pk"))
    with pytest.raises(AssertionError):
        down_slow_and_back(60, 4, settings, noon)
