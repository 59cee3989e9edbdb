"""Public pages of the site."""

from collections.abc import Callable

import pytest
from django.test import Client

from laplateforme.editorial.models import ArticlePage

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
