"""What public groups decided, in the one search: only what anybody reads, and nobody's name."""

from datetime import datetime
from typing import Any

import pytest

from laplateforme.core import search
from laplateforme.groups import actions
from laplateforme.groups.enums import ApprovalMode
from laplateforme.groups.models import Action, Decision, GroupMember, Minutes
from laplateforme.vocabulary.enums import Role
from tests.factories.groups import AgendaItemFactory, GroupMemberFactory, MeetingFactory, WorkingGroupFactory
from tests.factories.guidance import client_of
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory
from tests.portal.test_search import texts_of

pytestmark = pytest.mark.django_db
NAMED = "Une ressourcerie au Merlan, tenue par Karim Oualid"
PUBLIC = "Une ressourcerie au Merlan, tenue par Cap Étincelle"


@pytest.fixture
def held(noon: datetime) -> dict[str, Any]:
    network = NetworkFactory(slug="calanques", name="Les Calanques", is_published=True)
    body = OrganizationFactory(network=network, name="Cap Étincelle")
    by = MembershipFactory(network=network, role=Role.FACILITATOR, organization=body, user__name="Karim Oualid").user
    group = WorkingGroupFactory(network=network, name="Lieux partagés", approval=ApprovalMode.AT_ONCE)
    member = GroupMemberFactory(group=group, user=by, organization=body)
    meeting = MeetingFactory(group=group, code="passee", starts_at=noon)
    item = AgendaItemFactory(meeting=meeting)
    notes = f"D: {NAMED}\nA: Karim – trouver une ressourcerie – 3 décembre 2026"
    actions.write_notes(item=item, notes=notes, at=noon, by=by)
    actions.promise(kind=Decision, group=group, text="Une ressourcerie à part, hors réunion", at=noon, by=by)
    actions.note_presence(meeting=meeting, present=[member.pk], others=[], at=noon, by=by)
    search.rebuild()
    return {"by": by, "group": group, "member": member}


def found() -> dict[str, str]:
    for way in ("q=ressourcerie", "q=ressourcerie&rayon=0"):  # two addresses, so that no kept page answers
        titles = texts_of(client_of(None).get(f"/r/calanques/annuaire/?{way}").content.decode())
    return titles


def test_a_decision_is_found_once_its_minutes_are_published(held: dict[str, Any], noon: datetime) -> None:
    minutes, said = Minutes.objects.get(), {"at": noon, "by": held["by"]}
    assert found() == {}
    minutes = actions.approve(minutes=minutes, **said)
    assert found() == {}
    minutes = actions.mark_published(minutes=minutes, **said)
    assert set(found()) == {PUBLIC}
    answer = client_of(None).get(found()[PUBLIC])
    assert answer.status_code == 200
    assert PUBLIC in answer.content.decode()
    assert Action.objects.count() == 1  # what people do is not found
    actions.unpublish(minutes=minutes, **said)
    assert found() == {}


def test_a_private_group_decides_for_itself(held: dict[str, Any], noon: datetime) -> None:
    said = {"at": noon, "by": held["by"]}
    actions.mark_published(minutes=actions.approve(minutes=Minutes.objects.get(), **said), **said)
    actions.edit_group(group=held["group"], is_public=False, **said)
    assert found() == {}
    actions.edit_group(group=held["group"], is_public=True, **said)
    assert set(found()) == {PUBLIC}


def test_a_person_is_named_who_agreed_and_no_longer_once_it_is_taken_back(held: dict[str, Any], noon: datetime) -> None:
    said = {"at": noon, "by": held["by"]}
    actions.mark_published(minutes=actions.approve(minutes=Minutes.objects.get(), **said), **said)
    for is_named, title in ((True, NAMED), (False, PUBLIC)):
        actions.change_member(member=GroupMember.objects.get(), is_named=is_named, **said)
        assert set(found()) == {title}


def test_what_is_said_anew_is_found_anew(held: dict[str, Any], noon: datetime) -> None:
    said = {"at": noon, "by": held["by"]}
    actions.mark_published(minutes=actions.approve(minutes=Minutes.objects.get(), **said), **said)
    actions.edit_promise(promise=Decision.objects.get(text=NAMED), text="Deux ressourceries", **said)
    assert set(found()) == {"Deux ressourceries"}
