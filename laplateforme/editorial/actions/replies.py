"""Replies to an article: its thread begins with the first one."""

from datetime import datetime

from django.db import transaction

from laplateforme.editorial.models import ArticlePage, ArticleThread
from laplateforme.forum.actions import open_topic
from laplateforme.forum.enums import Readers
from laplateforme.forum.models import Topic


@transaction.atomic
def thread_for(*, page: ArticlePage, at: datetime) -> Topic:
    """The topic of an article, opened if there is none yet. Whoever reads the article reads it."""
    ArticlePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    found = ArticleThread.objects.select_related("topic").filter(page=page).first()
    if found is not None:
        return found.topic
    topic = open_topic(
        network=page.network,
        title=page.title,
        at=at,
        readers=Readers.PUBLIC,
        place=f"/ressources/{page.inner_path}",
    )
    ArticleThread.objects.create(page=page, topic=topic)
    return topic
