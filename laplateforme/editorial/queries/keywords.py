"""Keywords by group, and what each gathers."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from laplateforme.editorial.models import ArticlePage, Keyword
from laplateforme.editorial.queries.pages import PageOfLines, part_of
from laplateforme.network.models import Network

COMMON = 500  # texts that carry a keyword, from which sorting them all costs more than looking for the newest


@dataclass(frozen=True)
class KeywordLine:
    name: str
    url: str
    count: int


@dataclass(frozen=True)
class Group:
    """A group with its keywords, those that gather nothing left out."""

    name: str
    slug: str
    keywords: list[KeywordLine]


def keyword_groups(network: Network) -> list[Group]:
    """Every group with the keywords that lead somewhere, by name, with how many texts. One query."""
    rows = (
        Keyword.objects.of_network(network)
        .annotate(count=Count("articles", filter=Q(articles__live=True)))
        .filter(count__gt=0)
        .select_related("group")
        .order_by("group__position", "group__name", "name")
    )
    groups: dict[str, Group] = {}
    for row in rows:
        group = groups.setdefault(row.group.slug, Group(row.group.name, row.group.slug, []))
        group.keywords.append(KeywordLine(row.name, row.get_absolute_url(), row.count))
    return list(groups.values())


def articles_of(keyword: Keyword, network: Network, number: int) -> PageOfLines:
    """A part of what the keyword gathers, newest first. Two queries.

    A common keyword walks the newest texts of the network until the page is full, a rare one sorts its own.
    """
    links = ArticlePage.keywords.through.objects.filter(keyword=keyword)
    articles = ArticlePage.objects.shown()
    if links[:COMMON].count() == COMMON:
        found = articles.of_network(network).filter(Exists(links.filter(articlepage=OuterRef("pk"))))
    else:
        found = articles.filter(keywords=keyword)
    return part_of(found, network, number)
