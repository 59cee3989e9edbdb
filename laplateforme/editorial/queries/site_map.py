"""Everything that is online, for the map of the site."""

from dataclasses import dataclass

from django.urls import reverse

from laplateforme.editorial.models import ArticlePage, SectionPage
from laplateforme.editorial.queries.body import Line, address_of
from laplateforme.editorial.queries.keywords import keyword_groups
from laplateforme.editorial.queries.pages import newest, section_tree
from laplateforme.network.models import Network

MOST = 2_000  # articles shown on one page; the XML has them all


@dataclass(frozen=True)
class MapLine:
    """A section, with its depth from 1, and the newest of its articles."""

    section: Line
    depth: int
    articles: list[Line]


def sections_with_articles(network: Network) -> list[MapLine]:
    """The tree with its articles, newest first. Two queries."""
    by_section: dict[str, list[Line]] = {}
    rows = newest(ArticlePage.objects.of_network(network).shown())
    for title, url_path in rows.values_list("title", "url_path")[:MOST]:
        address = address_of(url_path, network)
        by_section.setdefault(address.rstrip("/").rsplit("/", 1)[0] + "/", []).append(Line(title, address))
    return [MapLine(line, depth, by_section.get(line.url, [])) for depth, line in section_tree(network)]


def article_paths(network: Network) -> list[str]:
    """Addresses of sections, keywords and articles, for search engines. Three queries."""
    start = reverse("editorial:resources")
    skip = len(network.slug) + 2
    found = []
    for pages in (SectionPage.objects, ArticlePage.objects):
        paths = pages.of_network(network).shown().order_by("-pk").values_list("url_path", flat=True)
        found += [f"{start}{path[skip:]}" for path in paths]
    return found + [word.url for group in keyword_groups(network) for word in group.keywords]
