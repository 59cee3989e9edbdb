"""Fifty at once, on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection

from laplateforme.editorial import actions
from laplateforme.editorial.models import ArticlePage, ArticleThread
from laplateforme.forum.actions import reply
from laplateforme.forum.models import Post, Topic
from laplateforme.guidance.actions import thread_of_question
from laplateforme.vocabulary.enums import Role
from tests.factories.guidance import KeyQuestionFactory
from tests.factories.network import MembershipFactory

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="fifty at once need PostgreSQL (DATABASE_URL)"),
]
PEOPLE, AT_ONCE = 50, 16


def test_fifty_people_who_reply_to_an_article_at_once_lose_nothing(
    write: Callable[..., ArticlePage], noon: datetime
) -> None:
    page = write()
    people = [MembershipFactory(network=page.network, role=Role.WRITER).user for _ in range(PEOPLE)]

    def speak(number: int) -> None:
        try:
            topic = actions.thread_for(page=ArticlePage.objects.get(pk=page.pk), at=noon)
            reply(topic=topic, text=f"Réponse {number}", at=noon, by=people[number])
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(speak, range(PEOPLE)))
    assert {post.text for post in Post.objects.published()} == {f"Réponse {number}" for number in range(PEOPLE)}
    thread = ArticleThread.objects.get()
    assert thread.topic.posts_count == PEOPLE
    assert Topic.objects.count() == 1


def test_the_first_messages_about_a_question_open_one_thread(network: object, noon: datetime) -> None:
    question = KeyQuestionFactory(network=network)
    person = MembershipFactory(network=network, role=Role.WRITER).user

    def speak(number: int) -> None:
        try:
            reply(topic=thread_of_question(question=question, at=noon), text=f"Message {number}", at=noon, by=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(speak, range(8)))
    assert Topic.objects.count() == 1
    assert Topic.objects.get().posts_count == Post.objects.published().count() == 8
