"""Being told of what is new, and no longer."""

from datetime import datetime
from typing import Any

from django.db import transaction

from laplateforme.accounts.models import User
from laplateforme.forum import emails
from laplateforme.forum.models import Board, Subscription, Topic
from laplateforme.forum.queries.news import news_for


@transaction.atomic
def subscribe(*, user: User, at: datetime, topic: Topic | None = None, board: Board | None = None) -> Subscription:
    """Tells `user` of what comes after `at` in one topic or on one board. Twice is once."""
    found, _ = Subscription.objects.get_or_create(user=user, topic=topic, board=board, defaults={"told_at": at})
    return found


def stop(*, subscription: Subscription) -> None:
    """No more mail about it."""
    subscription.delete()


@transaction.atomic
def stop_topics(*, user: User, topics: Any) -> None:
    """No more mail about threads that the person reads no more; `topics`: their keys, or a query of them."""
    Subscription.objects.filter(user=user, topic__in=topics).delete()


def tell_news(*, at: datetime) -> int:
    """One mail a person and network for all that is new since the last one. Returns how many mails were queued."""
    count = 0
    for letter in news_for(at):
        with transaction.atomic():
            emails.queue_news(letter)
            Subscription.objects.filter(pk__in=letter.subscriptions).update(told_at=at)
        count += 1
    return count
