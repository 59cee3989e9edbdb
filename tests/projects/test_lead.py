"""A project changes hands: who may say so, what goes on, who still reads and for how long."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from laplateforme.core.models import JournalEntry, OutgoingMail
from laplateforme.network.models import Membership
from laplateforme.projects import actions, rules
from laplateforme.projects.models import FormerLead, Holder, Project
from laplateforme.projects.queries import sheet_for
from laplateforme.projects.queries.own import own_page
from laplateforme.referrals.actions import Asked, send_referral
from laplateforme.referrals.models import Referral, ReferralEvent
from laplateforme.vocabulary.enums import Role
from tests.factories.accounts import signed_in
from tests.factories.network import MembershipFactory
from tests.factories.projects import Room, agreed, opened, the_holder

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def url(world: Room, name: str, project: Project) -> str:
    return f"/r/{world.network.slug}{reverse(f'projects:{name}', args=[project.pk])}"


def passed_on(world: Room, at: datetime) -> Project:
    """The adviser led it, and does something else in the organization now."""
    project = opened(world, at)
    actions.note_interview(project=project, organization=world.keeper, text="Elle a un bail.", by=world.adviser, at=at)
    actions.set_lead(project=project, adviser=world.manager, by=world.manager, at=at)
    Membership.objects.filter(user=world.adviser).update(role=Role.AMBASSADOR)
    return project


def test_the_lead_and_the_manager_change_it_and_another_adviser_only_when_nobody_leads(
    world: Room, noon: datetime
) -> None:
    project = opened(world, noon)
    other = MembershipFactory(network=world.network, organization=world.keeper, role=Role.ADVISER).user
    allowed = [world.adviser, world.manager]
    refused = [other, world.colleague, world.reader, world.facilitator, world.funder, world.stranger]
    assert [rules.can_change_lead(user, project) for user in allowed] == [True, True]
    assert [rules.can_change_lead(user, project) for user in refused] == [False] * 6
    for user in refused:
        answer = signed_in(user).post(url(world, "lead", project), {"adviser": other.pk})
        assert answer.status_code == 404
    Membership.objects.filter(user=world.adviser).update(is_active=False)
    assert rules.can_change_lead(other, project)
    assert Client().get(url(world, "lead", project)).status_code == 302


def test_the_page_passes_it_on_and_tells_both_without_a_name(world: Room, noon: datetime) -> None:
    project, client = opened(world, noon), signed_in(world.adviser)
    assert "Choisissez un ou une collègue" in client.get(url(world, "lead", project)).text
    OutgoingMail.objects.all().delete()
    assert client.post(url(world, "lead", project), {"adviser": world.manager.pk}).status_code == 302
    project.refresh_from_db()
    assert project.lead_adviser == world.manager
    assert [mail.to for mail in OutgoingMail.objects.all()] == [world.manager.email]
    for mail in OutgoingMail.objects.all():
        assert "Leïla" not in mail.subject + mail.text
        assert "Jas" not in mail.subject + mail.text
    assert client.get(url(world, "lead", project)).status_code == 404
    entry = JournalEntry.objects.get(verb="lead changed")
    assert (entry.details["before"], entry.details["after"]) == (str(world.adviser.pk), str(world.manager.pk))


@pytest.mark.parametrize("who", ["reader", "colleague", "facilitator", "adviser"])
def test_whoever_keeps_no_files_there_cannot_follow_it(world: Room, noon: datetime, who: str) -> None:
    project = opened(world, noon)
    answer = signed_in(world.manager).post(url(world, "lead", project), {"adviser": getattr(world, who).pk})
    assert answer.status_code == 422
    project.refresh_from_db()
    assert project.lead_adviser == world.adviser


def test_a_former_lead_reads_thirty_days_then_nothing(world: Room, noon: datetime) -> None:
    project = passed_on(world, noon)
    last = noon + 30 * DAY - timedelta(seconds=1)
    sheet = sheet_for(project, world.adviser, last)
    assert sheet is not None
    assert (sheet.is_own, sheet.former is not None, rules.can_note(sheet)) == (False, True, False)
    assert [one.email for one in sheet.people] == ["leila@porteuse.example"]
    assert [one.text for one in sheet.notes] == ["Elle a un bail."]
    assert list(Holder.objects.visible_to(world.adviser, last)) == [the_holder(project)]
    over = noon + 30 * DAY
    assert sheet_for(project, world.adviser, over) is None
    assert list(Project.objects.visible_to(world.adviser, over)) == []
    assert list(Holder.objects.visible_to(world.adviser, over)) == []


def test_whoever_left_the_organization_reads_nothing_at_once(world: Room, noon: datetime) -> None:
    project = passed_on(world, noon)
    Membership.objects.filter(user=world.adviser).update(is_active=False)
    MembershipFactory(user=world.adviser, network=world.network, organization=world.third, role=Role.ADVISER)
    assert sheet_for(project, world.adviser, noon + DAY) is None
    assert list(Project.objects.visible_to(world.adviser, noon + DAY)) == []


def test_readings_of_a_former_lead_are_written_and_shown_to_the_person(world: Room, noon: datetime) -> None:
    project = passed_on(world, noon)
    with time_machine.travel(noon + 3 * DAY, tick=False):
        client = signed_in(world.adviser)
        text = client.get(url(world, "sheet", project)).text
        assert "Vous pouvez le lire jusqu’au" in text
        assert client.post(url(world, "sheet", project), {"text": "Encore un mot"}).status_code == 404
        for name in ("edit", "stage", "need", "milestone", "add_person", "lead"):
            assert client.get(url(world, name, project)).status_code == 404
    page = own_page(the_holder(project), noon + 4 * DAY)
    assert [one.adviser for one in page.former_leads] == [world.adviser]
    assert [one.is_former_lead for one in page.readings] == [True]
    assert own_page(the_holder(project), noon + 31 * DAY).former_leads == []


def test_whoever_leads_again_is_no_former_lead(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    for number, adviser in enumerate((world.manager, world.adviser, world.adviser)):
        actions.set_lead(project=project, adviser=adviser, by=None, at=noon + number * DAY)
    assert [(one.adviser, one.left_at) for one in FormerLead.objects.all()] == [(world.manager, noon + DAY)]
    assert JournalEntry.objects.filter(verb="lead changed").count() == 2


def test_open_hand_overs_go_on_with_the_new_lead_in_the_same_transaction(
    world: Room, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = opened(world, noon)
    agreed(project, world.receiver, noon)
    agreed(project, world.third, noon)
    need = project.needs.get()
    mine = send_referral(project=project, asked=Asked(world.receiver, need), by=world.adviser, at=noon)
    theirs = send_referral(project=project, asked=Asked(world.third, need), by=world.manager, at=noon)
    other = MembershipFactory(network=world.network, organization=world.keeper, role=Role.ADVISER).user
    monkeypatch.setattr("laplateforme.projects.emails.queue_lead", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.set_lead(project=project, adviser=other, by=world.adviser, at=noon + DAY)
    assert Referral.objects.get(pk=mine.pk).sent_by == world.adviser
    assert not FormerLead.objects.exists()
    monkeypatch.undo()
    actions.set_lead(project=project, adviser=other, by=world.adviser, at=noon + DAY)
    assert [Referral.objects.get(pk=one.pk).sent_by for one in (mine, theirs)] == [other, world.manager]
    assert [one.referral for one in ReferralEvent.objects.filter(kind="reowned")] == [mine]
