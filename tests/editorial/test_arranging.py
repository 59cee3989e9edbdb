"""Sections and keywords arranged, a text put elsewhere: old addresses lead to the new ones, others see nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, Keyword, KeywordGroup, SectionPage, SiteRoot
from laplateforme.editorial.queries.pages import section_tree
from laplateforme.network.models import Network
from laplateforme.vocabulary.enums import Role
from tests.editorial.test_writers import ROLES, client_of, move
from tests.factories.network import MembershipFactory, NetworkFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
SECTIONS = "/r/calanques/redaction/rubriques/"
WORDS = "/r/calanques/redaction/mots-cles/"


@pytest.fixture
def leads(facilitator: Any) -> Client:
    return client_of(facilitator)


@pytest.fixture
def inner(section: SectionPage, noon: datetime) -> SectionPage:
    return actions.create_section(parent=section, values={"title": "Comptes rendus"}, at=noon)


@pytest.fixture
def keyword(network: Network, noon: datetime) -> Keyword:
    group = actions.create_keyword_group(network=network, name="Thèmes", at=noon)
    return actions.create_keyword(group=group, name="Coopérer", at=noon)


@pytest.fixture
def change(leads: Client, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Opens a form and sends it with other values."""

    def go(address: str, **values: Any) -> Any:
        form = leads.get(address).context["form"]
        sent = {name: field.value() for name, field in ((one.name, one) for one in form) if field.value() is not None}
        sent = {name: getattr(value, "pk", value) for name, value in sent.items()}
        with django_capture_on_commit_callbacks(execute=True):
            return leads.post(address, {**sent, **values})

    return go


def titles(network: Network) -> list[str]:
    return [f"{depth} {line.name}" for depth, line in section_tree(network)]


def test_a_section_is_opened_in_another(change: Any, section: SectionPage, network: Network) -> None:
    answer = change(f"{SECTIONS}nouvelle/", title="Récits", intro="Ici", parent=section.pk)
    assert answer.status_code == 302
    assert titles(network) == ["1 Actualités", "2 Récits"]


def test_a_first_section_is_opened_where_there_is_no_site_yet(change: Any, network: Network) -> None:
    change(f"{SECTIONS}nouvelle/", title="Récits", parent=0)
    assert titles(network) == ["1 Récits"]


def test_a_renamed_section_and_all_under_it_answer_at_their_old_addresses(
    change: Any, section: SectionPage, inner: SectionPage, write: Any, client: Client
) -> None:
    page = write(section=inner)
    old = [section.get_absolute_url(), inner.get_absolute_url(), page.get_absolute_url()]
    change(f"{SECTIONS}{section.pk}/", title="Nouvelles d’ici")
    for address in old:
        response = client.get(address)
        assert response.status_code == 301
        assert response["Location"] == address.replace("/actualites/", "/nouvelles-d-ici/")
        assert client.get(response["Location"]).status_code == 200
    assert client.get(f"{old[1]}flux.rss")["Location"].endswith("/nouvelles-d-ici/comptes-rendus/flux.rss")


def test_a_section_moves_and_changes_its_name_at_once(
    change: Any, section: SectionPage, inner: SectionPage, write: Any, client: Client, root: SiteRoot, network: Network
) -> None:
    page = write(section=inner)
    old = page.get_absolute_url()
    assert change(f"{SECTIONS}{inner.pk}/", title="Mémoire", parent=0).status_code == 302
    assert titles(network) == ["1 Actualités", "1 Mémoire"]
    assert client.get(old)["Location"] == "/ressources/memoire/une-table-pour-seize/"
    assert ArticlePage.objects.get().section == inner


def test_a_section_does_not_stand_in_itself_nor_too_deep(
    section: SectionPage, inner: SectionPage, leads: Client, noon: datetime, facilitator: Any, change: Any
) -> None:
    choices = [key for key, _ in leads.get(f"{SECTIONS}{section.pk}/").context["form"].fields["parent"].choices]
    assert inner.pk not in choices
    common: dict[str, Any] = {"title": "x", "intro": "", "at": noon, "by": facilitator}
    for parent in (section, inner):
        with pytest.raises(actions.UnableToArrange):
            actions.change_section(section=section, parent=SectionPage.objects.get(pk=parent.pk), **common)
    deep = inner
    for number in range(4):
        deep = actions.create_section(parent=deep, values={"title": f"Étage {number}"}, at=noon)
    other = actions.create_section(parent=section.get_parent().specific, values={"title": "Autre"}, at=noon)
    answer = change(f"{SECTIONS}{other.pk}/", parent=deep.pk)
    assert (answer.status_code, "six étages au plus" in answer.content.decode()) == (422, True)


