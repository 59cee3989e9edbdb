"""What is new for whom."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from laplateforme.accounts.models import User
from laplateforme.forum.enums import PostStatus, Readers
from laplateforme.forum.models import Post, Subscription, Topic
from laplateforme.network.models import Network
from laplateforme.network.rules import is_professional

BETWEEN_LETTERS = timedelta(hours=20)


@dataclass(frozen=True)
class Letter:
    """All that is new for one person in one network: (topic, how many new messages)."""

    user: User
    network: Network
    topics: list[tuple[Topic, int]]
    subscriptions: list[UUID]


def news_for(at: datetime) -> Iterator[Letter]:
    """Letters to write now: people who follow something in which others have published since they were last told.

    A person who may not read a thread any more hears nothing of it.
    """
    rows = (
        Subscription.objects.filter(told_at__lte=at - BETWEEN_LETTERS, user__is_active=True)
        .select_related("user", "topic__network", "topic__board", "board__network")
        .order_by("user_id", "pk")
    )
    grouped: dict[tuple[UUID, UUID], list[Subscription]] = defaultdict(list)
    for row in rows:
        thing = row.topic or row.board
        grouped[row.user_id, thing.network_id].append(row)  # type: ignore[union-attr]
    for subscriptions in grouped.values():
        first = subscriptions[0]
        network = (first.topic or first.board).network  # type: ignore[union-attr]
        found = {topic.pk: (topic, count) for row in subscriptions for topic, count in _new_in(row)}
        if found:
            topics = sorted(found.values(), key=lambda one: one[0].title.lower())
            yield Letter(first.user, network, topics, [row.pk for row in subscriptions])


def _new_in(row: Subscription) -> list[tuple[Topic, int]]:
    where = Q(topic=row.topic) if row.topic else Q(topic__board=row.board)
    posts = (
        Post.objects.filter(where, status=PostStatus.PUBLISHED)
        .filter(Q(decided_at__gt=row.told_at) | Q(decided_at__isnull=True, posted_at__gt=row.told_at))
        .exclude(author_id=row.user_id)
        .select_related("topic__board", "topic__network")
    )
    counts: dict[UUID, int] = defaultdict(int)
    topics: dict[UUID, Topic] = {}
    for post in posts[:500]:
        topics[post.topic_id] = post.topic
        counts[post.topic_id] += 1
    return [(topic, counts[key]) for key, topic in topics.items() if _may_read(row.user, topic)]


def _may_read(user: User, topic: Topic) -> bool:
    """Public threads, and those of members for members; a thread shown by its holder only, for members as well."""
    return topic.readers == Readers.PUBLIC or is_professional(user, topic.network)
