"""What bringing an old site over would do in a network: read, never written. The deed only carries it out."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from laplateforme.core.text import slug_of
from laplateforme.editorial.models import (
    ArticlePage,
    AttachedFile,
    Author,
    Keyword,
    KeywordGroup,
    OldAddress,
    OldThing,
    Picture,
    SectionPage,
)
from laplateforme.editorial.queries.old_files import OldFiles
from laplateforme.editorial.queries.old_pages import (
    NUMBERED,
    PlannedPage,
    planned_article,
    planned_section,
)
from laplateforme.editorial.queries.old_report import ALREADY, LEFT, Report, reason
from laplateforme.editorial.queries.old_text import OldLinks, lines, words
from laplateforme.editorial.spip.addresses import FEED, kept_path, named_paths
from laplateforme.editorial.spip.dumps import find_dump, rows_of
from laplateforme.editorial.spip.old_site import GONE, PUBLISHED, OldPage, OldPost, OldSite, assemble, children_of
from laplateforme.network.models import Network

DEEPEST = 20
SPIP_KINDS = {"sections": "rubrique", "articles": "article", "briefs": "breve"}
FEED_PATH = "/ressources/flux.rss"


@dataclass
class PlannedMessage:
    number: int
    parent: int
    author: str
    text: str
    posted_at: datetime
    is_public: bool


@dataclass
class PlannedThread:
    """What was said about one page. `known`: keys of the messages that are here already, by number."""

    kind: str
    about: int
    title: str
    messages: list[PlannedMessage]
    known: dict[int, Any] | None = None  # None: the thread is new


@dataclass
class Plan:
    """Everything that is to be written, in order, and the report."""

    network: Network
    source: str
    old: OldSite
    files: OldFiles
    is_named: bool
    report: Report
    existing: dict[str, Any] = field(default_factory=dict)  # origin → key here
    states: dict[int, str] = field(default_factory=dict)
    sections: list[PlannedPage] = field(default_factory=list)
    pages: list[PlannedPage] = field(default_factory=list)
    groups: dict[int, tuple[str, int]] = field(default_factory=dict)  # number → (name, position)
    keywords: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    author_names: dict[int, str] = field(default_factory=dict)
    documents: list[int] = field(default_factory=list)
    threads: list[PlannedThread] = field(default_factory=list)
    addresses: list[tuple[str, str, int]] = field(default_factory=list)  # (path, SPIP's kind, number)

    def origin(self, kind: str, number: int) -> str:
        """The key of a thing of the old site, by which it is known again."""
        return f"spip:{self.source}:{kind}:{number}"

    def is_here(self, kind: str, number: int) -> bool:
        return self.origin(kind, number) in self.existing


def source_name(path: Path) -> str:
    """What a site is called when nobody says it: the name of its backup without dates and numbers."""
    parts = [part for part in slug_of(path.name.split(".")[0]).split("-") if part.isalpha() and part not in WORDS]
    return "-".join(parts)[:40] or "spip"


WORDS = frozenset({"dump", "spip", "sauvegarde", "backup", "export", "bdd", "base"})


def read_old_site(path: Path) -> OldSite:
    """The site of a backup. Raises UnableToReadDump."""
    return assemble(rows_of(find_dump(path)))


def existing_of(network: Network, source: str) -> dict[str, Any]:
    """What this network already holds of an old site: origin → key."""
    start = f"spip:{source}:"
    found: dict[str, Any] = {}
    for model in (SectionPage, ArticlePage, KeywordGroup, Keyword, Author, Picture, AttachedFile, OldAddress):
        rows: Any = model.objects  # type: ignore[attr-defined]
        rows = rows.filter(network=network) if model is OldAddress else rows.of_network(network)
        columns = ("origin", "pk", "keyword") if model is OldAddress else ("origin", "pk")
        for origin, *keys in rows.filter(origin__startswith=start).values_list(*columns):
            found[origin] = keys[-1] or keys[0]  # a keyword that was here before is known by an address
    things = OldThing.objects.filter(brought__network=network, origin__startswith=start).order_by("brought__at", "pk")
    for origin, key in things.values_list("origin", "key"):
        kind = origin.removeprefix(start).partition(":")[0]
        if kind == "messages" or kind.startswith("topic-"):
            found[origin] = key.partition(":")[2]
    return found


def plan_of(
    *, network: Network, old: OldSite, source: str, files: OldFiles, at: datetime, is_named: bool = False
) -> Plan:
    """Reads the old site into a plan. `is_named`: its authors agreed to be named to the public."""
    plan = Plan(network, source, old, files, is_named, Report(source), existing_of(network, source))
    plan.states = files.states(old.documents.values())
    links = OldLinks(old, {number: state for number, state in plan.states.items() if state in {"picture", "file"}})
    pages = _plan_pages(plan, links, at)
    shown = _plan_sections(plan, links, pages)
    _plan_words(plan, pages)
    _plan_documents(plan, shown)
    _plan_threads(plan)
    _plan_addresses(plan)
    for kind, count in sorted(old.left.items()):
        name = {"petitions": "petitions", "signatures": "signatures", "syndic": "sites"}[kind]
        why = reason("syndic" if kind == "syndic" else "petition")
        for number in range(count):
            plan.report.add(LEFT, name, number + 1, "", why)
    return plan


def _plan_pages(plan: Plan, links: OldLinks, at: datetime) -> list[OldPage]:
    """Articles and briefs; returns those of the old site that are, or will be, here."""
    wrong = {(kind, number): what for what, kind, number in plan.old.mended}
    here = []
    for kind in ("articles", "briefs"):
        for page in getattr(plan.old, kind).values():
            if page.status == GONE:
                plan.report.add(LEFT, kind, page.number, words(page.title), reason("gone"))
                continue
            here.append(page)
            if plan.is_here(kind, page.number):
                plan.report.add(ALREADY, kind, page.number, words(page.title))
                continue
            planned = planned_article(page, kind, links)
            if (kind, page.number) in wrong:
                planned.why.append(reason(wrong[kind, page.number]))
            elif not page.parent:
                planned.why.append(reason("top"))
            planned.values["translations"] = _translations(plan, kind, page)
            plan.pages.append(planned)
            plan.report.brought(kind, page.number, planned.title, planned.why)
    return here


def _translations(plan: Plan, kind: str, page: OldPage) -> Any:
    """One key for all the languages of a text; none for a text alone."""
    if kind != "articles" or not page.translation_of:
        return None
    same = [one for one in plan.old.articles.values() if one.translation_of == page.translation_of]
    return uuid5(NAMESPACE_URL, plan.origin("translations", page.translation_of)) if len(same) > 1 else None


def _plan_sections(plan: Plan, links: OldLinks, pages: list[OldPage]) -> set[int]:
    """Sections, parents first, as deep as a site should be. Returns the documents that pages show."""
    public, wanted = _sections_of(plan.old, pages)
    wrong = {number: what for what, kind, number in plan.old.mended if kind == "sections"}
    below = children_of(plan.old)
    waiting = [(page, 0, 1) for page in below[0]]
    while waiting:
        page, parent, depth = waiting.pop(0)
        inside = parent if depth > DEEPEST else page.number
        waiting += [(child, inside, min(depth, DEEPEST) + 1) for child in below[page.number]]
        title = words(page.title)
        if page.number not in wanted and page.status != PUBLISHED:
            plan.report.add(LEFT, "sections", page.number, title, reason("gone" if page.status == GONE else "empty"))
        elif plan.is_here("sections", page.number):
            plan.report.add(ALREADY, "sections", page.number, title)
        else:
            is_public = page.number in public or page.status == PUBLISHED
            planned, presentation = planned_section(page, links, is_public=is_public)
            planned.parent = parent
            if page.number in wrong or depth > DEEPEST:
                planned.why.append(reason(wrong.get(page.number, "deep")))
            plan.sections.append(planned)
            plan.report.brought("sections", page.number, planned.title, planned.why)
            if presentation is not None:
                plan.pages.append(presentation)
    if any(not page.parent for page in plan.pages) and not plan.is_here("sections", 0):
        title = _("Old site")
        values = {"title": title, "intro": "", "position": 900}
        plan.sections.insert(0, PlannedPage("sections", 0, 0, title, values))
    return {number for planned in plan.pages for number in planned.documents}


def _sections_of(old: OldSite, pages: list[OldPage]) -> tuple[set[int], set[int]]:
    """(sections with something public in or under them, sections with anything)."""
    public: set[int] = set()
    wanted: set[int] = set()
    for page in pages:
        for marked in (wanted, public) if page.status == PUBLISHED else (wanted,):
            at = page.parent
            while at and at not in marked:
                marked.add(at)
                at = old.sections[at].parent
    return public, wanted


def _plan_words(plan: Plan, pages: list[OldPage]) -> None:
    """Keywords and authors of the pages that are here."""
    for number, keyword in sorted(plan.old.keywords.items()):
        name = words(keyword.title)
        if plan.is_here("keywords", number):
            plan.report.add(ALREADY, "keywords", number, name)
        elif not name:
            plan.report.add(LEFT, "keywords", number, "", reason("nameless"))
        else:
            plan.keywords.append(number)
            if not plan.is_here("keyword_groups", keyword.group):
                plan.groups.setdefault(keyword.group, _group(plan.old, keyword.group))
    slugs = Keyword.objects.of_network(plan.network).values_list("slug", flat=True)
    taken = set(slugs)
    for number in plan.keywords:
        name = words(plan.old.keywords[number].title)
        slug = slug_of(name) or "mot"
        plan.report.brought("keywords", number, name, [reason("merged")] if slug in taken else [])
        taken.add(slug)
    for number, (name, _position) in plan.groups.items():
        plan.report.brought("keyword_groups", number, name, [])
    for number in sorted(plan.old.keyword_groups.keys() - plan.groups.keys()):
        is_here = plan.is_here("keyword_groups", number)
        why = [] if is_here else [reason("empty")]
        plan.report.add(ALREADY if is_here else LEFT, "keyword_groups", number, _group(plan.old, number)[0], *why)
    _plan_authors(plan, {number for page in pages for number in page.authors})


def _group(old: OldSite, number: int) -> tuple[str, int]:
    title = old.keyword_groups.get(number, "")
    found = NUMBERED.match(title)
    return words(NUMBERED.sub("", title)) or _("Keywords"), int(found[1]) if found else 100


def _plan_authors(plan: Plan, signing: set[int]) -> None:
    """Those who sign something, by their name alone."""
    for number, name in sorted(plan.old.authors.items()):
        name = author_name(name)
        if plan.is_here("authors", number):
            plan.report.add(ALREADY, "authors", number, name)
        elif number not in signing:
            plan.report.add(LEFT, "authors", number, name, reason("unused"))
        elif not name:
            plan.report.add(LEFT, "authors", number, "", reason("nameless"))
        else:
            plan.authors.append(number)
            plan.author_names[number] = name
            plan.report.brought("authors", number, name, [] if plan.is_named else [reason("unnamed")])


def author_name(name: str) -> str:
    """A name without the address that some sites used for one."""
    return " ".join(part.split("@")[0] for part in words(name).split())[:120]


def _plan_documents(plan: Plan, shown: set[int]) -> None:
    """Files that the new pages show and that are beside the backup."""
    for number, document in sorted(plan.old.documents.items()):
        state, name = plan.states[number], words(document.title) or document.path.rsplit("/", 1)[-1]
        if plan.is_here("documents", number):
            plan.report.add(ALREADY, "documents", number, name)
        elif state not in {"picture", "file"}:
            where = [document.path[:120]] if state == "missing" and document.path else []
            plan.report.missing += state == "missing"
            plan.report.add(LEFT, "documents", number, name, reason(state), *where)
        elif number not in shown:
            plan.report.add(LEFT, "documents", number, name, reason("unused"))
        else:
            plan.documents.append(number)
            is_told = state == "file" or bool(words(document.title) or words(document.description))
            plan.report.brought("documents", number, name, [] if is_told else [reason("undescribed")])


def _plan_threads(plan: Plan) -> None:
    """Messages by the page that they are about, oldest first."""
    by_page: dict[tuple[str, int], list[OldPost]] = defaultdict(list)
    known: dict[tuple[str, int], dict[int, Any]] = defaultdict(dict)
    for post in plan.old.posts.values():
        if plan.is_here("messages", post.number):
            known[post.kind, post.about][post.number] = plan.existing[plan.origin("messages", post.number)]
    for post in sorted(plan.old.posts.values(), key=lambda one: (one.posted_at is None, one.posted_at, one.number)):
        page = getattr(plan.old, post.kind, {}).get(post.about) if post.kind in SPIP_KINDS else None
        label = words(post.title)
        if post.status == GONE or post.posted_at is None:
            plan.report.add(LEFT, "messages", post.number, label, reason("gone"))
        elif page is None or page.status != PUBLISHED:
            plan.report.add(LEFT, "messages", post.number, label, reason("no_page"))
        elif plan.is_here(f"thread-{post.kind}", post.about) and (
            plan.is_here("messages", post.number) or (post.kind, post.about) not in known
        ):
            plan.report.add(ALREADY, "messages", post.number, label)
        else:
            by_page[post.kind, post.about].append(post)
    for (kind, about), posts in by_page.items():
        title = words(getattr(plan.old, kind)[about].title)
        messages = []
        for post in posts:
            is_public = post.status == PUBLISHED
            said, text = words(post.title), lines(post.text)
            text = text if not said or said == title else f"{said}\n\n{text}"
            assert post.posted_at is not None
            author = author_name(post.author)
            messages.append(PlannedMessage(post.number, post.parent, author, text or said, post.posted_at, is_public))
            plan.report.brought("messages", post.number, said, [] if is_public else [reason("held")])
        before = known[kind, about] if plan.is_here(f"thread-{kind}", about) else None
        plan.threads.append(PlannedThread(kind, about, title, messages, before))


def _plan_addresses(plan: Plan) -> None:
    """Where people's old links lead. An address that leads somewhere already stays as it is."""
    new = {(page.kind, page.number) for page in (*plan.sections, *plan.pages)}
    wanted: dict[str, tuple[str, int]] = {}
    for kind, name in SPIP_KINDS.items():
        for number in getattr(plan.old, kind):
            if (kind, number) in new or plan.is_here(kind, number):
                wanted.setdefault(kept_path(name, number), (name, number))
                for said in plan.old.names.get((name, number), []):
                    for path in named_paths(name, said):
                        wanted.setdefault(path, (name, number))
    for number in plan.old.keywords:
        if number in plan.keywords or plan.is_here("keywords", number):
            wanted.setdefault(kept_path("mot", number), ("mot", number))
    if wanted:
        wanted[kept_path(FEED, 0)] = (FEED, 0)
    kept = dict(OldAddress.objects.filter(network=plan.network).values_list("path", "origin"))
    start = f"spip:{plan.source}:address-"
    for path, (kind, number) in wanted.items():
        if path not in kept:
            plan.addresses.append((path, kind, number))
            plan.report.brought("addresses", number, path, [])
        elif kept[path].startswith(start):
            plan.report.add(ALREADY, "addresses", number, path)
        else:
            plan.report.add(LEFT, "addresses", number, path, reason("taken"))
