"""Files: opened, written, moved."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from laplateforme.core.versions import StaleVersion
from laplateforme.projects import actions
from laplateforme.projects.enums import Standing
from laplateforme.projects.models import Holder, Need, Note, Project, StageInterval
from laplateforme.projects.queries import timeline_of, wave_of
from tests.factories.network import OrganizationFactory
from tests.factories.projects import Room, opened, person, the_holder


def test_a_file_opens_with_its_person_stage_and_needs(world: Room, noon: datetime) -> None:
    project = opened(world, noon, stage="FEASIBILITY", themes=["PREMISES", "FUNDING", "PREMISES"])
    assert the_holder(project).called == "Leïla Inventée"
    assert project.lead_adviser == world.adviser
    assert [(one.stage, one.standing) for one in project.intervals.all()] == [("FEASIBILITY", "active")]
    assert sorted(project.needs.values_list("theme", flat=True)) == ["FUNDING", "PREMISES"]


def test_an_organization_of_another_network_keeps_no_file_here(world: Room, noon: datetime) -> None:
    with pytest.raises(actions.UnableToKeepFile):
        actions.open_file(
            network=world.network, organization=OrganizationFactory(), person=person(), at=noon, by=world.adviser
        )
    assert Project.objects.count() == Holder.objects.count() == 0


def test_whoever_is_not_of_the_organization_does_not_lead(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    with pytest.raises(actions.UnableToKeepFile):
        actions.set_lead(project=project, adviser=world.reader, by=world.adviser, at=noon)
    assert actions.set_lead(project=project, adviser=world.manager, by=None, at=noon).lead_adviser == world.manager


def test_a_project_may_go_back_pause_be_lost_and_end(world: Room, noon: datetime) -> None:
    project = opened(world, noon, stage="FEASIBILITY")
    moves = [("TEST", "active"), ("FEASIBILITY", "active"), ("FEASIBILITY", "paused"), ("FEASIBILITY", "lost_contact"),
             ("CREATION", "active"), ("TRANSFER_OR_END", "ended")]  # fmt: skip
    for number, (stage, standing) in enumerate(moves, start=1):
        actions.move_project(
            project=project, stage=stage, standing=standing, at=noon + timedelta(days=number), by=world.adviser
        )
    facts = [(one.stage, one.standing, one.ends_at) for one in StageInterval.objects.with_ends()]
    days = [noon + timedelta(days=number) for number in range(1, 7)]
    assert facts == [
        ("FEASIBILITY", "active", days[0]), ("TEST", "active", days[1]), ("FEASIBILITY", "active", days[2]),
        ("FEASIBILITY", "paused", days[3]), ("FEASIBILITY", "lost_contact", days[4]), ("CREATION", "active", days[5]),
        ("TRANSFER_OR_END", "ended", None),
    ]  # fmt: skip
    lines = timeline_of(list(project.intervals.order_by("starts_at")), [])
    assert [line.back for line in reversed(lines)] == [False, False, True, False, False, False, False]


def test_saying_the_same_stage_again_adds_nothing(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    actions.move_project(project=project, stage="IDEA", at=noon + timedelta(days=3), by=world.adviser)
    assert project.intervals.count() == 1


@pytest.mark.parametrize("days", [-1, 5])
def test_a_stage_begins_after_the_present_one_and_not_tomorrow(world: Room, noon: datetime, days: int) -> None:
    project = opened(world, noon)
    with pytest.raises(actions.UnableToMoveProject):
        actions.move_project(
            project=project, stage="TEST", at=noon + timedelta(days=2), by=None, starts_at=noon + timedelta(days=days)
        )
    assert project.intervals.count() == 1


def test_the_database_refuses_two_stages_at_once(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageInterval.objects.create(project=project, stage="TEST", starts_at=noon)


def test_the_wave_says_where_it_is_and_where_it_has_been(world: Room, noon: datetime) -> None:
    project = opened(world, noon, stage="FEASIBILITY")
    actions.move_project(project=project, stage="EMERGENCE", at=noon + timedelta(days=1), by=None,
                         standing=Standing.PAUSED)  # fmt: skip
    wave = wave_of(list(project.intervals.order_by("starts_at")))
    assert [one.state for one in wave] == ["next", "here", "done", "next", "next"]
    assert "mardi 24 novembre 2026" in wave[1].note


def test_an_interview_a_milestone_and_a_need_are_kept(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    later = noon + timedelta(days=9)
    actions.note_interview(project=project, organization=world.keeper, text=" Elle a un local. ", by=world.adviser,
                           at=later)  # fmt: skip
    actions.add_milestone(project=project, words="On s’est dit oui à quatre", day=date(2026, 12, 1), by=None, at=later)
    need = actions.note_need(project=project, theme="FUNDING", words="un premier prêt", at=later)
    again = actions.note_need(project=project, theme="FUNDING", words="deux prêts", at=later)
    assert (again.pk, again.words) == (need.pk, "deux prêts")
    actions.meet_need(need=need, at=later)
    actions.meet_need(need=need, at=later + timedelta(days=1))
    assert Need.objects.get(pk=need.pk).met_at == later
    assert actions.note_need(project=project, theme="FUNDING", at=later).pk != need.pk
    assert Note.objects.get().text == "Elle a un local."
    project.refresh_from_db()
    assert project.last_activity_at == later == the_holder(project).last_activity_at


def test_two_editors_see_both_versions(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    holder = the_holder(project)
    actions.edit_project(project=project, expected=1, values=actions.ProjectValues(name="A"), by=world.adviser, at=noon)
    with pytest.raises(StaleVersion):
        actions.edit_project(
            project=project, expected=1, values=actions.ProjectValues(name="B"), by=world.manager, at=noon
        )
    actions.edit_holder(holder=holder, expected=1, person=person(first_name="Lila"), at=noon)
    with pytest.raises(StaleVersion):
        actions.edit_holder(holder=holder, expected=1, person=person(first_name="Lola"), at=noon)
    project.refresh_from_db()
    assert (project.name, the_holder(project).first_name) == ("A", "Lila")


def test_notes_stay_in_the_organization_that_wrote_them(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    note = actions.note_interview(project=project, organization=world.keeper, text="Ici", by=world.adviser, at=noon)
    theirs = actions.note_interview(project=project, organization=world.receiver, text="Là", by=world.reader, at=noon)
    assert list(Note.objects.visible_to(world.manager)) == [note]
    assert list(Note.objects.visible_to(world.reader)) == [theirs]
    for somebody in (world.colleague, world.facilitator, world.stranger, world.other):
        assert list(Note.objects.visible_to(somebody)) == []
