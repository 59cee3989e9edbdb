"""Words of this room."""

from enum import nonmember

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArticleKind(TextChoices):
    """What an article is for its readers."""

    ARTICLE = "article", _("article")
    NEWS = "news", _("news item")
    MINUTES = "minutes", _("minutes")


class PageState(TextChoices):
    """Where a page stands between a writer and the public."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    CHANGED = "changed", _("published, with changes not published yet")

    WAITING = nonmember(("draft", "proposed", "scheduled", "changed"))


class FeedFormat(TextChoices):
    """The three kinds of feeds; the value is the end of their address."""

    RSS = "rss", "RSS"
    ATOM = "atom", "Atom"
    JSON = "json", "JSON Feed"

    MEDIA_TYPES = nonmember(
        {
            "rss": "application/rss+xml; charset=utf-8",
            "atom": "application/atom+xml; charset=utf-8",
            "json": "application/feed+json; charset=utf-8",
        }
    )
