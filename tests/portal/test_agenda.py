"""The agenda gathers what several rooms announce."""

import re
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
from laplateforme.fairs.models import Occasion
from laplateforme.groups.actions import new_calendar_address, revoke_calendar_address
from laplateforme.groups.enums import MeetingStatus
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.factories.groups import GroupMemberFactory, MeetingFactory, WorkingGroupFactory
from tests.factories.network import MembershipFactory, NetworkFactory

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


# ---------------------------------------------------------------- the month


def test_a_month_is_a_table_with_its_dates_and_a_list_for_phones(client: Client, network: Network) -> None:
    now = timezone.now()
    announce(network, "Table ouverte", now + timedelta(minutes=5))
    announce(network, "L’an prochain", now + timedelta(days=370))
    today = timezone.localdate(now + timedelta(minutes=5))
    html = client.get(f"/agenda/{today.year}/{today.month}/").content.decode()
    assert html.count("Table ouverte") == 2
    assert "L’an prochain" not in html
    assert html.count('<th scope="col">') == 7
    assert "<caption" in html
    beside = today.replace(day=1) + timedelta(days=40)
    assert f"/agenda/{beside.year}/{beside.month}/" in html


def test_days_gone_stay_in_their_month(client: Client, network: Network) -> None:
    first = timezone.now().replace(day=1, hour=8, minute=0)
    announce(network, "Premier du mois", first)
    assert "Premier du mois" in client.get(f"/agenda/{first.year}/{first.month}/").content.decode()


@pytest.mark.parametrize("path", ["2026/13", "2026/0", "0/1", "99999/1", "1200/5", "2199/1"])
def test_a_month_that_nobody_reads_has_no_page(client: Client, network: Network, path: str) -> None:
    assert client.get(f"/agenda/{path}/").status_code == 404


def test_an_empty_month_says_so_and_is_not_for_robots(client: Client, network: Network) -> None:
    today = timezone.localdate()
    html = client.get(f"/agenda/{today.year}/{today.month}/").content.decode()
    assert "Aucune date ce mois-ci" in html
    assert "noindex" in html


def test_a_month_costs_the_same_with_one_and_ten(client: Client, network: Network) -> None:
    today, costs = timezone.localdate(), []
    for count in (1, 9):
        for number in range(count):
            announce(network, f"Date {count} {number}", timezone.now() + timedelta(minutes=number + 1))
        client.get("/agenda/?warm")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/agenda/{today.year}/{today.month}/?{count}")
        costs.append(len(captured))
    assert costs[0] == costs[1]


# ---------------------------------------------------------------- one's own


def events_at(client: Client, address: str) -> list[Any]:
    return Calendar.from_ical(client.get(address).content).walk("VEVENT")


def own_address(network: Network, user: Any) -> str:
    return f"/agenda/{new_calendar_address(user=user, network=network, at=timezone.now()).token}.ics"


def test_ones_own_calendar_has_public_dates_and_the_meetings_of_ones_groups(client: Client, network: Network) -> None:
    soon = timezone.now() + timedelta(days=3)
    announce(network, "Table ouverte", soon)
    for name in ("Discret", "Étranger"):
        group = WorkingGroupFactory(network=network, name=name, is_public=False)
        meeting = MeetingFactory(
            group=group, status=MeetingStatus.SET, starts_at=soon, link=f"https://salle.example/{name}"
        )
        if name == "Discret":
            member, mine = GroupMemberFactory(group=group), meeting
    events = events_at(client, own_address(network, member.user))
    text = "".join(str(event["summary"]) + str(event["description"]) for event in events)
    assert "Table ouverte" in text
    assert "https://salle.example/Discret" in text
    assert "Étranger" not in text
    assert f"{mine.pk}@laplateforme" in {str(event["uid"]) for event in events}


def test_a_public_meeting_of_ones_own_group_stands_once(client: Client, network: Network) -> None:
    group = WorkingGroupFactory(network=network, is_public=True)
    MeetingFactory(group=group, status=MeetingStatus.SET, starts_at=timezone.now() + timedelta(days=3))
    events = events_at(client, own_address(network, GroupMemberFactory(group=group).user))
    assert len(events) == 1


def fair(network: Network, title: str, status: str = "accepted", **more: Any) -> Occasion:
    soon = timezone.now() + timedelta(days=9)
    ends = soon + timedelta(hours=6)
    return Occasion.objects.create(
        network=network, title=title, starts_at=soon, ends_at=ends, status=status, decided_at=soon, **more
    )


def test_fairs_where_the_network_goes_are_announced_to_everybody(client: Client, network: Network) -> None:
    going = fair(network, "Salon des premiers pas", place="Aubagne")
    for status in ("proposed", "declined", "cancelled"):
        fair(network, f"Pas celui-ci {status}", status)
    fair(network, "Pas celui-ci non plus", kind="leaflets")
    month = timezone.localtime(going.starts_at)
    for address in ("agenda/", f"agenda/{month.year}/{month.month}/"):
        html = client.get(f"/r/calanques/{address}").content.decode()
        assert "Salon des premiers pas" in html
        assert "Pas celui-ci" not in html
    (event,) = Calendar.from_ical(client.get("/r/calanques/agenda.ics").content).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == ("Salon des premiers pas", "Aubagne")
    assert client.get(str(event["url"]).replace("http://testserver", "")).status_code == 200
    going.status = "cancelled"
    going.save()
    assert "Salon des premiers pas" not in client.get("/r/calanques/agenda/").content.decode()


def test_a_colleague_finds_the_page_of_a_fair_in_their_calendar(client: Client, network: Network) -> None:
    going = fair(network, "Salon")
    fair(network, "Proposé", "proposed")
    colleague = MembershipFactory(network=network, role=Role.WRITER).user
    holder = MembershipFactory(network=network, role=Role.HOLDER).user
    for who, address in ((colleague, f"/salons/{going.code}/"), (holder, f"/salons/{going.code}/venir/")):
        (event,) = events_at(client, own_address(network, who))
        assert str(event["summary"]) == "Salon"
        assert str(event["url"]).endswith(address)


def test_an_address_that_was_renewed_or_taken_back_answers_no_more(client: Client, network: Network) -> None:
    user = MembershipFactory(network=network, role=Role.WRITER).user
    first, second = own_address(network, user), own_address(network, user)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    NetworkFactory(slug="restanques")
    assert client.get(f"/r/restanques{second}").status_code == 404
    assert client.get(f"/r/calanques{second}").headers["Cache-Control"] == "private, no-store"
    revoke_calendar_address(user=user, network=network, at=timezone.now())
    assert client.get(f"/r/calanques{second}").status_code == 404


def test_somebody_who_left_has_no_calendar_any_more(client: Client, network: Network) -> None:
    user = MembershipFactory(network=network, role=Role.WRITER).user
    address = own_address(network, user)
    user.is_active = False
    user.save()
    assert client.get(address).status_code == 404


def test_the_page_gives_both_addresses_and_takes_them_back(client: Client, network: Network) -> None:
    client.force_login(MembershipFactory(network=network, role=Role.WRITER).user)
    client.post("/groupes/calendrier/", {"deed": "new"})
    html = client.get("/groupes/calendrier/").content.decode()
    assert re.search(r"/agenda/[\w-]{20,}\.ics", html)
    assert re.search(r"/groupes/calendrier/[\w-]{20,}\.ics", html)
    client.post("/groupes/calendrier/", {"deed": "revoke"})
    assert ".ics" not in client.get("/groupes/calendrier/").content.decode()
