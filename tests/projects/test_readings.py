"""Every reading of a file can be reached by the person, without JavaScript, however many there are."""

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.models import JournalEntry
from laplateforme.core.signing import sign_link
from laplateforme.network.models import Organization
from laplateforme.projects import actions
from laplateforme.projects.emails import OWN_PAGE
from laplateforme.projects.models import Holder, Project
from laplateforme.projects.queries.own import everything_about, own_page
from tests.factories.accounts import UserFactory
from tests.factories.projects import Room, agreed, opened, person, the_holder

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now() - timedelta(minutes=5)


@pytest.fixture
def project(world: Room, now: datetime) -> Project:
    return opened(world, now - timedelta(days=30))


def address(world: Room, holder: Holder, name: str = "own_readings", token: str = "") -> str:
    link = token or sign_link(OWN_PAGE, str(holder.pk))
    return f"/r/{world.network.slug}{reverse(f'projects:{name}', args=[link])}"


def read(holder: Holder, organization: Organization, moments: Iterable[datetime], *bundles: str) -> None:
    """Lines of the journal as `record_reading` writes them."""
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=at, verb="file read", subject_kind="projects.holder", subject_id=str(holder.pk),
            details={"organization": str(organization.pk), "bundles": list(bundles or ["project"])},
        )
        for at in moments
    )  # fmt: skip


def lines_of(client: Client, url: str) -> list[str]:
    """Day and words of each reading, page after page, by the links alone."""
    found: list[str] = []
    while url:
        text = client.get(url).content.decode()
        for day, section in re.findall(r'<h2 [^>]*id="day-\d+">(.*?)</h2>(.*?)</section>', text, re.S):
            found += [f"{day} {re.sub('<[^>]+>', '', one).strip()}" for one in re.findall("<li>(.*?)</li>", section)]
        after = re.search(r'rel="next" href="([^"]+)"', text)
        url = f"{url.partition('?')[0]}{unescape(after[1])}" if after else ""
    return found


def test_every_reading_is_reached_by_links_alone(world: Room, project: Project, now: datetime) -> None:
    holder = the_holder(project)
    read(holder, world.keeper, (now - number * MINUTE for number in range(600)))
    read(holder, world.receiver, [now - timedelta(days=3)])
    client = Client()
    own = client.get(address(world, holder, "own")).content.decode()
    assert "Chaque lecture de votre dossier (601)" in own
    assert len(own_page(holder, now).readings) == 10
    found = lines_of(client, address(world, holder))
    assert len(found) == 601
    assert len(set(found)) == 601
    assert found[0].endswith("Maison Ravelle, qui garde votre dossier")
    assert found[-1].endswith("Cap Farigoule, votre projet et ses besoins")


def test_the_last_reading_of_each_is_right_however_often_another_reads(
    world: Room, project: Project, now: datetime
) -> None:
    holder = the_holder(project)
    agreed(project, world.receiver, now - timedelta(days=20))
    read(holder, world.receiver, [now - timedelta(days=9)])
    read(holder, world.keeper, (now - number * MINUTE for number in range(700)))
    page = own_page(holder, now)
    assert [one.last_read_at for one in page.shares] == [now - timedelta(days=9)]
    assert page.keeper_read_at == now


def test_what_is_downloaded_holds_every_reading(world: Room, project: Project, now: datetime) -> None:
    holder = the_holder(project)
    read(holder, world.receiver, (now - number * MINUTE for number in range(700)))
    Holder.objects.filter(pk=holder.pk).update(user=(user := UserFactory()))
    client = Client()
    client.force_login(user)
    data = json.loads(client.get(address(world, holder, "own_download", "moi")).content)
    assert len({one["at"] for one in data["readings"]}) == 700
    readable = client.get(address(world, holder, "own_everything", "moi")).content.decode()
    assert readable.count("Cap Farigoule, votre projet et ses besoins") == 700
    assert len(lines_of(client, address(world, holder, token="moi"))) == 700


def test_one_organization_is_chosen_and_the_choice_is_kept_from_page_to_page(
    world: Room, project: Project, now: datetime
) -> None:
    holder = the_holder(project)
    read(holder, world.receiver, (now - number * MINUTE for number in range(60)))
    read(holder, world.keeper, (now - number * MINUTE for number in range(70)))
    url = address(world, holder)
    assert "Maison Ravelle" in Client().get(url).content.decode()
    found = lines_of(Client(), f"{url}?structure={world.receiver.pk}")
    assert len(found) == 60
    assert all("Cap Farigoule" in one for one in found)
    for wrong in ("x", str(world.third.pk), "' or 1"):
        assert len(lines_of(Client(), f"{url}?structure={wrong}")) == 130


def test_nobody_reads_the_readings_of_somebody_else(world: Room, project: Project, now: datetime) -> None:
    holder, other = the_holder(project), the_holder(opened(world, now))
    read(holder, world.receiver, [now])
    assert "Personne n’a encore lu votre dossier." in unescape(Client().get(address(world, other)).content.decode())
    assert Client().get(address(world, holder, token="wrong")).status_code == 410
    assert "/compte/" in Client().get(address(world, holder, token="moi")).headers["Location"]
    client = Client()
    client.force_login(world.adviser)
    assert client.get(address(world, holder, token="moi")).status_code == 404


def test_a_first_name_that_was_read_is_said(world: Room, project: Project, now: datetime) -> None:
    holder = the_holder(project)
    read(holder, world.receiver, [now], "first_name")
    assert lines_of(Client(), address(world, holder))[0].endswith("Cap Farigoule, votre prénom et votre besoin")


def test_readings_come_along_when_files_are_joined_one_after_the_other(
    world: Room, project: Project, now: datetime
) -> None:
    people = [the_holder(project)]
    for email in ("l1@porteuse.example", "l2@porteuse.example"):
        people.append(actions.add_holder(project=project, person=person(email=email), at=now, by=world.adviser))
    for holder in people:
        read(holder, world.receiver, [now])
    first, second, third = people
    actions.join_people(kept=second, gone=first, by=world.adviser, at=now)
    actions.join_people(kept=third, gone=second, by=world.adviser, at=now)
    third.refresh_from_db()
    assert own_page(third, now).readings_count == 3
    assert len(everything_about(third, now)["readings"]) == 3


def test_an_organization_that_is_gone_is_not_left_blank(world: Room, project: Project, now: datetime) -> None:
    read(the_holder(project), Organization(name="Partie"), [now])
    assert "une structure qui n’est plus ici" in unescape(lines_of(Client(), address(world, the_holder(project)))[0])


@pytest.mark.parametrize("count", [1, 45, 400])
def test_the_pages_cost_the_same_with_one_reading_and_with_hundreds(
    world: Room, project: Project, now: datetime, count: int, django_assert_num_queries: Any
) -> None:
    holder = the_holder(project)
    for organization in (world.keeper, world.receiver, world.third)[: 1 if count == 1 else 3]:
        read(holder, organization, (now - number * MINUTE for number in range(count)))
    client, url = Client(), address(world, holder)
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
    client.get(address(world, holder, "own"))
    with django_assert_num_queries(16):
        client.get(address(world, holder, "own"))
