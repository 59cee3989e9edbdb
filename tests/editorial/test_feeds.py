"""Feeds, the map of the site, and visits counted without cookie or address."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from laplateforme.core import counters
from laplateforme.core.models import Counter
from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, SectionPage
from laplateforme.network.models import Network

pytestmark = pytest.mark.django_db
READER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11) Firefox/140.0"}
KINDS = ("rss", "atom", "json")


def titles(content: bytes, kind: str) -> list[str]:
    if kind == "json":
        return [item["title"] for item in json.loads(content)["items"]]
    tree = ElementTree.fromstring(content)
    name = "item/title" if kind == "rss" else "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title"
    return [node.text or "" for node in tree.findall(f".//{name}")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_three_feeds_say_what_is_online_and_nothing_else(
    client: Client, write: Callable[..., ArticlePage], section: SectionPage, noon: datetime, kind: str
) -> None:
    under = actions.create_section(parent=section, values={"title": "Argent"}, at=noon)
    group = actions.create_keyword_group(network=section.network, name="Sujet", at=noon)
    word = actions.create_keyword(group=group, name="Pain & <sel>", at=noon)
    write("Au four <b>", keywords=[word])
    write("Sous la rubrique", section=under)
    write("Pas encore", online=False)

    for address, expected in {
        "/ressources/": {"Au four <b>", "Sous la rubrique"},
        "/ressources/actualites/": {"Au four <b>", "Sous la rubrique"},
        "/ressources/actualites/argent/": {"Sous la rubrique"},
        word.get_absolute_url(): {"Au four <b>"},
    }.items():
        response = client.get(f"{address}flux.{kind}")
        assert response.status_code == 200
        assert kind in response["Content-Type"] or kind == "json"
        assert set(titles(response.content, kind)) == expected, address


def test_a_feed_of_nothing_is_not_found(client: Client, write: Callable[..., ArticlePage]) -> None:
    page = write()
    for address in (
        "/ressources/flux.zip",
        "/ressources/ailleurs/flux.rss",
        f"{page.get_absolute_url()}flux.rss",
        "/mots-cles/rien/flux.atom",
    ):
        assert client.get(address).status_code == 404


def test_a_feed_is_right_at_once_after_an_edit(
    client: Client, write: Callable[..., ArticlePage], noon: datetime
) -> None:
    page = write("Avant")
    assert titles(client.get("/ressources/flux.rss").content, "rss") == ["Avant"]
    actions.revise_article(page=page, values={"title": "Après"}, at=noon)
    assert titles(client.get("/ressources/flux.rss").content, "rss") == ["Avant"]
    actions.publish_article(page=page, at=noon)
    assert titles(client.get("/ressources/flux.rss").content, "rss") == ["Après"]


def test_the_map_of_the_site_names_every_text_online(client: Client, write: Callable[..., ArticlePage]) -> None:
    page = write()
    write("Secret", online=False)
    for address in ("/plan-du-site/", "/sitemap.xml"):
        content = client.get(address).content.decode()
        assert page.get_absolute_url() in content
        assert "secret" not in content.lower()


def test_visits_are_counted_kept_page_or_not_and_machines_are_not(
    client: Client, write: Callable[..., ArticlePage]
) -> None:
    page = write()
    for _ in range(3):
        client.get(page.get_absolute_url(), **READER)
    client.get(page.get_absolute_url(), HTTP_USER_AGENT="Googlebot/2.1")
    client.get(page.get_absolute_url())
    counters.flush()
    assert Counter.objects.get(name="visit", key=str(page.pk)).value == 3


def test_writers_at_work_are_not_visitors(client: Client, write: Callable[..., ArticlePage], writer) -> None:
    page = write()
    client.force_login(writer)
    client.get(page.get_absolute_url(), **READER)
    counters.flush()
    assert not Counter.objects.filter(name="visit").exists()


def test_the_page_says_the_mean_of_whole_days(
    client: Client, write: Callable[..., ArticlePage], network: Network
) -> None:
    now = timezone.now()
    page = write(online_at=now - timedelta(days=4))
    for ago, value in ((1, 30), (2, 18), (0, 500)):
        Counter.objects.create(
            name="visit", key=str(page.pk), day=timezone.localdate() - timedelta(days=ago), value=value
        )
    assert "12 visites par jour" in client.get(page.get_absolute_url()).content.decode()
