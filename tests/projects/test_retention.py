"""Each line of the table of delays: kept until the eve, gone on the day."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from laplateforme.core.models import OutgoingMail
from laplateforme.core.retention import erase_expired
from laplateforme.network.models import Participation
from laplateforme.portal.queries.register import processing_register
from laplateforme.projects import actions
from laplateforme.projects.enums import Channel, Closing
from laplateforme.projects.models import Consent, FormerLead, Holder, Milestone, Need, Note, Project, StageInterval
from tests.factories.projects import Room, agreed, opened, person, the_holder

DAY = timedelta(days=1)


def filled(world: Room, at: datetime) -> Project:
    project = opened(world, at)
    actions.note_interview(project=project, organization=world.keeper, text="Un entretien", by=world.adviser, at=at)
    actions.add_milestone(project=project, words="Premier repas", day=at.date(), by=world.adviser, at=at)
    actions.note_need(project=project, theme="PREMISES", words="quarante mètres carrés", at=at)
    return project


def test_a_contact_taken_by_word_of_mouth_goes_after_thirty_days(world: Room, noon: datetime) -> None:
    project = opened(world, noon, by_word_of_mouth=True)
    agreed(project, world.receiver, noon, channel=Channel.SPOKEN)
    assert actions.tend_files(at=noon + 30 * DAY - timedelta(hours=1)).contacts_erased == 0
    assert the_holder(project).phone == "06 39 98 01 14"
    assert actions.tend_files(at=noon + 30 * DAY).contacts_erased == 1
    holder = the_holder(project)
    assert (holder.first_name, holder.last_name, holder.email, holder.phone) == ("Leïla", "", "", "")


def test_a_confirmed_contact_stays(world: Room, noon: datetime) -> None:
    project = opened(world, noon, by_word_of_mouth=True)
    consent = agreed(project, world.receiver, noon, channel=Channel.SPOKEN)
    actions.confirm_consent(consent=consent, at=noon + 3 * DAY)
    assert actions.tend_files(at=noon + 40 * DAY).contacts_erased == 0
    assert the_holder(project).phone == "06 39 98 01 14"


def test_agreements_are_closed_when_over_lapsed_or_their_reader_left(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    over = agreed(project, world.receiver, noon, days=10)
    spoken = agreed(project, world.third, noon, channel=Channel.SPOKEN)
    tended = actions.tend_files(at=noon + 9 * DAY)
    assert (tended.expired, tended.lapsed, tended.left) == (0, 0, 0)
    tended = actions.tend_files(at=noon + 15 * DAY)
    assert (tended.expired, tended.lapsed, tended.left) == (1, 1, 0)
    for consent, closing in ((over, Closing.EXPIRED), (spoken, Closing.LAPSED)):
        consent.refresh_from_db()
        assert consent.closing == closing
    last = agreed(project, world.third, noon + 15 * DAY)
    Participation.objects.filter(organization=world.third).delete()
    assert actions.tend_files(at=noon + 16 * DAY).left == 1
    last.refresh_from_db()
    assert last.closing == Closing.LEFT


def test_a_silent_person_is_told_and_a_month_later_forgotten(world: Room, noon: datetime) -> None:
    project = filled(world, noon)
    OutgoingMail.objects.all().delete()
    assert actions.tend_files(at=noon + 699 * DAY).warned == 0
    assert actions.tend_files(at=noon + 700 * DAY).warned == 1
    assert actions.tend_files(at=noon + 701 * DAY).warned == 0
    (mail,) = OutgoingMail.objects.all()
    assert mail.to == "leila@porteuse.example"
    assert "30 jours" in mail.text
    assert "Leïla" not in mail.subject + mail.text
    assert actions.tend_files(at=noon + 729 * DAY).forgotten == 0
    assert actions.tend_files(at=noon + 730 * DAY).forgotten == 1
    assert Holder.objects.known().count() == Note.objects.count() == Milestone.objects.count() == 0
    project.refresh_from_db()
    assert (project.name, project.summary, Need.objects.get().words) == ("", "", "")
    assert StageInterval.objects.count() == 1


def test_a_sign_of_life_keeps_the_file(world: Room, noon: datetime) -> None:
    project = filled(world, noon)
    actions.tend_files(at=noon + 700 * DAY)
    actions.keep_file(holder=the_holder(project), at=noon + 710 * DAY)
    assert actions.tend_files(at=noon + 735 * DAY).forgotten == 0
    erase_expired(at=noon + 735 * DAY)
    assert the_holder(project).first_name == "Leïla"


def test_delays_are_settings(world: Room, noon: datetime, settings: Any) -> None:
    project = opened(world, noon, by_word_of_mouth=True)
    settings.LP_UNCONFIRMED_CONTACT_DAYS = 7
    assert actions.tend_files(at=noon + 7 * DAY).contacts_erased == 1
    assert the_holder(project).phone == ""


ROWS: list[tuple[type, str, int]] = [
    (Holder, "first_name", 730), (Holder, "last_name", 730), (Holder, "email", 730), (Holder, "phone", 730),
    (Project, "name", 730), (Project, "summary", 730), (Need, "words", 730), (StageInterval, "why", 730),
    (StageInterval, "noted_by", 730), (Note, "text", 730), (Milestone, "words", 730),
]  # fmt: skip


@pytest.mark.parametrize(("model", "name", "days"), ROWS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_what_models_declare_is_erased_on_its_day(
    world: Room, noon: datetime, model: type, name: str, days: int
) -> None:
    project = filled(world, noon)
    StageInterval.objects.filter(project=project).update(why="un premier pas")

    def kept() -> list[Any]:
        return [one for one in model._default_manager.values_list(name, flat=True) if one]  # type: ignore[attr-defined]

    erase_expired(at=noon + timedelta(days=days))
    assert kept() != []
    erase_expired(at=noon + timedelta(days=days, seconds=1))
    assert kept() == []


def test_a_former_lead_adviser_is_forgotten_after_thirty_days(world: Room, noon: datetime) -> None:
    actions.set_lead(project=opened(world, noon), adviser=world.manager, by=None, at=noon)
    erase_expired(at=noon + 30 * DAY)
    assert FormerLead.objects.count() == 1
    erase_expired(at=noon + 30 * DAY + timedelta(seconds=1))
    assert FormerLead.objects.count() == 0


def test_the_proof_of_an_agreement_stays_five_years_after_its_end(world: Room, noon: datetime) -> None:
    consent = agreed(opened(world, noon), world.receiver, noon, days=365)
    erase_expired(at=noon + (365 + 1826) * DAY)
    assert Consent.objects.filter(pk=consent.pk).exists()
    erase_expired(at=noon + (365 + 1826) * DAY + timedelta(seconds=1))
    assert not Consent.objects.exists()


def test_everything_is_erased_at_once_and_the_proof_stays(world: Room, noon: datetime) -> None:
    project = filled(world, noon)
    holder = the_holder(project)
    consent = agreed(project, world.receiver, noon)
    actions.forget_person(holder=holder, at=noon + DAY)
    actions.forget_person(holder=holder, at=noon + 2 * DAY)
    holder.refresh_from_db()
    consent.refresh_from_db()
    assert holder.erased_at == noon + DAY
    assert (holder.called, holder.email, holder.phone) == ("", "", "")
    assert (consent.closing, len(consent.text_hash)) == (Closing.ERASED, 64)
    assert not OutgoingMail.objects.filter(to="leila@porteuse.example").exists()
    assert Note.objects.count() == Milestone.objects.count() == 0


def test_what_others_carry_stays(world: Room, noon: datetime) -> None:
    project = filled(world, noon)
    first = the_holder(project)
    actions.add_holder(project=project, person=person(first_name="Marc", email=""), at=noon, by=None)
    actions.forget_person(holder=first, at=noon + DAY)
    project.refresh_from_db()
    assert project.name == "Épicerie du Jas"
    assert Note.objects.count() == 1


def test_the_register_names_these_fields() -> None:
    things = {line.thing for line in processing_register()}
    assert things >= {"Personne avec un projet", "Projet", "Accord de partage", "Note d’entretien"}