def test_two_who_change_a_section_do_not_overwrite_each_other(change: Any, section: SectionPage) -> None:
    answer = change(f"{SECTIONS}{section.pk}/", title="À moi", version=5)
    assert (answer.status_code, SectionPage.objects.get().title) == (422, "Actualités")
    assert "Quelqu’un a modifié cette rubrique" in answer.content.decode()


def test_sections_go_up_and_down(leads: Client, root: SiteRoot, network: Network, noon: datetime) -> None:
    made = [actions.create_section(parent=root, values={"title": name}, at=noon) for name in "ABC"]
    leads.post(f"{SECTIONS}{made[2].pk}/monter/")
    assert titles(network) == ["1 A", "1 C", "1 B"]
    leads.post(f"{SECTIONS}{made[0].pk}/descendre/")
    leads.post(f"{SECTIONS}{made[1].pk}/descendre/")
    assert titles(network) == ["1 C", "1 A", "1 B"]


def test_only_an_empty_section_is_deleted(leads: Client, section: SectionPage, inner: SectionPage) -> None:
    page = leads.post(f"{SECTIONS}{section.pk}/supprimer/", follow=True)
    assert "déplacez-le d’abord" in page.content.decode()
    leads.post(f"{SECTIONS}{inner.pk}/supprimer/")
    assert list(SectionPage.objects.all()) == [section]


def test_keywords_are_renamed_moved_and_deleted(
    change: Any, leads: Client, keyword: Keyword, write: Any, client: Client
) -> None:
    write(keywords=[keyword])
    change(f"{WORDS}nouveau-groupe/", name="Lieux")
    places = KeywordGroup.objects.get(name="Lieux")
    change(f"{WORDS}mots/{keyword.pk}/", name="Faire ensemble", group=places.pk)
    keyword.refresh_from_db()
    assert (keyword.name, keyword.slug, keyword.group) == ("Faire ensemble", "faire-ensemble", places)
    assert client.get("/mots-cles/cooperer/")["Location"] == "/mots-cles/faire-ensemble/"
    assert client.get("/mots-cles/cooperer/flux.rss")["Location"] == "/mots-cles/faire-ensemble/flux.rss"
    assert "il reste" in leads.post(f"{WORDS}mots/{keyword.pk}/supprimer/", follow=True).content.decode()
    change(f"{WORDS}nouveau-mot/", name="Marseille", group=places.pk)
    unused = Keyword.objects.get(name="Marseille")
    answer = change(f"{WORDS}mots/{unused.pk}/", name="Faire ensemble")
    assert "déjà pris" in answer.content.decode()
    leads.post(f"{WORDS}mots/{unused.pk}/supprimer/")
    assert list(Keyword.objects.all()) == [keyword]


def test_groups_are_renamed_put_in_order_and_deleted(
    change: Any, leads: Client, network: Network, noon: datetime
) -> None:
    made = [actions.create_keyword_group(network=network, name=name, at=noon) for name in "ABC"]
    leads.post(f"{WORDS}groupes/{made[2].pk}/monter/")
    assert [one.name for one in KeywordGroup.objects.order_by("position")] == ["A", "C", "B"]
    change(f"{WORDS}groupes/{made[0].pk}/", name="Thèmes")
    assert "déjà pris" in change(f"{WORDS}groupes/{made[1].pk}/", name="thèmes").content.decode()
    leads.post(f"{WORDS}groupes/{made[1].pk}/supprimer/")
    assert sorted(KeywordGroup.objects.values_list("name", flat=True)) == ["C", "Thèmes"]


def test_a_text_moves_with_its_address(
    change: Any, write: Any, inner: SectionPage, client: Client, leads: Client, noon: datetime
) -> None:
    page = write()
    actions.write_article(section=inner, values={"title": page.title}, at=noon)  # the same short name waits there
    draft = actions.revise_article(page=page, values={"standfirst": "Encore"}, at=noon)
    assert draft is not None
    old = page.get_absolute_url()
    assert change(reverse("editorial:text_section", args=[page.pk]), section=inner.pk).status_code == 302
    page.refresh_from_db()
    assert page.section == inner
    assert client.get(old)["Location"] == page.get_absolute_url()
    assert client.get(page.get_absolute_url()).status_code == 200
    move(leads, page, "publier")  # a version that was written before the move
    page = ArticlePage.objects.get(pk=page.pk)
    assert (page.section, page.standfirst) == (inner, "Encore")
    assert page.get_parent().pk == inner.pk
    assert client.get(old).status_code == 301


