"""Advisers' pages: who opens what, what is written, what costs."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from laplateforme.core.models import Draft, JournalEntry, OutgoingMail
from laplateforme.projects import actions
from laplateforme.projects.enums import Channel, Closing, Standing
from laplateforme.projects.models import Consent, Milestone, Note, Project
from laplateforme.projects.queries import present_of
from tests.factories.accounts import signed_in
from tests.factories.projects import Room, agreed, opened, person, the_holder

pytestmark = pytest.mark.django_db
ROLES = ("adviser", "manager", "colleague", "reader", "other", "facilitator", "funder", "stranger")


@pytest.fixture
def project(world: Room, now: datetime) -> Project:
    return opened(world, now)


def url(world: Room, name: str, *args: Any) -> str:
    return f"/r/{world.network.slug}{reverse(f'projects:{name}', args=args)}"


def own_pages(world: Room, project: Project) -> list[str]:
    """The pages that only those who keep the file open."""
    holder = the_holder(project)
    simple = [url(world, name, project.pk) for name in ("edit", "stage", "milestone", "need", "add_person")]
    return [*simple, *(url(world, name, project.pk, holder.pk) for name in ("edit_person", "agreement"))]


@pytest.mark.parametrize("role", ROLES)
def test_only_the_organization_that_keeps_the_file_opens_it(world: Room, project: Project, role: str) -> None:
    client = signed_in(getattr(world, role))
    is_keeper = role in ("adviser", "manager")
    for page in (url(world, "sheet", project.pk), *own_pages(world, project)):
        answer = client.get(page)
        assert answer.status_code == (200 if is_keeper else 404), page
        if not is_keeper:
            assert "Leïla" not in answer.content.decode()


@pytest.mark.parametrize("role", ["colleague", "reader", "other", "facilitator", "funder", "stranger"])
def test_nobody_else_writes(world: Room, project: Project, now: datetime, role: str) -> None:
    consent = agreed(project, world.receiver, now, bundles=["contact"])
    client = signed_in(getattr(world, role))
    posts = [(page, {"text": "x", "words": "x", "stage": "TEST"}) for page in own_pages(world, project)]
    posts += [(url(world, "sheet", project.pk), {"text": "Une note"})]
    posts += [(url(world, "withdraw", project.pk, consent.pk), {})]
    posts += [(url(world, "met", project.pk, project.needs.get().pk), {})]
    posts += [(url(world, "send_link", project.pk, the_holder(project).pk), {})]
    OutgoingMail.objects.all().delete()
    for page, data in posts:
        assert client.post(page, data).status_code == 404, page
    assert not Note.objects.exists()
    assert Consent.objects.standing().count() == 1
    assert not OutgoingMail.objects.exists()


def test_a_receiver_reads_what_was_agreed_and_the_person_sees_it(world: Room, project: Project, now: datetime) -> None:
    agreed(project, world.receiver, now, bundles=["project"])
    text = signed_in(world.reader).get(url(world, "sheet", project.pk)).content.decode()
    assert "Épicerie du Jas" in text
    for word in ("Inventée", "leila@porteuse.example", "06 39 98 01 14", "Retirer", "Corriger"):
        assert word not in text
    entry = JournalEntry.objects.get(verb="file read")
    assert (entry.actor_id, entry.details["bundles"]) == (world.reader.pk, ["project"])


def test_a_page_whose_reading_cannot_be_written_is_not_sent(
    world: Room, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("no journal")

    monkeypatch.setattr(actions, "record_reading", broken)
    client = Client(raise_request_exception=False)
    client.force_login(world.adviser)
    answer = client.get(url(world, "sheet", project.pk))
    assert answer.status_code == 500
    assert "Leïla" not in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_the_list_holds_what_each_may_read(world: Room, project: Project, now: datetime, role: str) -> None:
    agreed(project, world.receiver, now, bundles=["contact"])
    answer = signed_in(getattr(world, role)).get(url(world, "mine"))
    text = answer.content.decode()
    assert answer.status_code == (404 if role in ("colleague", "facilitator", "funder", "stranger") else 200)
    assert ("Épicerie du Jas" in text) == (role in ("adviser", "manager"))
    assert ("Leïla" in text) == (role in ("adviser", "manager", "reader"))
    assert "06 39" not in text


def test_a_file_opens_in_one_form_and_once(world: Room) -> None:
    client = signed_in(world.adviser)
    form = client.get(url(world, "new"))
    key = form.context["form"]["idempotency_key"].value()
    data = {
        "first_name": "Zoé", "phone": "0639980120", "summary": "Un café associatif", "stage": "EMERGENCE",
        "theme": "LEGAL", "organization": world.keeper.slug, "idempotency_key": key,
    }  # fmt: skip
    first, again = client.post(url(world, "new"), data), client.post(url(world, "new"), data)
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    made = Project.objects.get()
    assert (the_holder(made).phone, made.lead_adviser) == ("06 39 98 01 20", world.adviser)
    assert present_of(made).stage == "EMERGENCE"  # type: ignore[union-attr]
    assert [one.theme for one in made.needs.all()] == ["LEGAL"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"first_name": " "}, "first_name"), ({"phone": ""}, "email"), ({"phone": "12"}, "phone"),
     ({"email": "zoe@"}, "email"), ({"stage": "MARS"}, "stage"), ({"organization": "cap-farigoule"}, "organization")],
)  # fmt: skip
def test_a_form_that_is_not_right_says_so_and_keeps_the_text(world: Room, change: dict, field: str) -> None:
    data = {"first_name": "Zoé", "phone": "0639980120", "summary": "Un café associatif", "stage": "IDEA",
            "organization": world.keeper.slug, **change}  # fmt: skip
    answer = signed_in(world.adviser).post(url(world, "new"), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Un café associatif" in answer.content.decode()
    assert not Project.objects.exists()


def test_a_draft_is_given_back(world: Room) -> None:
    client = signed_in(world.adviser)
    client.post(f"/r/{world.network.slug}{reverse('core:save_draft', args=['projects-new'])}", {"summary": "À finir"})
    assert "Reprendre votre brouillon" in client.get(url(world, "new")).content.decode()
    assert "À finir" in client.get(f"{url(world, 'new')}?reprendre=1").content.decode()
    client.post(url(world, "new"), {"first_name": "Zoé", "phone": "0639980120", "stage": "IDEA",
                                    "organization": world.keeper.slug})  # fmt: skip
    assert not Draft.objects.exists()


def test_a_note_takes_one_field(world: Room, project: Project) -> None:
    client = signed_in(world.adviser)
    assert client.post(url(world, "sheet", project.pk), {"text": "Elle a vu le local."}).status_code == 302
    assert Note.objects.get().text == "Elle a vu le local."
    assert client.post(url(world, "sheet", project.pk), {"text": " "}).status_code == 422
    assert Note.objects.count() == 1


def test_a_receiver_keeps_notes_of_its_own(world: Room, project: Project, now: datetime) -> None:
    agreed(project, world.receiver, now, bundles=["project"])
    signed_in(world.reader).post(url(world, "sheet", project.pk), {"text": "Vue au café."})
    assert Note.objects.get().organization == world.receiver
    assert "Vue au café." not in signed_in(world.adviser).get(url(world, "sheet", project.pk)).content.decode()
    assert "Vue au café." in signed_in(world.reader).get(url(world, "sheet", project.pk)).content.decode()


def test_the_stage_is_changed_and_an_impossible_day_refused(world: Room, project: Project) -> None:
    client, page = signed_in(world.adviser), url(world, "stage", project.pk)
    assert client.post(page, {"stage": "TEST", "standing": "paused", "why": "un enfant"}).status_code == 302
    present = present_of(project)
    assert present is not None
    assert (present.stage, present.standing, present.why) == ("TEST", Standing.PAUSED, "un enfant")
    for day in ("2020-01-01", "2999-01-01", "hier"):
        answer = client.post(page, {"stage": "IDEA", "standing": "active", "since": day})
        assert answer.status_code == 422
    assert project.intervals.count() == 2


def test_a_milestone_a_need_and_another_person_are_added(world: Room, project: Project) -> None:
    client = signed_in(world.adviser)
    client.post(url(world, "milestone", project.pk), {"words": "On a les clés", "day": "2026-11-20"})
    client.post(url(world, "need", project.pk), {"theme": "FUNDING", "words": "un prêt"})
    client.post(url(world, "met", project.pk, project.needs.get(theme="PREMISES").pk))
    client.post(url(world, "add_person", project.pk), {"first_name": "Marc", "phone": "0639980121"})
    text = client.get(url(world, "sheet", project.pk)).content.decode()
    for word in ("«\xa0On a les clés\xa0»", "un prêt", "Marc"):
        assert word in text
    assert Milestone.objects.get().noted_by == world.adviser
    assert project.needs.get(theme="PREMISES").met_at is not None


@pytest.mark.parametrize(
    ("change", "field"), [({"siret": "123"}, "siret"), ({"rna": "X1"}, "rna"), ({"legal_form": "CLUB"}, "legal_form")]
)
def test_numbers_are_checked_and_never_asked(world: Room, project: Project, change: dict, field: str) -> None:
    client, page = signed_in(world.adviser), url(world, "edit", project.pk)
    data = {"name": "Le Jas", "legal_form": "NONE", "version": 1}
    answer = client.post(page, {**data, **change})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    good = {"siret": "732 829 320 00074", "rna": "w133012345", "legal_form": "ASSOCIATION_1901"}
    assert client.post(page, {**data, **good}).status_code == 302
    project.refresh_from_db()
    assert (project.siret, project.rna) == ("73282932000074", "W133012345")


def test_two_advisers_edit_and_see_both_versions(world: Room, project: Project) -> None:
    page, data = url(world, "edit", project.pk), {"name": "A", "legal_form": "NONE", "version": 1}
    assert signed_in(world.adviser).post(page, data).status_code == 302
    answer = signed_in(world.manager).post(page, {**data, "name": "B"})
    assert answer.status_code == 409
    assert "B" in answer.content.decode()
    edit_person = url(world, "edit_person", project.pk, the_holder(project).pk)
    who = {"first_name": "Leïla", "phone": "0639980114", "version": 1}
    assert signed_in(world.adviser).post(edit_person, who).status_code == 302
    assert signed_in(world.manager).post(edit_person, who).status_code == 409


AGREEMENT = {"receiver": "cap-farigoule", "bundles": ["contact", "project"], "purpose": "chercher un local",
             "days": "90", "channel": "screen"}  # fmt: skip


def test_the_text_is_shown_before_anything_is_kept_and_kept_as_shown(world: Room, project: Project) -> None:
    client, page = signed_in(world.adviser), url(world, "agreement", project.pk, the_holder(project).pk)
    shown = client.post(page, {**AGREEMENT, "deed": "read"})
    assert shown.status_code == 200
    assert not Consent.objects.exists()
    assert "Voici exactement ce que Cap Farigoule lira" in shown.content.decode()
    assert client.post(page, {**AGREEMENT, "deed": "take"}).status_code == 302
    consent = Consent.objects.get()
    assert consent.text == shown.context["words"]
    assert (consent.receiver, consent.taken_by, consent.lasts_days) == (world.receiver, world.adviser, 90)
    assert OutgoingMail.objects.filter(to="leila@porteuse.example").count() == 1


@pytest.mark.parametrize("change", [
    {"receiver": "maison-ravelle"}, {"receiver": "draille-commune"}, {"bundles": []}, {"bundles": ["notes"]},
    {"purpose": ""}, {"days": "4000"}, {"channel": "telepathy"},
])  # fmt: skip
def test_an_agreement_that_cannot_be_is_refused_in_words(world: Room, project: Project, change: dict) -> None:
    page = url(world, "agreement", project.pk, the_holder(project).pk)
    answer = signed_in(world.adviser).post(page, {**AGREEMENT, **change, "deed": "take"})
    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_without_an_address_no_link_is_proposed(world: Room, now: datetime) -> None:
    project = opened(world, now, person=person(email=""))
    page = url(world, "agreement", project.pk, the_holder(project).pk)
    client = signed_in(world.adviser)
    assert 'value="link"' not in client.get(page).content.decode()
    assert client.post(page, {**AGREEMENT, "channel": Channel.LINK, "deed": "take"}).status_code == 422
    client.post(url(world, "send_link", project.pk, the_holder(project).pk))
    assert not OutgoingMail.objects.exists()


def test_the_adviser_withdraws_for_the_person(world: Room, project: Project, now: datetime) -> None:
    consent = agreed(project, world.receiver, now)
    signed_in(world.adviser).post(url(world, "withdraw", project.pk, consent.pk))
    consent.refresh_from_db()
    assert consent.closing == Closing.WITHDRAWN
    other = agreed(opened(world, now), world.receiver, now)
    assert signed_in(world.adviser).post(url(world, "withdraw", project.pk, other.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_with_one_and_with_three(
    world: Room, now: datetime, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        project = opened(world, now, themes=["LEGAL", "FUNDING", "PREMISES"][:count])
        agreed(project, world.receiver, now)
        for number in range(count):
            actions.note_interview(
                project=project, organization=world.keeper, text=str(number), by=world.adviser, at=now
            )
    for user in (world.adviser, world.reader):
        client = signed_in(user)
        client.get(url(world, "mine"))
        with django_assert_max_num_queries(24):
            client.get(url(world, "mine"))
        with django_assert_max_num_queries(27):
            client.get(url(world, "sheet", project.pk))
