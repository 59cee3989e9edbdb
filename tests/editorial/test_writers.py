"""The writers' entrance: who may do what, from a draft to a page online, and back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, EventPage, Picture, SectionPage, SiteRoot
from laplateforme.editorial.queries.advice import advice_for
from laplateforme.editorial.queries.body import raw_blocks
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
NEWS = "/redaction/ecrire/actualite/"


def client_of(user: Any) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def written(client: Client, section: SectionPage, address: str = NEWS, **values: Any) -> Any:
    key = client.get(address).context["form"]["idempotency_key"].value()
    whole = {"title": "Le four est prêt", "section": section.pk, "text": "Venez.", **values}
    return client.post(address, {"idempotency_key": key, **whole})


def picture() -> SimpleUploadedFile:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (800, 500), "#1B6B78").save(out, "PNG")
    return SimpleUploadedFile("DSC_0042.png", out.getvalue(), "image/png")


def move(client: Client, page: ArticlePage, deed: str, **values: Any) -> Any:
    return client.post(reverse("editorial:move_text", args=[page.pk, deed]), values)


# ---------------------------------------------------------------- who


ROLES = [Role.HOLDER, Role.FUNDER, Role.AMBASSADOR, Role.ADVISER, Role.ORGANIZATION_MANAGER]


@pytest.mark.parametrize("role", ROLES)
def test_whoever_does_not_write_finds_nothing_behind_the_entrance(
    network: Network, write: Callable[..., ArticlePage], role: Role
) -> None:
    page = write(online=False)
    organization = None if role in (Role.HOLDER, Role.FUNDER) else OrganizationFactory()
    client = client_of(MembershipFactory(network=network, role=role, organization=organization).user)
    assert "Entrée rédacteurs" in client.get("/redaction/").content.decode()
    addresses = [NEWS, "/redaction/corriger/"]
    addresses += [reverse(f"editorial:{name}", args=[page.pk]) for name in ("text", "correct", "preview")]
    for address in addresses:
        assert client.get(address).status_code == 404, address
    for deed in ("publier", "proposer", "programmer", "renvoyer", "retirer", "reprendre"):
        assert move(client, page, deed).status_code == 404, deed
    page.refresh_from_db()
    assert not page.live


def test_a_writer_of_another_network_finds_nothing(write: Callable[..., ArticlePage]) -> None:
    page = write(online=False)
    other = NetworkFactory(slug="restanques")
    client = client_of(MembershipFactory(network=other, role=Role.WRITER).user)
    for start in ("/r/calanques", "/r/restanques"):
        for name in ("textes", "apercu", "corriger"):
            assert client.get(f"{start}/redaction/{name}/{page.pk}/").status_code == 404


def test_the_entrance_tells_strangers_how_to_come_in(client: Client, network: Network) -> None:
    html = client.get("/redaction/").content.decode()
    assert "Se connecter" in html
    assert "Écrire une actualité" not in html


def test_a_writer_sees_six_doors(writer: Any, root: SiteRoot) -> None:
    html = client_of(writer).get("/redaction/").content.decode()
    assert len(re.findall(r'class="door"', html)) == 6


# ---------------------------------------------------------------- from a draft to a page


def test_a_news_item_with_a_picture_goes_from_a_writer_to_the_public(
    writer: Any, facilitator: Any, section: SectionPage
) -> None:
    client, lead, public = client_of(writer), client_of(facilitator), Client()
    response = written(client, section, picture=picture(), picture_alt="Un four en briques, allumé")
    page = ArticlePage.objects.get()
    assert response["Location"] == reverse("editorial:text", args=[page.pk])
    assert public.get(page.get_absolute_url()).status_code == 404
    assert move(client, page, "publier").status_code == 403
    assert move(client, page, "proposer").status_code == 302
    assert "Approuver et publier" in lead.get(response["Location"]).content.decode()
    assert "Approuver et publier" not in client.get(response["Location"]).content.decode()
    assert move(lead, page, "publier")["Location"] == page.get_absolute_url()
    html = public.get(page.get_absolute_url()).content.decode()
    assert "Un four en briques, allumé" in html


def test_a_picture_without_words_is_not_taken(writer: Any, section: SectionPage) -> None:
    response = written(client_of(writer), section, picture=picture(), picture_alt="  ")
    assert response.status_code == 422
    assert "sans cela, elle n’est pas prise" in response.content.decode()
    assert not Picture.objects.exists()
    assert not ArticlePage.objects.exists()


def test_what_is_not_a_picture_is_refused(writer: Any, section: SectionPage) -> None:
    fake = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png")
    assert written(client_of(writer), section, picture=fake, picture_alt="Un four").status_code == 422
    assert not ArticlePage.objects.exists()


def test_writers_publish_by_themselves_where_the_network_has_chosen_so(
    writer: Any, facilitator: Any, root: SiteRoot, section: SectionPage, noon: datetime
) -> None:
    actions.let_writers_publish(root=root, allowed=True, by=facilitator, at=noon)
    client = client_of(writer)
    written(client, section)
    page = ArticlePage.objects.get()
    assert "Publier" in client.get(reverse("editorial:text", args=[page.pk])).content.decode()
    move(client, page, "publier")
    page.refresh_from_db()
    assert page.live


def test_a_text_comes_back_with_words_and_is_proposed_again(
    writer: Any, facilitator: Any, section: SectionPage
) -> None:
    client, lead = client_of(writer), client_of(facilitator)
    written(client, section)
    page = ArticlePage.objects.get()
    move(client, page, "proposer")
    assert move(lead, page, "renvoyer").status_code == 422
    move(lead, page, "renvoyer", words="Donnez l’heure, s’il vous plaît.")
    assert "Donnez l’heure" in client.get(reverse("editorial:text", args=[page.pk])).content.decode()
    move(client, page, "proposer")
    move(lead, page, "publier")
    page.refresh_from_db()
    assert page.live


def test_a_text_goes_online_by_itself_on_its_day(facilitator: Any, section: SectionPage, client: Client) -> None:
    lead = client_of(facilitator)
    written(lead, section)
    page = ArticlePage.objects.get()
    moment = timezone.now() + timedelta(days=2)
    assert move(lead, page, "programmer", moment="2001-01-01T10:00").status_code == 422
    local = timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
    assert move(lead, page, "programmer", moment=local).status_code == 302
    assert client.get(page.get_absolute_url()).status_code == 404
    assert "programmé" in lead.get(reverse("editorial:text", args=[page.pk])).content.decode().lower()
    past = {"go_live_at": timezone.now() - timedelta(minutes=1)}
    ArticlePage.objects.filter(pk=page.pk).update(**past)
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = past["go_live_at"]
    revision.content["go_live_at"] = past["go_live_at"].isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert client.get(page.get_absolute_url()).status_code == 200


def test_a_date_is_announced(writer: Any, section: SectionPage) -> None:
    client = client_of(writer)
    address = "/redaction/ecrire/date/"
    wrong = written(client, section, address, starts_at="2027-03-02T19:00", ends_at="2027-03-02T18:00")
    assert wrong.status_code == 422
    written(client, section, address, starts_at="2027-03-02T19:00", ends_at="2027-03-02T21:00", place="Maison Ravelle")
    assert EventPage.objects.get().place == "Maison Ravelle"


def test_sending_twice_makes_one_text(writer: Any, section: SectionPage) -> None:
    client = client_of(writer)
    key = client.get(NEWS).context["form"]["idempotency_key"].value()
    sent = {"idempotency_key": key, "title": "Une fois", "section": section.pk, "text": "Oui."}
    assert client.post(NEWS, sent)["Location"] == client.post(NEWS, sent)["Location"]
    assert ArticlePage.objects.count() == 1


def test_a_section_of_another_network_is_not_a_choice(writer: Any, section: SectionPage, noon: datetime) -> None:
    other = actions.open_site(network=NetworkFactory(slug="restanques"), at=noon)
    theirs = actions.create_section(parent=other, values={"title": "Chez eux"}, at=noon)
    client = client_of(writer)
    sent = {
        "title": "Intrus",
        "section": theirs.pk,
        "text": "",
        "idempotency_key": "01990000-0000-7000-8000-000000000000",
    }
    assert client.post(f"/r/calanques{NEWS}", sent).status_code == 422
    assert not ArticlePage.objects.exists()


# ---------------------------------------------------------------- corrections and versions


def correct(client: Client, page: ArticlePage, wrong: str, right: str) -> Any:
    address = reverse("editorial:correct", args=[page.pk])
    key = client.get(address).context["form"]["idempotency_key"].value()
    return client.post(address, {"idempotency_key": key, "wrong": wrong, "right": right})


def test_a_mistake_is_put_right_from_the_page_seen(
    facilitator: Any, write: Callable[..., ArticlePage], client: Client
) -> None:
    page = write(body=[("text", "<p>Le <b>paim</b> &amp; le sel</p>"), ("heading", "Le four")])
    lead = client_of(facilitator)
    assert reverse("editorial:correct", args=[page.pk]) in lead.get(page.get_absolute_url()).content.decode()
    assert client.get(page.get_absolute_url()).status_code == 200
    assert correct(lead, page, "paim", "pain <chaud>")["Location"] == page.get_absolute_url()
    assert "<b>pain &lt;chaud&gt;</b> &amp; le sel" in client.get(page.get_absolute_url()).content.decode()
    assert correct(lead, page, "& le sel", "& le poivre").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "reason"), [("absent", "ne sont pas"), ("four", "plusieurs endroits"), ("b>", "ne sont")]
)
def test_what_cannot_be_put_right_is_said(
    facilitator: Any, write: Callable[..., ArticlePage], wrong: str, reason: str
) -> None:
    page = write(body=[("text", "<p>Le four, le <b>grand</b> four</p>")])
    response = correct(client_of(facilitator), page, wrong, "x")
    assert response.status_code == 422
    assert reason in response.content.decode()


def test_the_correction_of_a_writer_waits_for_a_facilitator(writer: Any, write: Callable[..., ArticlePage]) -> None:
    page = write("Le paim")
    response = correct(client_of(writer), page, "paim", "pain")
    assert response["Location"] == reverse("editorial:text", args=[page.pk])
    page.refresh_from_db()
    assert (page.title, page.draft_title) == ("Le paim", "Le pain")


def test_references_are_never_corrected(facilitator: Any, write: Callable[..., ArticlePage], noon: datetime) -> None:
    page = write(body=[("offer", "f2cb"), ("text", "<p>Voir f2cb</p>")])
    actions.correct_words(page=page, wrong="f2cb", right="rien", at=noon, by=facilitator, publish=True)
    page.refresh_from_db()
    assert [block["value"] for block in raw_blocks(page)] == ["f2cb", "<p>Voir rien</p>"]


def test_a_former_version_is_read_and_taken_again(
    facilitator: Any, write: Callable[..., ArticlePage], client: Client, noon: datetime
) -> None:
    page = write("Premier titre")
    first = page.get_latest_revision()
    actions.revise_article(page=page, values={"title": "Second titre"}, at=noon, by=facilitator)
    actions.publish_article(page=page, at=noon, by=facilitator)
    lead = client_of(facilitator)
    old = reverse("editorial:preview", args=[page.pk]) + f"?version={first.pk}"
    assert "Premier titre" in lead.get(old).content.decode()
    assert client.get(old).status_code == 302
    move(lead, page, "reprendre", version=first.pk)
    assert "Second titre" in client.get(page.get_absolute_url()).content.decode()
    move(lead, page, "publier")
    assert "Premier titre" in client.get(page.get_absolute_url()).content.decode()


def test_a_version_of_another_text_is_not_found(facilitator: Any, write: Callable[..., ArticlePage]) -> None:
    page, other = write("Un"), write("Deux")
    key = other.get_latest_revision().pk
    assert move(client_of(facilitator), page, "reprendre", version=key).status_code == 404
    for strange in ("", "x", "٣", "9" * 30):
        assert move(client_of(facilitator), page, "reprendre", version=strange).status_code == 404


def test_a_text_is_withdrawn_by_a_facilitator_only(
    writer: Any, facilitator: Any, write: Callable[..., ArticlePage], client: Client
) -> None:
    page = write()
    assert move(client_of(writer), page, "retirer").status_code == 403
    assert client.get(page.get_absolute_url()).status_code == 200
    move(client_of(facilitator), page, "retirer")
    assert client.get(page.get_absolute_url()).status_code == 404


def test_advice_sees_what_makes_a_text_hard(write: Callable[..., ArticlePage]) -> None:
    hard = write("TOUT EN CAPITALES", body=[("subheading", "Bas"), ("text", '<p><a href="/x">ici</a></p>')])
    assert len(advice_for(hard)) == 4
    easy = write("Un titre", standfirst="Deux phrases.", body=[("heading", "Haut"), ("text", "<p>Court.</p>")])
    assert advice_for(easy) == []


def test_a_text_is_written_again_and_two_people_do_not_overwrite_each_other(
    writer: Any, section: SectionPage, client: Client
) -> None:
    mine = client_of(writer)
    words = "## Le four\n\nVoir https://exemple.example/a?b=1&c=2\nici & là <b>\n\n- un\n- deux"
    written(mine, section, text=words)
    page = ArticlePage.objects.get()
    address = reverse("editorial:edit_text", args=[page.pk])
    form = mine.get(address).context["form"]
    assert form["text"].value() == words
    sent = {"title": "Le four", "standfirst": "", "text": f"{words}\n- trois", "version": form["version"].value()}
    assert mine.post(address, sent).status_code == 302
    assert "<li>trois</li>" in mine.get(reverse("editorial:preview", args=[page.pk])).content.decode()
    assert mine.post(address, sent).status_code == 422
    assert client.get(address).status_code == 302


def test_a_body_that_a_plain_field_cannot_say_is_left_as_it_is(
    facilitator: Any, write: Callable[..., ArticlePage]
) -> None:
    page = write(body=[("text", "<p>Un <b>mot</b></p>")])
    lead = client_of(facilitator)
    address = reverse("editorial:edit_text", args=[page.pk])
    form = lead.get(address).context["form"]
    assert "text" not in form.fields
    lead.post(address, {"title": "Autre", "standfirst": "", "version": form["version"].value()})
    assert raw_blocks(page.get_latest_revision_as_object())[0]["value"] == "<p>Un <b>mot</b></p>"


def test_a_touched_passage_is_put_right_in_one_field(facilitator: Any, write: Callable[..., ArticlePage]) -> None:
    body = [("text", "<p>Le four est chaud. Venez avec du <b>paim</b> &amp; du sel. Bis. Bis.</p>")]
    page = write(body=body, standfirst="Une table & seize places.")
    lead, address = client_of(facilitator), reverse("editorial:correct", args=[page.pk])
    passages = lead.get(address).context["passages"]
    assert passages == [
        page.title,
        "Une table & seize places.",
        "Le four est chaud.",
        "Venez avec du",
        "paim",
        "& du sel.",
    ]
    for number, (wrong, right) in enumerate(zip(passages, [*passages[:4], "pain", "& du poivre."], strict=True)):
        if wrong == right:
            continue
        form = lead.get(f"{address}?passage={number}").context["form"]
        assert [field.name for field in form.visible_fields()] == ["right"]
        assert form["right"].value() == wrong
        key = form["idempotency_key"].value()
        sent = {"wrong": wrong, "right": right, "idempotency_key": key}
        assert lead.post(f"{address}?passage={number}", sent).status_code == 302
    html = lead.get(page.get_absolute_url()).content.decode()
    assert "<b>pain</b> &amp; du poivre." in html


@pytest.mark.parametrize("asked", ["99", "-1", "x", "٣", "", "1" * 5000])
def test_a_strange_passage_shows_them_all(asked: str, facilitator: Any, write: Callable[..., ArticlePage]) -> None:
    address = reverse("editorial:correct", args=[write().pk])
    answer = client_of(facilitator).get(f"{address}?passage={asked}")
    assert (answer.status_code, answer.context["passage"]) == (200, "")
