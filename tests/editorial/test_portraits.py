"""Portraits of collective projects: told with their people's agreement, which may be withdrawn at any time."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from laplateforme.editorial import actions
from laplateforme.editorial.models import AgreementWithdrawal, ArticlePage, PortraitPage, SectionPage
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.editorial.test_writers import ROLES, client_of, move, picture, written
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
NEW = "/redaction/ecrire/portrait/"
TOLD = {"team": "Neuf personnes", "quote": "On a poussé la porte.", "what_helped": "Une salle prêtée."}
AGREED = {"agreed_by": "L’équipe entière", "agreed_date": "2026-09-01"}


@pytest.fixture
def portrait(write: Callable[..., ArticlePage], noon: datetime) -> ArticlePage:
    """Online, with its agreement."""
    said = {"agreed_by": "L’équipe entière", "agreed_date": noon.date()}
    return write("L’anse", model=PortraitPage, quote="On a poussé la porte.", **said)


def home(client: Client) -> str:
    return client.get("/r/calanques/").content.decode()


def test_a_writer_tells_a_project_and_a_facilitator_publishes_it(
    writer: Any, facilitator: Any, section: SectionPage, client: Client, run_tasks: Any
) -> None:
    mine = client_of(writer)
    answer = written(
        mine, section, NEW, title="L’anse", **TOLD, **AGREED, picture=picture(), picture_alt="Neuf personnes"
    )
    page = PortraitPage.objects.get()
    assert answer["Location"] == reverse("editorial:text", args=[page.pk])
    assert (page.team, page.what_helped, page.agreed_by, page.owner) == (
        "Neuf personnes", "Une salle prêtée.", "L’équipe entière", writer,
    )  # fmt: skip
    assert not page.live
    assert "L’anse" not in home(client)
    move(mine, page, "proposer")
    move(client_of(facilitator), page, "publier")
    html = client.get(page.get_absolute_url()).content.decode()
    for words in TOLD.values():
        assert words in html
    assert "L’équipe entière" not in html  # who agreed is for writers
    assert "On a poussé la porte." in home(client)


def test_a_portrait_without_agreement_is_kept_and_not_published(
    facilitator: Any, section: SectionPage, client: Client
) -> None:
    leads = client_of(facilitator)
    written(leads, section, NEW, **TOLD)
    page = PortraitPage.objects.get()
    assert "Dites qui a donné son accord" in move_and_read(leads, page, "publier")
    html = leads.get(reverse("editorial:text", args=[page.pk])).content.decode()
    assert "Pas encore noté" in html
    assert leads.post(reverse("editorial:agreement", args=[page.pk]), AGREED).status_code == 302
    move(leads, page, "publier")
    page.refresh_from_db()
    assert (page.live, page.agreed_by) == (True, "L’équipe entière")


def move_and_read(client: Client, page: ArticlePage, deed: str) -> str:
    move(client, page, deed)
    return client.get(reverse("editorial:text", args=[page.pk])).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"agreed_by": "L’équipe"}, "Dites quand"),
        ({"agreed_date": "2026-09-01"}, "Dites qui a donné son accord"),
        ({"agreed_by": "L’équipe", "agreed_date": "2199-01-01"}, "pas encore venu"),
        ({"agreed_by": "L’équipe", "agreed_date": "x"}, "Écrivez un jour"),
        ({"commune": "Nulle-Part"}, "Nulle-Part"),
    ],
)
def test_half_an_agreement_is_refused_in_words(
    values: dict[str, str], words: str, writer: Any, section: SectionPage
) -> None:
    answer = written(client_of(writer), section, NEW, **TOLD, **values)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Une salle prêtée." in answer.content.decode()
    assert not PortraitPage.objects.exists()


def test_a_withdrawn_agreement_takes_the_portrait_away_at_once(
    portrait: ArticlePage, writer: Any, client: Client
) -> None:
    assert "On a poussé la porte." in home(client)
    mine = client_of(writer)
    assert "Retirer l’accord" in mine.get(reverse("editorial:text", args=[portrait.pk])).content.decode()
    mine.post(reverse("editorial:withdraw_agreement", args=[portrait.pk]))
    mine.post(reverse("editorial:withdraw_agreement", args=[portrait.pk]))
    assert AgreementWithdrawal.objects.get().by == writer
    assert client.get(portrait.get_absolute_url()).status_code == 404
    assert "On a poussé la porte." not in home(client)
    assert "Retiré le" in mine.get(reverse("editorial:text", args=[portrait.pk])).content.decode()


def test_no_version_brings_it_back_before_a_new_agreement(
    portrait: ArticlePage, facilitator: Any, noon: datetime
) -> None:
    leads = client_of(facilitator)
    first = portrait.revisions.order_by("pk").first()
    actions.withdraw_agreement(page=PortraitPage.objects.get(), at=noon, by=facilitator)
    move(leads, portrait, "reprendre", version=first.pk)
    assert "L’accord a été retiré" in move_and_read(leads, portrait, "publier")
    with pytest.raises(actions.UnableToPublish):
        actions.publish_article(page=PortraitPage.objects.get(), at=noon, by=facilitator)
    assert not PortraitPage.objects.get().live
    leads.post(reverse("editorial:agreement", args=[portrait.pk]), AGREED)
    move(leads, portrait, "publier")
    assert PortraitPage.objects.get().live


def test_what_was_to_go_online_by_itself_or_was_proposed_does_not(
    write: Callable[..., ArticlePage], noon: datetime, writer: Any, facilitator: Any
) -> None:
    said = {"agreed_by": "L’équipe", "agreed_date": noon.date()}
    later = write("Plus tard", online=False, model=PortraitPage, **said)
    proposed = write("Proposé", online=False, model=PortraitPage, **said)
    moment = timezone.now() + timedelta(hours=1)
    actions.schedule_article(page=later, moment=moment, at=timezone.now(), by=facilitator)
    actions.propose_article(page=proposed, at=timezone.now(), by=writer)
    for page in PortraitPage.objects.all():
        actions.withdraw_agreement(page=page, at=timezone.now(), by=facilitator)
    assert not later.revisions.exclude(approved_go_live_at=None).exists()
    later.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))  # whatever asks for it
    with suppress(ValidationError):
        call_command("publish_scheduled_pages")
    move(client_of(facilitator), proposed, "publier")
    assert not PortraitPage.objects.filter(live=True).exists()


def test_the_words_and_the_picture_change_in_one_form(portrait: ArticlePage, writer: Any) -> None:
    mine = client_of(writer)
    address = reverse("editorial:edit_text", args=[portrait.pk])
    form = mine.get(address).context["form"]
    values = {"title": "La grande anse", "version": form["version"].value(), "text": "Un mot.", **TOLD}
    assert "sans cela, elle n’est pas prise" in mine.post(address, {**values, "picture": picture()}).content.decode()
    assert mine.post(address, {**values, "picture": picture(), "picture_alt": "Neuf personnes"}).status_code == 302
    draft = PortraitPage.objects.get().get_latest_revision_as_object()
    assert (draft.title, draft.team, draft.picture_alt) == ("La grande anse", "Neuf personnes", "Neuf personnes")
    assert draft.picture is not None
    assert draft.agreed_by == "L’équipe entière"
    assert PortraitPage.objects.get().title == "L’anse"  # what is online waits for its publication
    form = mine.get(address).context["form"]
    again = {**values, "version": form["version"].value(), "picture_alt": ""}
    assert mine.post(address, again).status_code == 422


@pytest.mark.parametrize("role", ROLES)
def test_others_neither_tell_nor_withdraw(role: Role, network: Network, portrait: ArticlePage) -> None:
    inside = {"organization": OrganizationFactory(network=network)} if role in Role.IN_ORGANIZATION else {}
    refused_everywhere(client_of(MembershipFactory(network=network, role=role, **inside).user), portrait)


def test_a_writer_of_another_network_does_not_either(portrait: ArticlePage) -> None:
    other = NetworkFactory(slug="restanques")
    refused_everywhere(client_of(MembershipFactory(network=other, role=Role.WRITER).user), portrait)


def refused_everywhere(client: Client, portrait: ArticlePage) -> None:
    agree, away = (reverse(f"editorial:{name}", args=[portrait.pk]) for name in ("agreement", "withdraw_agreement"))
    assert client.get(f"/r/calanques{NEW}").status_code == 404
    assert client.get(f"/r/calanques{agree}").status_code == 404
    assert client.post(f"/r/calanques{agree}", AGREED).status_code == 404
    assert client.post(f"/r/calanques{away}").status_code == 404
    assert not AgreementWithdrawal.objects.exists()


def test_nobody_is_led_to_the_entrance(portrait: ArticlePage, client: Client) -> None:
    address = reverse("editorial:agreement", args=[portrait.pk])
    assert reverse("account_login") in client.get(address)["Location"]


def test_another_kind_of_text_has_no_agreement(write: Callable[..., ArticlePage], writer: Any) -> None:
    page = write()
    assert client_of(writer).get(reverse("editorial:agreement", args=[page.pk])).status_code == 404
    assert "accord" not in client_of(writer).get(reverse("editorial:text", args=[page.pk])).content.decode().lower()
