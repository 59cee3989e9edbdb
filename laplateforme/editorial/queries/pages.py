"""What the pages of the site show. Lists read rows, not pages: a constant number of queries, whatever the size."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from laplateforme.core.dates import in_words
from laplateforme.editorial.models import (
    ArticlePage,
    ArticleThread,
    EventPage,
    PortraitPage,
    SectionPage,
    SitePage,
    SiteRoot,
)
from laplateforme.editorial.queries.body import Line, Piece, address_of, pieces_of, raw_blocks, when_words
from laplateforme.editorial.queries.markup import image
from laplateforme.editorial.queries.visits import visits_per_day
from laplateforme.forum.models import Topic
from laplateforme.forum.queries import Thread, thread_about
from laplateforme.network.models import Network, Organization
from laplateforme.vocabulary.enums import Verb

PER_PAGE = 20
BESIDE = 6
NO_REPLY = Thread(Topic(), [])
STEP = 4  # signs of a tree path for each floor


@dataclass(frozen=True)
class ArticleLine:
    """One article of a list."""

    title: str
    url: str
    online_at: datetime | None
    standfirst: str = ""
    section: str = ""

    @property
    def day(self) -> str:
        return in_words(self.online_at) if self.online_at else ""


@dataclass(frozen=True)
class PortraitLine:
    """A collective project, as the first page shows it."""

    title: str
    url: str
    team: str
    quote: str
    picture: Any


@dataclass(frozen=True)
class PageOfLines:
    """A part of a list, newest first; the whole is never counted."""

    lines: list[ArticleLine]
    number: int
    has_next: bool

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1 if self.has_next else 0


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str


@dataclass(frozen=True)
class ArticleSheet:
    """An article with all that stands around it."""

    page: Any
    portrait: PortraitPage | None
    crumbs: list[Crumb]
    picture: Any
    pieces: list[Piece]
    authors: list[str]
    keywords: list[Line]
    beside: list[Line]
    translations: list[Line]
    visits: int
    when: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    steps: list[Line] = field(default_factory=list)
    thread: Thread | None = None


@dataclass(frozen=True)
class SectionSheet:
    section: SectionPage
    crumbs: list[Crumb]
    children: list[Line]
    articles: PageOfLines


@dataclass(frozen=True)
class Resources:
    """The first page of the site's words."""

    intro: str
    sections: list[tuple[Line, list[Line]]]
    latest: list[ArticleLine]
    portraits: list[PortraitLine]


def site_of(network: Network | None) -> SiteRoot | None:
    """The root of a network's site, once it is open."""
    return SiteRoot.objects.filter(network=network).first() if network else None


def page_at(network: Network, path: str) -> SitePage | None:
    """The article, portrait, date or section online at `path` below /ressources/. At most three queries."""
    whole = f"/{network.slug}/{path.strip('/')}/"
    slug = path.strip("/").rsplit("/", 1)[-1]
    for model in (ArticlePage, SectionPage):
        for found in model.objects.of_network(network).shown().filter(slug=slug, url_path=whole).order_by()[:1]:
            page: SitePage = specific(found) if isinstance(found, ArticlePage) else found
            page.network = network  # so that nobody reads it again
            return page
    return None


def specific(article: ArticlePage) -> ArticlePage:
    """The portrait or the date that an article is; one more query for those alone."""
    for model in (PortraitPage, EventPage):
        if article.content_type_id == ContentType.objects.get_for_model(model).pk:
            return model.objects.select_related("picture", "commune").get(pk=article.pk)
    return article


def article_sheet(
    page: ArticlePage, network: Network, today: date, *, user: Any = None, with_drafts: bool = False
) -> ArticleSheet:
    """Everything that the page of an article shows, in at most thirteen queries. With `user`: the replies too."""
    event = isinstance(page, EventPage)
    portrait = page if isinstance(page, PortraitPage) else None
    return ArticleSheet(
        page=page,
        portrait=portrait,
        crumbs=crumbs_of(page, network),
        picture=image(page.picture, page.picture_alt, width=1600) if page.picture else "",
        pieces=pieces_of(page, network, with_drafts=with_drafts),
        authors=signatures_of(page),
        keywords=keywords_of(page),
        beside=in_the_same_section(page, network),
        translations=translations_of(page, network),
        visits=visits_per_day(page, today),
        when=when_words(page.starts_at, page.ends_at) if event and page.starts_at else "",
        facts=facts_of(page) if event else [],
        steps=steps_of(portrait, network) if portrait else [],
        thread=replies_to(page, user) if user is not None else None,
    )


