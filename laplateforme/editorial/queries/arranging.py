"""Sections and keywords, as those who arrange them see them."""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.db.models import Count

from laplateforme.editorial.models import Keyword, KeywordGroup, SectionPage
from laplateforme.editorial.queries.pages import STEP
from laplateforme.network.models import Network


@dataclass(frozen=True)
class SectionLine:
    """One section of the tree, with its floor from 1, how many texts stand in it, and whether it may move."""

    page: SectionPage
    floor: int
    count: int
    is_first: bool
    is_last: bool
    is_empty: bool


@dataclass(frozen=True)
class GroupLine:
    """A group with all its keywords and how many texts carry each, drafts too."""

    group: KeywordGroup
    keywords: list[Keyword]
    is_first: bool
    is_last: bool


def sections_to_arrange(network: Network) -> list[SectionLine]:
    """Every section, hidden ones too, in the order of the public tree. One query."""
    pages = list(SectionPage.objects.of_network(network).annotate(count=Count("articles")))
    places = {page.path: (page.position, page.title.casefold(), page.path) for page in pages}

    def rank(page: SectionPage) -> list[tuple[int, str, str]]:
        return [
            places[page.path[:end]] for end in range(STEP * 3, len(page.path) + 1, STEP) if page.path[:end] in places
        ]

    pages.sort(key=rank)
    beside: dict[str, list[Any]] = {}
    for page in pages:
        beside.setdefault(page.path[:-STEP], []).append(page.pk)
    return [
        SectionLine(
            page, page.depth - 2, page.count,  # type: ignore[attr-defined]
            beside[page.path[:-STEP]][0] == page.pk, beside[page.path[:-STEP]][-1] == page.pk, not page.numchild,
        )
        for page in pages
    ]  # fmt: skip


def places_for(network: Network, *, without: SectionPage | None = None) -> list[tuple[int, str]]:
    """(key, words) of every section, but `without` and those under it. One query."""
    return [
        (line.page.pk, f"{'— ' * (line.floor - 1)}{line.page.title}")
        for line in sections_to_arrange(network)
        if without is None or not line.page.path.startswith(without.path)
    ]


def groups_to_arrange(network: Network) -> list[GroupLine]:
    """Every group, empty ones too. Two queries."""
    groups = list(KeywordGroup.objects.of_network(network).order_by("position", "name", "pk"))
    words = Keyword.objects.of_network(network).annotate(count=Count("articles")).order_by("name")
    by_group: dict[Any, list[Keyword]] = {}
    for word in words:
        by_group.setdefault(word.group_id, []).append(word)
    last = len(groups) - 1
    return [
        GroupLine(group, by_group.get(group.pk, []), number == 0, number == last) for number, group in enumerate(groups)
    ]


def seen_version(*said: Any) -> int:
    """A number that changes with what is said: a page of the tree has no version of its own."""
    return (crc32("\x1f".join(map(str, said)).encode()) & 0x7FFFFFFF) or 1
