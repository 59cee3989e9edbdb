"""A member makes a news item of published minutes: a draft that names organizations, with the way back."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from laplateforme.editorial.models import ArticlePage, SiteRoot
from laplateforme.groups import actions
from laplateforme.groups.enums import ApprovalMode, MinutesStatus
from laplateforme.groups.models import Minutes, WorkingGroup
from laplateforme.vocabulary.enums import Role
from tests.factories.groups import AgendaItemFactory, GroupMemberFactory, MeetingFactory, WorkingGroupFactory
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
HERE = "/r/calanques"
PAGE = f"{HERE}/reunions/passee/compte-rendu/"
DOOR = f"{HERE}/redaction/compte-rendu/passee/actualite/"
BUTTON = "En faire une actualité"


@pytest.fixture
def people(root: SiteRoot, facilitator: Any, writer: Any, noon: datetime) -> dict[str, Any]:
    """Published minutes in which everybody is named."""
    body = OrganizationFactory(network=root.network, name="Cap Étincelle")
    group = WorkingGroupFactory(network=root.network, name="Trajectoires", approval=ApprovalMode.AT_ONCE)

    def person(name: str) -> Any:
        return MembershipFactory(network=root.network, role=Role.ADVISER, organization=body, user__name=name).user

    member, colleague = person("Karim Oualid"), person("Paul Collègue")
    row = GroupMemberFactory(group=group, user=member, organization=body)
    GroupMemberFactory(group=group, user=writer)
    meeting = MeetingFactory(group=group, code="passee", starts_at=noon, number=1)
    item = AgendaItemFactory(meeting=meeting, title="La plaquette de Karim Oualid")
    notes = (
        "Karim Oualid raconte.\nD: La plaquette sort, dit Karim Oualid\nA: Karim – appeler Zoé Ruiz – 3 décembre 2026"
    )
    actions.write_notes(item=item, notes=notes, at=noon, by=facilitator)
    actions.note_presence(meeting=meeting, present=[row.pk], others=[("Zoé Ruiz", "Essor")], at=noon, by=facilitator)
    said = {"present": "Karim Oualid a relu <b>la page</b>", "future": "Zoé Ruiz reviendra"}
    minutes = actions.edit_minutes(minutes=meeting.minutes, at=noon, by=facilitator, **said)
    minutes = actions.approve(minutes=minutes, at=noon, by=facilitator)
    actions.mark_published(minutes=minutes, at=noon, by=facilitator)
    stranger = MembershipFactory(network=NetworkFactory(slug="ailleurs"), role=Role.FACILITATOR).user
    return {"member": member, "writer": writer, "facilitator": facilitator, "colleague": colleague,
            "stranger": stranger}  # fmt: skip


def as_person(user: Any) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def draft() -> ArticlePage:
    found: ArticlePage = ArticlePage.objects.get(kind="news")
    return found


def test_a_member_who_writes_comes_to_a_draft_without_a_name(people: dict[str, Any]) -> None:
    client = as_person(people["writer"])
    assert BUTTON in client.get(PAGE).content.decode()
    answer = client.post(DOOR)
    made = draft()
    assert answer.headers["Location"] == f"{HERE}/redaction/textes/{made.pk}/"
    assert (made.live, made.section.title) == (False, "Trajectoires")
    words = client.get(f"{HERE}/redaction/apercu/{made.pk}/").content.decode() + made.title + made.standfirst
    assert "La plaquette sort" in words
    assert "&lt;b&gt;la page&lt;/b&gt;" in words
    for name in ("Karim", "Oualid", "Zoé", "Ruiz"):
        assert name not in words, name
    address = Minutes.objects.get().place
    assert f'{address}"' in words  # the way back
    assert as_person(None).get(HERE + address).status_code == 200
    edit = client.get(f"{HERE}/redaction/textes/{made.pk}/modifier/").content.decode()
    assert "## Ce que nous avons décidé" in edit  # changed in a plain field


def test_twice_is_once(people: dict[str, Any]) -> None:
    places = {as_person(people[who]).post(DOOR).headers["Location"] for who in ("writer", "facilitator")}
    assert places == {f"{HERE}/redaction/textes/{draft().pk}/"}


def test_a_member_who_does_not_write_leaves_a_draft_to_those_who_do(people: dict[str, Any]) -> None:
    client = as_person(people["member"])
    assert BUTTON in client.get(PAGE).content.decode()
    answer = client.post(DOOR, follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    assert "Un brouillon attend" in answer.content.decode()
    assert client.get(f"{HERE}/redaction/textes/{draft().pk}/").status_code == 404
    assert draft().title in as_person(people["facilitator"]).get(f"{HERE}/redaction/").content.decode()


@pytest.mark.parametrize("who", ["colleague", "stranger", None])
def test_it_is_for_the_members(people: dict[str, Any], who: str | None) -> None:
    client = as_person(people[who] if who else None)
    assert BUTTON not in client.get(PAGE).content.decode()
    assert client.post(DOOR).status_code == (302 if who is None else 404)
    assert not ArticlePage.objects.filter(kind="news").exists()


def test_what_is_not_published_makes_no_news(people: dict[str, Any]) -> None:
    Minutes.objects.update(status=MinutesStatus.APPROVED, place="")
    client = as_person(people["writer"])
    assert BUTTON not in client.get(PAGE).content.decode()
    assert client.post(DOOR).headers["Location"] == PAGE
    WorkingGroup.objects.update(is_public=False)
    assert client.post(DOOR).headers["Location"] == PAGE
    assert not ArticlePage.objects.filter(kind="news").exists()