def signatures_of(page: ArticlePage) -> list[str]:
    """Who signs a text, as the public reads it. One query."""
    authors = page.authors.select_related("organization").only(
        *("name", "is_named", "organization__name", "organization__short_name")
    )
    return [name for author in authors if (name := author.signature)]


def keywords_of(page: ArticlePage) -> list[Line]:
    """The keywords of a text, by name; of a draft those that it was kept with. One query."""
    words = page.keywords.order_by("name").values_list("name", "slug")
    return [Line(name, reverse("editorial:keyword", args=[slug])) for name, slug in words]


def replies_to(page: ArticlePage, user: Any) -> Thread | None:
    """What people answered to an article; None before the first answer. Two queries."""
    return thread_about(ArticleThread.objects.all(), user, page=page.pk)


def by_title(network: Network, words: str) -> list[ArticleLine]:
    """Texts online whose title has all these words; without words, the last ones. One query."""
    articles = ArticlePage.objects.of_network(network).shown()
    for word in words.split()[:6]:
        articles = articles.filter(title__icontains=word)
    rows = newest(articles).values_list("title", "pk", "online_at", "section__title")[:PER_PAGE]
    return [
        ArticleLine(title, reverse("editorial:correct", args=[key]), at, "", section)
        for title, key, at, section in rows
    ]


def facts_of(event: EventPage) -> list[tuple[str, str]]:
    """Where and how much, for the component `key_facts`."""
    town = event.commune.name if event.commune else ""
    where = ", ".join(part for part in (event.place, town if town not in event.place else "") if part)
    return [(_("Where"), where), (_("Cost"), event.cost)]


def crumbs_of(page: Page, network: Network) -> list[Crumb]:
    """The way from the first page of the site to `page`, without it. One query."""
    ends = range(STEP * 3, len(page.path or ""), STEP)
    paths = [page.path[:end] for end in ends]
    rows = SectionPage.objects.filter(path__in=paths).order_by("path").values_list("title", "url_path")
    return [Crumb(title, address_of(url_path, network)) for title, url_path in (rows if paths else ())]


def lines_of(articles: Any, network: Network, *, with_sections: bool = False) -> list[ArticleLine]:
    """Rows of a queryset of articles, for lists."""
    names = ("title", "url_path", "online_at", "standfirst", *(("section__title",) if with_sections else ()))
    return [
        ArticleLine(title, address_of(url_path, network), online_at, standfirst, *more)
        for title, url_path, online_at, standfirst, *more in articles.values_list(*names)
    ]


def newest(articles: Any) -> Any:
    return articles.order_by("-online_at", "-pk")


def part_of(articles: Any, network: Network, number: int) -> PageOfLines:
    """The `number`th part of a list, newest first. One query."""
    start = (number - 1) * PER_PAGE
    lines = lines_of(newest(articles)[start : start + PER_PAGE + 1], network)
    return PageOfLines(lines[:PER_PAGE], number, len(lines) > PER_PAGE)


def in_the_same_section(page: ArticlePage, network: Network) -> list[Line]:
    """The newest other texts of its section. One query."""
    if page.section_id is None:
        return []
    rows = newest(ArticlePage.objects.shown().filter(section=page.section_id)).values_list("pk", "title", "url_path")
    others = [row for row in rows[: BESIDE + 1] if row[0] != page.pk]
    return [Line(title, address_of(url_path, network)) for _, title, url_path in others[:BESIDE]]


