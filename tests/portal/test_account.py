"""One's own account: the copy of one's data, and closing it."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from laplateforme.accounts.models import User
from laplateforme.core import tombstones
from laplateforme.core.models import Draft, JournalEntry, OutgoingMail
from laplateforme.core.privacy import Level, Personal
from laplateforme.fairs.models import Duty
from laplateforme.forum.models import Post, Subscription
from laplateforme.forum.queries.thread import author_of
from laplateforme.groups.models import GroupMember
from laplateforme.network.models import Invitation, Membership
from laplateforme.offers.models import Offer
from laplateforme.portal import actions
from laplateforme.portal.queries.own_data import Line, Thing, own_data
from laplateforme.projects.models import FormerLead, Holder, Note, Project
from laplateforme.vocabulary.enums import Role
from tests.canary.world import Side, build_side
from tests.factories.network import MembershipFactory
from tests.factories.places import marseille, nice
from tests.factories.projects import Room, opened, room

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
CLOSE, DONE, CODE, HAND = (
    reverse(f"portal:{name}") for name in ("close_account", "account_closed", "close_account_code", "hand_over_files")
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = settings.LP_DATA_DIR = tmp_path
    cache.clear()


@pytest.fixture
def world() -> Room:
    return room()


@pytest.fixture
def side() -> Side:
    return build_side("A", marseille(), nice())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def the_code(user: User) -> str:
    letter = OutgoingMail.objects.filter(to=user.email).latest("created_at")
    return re.search(r"\b\d{6}\b", letter.text).group()  # type: ignore[union-attr]


def asked(user: User) -> tuple[Client, dict[str, str]]:
    """Somebody who has asked for the code; what a good answer says."""
    client = signed_in(user)
    assert client.post(CODE).status_code == 302
    key = re.search(r'name="idempotency_key" value="(\w+)"', client.get(CLOSE).text).group(1)  # type: ignore[union-attr]
    return client, {"code": the_code(user), "sure": "on", "idempotency_key": key}


def text_of(user: User) -> str:
    return json.dumps(own_data(user, NOON), ensure_ascii=False, default=str)


# The copy


def test_the_copy_holds_what_one_wrote_and_nobody_else(side: Side) -> None:
    for role, user in side.people.items():
        text = text_of(user)
        assert user.email in text
        assert user.name in text
        others = {one.email for one in side.people.values() if one != user}
        others |= {one.name for one in side.people.values() if one != user}
        others |= {value for one in Holder.objects.all() for value in (one.first_name, one.last_name, one.email)}
        others |= {one.text for one in Note.objects.all()} | {one.summary for one in Project.objects.all()}
        others |= {one.email for one in Invitation.objects.all()}
        others -= {user.email, user.name, ""}
        assert [one for one in others if one in text] == [], role
    writers = {post.author for post in Post.objects.exclude(author=None)}
    assert writers
    for writer in writers:
        assert all(post.text in text_of(writer) for post in Post.objects.filter(author=writer))


def test_the_copy_says_why_and_how_long_and_what_it_belongs_to(world: Room) -> None:
    found = {one["what"]: one for one in own_data(world.adviser, NOON)["things"]}
    assert found["Appartenance"]["lines"][0]["links"] == ["personne"]
    assert found["Appartenance"]["lines"][0]["beside"] == {
        "réseau": "Les Calanques", "structure": "Maison Ravelle", "rôle": "conseillère ou conseiller",
    }  # fmt: skip
    assert found["Appartenance"]["declared"] == [
        {
            "field": "personne", "purpose": "Savoir qui peut faire quoi", "level": "professionnel",
            "kept": "tant que la personne participe",
        }
    ]  # fmt: skip
    assert "mot de passe" not in found["Compte"]["lines"][0]["values"]


def test_a_field_that_is_declared_tomorrow_is_in_the_copy(world: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    before = text_of(world.adviser)
    monkeypatch.setitem(Membership.personal, "is_active", Personal("Une finalité de demain", Level.PROFESSIONAL))
    after = {one["what"]: one for one in own_data(world.adviser, NOON)["things"]}["Appartenance"]
    assert "Une finalité de demain" not in before
    assert [one["purpose"] for one in after["declared"]][-1] == "Une finalité de demain"
    assert after["lines"][0]["values"] == {"en cours": True}


def test_a_line_without_a_date_begins_with_its_words(world: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = Thing("Article", [], [Line(None, ["propriétaire"], {"nature": "actualité"})])
    monkeypatch.setattr("laplateforme.portal.views.account.own_things", lambda _user: [thing])
    page = signed_in(world.adviser).get(reverse("portal:own_data")).text
    assert '<p class="small">Vous concerne par\xa0: propriétaire. Nature\xa0: actualité</p>' in page.replace(
        "&nbsp;", "\xa0"
    )


def test_it_is_read_and_taken_away_by_its_owner_only(world: Room) -> None:
    client = signed_in(world.adviser)
    page = client.get(reverse("portal:own_data"))
    assert page.status_code == 200
    assert world.adviser.email in page.text
    assert "Savoir qui peut faire quoi" in page.text
    assert page.headers["Cache-Control"].startswith("max-age=0")
    file = client.get(reverse("portal:own_data_file"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    assert world.adviser.email in json.dumps(file.json())
    assert world.manager.email not in file.text
    assert JournalEntry.objects.filter(verb="own data downloaded", actor_id=world.adviser.pk).count() == 1
    for name in ("own_data", "own_data_file", "close_account"):
        assert Client().get(reverse(f"portal:{name}")).headers["Location"].startswith("/compte/connexion/")


def test_the_page_of_the_account_leads_there(world: Room) -> None:
    text = signed_in(world.adviser).get(reverse("accounts:profile")).text
    assert all(reverse(f"portal:{name}") in text for name in ("own_data", "own_data_file", "close_account"))


# Closing


def test_it_says_before_what_goes_and_what_stays(world: Room) -> None:
    text = signed_in(world.adviser).get(CLOSE).text
    for words in (
        "Ce qui est effacé",
        "Ce qui devient «\xa0Membre parti\xa0»",
        "Ce qui doit rester, et pourquoi",
        "un an",
    ):
        assert words in text
    assert "Recevoir un code" in text
    assert 'name="code"' not in text


def test_a_code_and_a_tick_close_it_and_one_letter_says_so(world: Room) -> None:
    user, address = world.adviser, world.adviser.email
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    client, said = asked(user)
    answer = client.post(DONE, said)
    assert answer.headers["Location"] == reverse("portal:account_closed")
    assert "Votre compte est fermé" in client.get(answer.headers["Location"]).text
    assert client.get(reverse("accounts:profile")).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.is_active, user.has_usable_password()) == ("", False, False)
    assert address not in user.email
    assert str(user) == "Membre parti"
    assert not EmailAddress.objects.filter(user=user).exists()
    assert not UserSession.objects.filter(user=user).exists()
    assert not Membership.objects.filter(user=user).exists()
    assert [one.subject for one in OutgoingMail.objects.filter(to=address)] == [
        "Pour information : votre compte est fermé"
    ]
    assert JournalEntry.objects.filter(verb="account closed", actor_id=user.pk).count() == 1


def test_everything_of_a_member_is_taken_out_and_the_rest_stands(side: Side) -> None:
    """Whoever writes, talks, meets and stands at fairs: no name, no address, no private word anywhere afterwards."""
    for role in (Role.ADVISER, Role.ORGANIZATION_MANAGER, Role.WRITER, Role.AMBASSADOR):
        user = side.people[role]
        name, address = user.name, user.email
        Invitation.objects.create(
            network=side.network, email=address, role=Role.WRITER, expires_at=NOON + timedelta(days=8)
        )
        read = JournalEntry.objects.filter(actor_id=user.pk).count()
        posts = list(Post.objects.filter(author=user).order_by("pk").values_list("pk", "text"))
        Project.objects.filter(lead_adviser=user).update(lead_adviser=None)
        Offer.objects.filter(pk=Offer.objects.values("pk")[:1]).update(checked_by_name=name)
        assert actions.close_account(user=user, at=NOON)
        for kind in (Draft, Subscription, FormerLead, GroupMember, Duty):
            field = {Draft: "owner_id", FormerLead: "adviser_id"}.get(kind, "user_id")
            rows = kind.objects.filter(**{field: user.pk})  # type: ignore[attr-defined]
            if kind is GroupMember:
                assert not rows.filter(left_date=None).exists()
            elif kind is not Duty:
                assert not rows.exists()
        assert list(Post.objects.filter(author_id=user.pk).order_by("pk").values_list("pk", "text")) == posts
        assert all(author_of(post) == "Membre parti" for post in Post.objects.filter(author_id=user.pk))
        assert not Invitation.objects.filter(email=address).exists()
        assert not Offer.objects.filter(checked_by_name=name, organization__memberships__user=user).exists()
        assert JournalEntry.objects.filter(actor_id=user.pk).count() > read  # nothing of the journal went
        text = text_of(User.objects.get(pk=user.pk))
        assert name not in text
        assert address not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "000000"}, {"code": ""}, {"code": "x" * 12}, {"code": "\x00"}, {"code": "🙈" * 6}, {"code": "9" * 400},
        {"sure": ""},
    ],
)  # fmt: skip
def test_bad_input_is_said_and_closes_nothing(world: Room, wrong: dict[str, str]) -> None:
    client, said = asked(world.adviser)
    if wrong.get("code") == said["code"]:
        wrong = {"code": "111111"}
    answer = client.post(DONE, said | wrong)
    assert answer.status_code == 422
    assert "Erreur" in answer.text
    assert 'name="code"' in answer.text
    world.adviser.refresh_from_db()
    assert world.adviser.closed_at is None
    assert world.adviser.is_active
    assert client.post(DONE, said).status_code == 302


def test_without_a_code_asked_or_after_five_wrong_ones_nothing_closes(world: Room) -> None:
    client = signed_in(world.adviser)
    assert client.post(DONE, {"code": "123456", "sure": "on"}).status_code == 422
    client, said = asked(world.adviser)
    wrong = "111111" if said["code"] != "111111" else "222222"
    for number in range(5):
        assert client.post(DONE, said | {"code": wrong, "idempotency_key": f"k{number}"}).status_code == 422
    assert client.post(DONE, said).status_code == 422
    assert User.objects.get(pk=world.adviser.pk).closed_at is None


def test_the_code_of_one_person_closes_no_other(world: Room) -> None:
    _client, said = asked(world.adviser)
    assert signed_in(world.reader).post(DONE, said).status_code == 422
    assert User.objects.filter(closed_at=None).count() == User.objects.count()


def test_pressed_twice_it_is_done_once_and_says_the_same(world: Room) -> None:
    address = world.adviser.email
    client, said = asked(world.adviser)
    first, second = client.post(DONE, said), client.post(DONE, said)
    assert first.headers["Location"] == second.headers["Location"] == reverse("portal:account_closed")
    assert OutgoingMail.objects.filter(to=address).count() == 1
    assert JournalEntry.objects.filter(verb="account closed").count() == 1
    assert not actions.close_account(user=world.adviser, at=NOON)
    assert Client().post(DONE, {"idempotency_key": "never"}).headers["Location"].startswith("/compte/connexion/")
    assert Client().post(DONE).headers["Location"].startswith("/compte/connexion/")


def test_the_only_one_who_runs_a_network_hands_it_on_first(world: Room) -> None:
    user = world.facilitator
    page = signed_in(user).get(CLOSE)
    assert "Vous êtes la seule personne à animer «\xa0Les Calanques\xa0»" in page.text
    assert f"/r/{world.network.slug}/membres/inviter/" in page.text
    assert str(world.adviser) in page.text
    assert str(world.stranger) not in page.text
    assert 'name="code"' not in page.text
    assert "Recevoir un code" not in page.text
    client, said = signed_in(user), {"sure": "on"}
    client.post(CODE)
    answer = client.post(DONE, said | {"code": the_code(user)})
    assert answer.status_code == 422
    assert "la seule personne" in answer.text
    assert User.objects.get(pk=user.pk).closed_at is None
    with pytest.raises(actions.UnableToCloseAccount):
        actions.close_account(user=user, at=NOON)
    heir = MembershipFactory(network=world.network, role=Role.ADMINISTRATOR).user
    assert actions.close_account(user=user, at=NOON)
    with pytest.raises(actions.UnableToCloseAccount):
        actions.close_account(user=heir, at=NOON)


def test_the_only_one_who_runs_the_service_is_told_how_to_make_another(world: Room) -> None:
    User.objects.filter(pk=world.reader.pk).update(is_superuser=True)
    world.reader.refresh_from_db()
    assert "laplateforme create-admin" in signed_in(world.reader).get(CLOSE).text
    with pytest.raises(actions.UnableToCloseAccount):
        actions.close_account(user=world.reader, at=NOON)
    User.objects.filter(pk=world.other.pk).update(is_superuser=True)
    assert actions.close_account(user=world.reader, at=NOON)


def test_whoever_leads_projects_passes_them_on_in_one_press(world: Room) -> None:
    projects = [opened(world, NOON) for _ in range(2)]
    client = signed_in(world.adviser)
    text = client.get(CLOSE).text
    assert "Vous suivez 2 projets à Maison Ravelle" in text
    assert str(world.manager) in text
    with pytest.raises(actions.UnableToCloseAccount):
        actions.close_account(user=world.adviser, at=NOON)
    files = f"{world.network.pk}:{world.keeper.pk}"
    for colleague in (world.reader.pk, world.colleague.pk, "", "x", world.adviser.pk):
        client.post(HAND, {"led_files": files, "adviser": colleague})
        assert {one.lead_adviser for one in Project.objects.all()} == {world.adviser}
    for other in (f"{world.network.pk}:{world.receiver.pk}", "", "x" * 300, "\x00"):
        assert client.post(HAND, {"led_files": other, "adviser": world.manager.pk}).status_code == 404
    assert client.post(HAND, {"led_files": files, "adviser": world.manager.pk}).status_code == 302
    assert {one.lead_adviser for one in Project.objects.all()} == {world.manager}
    assert signed_in(world.reader).post(HAND, {"led_files": files, "adviser": world.manager.pk}).status_code == 404
    assert actions.close_account(user=world.adviser, at=NOON)
    assert not FormerLead.objects.filter(adviser=world.adviser).exists()
    assert {one.pk for one in Project.objects.all()} == {one.pk for one in projects}


def test_alone_at_a_desk_one_is_told_whom_to_write_to(world: Room) -> None:
    Membership.objects.filter(user=world.manager).delete()
    opened(world, NOON)
    text = signed_in(world.adviser).get(CLOSE).text
    assert "Personne d’autre n’y tient de dossiers" in text
    assert "Confier ces projets" not in text


def test_a_person_with_a_project_keeps_their_file(world: Room) -> None:
    project = opened(world, NOON)
    holder = project.holders.get()
    user = MembershipFactory(network=world.network, role=Role.HOLDER).user
    Holder.objects.filter(pk=holder.pk).update(user=user)
    assert "Vous avez aussi un projet ici" in signed_in(user).get(CLOSE).text
    assert actions.close_account(user=user, at=NOON)
    holder.refresh_from_db()
    assert (holder.user_id, holder.erased_at, holder.first_name) == (None, None, "Leïla")


def test_what_cannot_be_written_beside_the_backups_is_not_done(world: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError("full")

    monkeypatch.setattr(tombstones, "note", full)
    letters = OutgoingMail.objects.count()
    with pytest.raises(OSError, match="full"):
        actions.close_account(user=world.adviser, at=NOON)
    world.adviser.refresh_from_db()
    assert world.adviser.closed_at is None
    assert world.adviser.name
    assert Membership.objects.filter(user=world.adviser, is_active=True).exists()
    assert OutgoingMail.objects.count() == letters


def test_a_backup_put_back_does_not_open_it_again(world: Room) -> None:
    before = User.objects.filter(pk=world.facilitator.pk).values().get()
    MembershipFactory(network=world.network, role=Role.ADMINISTRATOR)
    actions.close_account(user=world.facilitator, at=NOON)
    JournalEntry.objects.all()._raw_delete("default")
    User.objects.filter(pk=world.facilitator.pk).update(**before)
    OutgoingMail.objects.all().delete()
    assert tombstones.do_again(tombstones.gather(), at=NOON) == 1
    assert User.objects.get(pk=world.facilitator.pk).closed_at == NOON
    assert OutgoingMail.objects.count() == 0
    assert tombstones.do_again(tombstones.gather(), at=NOON) == 0
