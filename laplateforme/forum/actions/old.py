"""Threads of an old site, brought over as they were published there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.search import note_change
from laplateforme.core.text import clean_text
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.models import Post, Topic


@dataclass(frozen=True)
class OldMessage:
    """A message of another site: its number there, that of the one it answers (0: none), a name, no address."""

    number: int
    parent: int
    author: str
    text: str
    posted_at: datetime
    is_public: bool


@transaction.atomic
def bring_messages(
    *, topic: Topic, messages: Sequence[OldMessage], at: datetime, by: User | None = None, is_open: bool = True,
    known: Mapping[int, Any] | None = None,
) -> dict[int, Post]:  # fmt: skip
    """Adds the messages of an old site to a thread. What was public there is public here, the rest is held.

    Nobody is told of it, and nobody is asked to confirm an address: there is none. `is_open`: people may go on.
    `known`: keys of the messages that came before, by their number there. Returns the new ones by their number.
    """
    here = {str(post.pk): post for post in topic.posts.all()} if known else {}
    before = {number: here.get(str(key)) for number, key in (known or {}).items()}
    made: dict[int, Post] = {}
    for message in messages:
        made[message.number] = Post.objects.create(
            topic=topic,
            text=clean_text(message.text),
            author_name=clean_text(message.author)[:120],
            status=PostStatus.PUBLISHED if message.is_public else PostStatus.HELD,
            posted_at=message.posted_at,
            reply_to=made.get(message.parent) or before.get(message.parent),
        )
    _count_again(topic, at, is_open=is_open)
    _record("messages brought over", topic, at, by, len(made))
    return made


@transaction.atomic
def take_messages_back(*, keys: Collection[Any], at: datetime, by: User | None = None) -> int:
    """Takes away messages that were brought over, and the threads in which nothing else was said. Returns how many."""
    threads = Post.objects.filter(pk__in=keys).values("topic")
    topics = list(Topic.objects.select_for_update(of=("self",)).filter(pk__in=threads).order_by("pk"))
    count, _by_model = Post.objects.filter(pk__in=keys).delete()
    for topic in topics:
        _record("messages taken back", topic, at, by, topic.posts.count())
        if topic.posts.exists():
            _count_again(topic, at, is_open=topic.is_open)
        else:
            note_change("topic", topic.pk)
            topic.delete()
    return count


def _count_again(topic: Topic, at: datetime, *, is_open: bool) -> None:
    shown = topic.posts.published().aggregate(count=Count("pk"), last=Max("posted_at"))
    Topic.objects.filter(pk=topic.pk).update(
        posts_count=shown["count"], last_post_at=shown["last"], is_open=is_open, updated_at=at
    )
    note_change("topic", topic.pk)


def _record(verb: str, topic: Topic, at: datetime, by: User | None, count: int) -> None:
    actor = by.pk if by else None
    journal.record(verb, at=at, actor_id=actor, subject=topic, network_id=topic.network_id, count=count)
