"""Agreements: what each reader sees at each moment, and nothing more."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from laplateforme.core.models import JournalEntry, OutgoingMail
from laplateforme.network.models import Membership, Participation
from laplateforme.projects import actions
from laplateforme.projects.enums import Channel, Closing
from laplateforme.projects.models import Consent, Holder, Project
from laplateforme.projects.queries import consent_words, fingerprint, sheet_for
from laplateforme.projects.queries.own import own_page
from tests.factories.projects import Room, agreed, opened, person, the_holder

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def seen(project: Project, user: object, at: datetime) -> str:
    """What a reader gets, in one word a part."""
    found = Project.objects.visible_to(user, at).filter(pk=project.pk).exists()
    people = Holder.objects.visible_to(user, at).filter(projects=project).exists()
    sheet = sheet_for(project, user, at)
    assert (sheet is not None) == found == people
    if sheet is None:
        return "nothing"
    parts = ["project"] * sheet.shows_project + ["contact"] * any(one.phone for one in sheet.people)
    return " ".join(parts) or "masked"


def test_without_agreement_another_organization_finds_nothing(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    assert seen(project, world.adviser, noon) == seen(project, world.manager, noon) == "project contact"
    for somebody in (world.reader, world.other, world.colleague, world.facilitator, world.funder, world.stranger):
        assert seen(project, somebody, noon) == "nothing"
    assert list(Project.objects.visible_to(AnonymousUser(), noon)) == []
    assert list(Holder.objects.visible_to(AnonymousUser(), noon)) == []


@pytest.mark.parametrize(
    ("bundles", "word"),
    [(["contact"], "contact"), (["project"], "project"), (["contact", "project"], "project contact")],
)
def test_the_receiver_reads_the_bundles_agreed_to(world: Room, noon: datetime, bundles: list[str], word: str) -> None:
    project = opened(world, noon)
    agreed(project, world.receiver, noon, bundles=bundles)
    assert seen(project, world.reader, noon) == word
    assert seen(project, world.other, noon) == seen(project, world.facilitator, noon) == "nothing"


def test_what_is_not_shared_is_not_in_the_sheet(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    actions.note_need(project=project, theme="PREMISES", words="quarante mètres carrés", at=noon)
    agreed(project, world.receiver, noon, bundles=["contact"])
    sheet = sheet_for(project, world.reader, noon)
    assert sheet is not None
    assert (sheet.name, sheet.summary, sheet.stage, sheet.lines, sheet.notes) == ("", "", "", [], [])
    assert [(one.theme, one.words) for one in sheet.needs] == [("PREMISES", "")]
    agreed(project, world.third, noon, bundles=["project"])
    sheet = sheet_for(project, world.other, noon)
    assert sheet is not None
    (somebody,) = sheet.people
    assert (somebody.called, somebody.email, somebody.phone) == ("Leïla", "", "")
    assert sheet.needs[0].words == "quarante mètres carrés"


def test_a_spoken_agreement_shows_a_first_name_and_a_need_until_confirmed(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    consent = agreed(project, world.receiver, noon, channel=Channel.SPOKEN)
    assert seen(project, world.reader, noon) == "masked"
    sheet = sheet_for(project, world.reader, noon)
    assert sheet is not None
    assert [one.called for one in sheet.people] == ["Leïla"]
    assert [one.theme for one in sheet.needs] == ["PREMISES"]
    assert seen(project, world.reader, noon + 15 * DAY - HOUR) == "masked"
    assert seen(project, world.reader, noon + 15 * DAY) == "nothing"
    actions.confirm_consent(consent=consent, at=noon + 2 * DAY)
    assert seen(project, world.reader, noon + 20 * DAY) == "project contact"


def test_a_spoken_agreement_that_lapsed_cannot_be_confirmed(world: Room, noon: datetime) -> None:
    consent = agreed(opened(world, noon), world.receiver, noon, channel=Channel.SPOKEN)
    with pytest.raises(actions.UnableToConfirm):
        actions.confirm_consent(consent=consent, at=noon + 15 * DAY)


def test_an_agreement_by_link_begins_when_the_person_says_yes(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    consent = agreed(project, world.receiver, noon, channel=Channel.LINK)
    assert seen(project, world.reader, noon + HOUR) == "nothing"
    actions.confirm_consent(consent=consent, at=noon + HOUR)
    actions.confirm_consent(consent=consent, at=noon + 2 * HOUR)
    assert seen(project, world.reader, noon + HOUR) == "project contact"
    assert Consent.objects.get().confirmed_at == noon + HOUR


def test_refusing_changes_nothing_for_anybody_else(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    consent = agreed(project, world.receiver, noon, channel=Channel.LINK)
    actions.refuse_consent(consent=consent, at=noon)
    with pytest.raises(actions.UnableToConfirm):
        actions.confirm_consent(consent=consent, at=noon)
    assert seen(project, world.reader, noon) == "nothing"
    assert seen(project, world.adviser, noon) == "project contact"


def test_a_withdrawal_acts_at_the_next_request_and_is_told_to_the_receiver(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    consent = agreed(project, world.receiver, noon)
    OutgoingMail.objects.all().delete()
    assert seen(project, world.reader, noon + DAY) == "project contact"
    actions.withdraw_consent(consent=consent, at=noon + DAY)
    actions.withdraw_consent(consent=consent, at=noon + 2 * DAY)
    assert seen(project, world.reader, noon + DAY) == "nothing"
    (mail,) = OutgoingMail.objects.all()
    assert mail.to == world.reader.email
    for word in ("Leïla", "Inventée", "leila", "Épicerie"):
        assert word not in f"{mail.subject} {mail.text}"
    kept = actions.acknowledge_erased(consent=consent, by=world.reader, at=noon + 3 * DAY)
    assert (kept.closing, kept.closed_at, kept.copies_erased_at) == (Closing.WITHDRAWN, noon + DAY, noon + 3 * DAY)


def test_an_agreement_ends_by_itself(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    agreed(project, world.receiver, noon, days=90)
    assert seen(project, world.reader, noon + 90 * DAY - HOUR) == "project contact"
    assert seen(project, world.reader, noon + 90 * DAY) == "nothing"


def test_widening_replaces_and_a_wait_never_takes_away(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    agreed(project, world.receiver, noon, bundles=["project"])
    wider = agreed(project, world.receiver, noon + DAY, channel=Channel.LINK)
    assert seen(project, world.reader, noon + DAY) == "project"
    actions.confirm_consent(consent=wider, at=noon + 2 * DAY)
    assert seen(project, world.reader, noon + 2 * DAY) == "project contact"
    assert Consent.objects.standing().count() == 1


def test_each_person_agrees_for_themselves(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    first = the_holder(project)
    actions.add_holder(
        project=project, person=person(first_name="Marc", email="marc@porteur.example"), at=noon, by=None
    )
    agreed(project, world.receiver, noon, holder=first)
    sheet = sheet_for(project, world.reader, noon)
    assert sheet is not None
    assert [one.called for one in sheet.people] == ["Leïla Inventée"]


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("oneself", lambda world, project: {"receiver": world.keeper}),
        ("elsewhere", lambda world, project: {"receiver": world.stranger.memberships.get().organization}),
        ("nothing", lambda world, project: {"bundles": []}),
        ("nothing", lambda world, project: {"bundles": ["everything"]}),
        ("duration", lambda world, project: {"days": 400}),
        ("duration", lambda world, project: {"days": 0}),
        ("person", lambda world, project: {"holder": the_holder(opened(world, project.created_at))}),
    ],
)
def test_what_cannot_be_agreed_to(world: Room, noon: datetime, why: str, change: Callable) -> None:
    project = opened(world, noon)
    asked = {"receiver": world.receiver, **change(world, project)}
    with pytest.raises(actions.UnableToShare) as refused:
        agreed(project, asked.pop("receiver"), noon, **asked)
    assert refused.value.why == why
    assert Consent.objects.count() == 0


def test_a_link_needs_an_address(world: Room, noon: datetime) -> None:
    project = opened(world, noon, person=person(email=""))
    with pytest.raises(actions.UnableToShare, match="address"):
        agreed(project, world.receiver, noon, channel=Channel.LINK)


def test_the_very_words_are_kept_with_their_fingerprint(world: Room, noon: datetime) -> None:
    consent = agreed(opened(world, noon), world.receiver, noon)
    assert consent.text == consent_words(
        sender=world.keeper, receiver=world.receiver, bundles=["contact", "project"], purpose="chercher un local",
        until=consent.ends_at,
    )  # fmt: skip
    assert consent.text_hash == fingerprint(consent.text)
    assert (len(consent.text_hash), consent.text_version) == (64, "2026-11-fr")
    assert 50 <= len(consent.text.split()) <= 68  # about sixty, read aloud in half a minute
    assert "Leïla" not in consent.text


def test_whoever_leaves_reads_nothing_more(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    agreed(project, world.receiver, noon)
    Membership.objects.filter(user=world.reader).update(is_active=False)
    assert seen(project, world.reader, noon) == "nothing"
    Membership.objects.filter(user=world.reader).update(is_active=True)
    assert seen(project, world.reader, noon) == "project contact"
    Participation.objects.filter(organization=world.receiver).delete()
    assert seen(project, world.reader, noon) == "nothing"


def test_every_reading_is_written_and_shown_to_the_person(world: Room, noon: datetime) -> None:
    project = opened(world, noon)
    agreed(project, world.receiver, noon)
    for user in (world.adviser, world.reader):
        sheet = sheet_for(project, user, noon)
        assert sheet is not None
        actions.record_reading(sheet=sheet, by=user, at=noon + HOUR)
    page = own_page(the_holder(project), noon + DAY)
    assert {(one.organization, one.is_keeper) for one in page.readings} == {
        ("Maison Ravelle", True), ("Cap Farigoule", False),
    }  # fmt: skip
    assert page.shares[0].last_read_at == page.keeper_read_at == noon + HOUR
    assert "Leïla" not in str(list(JournalEntry.objects.values_list("details", flat=True)))


@pytest.mark.parametrize(
    "change",
    [{"lasts_days": 400}, {"text_hash": ""}, {"closing": "withdrawn"}, {"ends_at": datetime(2020, 1, 1).astimezone()}],
)
def test_the_database_refuses_agreements_that_prove_nothing(world: Room, noon: datetime, change: dict) -> None:
    consent = agreed(opened(world, noon), world.receiver, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**change)


def test_the_database_refuses_two_agreements_for_one_receiver(world: Room, noon: datetime) -> None:
    consent = agreed(opened(world, noon), world.receiver, noon)
    consent.pk = None
    consent._state.adding = True
    from laplateforme.core.ids import uuid7

    consent.pk = uuid7()
    with pytest.raises(IntegrityError), transaction.atomic():
        consent.save(force_insert=True)
