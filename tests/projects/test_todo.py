"""What waits for advisers, without a name."""

from datetime import datetime, timedelta

from laplateforme.portal.demonstration.read import rows
from laplateforme.portal.queries.todo import files
from laplateforme.projects import actions
from laplateforme.projects.enums import Channel
from tests.factories.projects import Room, agreed, opened

DAY = timedelta(days=1)


def test_agreements_that_end_or_wait_and_copies_are_told_to_whom_they_concern(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    agreed(project, world.receiver, noon, days=40)
    assert files(world.adviser, world.network, noon + 5 * DAY) == []
    agreed(project, world.third, noon + 12 * DAY, channel=Channel.SPOKEN)
    told = files(world.manager, world.network, noon + 13 * DAY)
    assert [task.urgency for task in told] == ["week", "information"]
    assert "Leïla" not in str(told)
    for user in (world.reader, world.other, world.facilitator, world.colleague, world.stranger):
        assert files(user, world.network, noon + 13 * DAY) == []


def test_copies_to_erase_wait_for_the_receiver(world: Room, noon: datetime) -> None:
    consent = agreed(opened(world, noon), world.receiver, noon)
    actions.withdraw_consent(consent=consent, at=noon + DAY)
    assert [task.urgency for task in files(world.reader, world.network, noon + DAY)] == ["week"]
    assert files(world.adviser, world.network, noon + DAY) == []
    actions.acknowledge_erased(consent=consent, by=world.reader, at=noon + DAY)
    assert files(world.reader, world.network, noon + DAY) == []


def test_the_people_of_the_demonstration_are_plainly_invented() -> None:
    found = list(rows("project"))
    people = [row["person"] for row in found] + [one for row in found for one in row.get("others", [])]
    assert len(found) >= 11
    for _first, _last, email, phone in people:
        assert not email or email.endswith(".example")
        assert not phone or phone.startswith("06 39 98 ")
    states = {step[2] for row in found for step in row["path"]}
    assert states == {"active", "paused", "lost_contact", "ended"}
