"""What news readers fetch: the newest texts of a network, of a section with those under it, of a keyword."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from laplateforme.editorial.enums import FeedFormat
from laplateforme.editorial.models import ArticlePage, Keyword, SectionPage
from laplateforme.editorial.queries.pages import newest
from laplateforme.network.models import Network

MOST = 30
GENERATORS: dict[str, Any] = {FeedFormat.RSS: Rss201rev2Feed, FeedFormat.ATOM: Atom1Feed}


@dataclass(frozen=True)
class FeedLine:
    title: str
    url: str
    standfirst: str
    online_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Channel:
    """Whole addresses: a reader fetches them from elsewhere."""

    title: str
    description: str
    url: str
    feed_url: str
    lines: list[FeedLine]


def lines_of(network: Network, *, section: SectionPage | None = None, keyword: Keyword | None = None) -> list[FeedLine]:
    """The newest texts. One query."""
    articles = ArticlePage.objects.of_network(network).shown().filter(online_at__isnull=False)
    if section is not None:
        articles = articles.filter(section__path__startswith=section.path)
    if keyword is not None:
        articles = articles.filter(keywords=keyword)
    start, base = f"/{network.slug}/", f"{network.base_address()}/ressources/"
    names = ("title", "url_path", "standfirst", "online_at", "last_published_at")
    return [
        FeedLine(title, f"{base}{path[len(start) :]}", standfirst, online_at, changed or online_at)
        for title, path, standfirst, online_at, changed in newest(articles).values_list(*names)[:MOST]
    ]


def drawn(channel: Channel, kind: str, language: str) -> str:
    """The feed in one of the three formats."""
    if kind == FeedFormat.JSON:
        return _json(channel, language)
    feed = GENERATORS[kind](
        title=channel.title,
        link=channel.url,
        description=channel.description,
        subtitle=channel.description,
        feed_url=channel.feed_url,
        language=language,
    )
    for line in channel.lines:
        feed.add_item(
            title=line.title,
            link=line.url,
            description=line.standfirst,
            pubdate=line.online_at,
            updateddate=max(line.changed_at, line.online_at),
            unique_id=line.url,
        )
    return str(feed.writeString("utf-8"))


def _json(channel: Channel, language: str) -> str:
    """JSON Feed 1.1."""
    items = [
        {
            "id": line.url,
            "url": line.url,
            "title": line.title,
            "content_text": line.standfirst,
            "date_published": line.online_at.isoformat(timespec="seconds"),
            "date_modified": max(line.changed_at, line.online_at).isoformat(timespec="seconds"),
        }
        for line in channel.lines
    ]
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.url,
        "feed_url": channel.feed_url,
        "description": channel.description,
        "language": language,
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)
