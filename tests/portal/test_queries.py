"""What waits for each person, and the lights of the service."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from laplateforme.core.heartbeat import beat
from laplateforme.core.models import MailStatus, OutgoingMail
from laplateforme.portal import actions
from laplateforme.portal.queries import home_of, lights, todo_of
from laplateforme.vocabulary.enums import Role
from tests.factories.exchange import ImportBatchFactory
from tests.factories.guidance import ContactRequestFactory, KeyQuestionFactory, PublishedOfferFactory, client_of
from tests.factories.network import InvitationFactory, MembershipFactory

HERE = "/r/calanques"


def titles(lines) -> list[str]:
    return [line.title for line in lines]


def test_a_facilitator_sees_requests_late_first_then_offers_and_invitations(world) -> None:
    now = timezone.now()
    ContactRequestFactory(network=world.network, due_at=now - timedelta(days=4))
    ContactRequestFactory(network=world.network, due_at=now + timedelta(days=1))
    PublishedOfferFactory(organization=world.organization, checked_at=now - timedelta(days=400))
    InvitationFactory(network=world.network)
    todo = todo_of(world.facilitator, world.network, now)
    assert len(todo.late) == 1
    assert todo.late[0].chosen
    assert titles(todo.week)[-1] == "1 offre à vérifier"
    assert titles(todo.information) == ["1 invitation en attente"]
    assert [line.chosen for line in todo.week] == [False, False]
    text = client_of(world.facilitator).get(f"{HERE}/a-faire/").text
    assert "(1) " in text.split("</title>")[0]
    assert "Leïla" not in text  # a list is not a file that one opens


def test_an_adviser_sees_what_is_theirs_alone(world) -> None:
    now = timezone.now()
    ContactRequestFactory(network=world.network, organization=world.neighbor, due_at=now - timedelta(days=4))
    InvitationFactory(network=world.network)
    old = now - timedelta(days=400)
    PublishedOfferFactory(organization=world.neighbor, name="Celle d’à côté", checked_at=old)
    mine = PublishedOfferFactory(organization=world.organization, name="La nôtre", checked_at=old)
    todo = todo_of(world.adviser, world.network, now)
    assert titles(todo.week) == ["Votre offre «\xa0La nôtre\xa0»"]
    assert not todo.late
    assert not todo.information
    client = client_of(world.adviser)
    page = client.get(f"{HERE}/a-faire/")
    assert "Rien n’a changé" in page.text
    assert client.post(f"{HERE}{todo.week[0].action_url}").status_code == 302
    mine.refresh_from_db()
    assert mine.checked_at > old
    assert todo_of(world.adviser, world.network, timezone.now()).is_empty


def test_a_request_given_to_an_organization_waits_for_its_people(world) -> None:
    ContactRequestFactory(network=world.network, organization=world.organization, status="routed")
    assert todo_of(world.adviser, world.network, timezone.now()).count == 1
    assert todo_of(world.stranger, world.network, timezone.now()).is_empty


@pytest.mark.parametrize("role", [Role.HOLDER, Role.FUNDER, Role.WRITER])
def test_nothing_waits_for_those_who_read(world, role) -> None:
    ContactRequestFactory(network=world.network)
    InvitationFactory(network=world.network)
    person = MembershipFactory(network=world.network, role=role).user
    assert todo_of(person, world.network, timezone.now()).is_empty
    assert "Rien ne vous attend" in client_of(person).get(f"{HERE}/a-faire/").text


def test_an_import_previewed_waits_for_whoever_sent_it(world) -> None:
    batch = ImportBatchFactory(source__network=world.network, source__organization=None, status="preview")
    assert any(batch.file_name in line.title for line in todo_of(world.facilitator, world.network, timezone.now()).week)
    assert todo_of(world.stranger, world.network, timezone.now()).is_empty


def test_what_waits_takes_as_many_queries_with_1_and_3(world) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(3):
        ContactRequestFactory(network=world.network)
        PublishedOfferFactory(organization=world.organization, checked_at=timezone.now() - timedelta(days=400))
        InvitationFactory(network=world.network)
        actions.ask_paper(network=world.network, kind="chain", by=world.facilitator, at=timezone.now())
        with CaptureQueriesContext(connection) as seen:
            todo_of(world.facilitator, world.network, timezone.now())
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]


def test_first_questions_are_of_different_verbs(world) -> None:
    for number, stage in enumerate(("IDEA", "IDEA", "FEASIBILITY", "CREATION", "IDEA", "EMERGENCE", "")):
        KeyQuestionFactory(network=world.network, stage=stage, position=number, text=f"{number} {stage}")
    KeyQuestionFactory(network=world.network, is_published=False, position=0, text="Pas encore")
    shown = [question.name for question in home_of(world.network, timezone.now()).questions]
    assert shown == ["0 IDEA", "2 FEASIBILITY", "3 CREATION", "5 EMERGENCE", "6 ", "1 IDEA"]


def kinds(at) -> dict[str, str]:
    return {light.name: light.kind for light in lights(at)}


def test_a_silent_worker_is_a_red_light_and_says_that_nothing_is_lost(world) -> None:
    actions.ask_paper(network=world.network, kind="chain", by=world.facilitator, at=timezone.now())
    assert DBTaskResult.objects.ready().count() == 1
    text = client_of(world.facilitator).get(f"{HERE}/etat/").text
    assert "Rien n’est perdu" in text
    assert "1 travail attend" in text
    assert kinds(timezone.now())["Travail derrière les pages"] == "no"
    beat(timezone.now())
    assert kinds(timezone.now())["Travail derrière les pages"] == "ok"
    assert kinds(timezone.now() + timedelta(minutes=16))["Travail derrière les pages"] == "no"


def test_mail_that_did_not_leave_is_a_red_light(world) -> None:
    assert {light.kind for light in lights(timezone.now()) if light.name == "Courriel"} == {"ok"}
    OutgoingMail.objects.create(to="a@b.example", subject="x", text="x", status=MailStatus.FAILED)
    assert {light.kind for light in lights(timezone.now()) if light.name == "Courriel"} == {"no"}


def test_a_backup_grows_old(world, settings) -> None:
    assert lights(timezone.now())[3].kind == "wait"
    folder = settings.LP_DATA_DIR / "backups"
    folder.mkdir()
    made = folder / "laplateforme-2026.tar.gz"
    made.write_bytes(b"")
    assert lights(timezone.now())[3].kind == "ok"
    old = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(made, (old, old))
    assert lights(timezone.now())[3].kind == "no"
