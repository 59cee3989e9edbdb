"""Addresses: right from any network, kept when a page moves."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, OldAddress, SectionPage, SiteRoot
from laplateforme.network.models import Network
from tests.factories.network import NetworkFactory

pytestmark = pytest.mark.django_db
HERE = "/ressources/actualites/une-table-pour-seize/"


def test_sections_stand_in_sections(client: Client, section: SectionPage, write: Callable, noon: datetime) -> None:
    inner = actions.create_section(parent=section, values={"title": "Comptes rendus"}, at=noon)
    write(section=inner)
    response = client.get("/ressources/actualites/comptes-rendus/une-table-pour-seize/")
    assert response.status_code == 200
    assert "/ressources/actualites/comptes-rendus/" in response.content.decode()


def test_each_network_has_its_own_addresses(client: Client, write: Callable, noon: datetime) -> None:
    page = write()
    other = NetworkFactory(slug="restanques")
    actions.open_site(network=other, at=noon)
    assert client.get(f"/r/calanques{HERE}").status_code == 200
    assert client.get(f"/r/restanques{HERE}").status_code == 404
    assert page.get_full_url() == f"http://localhost:8000/r/calanques{HERE}"
    assert f'href="http://localhost:8000/r/calanques{HERE}"' in client.get(f"/r/calanques{HERE}").content.decode()


def test_a_page_knows_its_address_from_any_network(write: Callable, rf: object, network: Network) -> None:
    page = write()
    request = rf.get("/")  # type: ignore[attr-defined]
    request.network = network
    assert page.get_url(request) == HERE
    request.network = NetworkFactory()
    assert page.get_url(request) == f"http://localhost:8000/r/calanques{HERE}"
    network.host = "calanques.example"
    network.save()
    assert ArticlePage.objects.get(pk=page.pk).get_url() == f"http://calanques.example{HERE}"


def test_a_renamed_page_answers_at_its_old_address(
    client: Client, write: Callable, django_capture_on_commit_callbacks
) -> None:
    page = write()
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "une-tablee"
        page.save()
    response = client.get(HERE)
    assert (response.status_code, response["Location"]) == (301, "/ressources/actualites/une-tablee/")
    assert client.get(f"/r/calanques{HERE}")["Location"] == "/r/calanques/ressources/actualites/une-tablee/"


def test_what_stands_under_a_moved_section_answers_at_its_old_address(
    client: Client, root: SiteRoot, section: SectionPage, write: Callable, noon: datetime
) -> None:
    inner = actions.create_section(parent=section, values={"title": "Été"}, at=noon)
    write(section=inner)
    other = actions.create_section(parent=root, values={"title": "Archives"}, at=noon)
    inner.move(other, pos="last-child")
    response = client.get("/ressources/actualites/ete/une-table-pour-seize/")
    assert response["Location"] == "/ressources/archives/ete/une-table-pour-seize/"
    assert client.get(response["Location"]).status_code == 200


def test_a_moved_article_knows_its_new_section(root: SiteRoot, write: Callable, noon: datetime) -> None:
    page = write()
    other = actions.create_section(parent=root, values={"title": "Archives"}, at=noon)
    page.move(other, pos="last-child")
    assert ArticlePage.objects.get(pk=page.pk).section_id == other.pk


def test_an_old_address_of_another_site_leads_to_its_page(client: Client, write: Callable, network: Network) -> None:
    page = write()
    actions.keep_old_addresses([OldAddress(network=network, path="/spip.php?article12", page=page)])
    assert client.get("/spip.php?article12")["Location"] == HERE
    assert client.get("/spip.php?article12&lang=fr")["Location"] == HERE
    assert client.get("/spip.php?article13").status_code == 404


def test_an_old_address_of_a_withdrawn_page_is_gone(
    client: Client, write: Callable, network: Network, facilitator, noon
) -> None:
    page = write()
    actions.keep_old_addresses([OldAddress(network=network, path="/article12", page=page)])
    actions.withdraw_article(page=page, at=noon, by=facilitator)
    assert client.get("/article12").status_code == 404
    assert client.get(HERE).status_code == 404
