"""Language and colours, kept in a cookie that holds nothing else; no script needed."""

import pytest
from django.urls import reverse

from tests.factories.network import NetworkFactory

pytestmark = pytest.mark.django_db


def test_language_is_chosen_and_stays(client) -> None:
    NetworkFactory(slug="calanques")
    assert "Aide" in client.get(reverse("portal:help")).text
    page = client.get(reverse("core:display"), {"next": "/aide/"})
    assert 'value="/aide/"' in page.text
    answer = client.post(reverse("core:choose_display"), {"language": "en", "next": "/aide/"})
    assert answer.headers["Location"] == "/aide/"
    text = client.get("/aide/").text
    assert "You have a project, or only an idea" in text
    assert '<html lang="en"' in text
    client.post(reverse("core:choose_display"), {"language": "fr", "next": "/aide/"})
    assert "You have a project" not in client.get("/aide/").text


@pytest.mark.parametrize("theme", ["light", "dark", "sun"])
def test_theme_is_kept_then_given_back_to_the_device(client, theme) -> None:
    answer = client.post(reverse("core:choose_display"), {"theme": theme})
    assert answer.cookies["lp_theme"].value == theme
    answer = client.post(reverse("core:choose_display"), {"theme": "auto"})
    assert answer.cookies["lp_theme"].value == ""


def test_nonsense_and_other_sites_are_ignored(client) -> None:
    answer = client.post(
        reverse("core:choose_display"), {"language": "xx", "theme": "pink", "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == "/"
    assert not answer.cookies


def test_reading_the_page_changes_nothing(client) -> None:
    assert client.get(reverse("core:choose_display")).status_code == 405
    assert set(client.get(reverse("core:display")).cookies) == {"csrftoken"}
