"""Replies to an article."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, ArticleThread
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.forms import watch
from laplateforme.forum.models import Post
from tests.factories.network import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_leisure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "QUICKEST_SECONDS", 0)


def address(page: ArticlePage) -> str:
    return f"{page.get_absolute_url()}repondre/"


def form_of(client: Client, page: ArticlePage, text: str, **more: str) -> dict[str, Any]:
    form = client.get(address(page)).context["form"]
    return {"text": text, "idempotency_key": form["idempotency_key"].value(), "drawn": form["drawn"].value(), **more}


def test_a_colleague_replies_and_the_kept_page_shows_it_at_once(
    client: Client, write: Callable[..., ArticlePage], writer: Any
) -> None:
    page = write()
    stranger = Client()
    assert "Personne n’a encore répondu" in stranger.get(page.get_absolute_url()).content.decode()
    client.force_login(writer)
    response = client.post(address(page), form_of(client, page, "Nous serons 4 < 5 & contents."))
    assert response.status_code == 302
    html = stranger.get(page.get_absolute_url()).content.decode()
    assert "Nous serons 4 &lt; 5 &amp; contents." in html
    assert "1 réponse" in html
    assert "csrfmiddlewaretoken" not in html


def test_somebody_without_an_account_confirms_by_mail_first(client: Client, write: Callable[..., ArticlePage]) -> None:
    page = write()
    sent = form_of(client, page, "Bonjour à vous.", name="Hélène", email="helene@example.org")
    assert client.post(address(page), sent).status_code == 302
    assert Post.objects.get().status == "unconfirmed"
    assert "Bonjour à vous" not in client.get(page.get_absolute_url()).content.decode()


def test_replies_outlive_a_return_to_a_former_version(
    write: Callable[..., ArticlePage], facilitator: Any, noon: datetime
) -> None:
    page = write()
    first = page.get_latest_revision()
    topic = actions.thread_for(page=page, at=noon)
    actions.restore_version(page=page, revision=first, at=noon, by=facilitator)
    actions.publish_article(page=page, at=noon, by=facilitator)
    assert ArticleThread.objects.get(page=page).topic == topic
    assert actions.thread_for(page=page, at=noon) == topic


@pytest.mark.parametrize("closed", ["draft", "no replies", "section", "elsewhere"])
def test_what_takes_no_reply_is_not_found(client: Client, write: Callable[..., ArticlePage], closed: str) -> None:
    page = write(online=closed != "draft", takes_replies=closed != "no replies")
    where = {"section": "/ressources/actualites/repondre/", "elsewhere": "/ressources/x/repondre/"}.get(
        closed, address(page)
    )
    for method in (client.get, client.post):
        assert method(where).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_replies(
    client: Client, write: Callable[..., ArticlePage], noon: datetime, django_assert_max_num_queries: Any
) -> None:
    from laplateforme.forum.actions import reply

    page = write()
    topic = actions.thread_for(page=page, at=noon)
    for number in range(40):
        user = MembershipFactory(network=page.network).user
        reply(topic=topic, text=f"Réponse {number}", at=noon, by=user)
    with django_assert_max_num_queries(15):
        client.get(page.get_absolute_url())


def test_a_reply_is_read_to_report_it_while_its_text_is_online(
    client: Client, write: Callable[..., ArticlePage], facilitator: Any, noon: datetime
) -> None:
    page = write()
    topic = actions.thread_for(page=page, at=noon)
    post = Post.objects.create(topic=topic, text="Merci", status=PostStatus.PUBLISHED, posted_at=noon)
    report = reverse("forum:report", args=[post.pk])
    client.force_login(MembershipFactory(network=page.network).user)
    assert "Merci" in client.get(report).content.decode()
    actions.withdraw_article(page=page, at=noon, by=facilitator)
    assert client.get(report).status_code == 404