def test_a_writer_moves_a_draft_and_no_text_that_is_online(
    write: Any, inner: SectionPage, writer: Any, section: SectionPage
) -> None:
    mine = client_of(writer)
    draft, online = write("Brouillon", online=False), write("En ligne")
    for page, expected in ((draft, 302), (online, 404)):
        address = reverse("editorial:text_section", args=[page.pk])
        assert mine.post(f"/r/calanques{address}", {"section": inner.pk}).status_code == expected
    assert ArticlePage.objects.get(pk=draft.pk).section == inner
    assert ArticlePage.objects.get(pk=online.pk).section == section


def refused_everywhere(client: Client, section: SectionPage, keyword: Keyword, page: ArticlePage) -> None:
    word, group = f"{WORDS}mots/{keyword.pk}/", f"{WORDS}groupes/{keyword.group_id}/"
    moving = f"/r/calanques{reverse('editorial:text_section', args=[page.pk])}"
    pages = [SECTIONS, f"{SECTIONS}nouvelle/", f"{SECTIONS}{section.pk}/", WORDS, f"{WORDS}nouveau-groupe/",
             f"{WORDS}nouveau-mot/", word, group, moving]  # fmt: skip
    deeds = [f"{SECTIONS}{section.pk}/monter/", f"{SECTIONS}{section.pk}/supprimer/", f"{group}monter/",
             f"{group}supprimer/", f"{word}supprimer/"]  # fmt: skip
    for address in pages:
        assert client.get(address).status_code == 404, address
    for address in [*pages[1:3], *pages[4:], *deeds]:
        assert client.post(address, {"title": "x", "name": "x"}).status_code == 404, address
    assert (SectionPage.objects.get().title, Keyword.objects.get().name) == ("Actualités", "Coopérer")


@pytest.mark.parametrize("role", [*ROLES, Role.WRITER])
def test_others_arrange_nothing(
    role: Role, network: Network, section: SectionPage, keyword: Keyword, write: Any
) -> None:
    inside = {"organization": OrganizationFactory(network=network)} if role in Role.IN_ORGANIZATION else {}
    person = MembershipFactory(network=network, role=role, **inside).user
    refused_everywhere(client_of(person), section, keyword, write())


def test_strangers_and_nobody_arrange_nothing(section: SectionPage, keyword: Keyword, write: Any) -> None:
    other = NetworkFactory(slug="restanques")
    person = MembershipFactory(network=other, role=Role.FACILITATOR).user
    refused_everywhere(client_of(person), section, keyword, write())
    stranger = client_of(person)
    for address in (f"redaction/rubriques/{section.pk}/", f"redaction/mots-cles/mots/{keyword.pk}/"):
        assert stranger.get(f"/r/restanques/{address}").status_code == 404
    assert reverse("account_login") in Client().get(SECTIONS)["Location"]


def test_writers_arrange_where_they_publish_by_themselves(
    root: SiteRoot, writer: Any, facilitator: Any, noon: datetime
) -> None:
    assert client_of(writer).get(SECTIONS).status_code == 404
    actions.let_writers_publish(root=root, allowed=True, by=facilitator, at=noon)
    assert client_of(writer).get(SECTIONS).status_code == 200
    assert "Rubriques du site" in client_of(writer).get("/r/calanques/redaction/").content.decode()


def test_the_lists_ask_as_much_for_one_as_for_many(
    leads: Client, root: SiteRoot, network: Network, noon: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        parent = actions.create_section(parent=root, values={"title": f"Rubrique {number}"}, at=noon)
        actions.create_section(parent=parent, values={"title": "Dedans"}, at=noon)
        group = actions.create_keyword_group(network=network, name=f"Groupe {number}", at=noon)
        actions.create_keyword(group=group, name=f"Mot {number}", at=noon)
    leads.get(SECTIONS)
    for address in (SECTIONS, WORDS):
        with django_assert_max_num_queries(15):
            leads.get(address)