def translations_of(page: ArticlePage, network: Network) -> list[Line]:
    """The same text in other languages."""
    if page.translations is None:
        return []
    others = ArticlePage.objects.of_network(network).shown().filter(translations=page.translations).exclude(pk=page.pk)
    rows = others.order_by("language").values_list("title", "url_path", "language")
    return [Line(title, address_of(url_path, network), language) for title, url_path, language in rows]


def steps_of(page: PortraitPage, network: Network) -> list[Line]:
    """The steps of a project, each with its number, and the organization that helped."""
    blocks = [block["value"] for block in raw_blocks(page, "steps")]
    slugs = {str(block.get("organization")) for block in blocks if block.get("organization")}
    rows = Organization.objects.of_network(network).filter(slug__in=slugs) if slugs else Organization.objects.none()
    named = {one.slug: one for one in rows}
    lines = []
    for block in blocks:
        helper = named.get(str(block.get("organization")))
        verb = Verb(block["verb"]) if block.get("verb") in Verb.values else None
        words = f"{verb.number}. {verb.label}" if verb else ""
        lines.append(
            Line(helper.called if helper else "", helper.get_absolute_url() if helper else "", words, block["label"])
        )
    return lines


def section_sheet(section: SectionPage, network: Network, number: int) -> SectionSheet:
    """A section with its sections and a part of its articles, in three queries."""
    rows = SectionPage.objects.shown().child_of(section).order_by("position", "title")
    children = [
        Line(title, address_of(url_path, network), "", intro)
        for title, url_path, intro in rows.values_list("title", "url_path", "intro")
    ]
    articles = ArticlePage.objects.shown().filter(section=section)
    return SectionSheet(section, crumbs_of(section, network), children, part_of(articles, network, number))


def section_tree(network: Network) -> list[tuple[int, Line]]:
    """Every section in the order of the tree, with its depth from 1. One query."""
    rows = SectionPage.objects.of_network(network).shown().values_list("path", "position", "title", "url_path", "intro")
    places = {path: (position, title.casefold(), path) for path, position, title, _, _ in rows}

    def rank(path: str) -> list[tuple[int, str, str]]:
        return [places[path[:end]] for end in range(STEP * 3, len(path) + 1, STEP) if path[:end] in places]

    ordered = sorted(rows, key=lambda row: rank(row[0]))
    return [
        (len(path) // STEP - 2, Line(title, address_of(url_path, network), "", intro))
        for path, _, title, url_path, intro in ordered
    ]


def resources_of(network: Network) -> Resources:
    """The first page of the site: sections, the newest texts, portraits. Four queries."""
    intro = SiteRoot.objects.filter(network=network).order_by().values_list("intro", flat=True).first()
    if intro is None:
        return Resources("", [], [], [])
    sections: list[tuple[Line, list[Line]]] = []
    for depth, line in section_tree(network):
        if depth == 1 or not sections:
            sections.append((line, []))
        elif depth == 2:
            sections[-1][1].append(line)
    return Resources(intro, sections, latest_of(network, 8), portraits_of(network))


def latest_of(network: Network, most: int) -> list[ArticleLine]:
    """The newest texts, dates and portraits left out: they have places of their own. One query.

    What an article is is not asked of its content type: SQLite would then sort all the texts of all networks.
    """
    articles = ArticlePage.objects.of_network(network).shown().filter(portraitpage=None, eventpage=None)
    return lines_of(newest(articles)[:most], network, with_sections=True)


def portraits_of(network: Network, most: int = 3) -> list[PortraitLine]:
    """The newest portraits with their pictures. Two queries: few texts are portraits, so their keys come first."""
    keys = list(PortraitPage.objects.order_by().values_list("pk", flat=True))
    portraits = PortraitPage.objects.of_network(network).shown().filter(pk__in=keys).select_related("picture")
    rows = newest(portraits).only(
        *("title", "url_path", "team", "quote", "picture_alt", "picture__token", "picture__width", "picture__height")
    )
    return [
        PortraitLine(
            page.title,
            address_of(page.url_path, network),
            page.team,
            page.quote,
            image(page.picture, page.picture_alt, width=320) if page.picture else "",
        )
        for page in rows[:most]
    ]
