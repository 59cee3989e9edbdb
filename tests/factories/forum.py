"""Boards, threads, messages."""

from datetime import datetime
from zoneinfo import ZoneInfo

import factory

from laplateforme.forum.enums import PostStatus, Readers
from laplateforme.forum.models import Board, Post, Topic
from tests.factories.network import NetworkFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Paris"))


class BoardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Board

    network = factory.SubFactory(NetworkFactory)
    name = factory.Sequence(lambda number: f"Tableau {number}")
    slug = factory.Sequence(lambda number: f"tableau-{number}")
    readers = Readers.PUBLIC


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    board = factory.SubFactory(BoardFactory)
    network = factory.SelfAttribute("board.network")
    readers = factory.SelfAttribute("board.readers")
    title = factory.Sequence(lambda number: f"Sujet {number}")
    last_post_at = NOON


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    topic = factory.SubFactory(TopicFactory)
    author_name = "Camille"
    text = "Nous cherchons un local à partager."
    status = PostStatus.PUBLISHED
    posted_at = NOON
