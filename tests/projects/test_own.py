"""The person's own page: by a link, without account; opening never acts."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.core.models import OutgoingMail
from laplateforme.core.signing import sign_link
from laplateforme.projects import actions
from laplateforme.projects.emails import OWN_PAGE
from laplateforme.projects.enums import Channel, Closing
from laplateforme.projects.models import Consent, Holder, Project
from tests.factories.accounts import UserFactory
from tests.factories.network import NetworkFactory
from tests.factories.projects import Room, agreed, opened, the_holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(world: Room, now: datetime) -> Project:
    found = opened(world, now)
    actions.note_interview(project=found, organization=world.keeper, text="Elle a un bail.", by=world.adviser, at=now)
    return found


def at(world: Room, path: str) -> str:
    return f"/r/{world.network.slug}{path}"


def page(world: Room, holder: Holder, name: str = "own", *more: Any) -> str:
    return at(world, reverse(f"projects:{name}", args=[sign_link(OWN_PAGE, str(holder.pk)), *more]))


def proved(world: Room, holder: Holder) -> Client:
    """A browser in which the mailed code was typed."""
    client = Client()
    client.post(page(world, holder, "own_code"))
    (code,) = re.findall(r"\b\d{6}\b", OutgoingMail.objects.order_by("-created_at").first().text)  # type: ignore[union-attr]
    answer = client.post(page(world, holder, "own_try_code"), {"code": f"{code[:3]} {code[3:]}"})
    assert answer.status_code == 302
    return client


def test_the_page_says_who_may_read_and_hides_what_a_forwarded_link_should_not_show(
    world: Room, project: Project, now: datetime
) -> None:
    agreed(project, world.receiver, now)
    text = Client().get(page(world, the_holder(project))).content.decode()
    for word in ("Leïla", "Maison Ravelle", "Cap Farigoule", "Retirer mon accord", "l•••@•••.example"):
        assert word in text
    for word in ("leila@porteuse.example", "06 39 98 01 14", "Inventée", "Épicerie du Jas", "un bail"):
        assert word not in text


def test_opening_a_link_acts_on_nothing(world: Room, project: Project, now: datetime) -> None:
    consent = agreed(project, world.receiver, now, channel=Channel.LINK)
    holder = the_holder(project)
    for name in ("own", "own_code", "own_keep", "own_erase", "own_correct"):
        Client().get(page(world, holder, name))
    Client().get(page(world, holder, "own_answer", consent.pk))
    consent.refresh_from_db()
    assert (consent.confirmed_at, consent.closed_at) == (None, None)


@pytest.mark.parametrize("channel", [Channel.LINK, Channel.SPOKEN])
def test_the_person_confirms_by_a_button_without_code(
    world: Room, project: Project, now: datetime, channel: str
) -> None:
    consent = agreed(project, world.receiver, now, channel=channel)
    (mail,) = OutgoingMail.objects.filter(subject="À confirmer : votre accord")
    assert consent.text in mail.text
    client, holder = Client(), the_holder(project)
    assert "Votre réponse est attendue" in client.get(page(world, holder)).content.decode()
    for _ in range(2):
        answer = client.post(page(world, holder, "own_answer", consent.pk), {"deed": "confirm"})
        assert answer.status_code == 302
    consent.refresh_from_db()
    assert consent.confirmed_at is not None


def test_the_person_withdraws_in_one_tap(world: Room, project: Project, now: datetime) -> None:
    consent = agreed(project, world.receiver, now)
    Client().post(page(world, the_holder(project), "own_answer", consent.pk), {"deed": "withdraw"})
    consent.refresh_from_db()
    assert consent.closing == Closing.WITHDRAWN
    assert list(Project.objects.visible_to(world.reader)) == []


def test_nobody_answers_for_somebody_else(world: Room, project: Project, now: datetime) -> None:
    consent = agreed(project, world.receiver, now)
    other = the_holder(opened(world, now))
    answer = Client().post(page(world, other, "own_answer", consent.pk), {"deed": "withdraw"})
    assert answer.status_code == 404
    assert Consent.objects.standing().count() == 1


CLOSED = ("own_correct", "own_download", "own_everything", "own_erase")


@pytest.mark.parametrize("name", CLOSED)
def test_details_open_after_a_mailed_code_only(world: Room, project: Project, name: str) -> None:
    holder = the_holder(project)
    for client in (Client(), Client()):
        answer = client.get(page(world, holder, name))
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith("#code")
    assert proved(world, holder).get(page(world, holder, name)).status_code == 200


def test_a_code_opens_one_person_in_one_browser_for_half_an_hour(world: Room, project: Project, now: datetime) -> None:
    holder, other = the_holder(project), the_holder(opened(world, now))
    client = proved(world, holder)
    assert client.get(page(world, other, "own_download")).status_code == 302
    assert Client().get(page(world, holder, "own_download")).status_code == 302
    link = page(world, holder, "own_download")
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert client.get(link).status_code == 302


def test_five_wrong_codes_close_the_door(world: Room, project: Project) -> None:
    holder, client = the_holder(project), Client()
    client.post(page(world, holder, "own_code"))
    (code,) = re.findall(r"\b\d{6}\b", OutgoingMail.objects.latest("created_at").text)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        client.post(page(world, holder, "own_try_code"), {"code": wrong})
    client.post(page(world, holder, "own_try_code"), {"code": code})
    assert client.get(page(world, holder, "own_download")).status_code == 302


def test_everything_is_downloaded(world: Room, project: Project, now: datetime) -> None:
    agreed(project, world.receiver, now)
    holder = the_holder(project)
    client = proved(world, holder)
    data = json.loads(client.get(page(world, holder, "own_download")).content)
    assert data["person"]["email"] == "leila@porteuse.example"
    assert data["projects"][0]["notes"][0]["text"] == "Elle a un bail."
    assert data["agreements"][0]["receiver"] == "Cap Farigoule"
    assert "Elle a un bail." in client.get(page(world, holder, "own_everything")).content.decode()


def test_the_person_corrects_their_details(world: Room, project: Project) -> None:
    holder = the_holder(project)
    client = proved(world, holder)
    values = {"first_name": "Leïla", "last_name": "Inventée", "email": "l@porteuse.example", "phone": "0639980115"}
    answer = client.post(page(world, holder, "own_correct"), {**values, "version": holder.version})
    assert answer.status_code == 302
    holder.refresh_from_db()
    assert (holder.email, holder.phone) == ("l@porteuse.example", "06 39 98 01 15")
    assert client.post(page(world, holder, "own_correct"), {**values, "version": 1}).status_code == 409
    assert client.post(page(world, holder, "own_correct"), {"version": 2, "first_name": "7"}).status_code == 422


def test_everything_is_erased_after_a_tick(world: Room, project: Project) -> None:
    holder = the_holder(project)
    client = proved(world, holder)
    assert client.post(page(world, holder, "own_erase")).status_code == 422
    assert client.post(page(world, holder, "own_erase"), {"sure": "on"}).status_code == 302
    holder.refresh_from_db()
    assert holder.erased_at is not None
    assert client.get(page(world, holder)).status_code == 410


def test_an_old_link_offers_a_new_one_to_the_same_address(world: Room, project: Project) -> None:
    holder = the_holder(project)
    link, renew = page(world, holder), page(world, holder, "own_renew")
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        answer = Client().get(link)
        assert answer.status_code == 410
        assert "Recevoir un nouveau lien" in answer.content.decode()
        Client().post(renew)
    assert OutgoingMail.objects.filter(to="leila@porteuse.example", subject="Votre page : qui lit quoi").count() == 1


def test_a_forged_link_opens_nothing(world: Room, project: Project) -> None:
    key = str(the_holder(project).pk)
    for token in ("wrong", sign_link("recheck", key), sign_link(OWN_PAGE, "not-a-key"), sign_link(OWN_PAGE, key, key)):
        answer = Client().get(at(world, reverse("projects:own", args=[token])))
        assert answer.status_code == 410
        assert "Recevoir un nouveau lien" not in answer.content.decode()


def test_a_link_opens_in_its_own_network_only(world: Room, project: Project) -> None:
    NetworkFactory(slug="ailleurs")
    token = sign_link(OWN_PAGE, str(the_holder(project).pk))
    assert Client().get(f"/r/ailleurs{reverse('projects:own', args=[token])}").status_code == 410


def test_with_an_account_no_code_is_asked(world: Room, project: Project) -> None:
    holder = the_holder(project)
    mine = at(world, reverse("projects:own", args=["moi"]))
    assert "/compte/" in Client().get(mine).headers["Location"]
    client, user = Client(), UserFactory()
    client.force_login(user)
    assert client.get(mine).status_code == 404
    Holder.objects.filter(pk=holder.pk).update(user=user)
    text = client.get(mine).content.decode()
    assert "leila@porteuse.example" in text
    assert client.get(at(world, reverse("projects:own_download", args=["moi"]))).status_code == 200


def test_a_file_about_to_go_is_kept_by_one_tap(world: Room, project: Project, now: datetime) -> None:
    holder = the_holder(project)
    Holder.objects.filter(pk=holder.pk).update(warned_at=now, last_activity_at=now - timedelta(days=705))
    assert "Garder mon dossier" in Client().get(page(world, holder)).content.decode()
    Client().post(page(world, holder, "own_keep"))
    holder.refresh_from_db()
    assert holder.warned_at is None


def test_the_receiver_says_that_its_copies_are_erased(world: Room, project: Project, now: datetime) -> None:
    consent = agreed(project, world.receiver, now)
    actions.withdraw_consent(consent=consent, at=now)
    copies, done = (at(world, reverse(f"projects:{name}", args=args)) for name, args in
                    (("copies", []), ("copies_erased", [consent.pk])))  # fmt: skip
    for user, status in ((world.reader, 200), (world.other, 200), (world.facilitator, 404), (world.stranger, 404)):
        client = Client()
        client.force_login(user)
        answer = client.get(copies)
        assert answer.status_code == status
        assert ("Maison Ravelle" in answer.content.decode()) == (user == world.reader)
        if user != world.reader:
            assert client.post(done).status_code == 404
    client = Client()
    client.force_login(world.reader)
    assert client.post(done).status_code == 302
    consent.refresh_from_db()
    assert consent.copies_erased_at is not None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_one_agreement_and_with_three(
    world: Room, project: Project, now: datetime, count: int, django_assert_max_num_queries: Any
) -> None:
    for receiver in (world.receiver, world.third)[:count]:
        agreed(project, receiver, now)
    client, link = Client(), page(world, the_holder(project))
    client.get(link)
    with django_assert_max_num_queries(15):
        client.get(link)
