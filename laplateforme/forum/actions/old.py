"""Threads of an old site, brought over as they were published there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
    *, topic: Topic, messages: Sequence[OldMessage], at: datetime, by: User | None = None, is_open: bool = True
) -> Topic:
    """Adds the messages of an old site to a thread. What was public there is public here, the rest is held.

    Nobody is told of it, and nobody is asked to confirm an address: there is none. `is_open`: people may go on.
    """
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
    shown = topic.posts.published().aggregate(count=Count("pk"), last=Max("posted_at"))
    Topic.objects.filter(pk=topic.pk).update(
        posts_count=shown["count"], last_post_at=shown["last"], is_open=is_open, updated_at=at
    )
    journal.record(
        "messages brought over", at=at, actor_id=by.pk if by else None, subject=topic, network_id=topic.network_id,
        count=len(made),
    )  # fmt: skip
    note_change("topic", topic.pk)
    topic.refresh_from_db()
    return topic
