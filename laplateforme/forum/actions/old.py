"""Threads of an old site, brought over as they were published there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.search import note_change
from laplateforme.core.text import clean_text
from laplateforme.forum.actions.topic import open_topic
from laplateforme.forum.enums import PostStatus
from laplateforme.forum.models import Board, Post, Topic


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
def bring_topic(
    *, board: Board, title: str, messages: Sequence[OldMessage], at: datetime, by: User | None = None
) -> Topic:
    """A closed thread with the messages of an old site. What was public there is public here, the rest is held.

    Nobody is told of it, and nobody is asked to confirm an address: there is none.
    """
    topic = open_topic(network=board.network, board=board, title=title, at=at)
    made: dict[int, Post] = {}
    for message in messages:
        made[message.number] = Post.objects.create(
            topic=topic,
            text=clean_text(message.text),
            author_name=clean_text(message.author)[:120],
            status=PostStatus.PUBLISHED if message.is_public else PostStatus.HELD,
            posted_at=message.posted_at,
            reply_to=made.get(message.parent),
        )
    shown = [one for one in made.values() if one.status == PostStatus.PUBLISHED]
    last = topic.posts.published().aggregate(last=Max("posted_at"))["last"]
    Topic.objects.filter(pk=topic.pk).update(posts_count=len(shown), last_post_at=last, is_open=False)
    journal.record(
        "topic brought over", at=at, actor_id=by.pk if by else None, subject=topic, network_id=board.network_id,
        count=len(made),
    )  # fmt: skip
    note_change("topic", topic.pk)
    topic.refresh_from_db()
    return topic
