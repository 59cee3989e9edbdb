"""The minutes of a meeting on paper: organizations for everybody, people for the members of the group."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from laplateforme.groups import actions
from laplateforme.groups.enums import ApprovalMode, MemberRole, MinutesStatus
from laplateforme.groups.models import Minutes, WorkingGroup
from laplateforme.vocabulary.enums import Role
from tests.factories.groups import AgendaItemFactory, GroupMemberFactory, MeetingFactory, WorkingGroupFactory
from tests.factories.guidance import client_of
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory
from tests.portal.test_print import assert_tagged, read, text_of

pytestmark = pytest.mark.django_db
PAPER = "/r/calanques/reunions/passee/compte-rendu/pdf/"
PEOPLE = ("Nora", "Delmas", "Karim", "Oualid", "Zoé", "Ruiz")


@pytest.fixture
def people(noon: datetime) -> dict[str, Any]:
    """A meeting whose notes, summary and promises name everybody who was there."""
    network = NetworkFactory(slug="calanques", name="Les Calanques", is_published=True)
    bodies = {name: OrganizationFactory(network=network, name=name) for name in ("Maison Ravelle", "Cap Étincelle")}

    def person(name: str, body: str) -> Any:
        return MembershipFactory(network=network, role=Role.ADVISER, organization=bodies[body], user__name=name).user

    lead, member = person("Nora Delmas", "Maison Ravelle"), person("Karim Oualid", "Cap Étincelle")
    group = WorkingGroupFactory(network=network, name="Trajectoires", approval=ApprovalMode.AT_ONCE)
    GroupMemberFactory(group=group, user=lead, organization=bodies["Maison Ravelle"], role=MemberRole.LEAD)
    mine = GroupMemberFactory(group=group, user=member, organization=bodies["Cap Étincelle"])
    meeting = MeetingFactory(group=group, number=1, starts_at=noon, code="passee", place="Salle des Embruns")
    item = AgendaItemFactory(meeting=meeting, title="Bilan avec Karim Oualid")
    notes = (
        "Karim Oualid raconte à Mme Ruiz, *sans* #markup.\n\n- un\n- deux\n\n"
        "D: Une plaquette relue par Nora Delmas\nA: Karim – écrire à Zoé Ruiz – 3 décembre 2026"
    )
    actions.write_notes(item=item, notes=notes, at=noon, by=lead)
    actions.note_presence(meeting=meeting, present=[mine.pk], others=[("Zoé Ruiz", "Essor")], at=noon, by=lead)
    said = {"past": "Nora Delmas a relu", "present": "Karim Oualid présente", "future": "Zoé Ruiz revient"}
    actions.edit_minutes(minutes=meeting.minutes, at=noon, by=lead, **said)
    MeetingFactory(group=group, number=2, previous=meeting, starts_at=noon + timedelta(days=30), place="Aubagne")
    outside = person("Paul Collègue", "Cap Étincelle")
    stranger = MembershipFactory(network=NetworkFactory(slug="ailleurs"), role=Role.FACILITATOR).user
    return {"lead": lead, "member": member, "colleague": outside, "stranger": stranger, "nobody": None}


def publish(by: Any, at: datetime) -> None:
    minutes = actions.approve(minutes=Minutes.objects.get(), at=at, by=by)
    actions.mark_published(minutes=minutes, at=at, by=by)


def test_the_public_paper_names_no_person(people: dict[str, Any], noon: datetime) -> None:
    publish(people["lead"], noon)
    answers = [client_of(people[who]).get(PAPER) for who in ("nobody", "colleague", "stranger")]
    answers.append(client_of(people["lead"]).get(f"{PAPER}?pour=public"))
    for answer in answers:
        assert answer["Content-Type"] == "application/pdf"
        assert_tagged(answer.content, "Trajectoires")
        words = text_of(answer.content)
        for name in PEOPLE:
            assert name not in words
        for expected in ("Structures présentes", "Cap Étincelle", "Essor", "Une plaquette", "Décision 1", "Aubagne",
                         "3 décembre 2026", "Salle des Embruns", "*sans* #markup", "Croiser nos pratiques",
                         "Publié le"):  # fmt: skip
            assert expected in words, expected
        assert "delmas" not in str(read(answer.content).metadata).lower()


def test_members_read_who_was_there_and_what_they_carry(people: dict[str, Any]) -> None:
    for who in ("lead", "member"):
        answer = client_of(people[who]).get(PAPER)
        words = text_of(answer.content)
        assert "Karim Oualid (Cap Étincelle), Zoé Ruiz (Essor)" in words
        assert "Brouillon" in words
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["colleague", "stranger", "nobody"])
def test_unpublished_minutes_are_printed_for_nobody_else(people: dict[str, Any], who: str, noon: datetime) -> None:
    assert client_of(people[who]).get(PAPER).status_code == 404
    publish(people["lead"], noon)
    assert client_of(people[who]).get(PAPER).status_code == 200
    WorkingGroup.objects.update(is_public=False)
    assert client_of(people[who]).get(PAPER).status_code == 404
    WorkingGroup.objects.update(is_public=True)
    Minutes.objects.update(status=MinutesStatus.APPROVED)
    assert client_of(people[who]).get(PAPER).status_code == 404


def test_the_page_leads_to_its_paper(people: dict[str, Any], noon: datetime) -> None:
    page = "/r/calanques/reunions/passee/compte-rendu/"
    assert PAPER in client_of(people["member"]).get(page).content.decode()
    assert f"{PAPER}?pour=public" in client_of(people["member"]).get(f"{page}public/").content.decode()
    publish(people["lead"], noon)
    assert PAPER in client_of(None).get(page).content.decode()


def test_minutes_without_a_word_and_minutes_without_end_are_printed(people: dict[str, Any], noon: datetime) -> None:
    lead = people["lead"]
    minutes = actions.edit_minutes(
        minutes=Minutes.objects.get(), at=noon, by=lead, annexes="Une longue annexe. " * 2000
    )
    long = client_of(lead).get(PAPER)
    assert len(read(long.content).pages) > 5
    minutes.meeting.items.all().delete()
    minutes.meeting.attendances.all().delete()
    actions.edit_minutes(minutes=minutes, at=noon, by=lead, annexes="", past="", present="", future="")
    Minutes.objects.update(objectives="")
    assert len(read(client_of(lead).get(PAPER).content).pages) == 1
