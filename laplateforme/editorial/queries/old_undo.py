"""What taking an import back would do: what goes, and what stays because somebody has touched it since."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from laplateforme.editorial.models import (
    ArticlePage,
    ArticleThread,
    AttachedFile,
    Author,
    FileUse,
    Keyword,
    KeywordGroup,
    OldAddress,
    OldImport,
    Picture,
    PictureUse,
    SectionPage,
)
from laplateforme.editorial.queries.body import named_in, raw_blocks
from laplateforme.editorial.queries.old_report import KINDS
from laplateforme.editorial.queries.old_stamps import MODELS, STEP, stamps_of
from laplateforme.forum.models import Board, Post, Topic
from laplateforme.network.models import Network

EDITED, ANSWERED, HOLDS, USED, WITH = "edited", "answered", "holds", "used", "with"
REASONS = {
    EDITED: _("Somebody changed it since."),
    ANSWERED: _("Somebody wrote to it since."),
    HOLDS: _("It holds something that stays."),
    USED: _("A text that stays uses it."),
    WITH: _("It belongs to something that stays."),
}
SAID = (EDITED, ANSWERED, HOLDS, USED)  # what only follows is counted, not listed
KIND_OF = {
    SectionPage: "sections", ArticlePage: "articles", KeywordGroup: "keyword_groups", Keyword: "keywords",
    Author: "authors", Picture: "documents", AttachedFile: "documents", Post: "messages", OldAddress: "addresses",
}  # fmt: skip
MOST_SAID = 200


@dataclass(frozen=True)
class Staying:
    """One thing that stays, and why, in words."""

    kind: str
    label: str
    why: str


@dataclass
class Undo:
    """By model, the keys (as text) of what goes, and of what stays with the code of its reason."""

    brought: OldImport
    going: dict[type[Any], set[str]]
    staying: dict[type[Any], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def keep(self, model: type[Any], keys: Iterable[str], why: str) -> None:
        for key in set(keys) & self.going[model]:
            self.going[model].discard(key)
            self.staying[model].setdefault(key, why)

    def rows(self) -> list[tuple[str, str]]:
        """ "Articles", "39 go, 2 stay", for each kind of thing."""
        going: Counter[str] = Counter()
        staying: Counter[str] = Counter()
        for model, kind in KIND_OF.items():
            going[kind] += len(self.going[model])
            staying[kind] += len(self.staying[model])
        return [
            (str(words).capitalize(), " · ".join(_said(going[kind], staying[kind])))
            for kind, words in KINDS.items()
            if going[kind] or staying[kind]
        ]

    def counts(self) -> dict[str, int]:
        return {KIND_OF[model]: len(keys) for model, keys in self.going.items() if model in KIND_OF and keys}

    def is_empty(self) -> bool:
        return not any(self.going.values())

    def lines(self) -> list[Staying]:
        """What stays, with its name and its reason. One query for each kind."""
        found = []
        for model, kind in KIND_OF.items():
            said = {key: why for key, why in self.staying[model].items() if why in SAID}
            for row in model.objects.filter(pk__in=list(said)[:MOST_SAID]) if said else ():  # type: ignore[attr-defined]
                found.append(Staying(str(KINDS[kind]).capitalize(), str(row), str(REASONS[said[str(row.pk)]])))
        return found


def _said(going: int, staying: int) -> list[str]:
    words = [(going, _("%(count)d go")), (staying, _("%(count)d stay"))]
    return [str(text % {"count": count}) for count, text in words if count]


def imports_of(network: Network) -> "QuerySet[OldImport]":
    """What was brought over in a network, the last ones first."""
    return OldImport.objects.filter(network=network).order_by("-at")


def undo_of(brought: OldImport) -> Undo:
    """Reads what taking `brought` back would do. The number of queries follows the size by steps of 500."""
    things: dict[type[Any], dict[str, str]] = defaultdict(dict)
    for name, stamp in brought.things.values_list("key", "stamp"):
        table, _sign, key = name.partition(":")
        things[MODELS[table]][key] = stamp
    undo = Undo(brought, {})
    for model in MODELS.values():
        now = stamps_of(model, things[model])
        undo.going[model] = set(now)
        undo.keep(model, [key for key, stamp in now.items() if stamp != things[model][key]], EDITED)
    _threads(undo)
    _sections(undo)
    _words(undo)
    _files(undo)
    _addresses(undo)
    return undo


def _threads(undo: Undo) -> None:
    """A text to which somebody wrote stays with its messages; so does a thread of its own."""
    pages = dict(ArticleThread.objects.filter(topic__network=undo.brought.network).values_list("topic_id", "page_id"))
    mine = undo.going[ArticlePage] | set(undo.staying[ArticlePage])
    ours = {topic: str(page) for topic, page in pages.items() if str(page) in mine}
    own = {topic for topic in Topic.objects.filter(network=undo.brought.network).values_list("pk", flat=True)
           if str(topic) in undo.going[Topic] or str(topic) in undo.staying[Topic]}  # fmt: skip
    said: dict[Any, set[str]] = defaultdict(set)
    for key, topic in Post.objects.filter(topic__network=undo.brought.network).values_list("pk", "topic_id"):
        if topic in ours or topic in own:
            said[topic].add(str(key))
    for topic, posts in said.items():
        is_answered = not posts <= undo.going[Post]
        if topic in ours:
            if is_answered:
                undo.keep(ArticlePage, [ours[topic]], ANSWERED)
            stays = ours[topic] in undo.staying[ArticlePage]
        else:
            if is_answered:
                undo.keep(Topic, [str(topic)], ANSWERED)
            stays = str(topic) in undo.staying[Topic]
        if stays:
            undo.keep(Post, posts, WITH)
    boards = Topic.objects.filter(board__network=undo.brought.network).values_list("pk", "board_id")
    undo.keep(Board, [str(board) for topic, board in boards if str(topic) not in undo.going[Topic]], HOLDS)


def _sections(undo: Undo) -> None:
    """From the deepest up: a section that holds something that stays, stays."""
    root = Page.objects.get(pk=undo.brought.network.site_root.pk)
    below: dict[str, list[str]] = defaultdict(list)
    paths = {}
    for key, path in Page.objects.descendant_of(root).values_list("pk", "path"):
        below[path[:-STEP]].append(str(key))
        paths[str(key)] = path
    for key in sorted(undo.going[SectionPage], key=lambda one: -len(paths[one])):
        if not set(below[paths[key]]) <= undo.going[SectionPage] | undo.going[ArticlePage]:
            undo.keep(SectionPage, [key], HOLDS)


def _words(undo: Undo) -> None:
    """Keywords and authors of texts that stay, groups of keywords that stay."""
    for model, through, column in (
        (Keyword, ArticlePage.keywords.through, "keyword_id"),
        (Author, ArticlePage.authors.through, "author_id"),
    ):
        of_network = through.objects.filter(articlepage__network=undo.brought.network)
        uses = of_network.values_list(column, "articlepage_id")
        undo.keep(model, [str(key) for key, page in uses if str(page) not in undo.going[ArticlePage]], USED)
    groups = Keyword.objects.of_network(undo.brought.network).values_list("pk", "group_id")
    undo.keep(KeywordGroup, [str(group) for key, group in groups if str(key) not in undo.going[Keyword]], HOLDS)


def _files(undo: Undo) -> None:
    """Pictures and files of texts that stay, online or in their last version."""
    network = undo.brought.network
    for model, uses, column in ((Picture, PictureUse, "picture_id"), (AttachedFile, FileUse, "file_id")):
        rows = uses.objects.filter(page__path__startswith=network.site_root.path).values_list(column, "page_id")
        undo.keep(model, [str(key) for key, page in rows if str(page) not in undo.going[ArticlePage]], USED)
    drafts = ArticlePage.objects.of_network(network).filter(Q(live=False) | Q(has_unpublished_changes=True))
    for page in drafts.iterator(chunk_size=200):
        if str(page.pk) in undo.going[ArticlePage]:
            continue
        last = page.get_latest_revision_as_object()
        wanted = named_in(raw_blocks(last)).links
        undo.keep(Picture, map(str, {*wanted.pictures, last.picture_id or 0}), USED)
        undo.keep(AttachedFile, map(str, wanted.files), USED)


def _addresses(undo: Undo) -> None:
    """Old addresses follow what they lead to; that of the feed stays as long as a text does."""
    rows = OldAddress.objects.filter(network=undo.brought.network).values_list("pk", "page_id", "keyword_id")
    gone = undo.going[SectionPage] | undo.going[ArticlePage]
    texts_stay = bool(undo.staying[SectionPage] or undo.staying[ArticlePage])
    keyword_stays = set(undo.staying[Keyword])
    stay = [
        str(key)
        for key, page, keyword in rows
        if (page and str(page) not in gone)
        or (keyword and str(keyword) in keyword_stays)
        or (not page and not keyword and texts_stay)
    ]
    undo.keep(OldAddress, stay, WITH)
