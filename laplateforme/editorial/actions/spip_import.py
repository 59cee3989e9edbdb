"""An old SPIP site brought over: what `queries.old_plan` has planned, written as one whole or not at all."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _

from laplateforme.accounts.models import User
from laplateforme.core import journal
from laplateforme.core.files import nothing_left_over
from laplateforme.editorial.actions.article import create_section, publish_article, revise_article, write_article
from laplateforme.editorial.actions.files import UnableToKeepPicture, keep_file, keep_picture
from laplateforme.editorial.actions.replies import thread_for
from laplateforme.editorial.actions.site import open_site
from laplateforme.editorial.actions.words import (
    create_author,
    create_keyword,
    create_keyword_group,
    keep_old_addresses,
)
from laplateforme.editorial.models import (
    ArticlePage,
    AttachedFile,
    Author,
    Keyword,
    KeywordGroup,
    OldAddress,
    OldImport,
    OldThing,
    Picture,
    SectionPage,
    SiteRoot,
)
from laplateforme.editorial.queries.old_pages import PlannedPage, go_live
from laplateforme.editorial.queries.old_plan import FEED_PATH, SPIP_KINDS, Plan, PlannedThread, existing_of
from laplateforme.editorial.queries.old_report import CHANGED, KEPT, LEFT, Report, reason
from laplateforme.editorial.queries.old_stamps import STAMPED, key_of, stamps_of
from laplateforme.editorial.queries.old_text import finished, told, words
from laplateforme.editorial.spip.addresses import FEED
from laplateforme.forum.actions import (
    OldMessage,
    UnableToOpenBoard,
    bring_messages,
    close_board,
    open_board,
    open_topic,
)
from laplateforme.forum.models import Board, Post, Topic
from laplateforme.network.models import Network

BOARD = "ancien-site"
KNOWN_BY_ORIGIN: tuple[type[Any], ...] = (
    SectionPage, ArticlePage, KeywordGroup, Keyword, Author, Picture, AttachedFile
)  # fmt: skip
Then = Callable[[Report], None]


class UnableToBringOver(Exception):
    """The old site cannot be brought over as it was planned. The message says why."""


def bring_old_site(*, plan: Plan, at: datetime, by: User | None = None, then: Then | None = None) -> Report:
    """Writes a plan: all of it, or nothing. Done again with the same old site, it changes nothing.

    `then` is called last, inside the transaction: when it raises, nothing is written. Raises UnableToBringOver when
    the network has changed since the plan was made.
    """
    if plan.report.changes_nothing():
        return plan.report
    with nothing_left_over():
        return _bring(plan, at, by, then)


@transaction.atomic
def _bring(plan: Plan, at: datetime, by: User | None, then: Then | None) -> Report:
    network = Network.objects.select_for_update(of=("self",)).get(pk=plan.network.pk)
    if existing_of(network, plan.source) != plan.existing:
        raise UnableToBringOver(_("Somebody brought this site over meanwhile. Look at the preview again."))
    writer = _Writer(plan, open_site(network=network, at=at, by=by), at, by)
    writer.words()
    writer.documents()
    writer.sections()
    writer.pages()
    writer.threads()
    writer.addresses()
    writer.remember()
    journal.record(
        "old site brought over", at=at, actor_id=by.pk if by else None, subject=network, network_id=network.pk,
        source=plan.source, counts=plan.report.counts(),
    )  # fmt: skip
    if then is not None:
        then(plan.report)
    return plan.report


class _Writer:
    """One import. Things are found by their number on the old site."""

    def __init__(self, plan: Plan, root: SiteRoot, at: datetime, by: User | None) -> None:
        self.plan, self.root, self.at, self.by = plan, root, at, by
        self.groups: dict[int, Any] = {}
        self.made: dict[str, Any] = {}  # origin → key
        self.rows: list[tuple[type[Any], str, Any]] = []  # what was made: (model, origin, key)
        self.section_pages: dict[int, SectionPage] = {}

    def key(self, kind: str, number: int) -> Any:
        origin = self.plan.origin(kind, number)
        return self.made.get(origin) or self.plan.existing.get(origin)

    def words(self) -> None:
        """Groups, keywords, authors."""
        common: dict[str, Any] = {"at": self.at, "by": self.by}
        network, old, plan = self.root.network, self.plan.old, self.plan
        for number, (name, position) in plan.groups.items():
            origin = plan.origin("keyword_groups", number)
            group = create_keyword_group(network=network, name=name, position=position, origin=origin, **common)
            self.made[origin] = group.pk
        for number in plan.keywords:
            keyword, origin = old.keywords[number], plan.origin("keywords", number)
            group = self._group(keyword.group)
            name, covers = words(keyword.title), words(keyword.text)
            made = create_keyword(group=group, name=name, description=covers, origin=origin, **common)
            self.made[origin] = made.pk
            if made.origin != origin:  # it was here: known again by an address
                self._remember(f"/{origin}", origin, keyword=made)
        for number in plan.authors:
            origin = plan.origin("authors", number)
            name = plan.author_names[number]
            author = create_author(network=network, name=name, is_named=plan.is_named, origin=origin, **common)
            self.made[origin] = author.pk

    def _group(self, number: int) -> Any:
        if number not in self.groups:
            self.groups[number] = KeywordGroup.objects.get(pk=self.key("keyword_groups", number))
        return self.groups[number]

    def documents(self) -> None:
        """Pictures and files; one that cannot be kept is told in the report, and stands in texts by its words."""
        for number in self.plan.documents:
            document, origin = self.plan.old.documents[number], self.plan.origin("documents", number)
            place = self.plan.files.place(document)
            name = words(document.title) or document.path.rsplit("/", 1)[-1]
            try:
                if place is None:
                    raise UnableToKeepPicture("missing")
                content = place.read_bytes()
                common: dict[str, Any] = {"root": self.root, "title": name, "at": self.at, "by": self.by}
                if self.plan.states[number] == "picture":
                    kept: Any = keep_picture(content=content, alternative=told(document), origin=origin, **common)
                else:
                    kept = keep_file(name=place.name, content=content, origin=origin, **common)
                self.made[origin] = kept.pk
            except (UnableToKeepPicture, ValidationError, OSError) as error:
                self._refuse(number, "missing" if str(error) == "missing" else "unreadable")

    def _refuse(self, number: int, code: str) -> None:
        for line in self.plan.report.lines:
            if line.kind == "documents" and line.number == number and line.effect in {KEPT, CHANGED}:
                line.effect, line.why = LEFT, [reason(code)]

    def sections(self) -> None:
        for planned in self.plan.sections:
            origin = self.plan.origin("sections", planned.number)
            parent: Any = self._section(planned.parent) if planned.number else self.root
            section = create_section(
                parent=parent or self.root, values={**planned.values, "origin": origin}, at=self.at, by=self.by
            )
            if not planned.is_public:
                SectionPage.objects.filter(pk=section.pk).update(live=False, has_unpublished_changes=True)
                section.live = False
            self.section_pages[planned.number] = section
            self.made[origin] = section.pk

    def _section(self, number: int) -> SectionPage | SiteRoot | None:
        """The section of that number; None for 0 among sections, where the root is meant."""
        if number not in self.section_pages:
            key = self.key("sections", number)
            if key is None:
                return None
            self.section_pages[number] = SectionPage.objects.get(pk=key)
        return self.section_pages[number]

    def pages(self) -> None:
        """First every page, so that each has a key; then the texts, whose links need them."""
        made = [(planned, self._page(planned)) for planned in self.plan.pages]
        keys = self._keys()
        for planned, page in made:
            body = finished(planned.blocks, keys, self.plan.origin(planned.kind, planned.number))
            page.latest_revision = revise_article(page=page, values={"body": body}, at=self.at, by=self.by)
            if planned.is_public:
                publish_article(page=page, at=self.at, by=self.by)

    def _page(self, planned: PlannedPage) -> ArticlePage:
        origin = self.plan.origin(planned.kind, planned.number)
        section = self._section(planned.parent)
        if not isinstance(section, SectionPage):
            raise UnableToBringOver(_("A section is missing. Look at the preview again."))
        keywords = [key for number in planned.keywords if (key := self.key("keywords", number))]
        authors = [key for number in planned.authors if (key := self.key("authors", number))]
        page = write_article(
            section=section,
            values={**planned.values, **go_live(planned.values, self.at), "origin": origin, "takes_replies": True},
            at=self.at,
            by=self.by,
            keywords=Keyword.objects.of_network(self.root.network).filter(pk__in=keywords) if keywords else (),
            authors=Author.objects.of_network(self.root.network).filter(pk__in=authors) if authors else (),
        )
        self.made[origin] = page.pk
        return page

    def _keys(self) -> dict[tuple[str, int], int]:
        """By kind and number, as the marks of texts name them."""
        keys: dict[tuple[str, int], int] = {}
        old = self.plan.old
        for kind, name in SPIP_KINDS.items():
            keys |= {(name, number): key for number in getattr(old, kind) if (key := self.key(kind, number))}
        for number, state in self.plan.states.items():
            if state in {"picture", "file"} and (key := self.key("documents", number)):
                keys["picture" if state == "picture" else "document", number] = key
        return keys

    def threads(self) -> None:
        """Under the article that they are about; what was said about a section, on a board of its own, closed."""
        nameless = _("Without a name")
        for thread in self.plan.threads:
            messages = [
                OldMessage(one.number, one.parent, one.author or nameless, one.text, one.posted_at, one.is_public)
                for one in thread.messages
            ]
            origin = self.plan.origin(f"thread-{thread.kind}", thread.about)
            path = f"/spip.php?page=forum&id_{SPIP_KINDS[thread.kind]}={thread.about}"
            if thread.kind == "sections":
                topic = self._topic(thread)
                self._bring(topic, messages, thread, is_open=False)
                self._remember(path, origin, target=f"/{topic.get_absolute_url().removeprefix(get_script_prefix())}")
            else:
                page = ArticlePage.objects.select_related("network").get(pk=self.key(thread.kind, thread.about))
                topic = thread_for(page=page, at=self.at)
                self._bring(topic, messages, thread, is_open=topic.is_open)
                self._remember(path, origin, page_id=page.pk)

    def _topic(self, thread: PlannedThread) -> Topic:
        """The thread of what was said about a section; the one that is here goes on."""
        origin = self.plan.origin("topic-sections", thread.about)
        key = self.plan.existing.get(origin)
        here = Topic.objects.of_network(self.root.network).filter(pk=key).first() if key else None
        if here is not None:
            return here
        topic = open_topic(network=self.root.network, board=self._board(), title=thread.title, at=self.at)
        self.rows.append((Topic, origin, topic.pk))
        return topic

    def _bring(self, topic: Topic, messages: list[OldMessage], thread: PlannedThread, *, is_open: bool) -> None:
        made = bring_messages(
            topic=topic, messages=messages, at=self.at, by=self.by, is_open=is_open, known=thread.known
        )
        self.rows += [(Post, self.plan.origin("messages", number), post.pk) for number, post in made.items()]

    def _board(self) -> Board:
        network = self.root.network
        found = Board.objects.of_network(network).filter(slug=BOARD).first()
        if found is not None:
            return found
        name, purpose = _("What was said on the old site"), _("Kept as it was. Nobody can reply any more.")
        try:
            board = open_board(network=network, name=name, purpose=purpose, slug=BOARD, at=self.at, by=self.by)
        except UnableToOpenBoard as error:
            raise UnableToBringOver(str(error)) from error
        self.rows.append((Board, self.plan.origin("board", 0), board.pk))
        return close_board(board=board, by=self.by, at=self.at)

    def addresses(self) -> None:
        rows: list[OldAddress] = []
        for path, kind, number in self.plan.addresses:
            origin = self.plan.origin(f"address-{kind}", number)
            row = OldAddress(network=self.root.network, path=path[:400], origin=origin, created_at=timezone.now())
            if kind == FEED:
                row.target = FEED_PATH
            elif kind == "mot":
                row.keyword_id = self.key("keywords", number)
            else:
                row.page_id = self.key({name: one for one, name in SPIP_KINDS.items()}[kind], number)
            if row.target or row.keyword_id or row.page_id:
                rows.append(row)
        keep_old_addresses(rows)

    def _remember(self, path: str, origin: str, **leads: Any) -> None:
        keep_old_addresses(
            [OldAddress(network=self.root.network, path=path[:400], origin=origin, created_at=timezone.now(), **leads)]
        )

    def remember(self) -> None:
        """What this import made, and how it stands now: so it can be taken back."""
        network, start = self.root.network, f"spip:{self.plan.source}:"
        brought = OldImport.objects.create(network=network, source=self.plan.source, at=self.at, by=self.by)
        for model in KNOWN_BY_ORIGIN:
            rows = model.objects.of_network(network).filter(origin__startswith=start)
            new = [(model, origin, key) for origin, key in rows.values_list("origin", "pk")]
            self.rows += [one for one in new if one[1] not in self.plan.existing]
        addresses = OldAddress.objects.filter(network=network, origin__startswith=start)
        known = set(OldThing.objects.filter(brought__network=network).values_list("key", flat=True))
        for origin, key in addresses.values_list("origin", "pk"):
            if key_of(OldAddress, key) not in known:
                self.rows.append((OldAddress, origin, key))
        stamps = {model: stamps_of(model, [key for kind, _, key in self.rows if kind is model]) for model in STAMPED}
        OldThing.objects.bulk_create(
            [
                OldThing(brought=brought, origin=origin, key=key_of(model, key), stamp=stamps[model][str(key)])
                for model, origin, key in self.rows
            ],
            batch_size=500,
        )
