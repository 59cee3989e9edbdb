"""Public pages of the site."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage
from laplateforme.editorial.queries import keywords
from laplateforme.network.models import Network

pytestmark = pytest.mark.django_db


def test_an_article_is_read_at_its_address(client: Client, write: Callable[..., ArticlePage]) -> None:
    page = write(body=[("text", "<p>Le pain est <b>chaud</b>.</p>")])
    response = client.get("/ressources/actualites/une-table-pour-seize/")
    assert response.status_code == 200
    assert "<b>chaud</b>" in response.content.decode()
    assert page.get_absolute_url() == "/ressources/actualites/une-table-pour-seize/"


def test_a_draft_is_read_by_nobody(client: Client, write: Callable[..., ArticlePage]) -> None:
    write(online=False)
    assert client.get("/ressources/actualites/une-table-pour-seize/").status_code == 404
    assert "seize" not in client.get("/ressources/actualites/").content.decode()
    assert "seize" not in client.get("/ressources/").content.decode()


def test_a_common_keyword_lists_the_same_texts_as_a_rare_one(
    write: Callable[..., ArticlePage], network: Network, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = actions.create_keyword_group(network=network, name="Thèmes", at=noon)
    word, other = (actions.create_keyword(group=group, name=name, at=noon) for name in ("Argent", "Équipe"))
    for number in range(3):
        write(f"Récit {number}", keywords=[word], online_at=noon + timedelta(days=number))
    write("Ailleurs", keywords=[other])
    write("Brouillon", keywords=[word], online=False)
    for most in (500, 2):
        monkeypatch.setattr(keywords, "COMMON", most)
        assert [line.title for line in keywords.articles_of(word, network, 1).lines] == [
            "Récit 2",
            "Récit 1",
            "Récit 0",
        ]


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("address", "most"), [("", 8), ("actualites/", 8), ("actualites/texte-0/", 10)], ids=["front", "section", "article"]
)
def test_a_first_reading_costs_the_same_with_one_text_and_with_twelve(
    client: Client,
    write: Callable[..., ArticlePage],
    django_assert_max_num_queries: Any,
    address: str,
    most: int,
    count: int,
) -> None:
    for number in range(count):
        write(f"Texte {number}")
    client.get(f"/ressources/{address}")
    write("Ce qui était gardé est vieux")
    with django_assert_max_num_queries(most):
        assert client.get(f"/ressources/{address}").status_code == 200
