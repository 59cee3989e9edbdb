"""The agenda gathers what several rooms announce."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from laplateforme.editorial import actions
from laplateforme.editorial.models import EventPage
from laplateforme.groups.enums import MeetingStatus
from laplateforme.network.models import Network
from tests.factories.groups import MeetingFactory, WorkingGroupFactory
from tests.factories.network import NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return NetworkFactory(slug="calanques")


def announce(network: Network, title: str, starts_at: datetime, *, online: bool = True, **more: Any) -> None:
    now = timezone.now()
    root = actions.open_site(network=network, at=now)
    section = actions.create_section(parent=root, values={"title": "Dates"}, at=now)
    values = {"title": title, "starts_at": starts_at, **more}
    page = actions.write_article(section=section, values=values, at=now, model=EventPage)
    if online:
        actions.publish_article(page=page, at=now)


def test_dates_of_the_network_and_meetings_of_public_groups_stand_together(client: Client, network: Network) -> None:
    soon = timezone.now() + timedelta(days=3)
    announce(network, "Table ouverte", soon, place="Maison Ravelle")
    announce(network, "En brouillon", soon, online=False)
    announce(network, "Annulée", soon, is_cancelled=True)
    announce(network, "Passée", timezone.now() - timedelta(days=3))
    announce(NetworkFactory(slug="restanques"), "Ailleurs", soon)
    for name, is_public in (("Trajectoires", True), ("Secret", False)):
        group = WorkingGroupFactory(network=network, name=name, is_public=is_public)
        MeetingFactory(group=group, status=MeetingStatus.SET, starts_at=soon, ends_at=None)
    html = client.get("/r/calanques/agenda/").content.decode()
    events = Calendar.from_ical(client.get("/r/calanques/agenda.ics").content).walk("VEVENT")
    for words in ("Table ouverte", "Trajectoires"):
        assert words in html
    for words in ("En brouillon", "Annulée", "Passée", "Ailleurs", "Secret"):
        assert words not in html
    assert len(events) == 2
    assert len({str(event["uid"]) for event in events}) == 2
    assert "/r/calanques/ressources/dates/table-ouverte/" in str(events[0]["url"]) + str(events[1]["url"])


def test_the_agenda_costs_the_same_with_one_and_ten(client: Client, network: Network) -> None:
    costs = []
    for count in (1, 9):
        for number in range(count):
            announce(network, f"Date {count} {number}", timezone.now() + timedelta(days=number + 1))
        client.get("/agenda/?warm")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/agenda/?{count}")
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_without_dates_it_says_what_to_do(client: Client, network: Network) -> None:
    assert "Aucune date" in client.get("/agenda/").content.decode()
