"""A page of an old site as a page of this one: its title, its fields, its blocks, and what had to change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from laplateforme.core.text import clean_text
from laplateforme.editorial.enums import ArticleKind
from laplateforme.editorial.queries.old_report import reason
from laplateforme.editorial.queries.old_text import Block, OldLinks, blocks_of, lines, told, words
from laplateforme.editorial.spip.old_site import PUBLISHED, OldPage

TITLE, STANDFIRST, INTRO, LANGUAGE = 255, 500, 1_200, 10
NUMBERED = re.compile(r"^\s*(\d{1,4})\s*(?:[.)]|°)\s+(?=\S)")


@dataclass
class PlannedPage:
    """`kind`: sections, articles, briefs, or presentations (the text of a section). `why`: what had to change."""

    kind: str
    number: int
    parent: int
    title: str
    values: dict[str, Any]
    blocks: list[Block] = field(default_factory=list)
    keywords: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    documents: set[int] = field(default_factory=set)
    is_public: bool = True
    why: list[str] = field(default_factory=list)


def title_of(page: OldPage, links: OldLinks, why: list[str], *, with_number: bool = True) -> str:
    """Never empty, never longer than a title may be."""
    title = words(page.title, links)
    if not with_number:
        title = NUMBERED.sub("", title)
    if not title:
        why.append(reason("untitled"))
        return _("Without a title, %(number)d") % {"number": page.number}
    if len(title) > TITLE:
        why.append(reason("long_title"))
        return title[: TITLE - 1].rsplit(" ", 1)[0] + "…"
    return title


def position_of(page: OldPage) -> int:
    """SPIP sorted by a number at the start of titles: "10. Agir"."""
    found = NUMBERED.match(page.title)
    return int(found[1]) if found else 100


def planned_section(page: OldPage, links: OldLinks, *, is_public: bool) -> tuple[PlannedPage, PlannedPage | None]:
    """The section, and an article with its text when that is more than an introduction."""
    why: list[str] = []
    links.notes, links.shown = {}, set()
    title = title_of(page, links, why, with_number=False)
    said = [text for text in (page.summary, page.standfirst, page.text) if text.strip()]
    intro = lines(said[0], links) if said else ""
    blocks = body_of(page, links)[0]
    is_short = len(said) <= 1 and len(intro) <= INTRO and all(kind == "text" for kind, _value in blocks)
    is_short = is_short and "<a" not in "".join(value for _kind, value in blocks)
    presentation = None
    if blocks and not (is_short and not page.documents):
        why.append(reason("moved_text"))
        intro = lines(page.summary, links)
        fields = {"title": title, "online_at": page.published_at, "language": language_of(page)}
        presentation = PlannedPage(
            "presentations", page.number, page.number, title, {**fields, "kind": ArticleKind.ARTICLE}, blocks,
            documents=links.shown | set(page.documents), is_public=is_public,
        )  # fmt: skip
    if len(intro) > INTRO:
        intro = intro[: INTRO - 1].rsplit(" ", 1)[0] + "…"
    if not is_public:
        why.append(reason("draft"))
    values = {"title": title, "intro": intro, "position": position_of(page)}
    why += said_notes(links)
    return PlannedPage("sections", page.number, page.parent, title, values, is_public=is_public, why=why), presentation


def planned_article(page: OldPage, kind: str, links: OldLinks) -> PlannedPage:
    """An article, or a brief as a news item."""
    why: list[str] = []
    links.notes, links.shown = {}, set()
    title = title_of(page, links, why)
    blocks, standfirst = body_of(page, links)
    if len(words(page.title, links)) > TITLE:
        blocks.insert(0, ("text", f"<p>{escape(words(page.title, links), quote=False)}</p>"))
    if page.standfirst.strip().startswith("="):
        why.append(reason("virtual"))
    is_public = page.status == PUBLISHED
    if not is_public:
        why.append(reason("draft"))
    if page.published_at is None:
        why.append(reason("undated"))
    values = {
        "title": title,
        "kind": ArticleKind.NEWS if kind == "briefs" else ArticleKind.ARTICLE,
        "online_at": page.published_at,
        "standfirst": standfirst,
        "language": language_of(page),
    }
    return PlannedPage(
        kind, page.number, page.parent, title, values, blocks, list(page.keywords), list(page.authors),
        links.shown | set(page.documents), is_public, [*why, *said_notes(links)],
    )  # fmt: skip


def language_of(page: OldPage) -> str:
    return clean_text(page.language).lower()[:LANGUAGE] or "fr"


def said_notes(links: OldLinks) -> list[str]:
    """What had to change in the text, in sentences."""
    return [reason(code, count) for code, count in links.notes.items()]


def body_of(page: OldPage, links: OldLinks) -> tuple[list[Block], str]:
    """(blocks, standfirst): every text of the page, in the order in which SPIP showed them."""
    language = "fr" if page.language in {"", "fr"} else page.language
    blocks: list[Block] = []
    for text in (page.overtitle, page.subtitle):
        if said := words(text, links):
            blocks.append(("text", f"<p><b>{escape(said, quote=False)}</b></p>"))
    standfirst, more = _standfirst(page, links, language)
    blocks += more
    blocks += blocks_of(page.text, links, language)
    blocks += _link(page)
    if page.postscript.strip():
        blocks += [("subheading", "P.-S."), *blocks_of(page.postscript, links, language)]
    blocks += _beside(page, links)
    return _joined(blocks), standfirst


def _standfirst(page: OldPage, links: OldLinks, language: str) -> tuple[str, list[Block]]:
    """Two sentences when they are short and plain, else blocks at the head of the text."""
    summary = lines(page.summary, links)
    chapo = page.standfirst.strip()
    if chapo.startswith("="):  # SPIP 1: the article is a link to elsewhere
        url = links.address(chapo[1:].strip())
        return _short(summary), _anchor(url, url) if url else []
    if not chapo:
        return _short(summary), []
    blocks = blocks_of(chapo, links, language)
    said = lines(chapo, links)
    is_plain = all(kind == "text" and "<a" not in value and "<li" not in value for kind, value in blocks)
    if is_plain and len(said) <= STANDFIRST:
        return said, []
    return _short(summary), blocks


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= STANDFIRST else text[: STANDFIRST - 1].rsplit(" ", 1)[0] + "…"


def _link(page: OldPage) -> list[Block]:
    """The address that SPIP showed as "Voir en ligne"."""
    name, url = (clean_text(part) for part in page.link)
    return _anchor(url, name or url, before=_("See online:")) if url else []


def _anchor(url: str, name: str, before: str = "") -> list[Block]:
    if not _leads(url):
        return []
    lead = f"{escape(before)} " if before else ""
    return [("text", f'<p>{lead}<a href="{escape(url)}">{escape(name, quote=False)}</a></p>')]


def _leads(url: str) -> bool:
    """SPIP wrote "http://" where nobody had written an address."""
    try:
        split = urlsplit(url)
    except ValueError:
        return False
    return split.scheme in {"http", "https"} and bool(split.hostname) and not re.search(r"\s", url)


def _beside(page: OldPage, links: OldLinks) -> list[Block]:
    """Documents of the page that its text does not show: pictures, then files to download."""
    blocks: list[Block] = []
    files = []
    for number in page.documents:
        document = links.old.documents.get(number)
        if document is None or number in links.shown:
            continue
        links.shown.add(number)
        kind = links.files.get(number)
        name = words(document.title) or document.path.rsplit("/", 1)[-1]
        if kind == "picture":
            caption = words(document.title)
            blocks.append(
                ("picture", {"image": number, "alternative": told(document), "caption": caption[:300], "credit": ""})
            )
        elif kind == "file":
            files.append({"document": number, "title": name[:160]})
        elif document.is_distant:
            links.note("distant")
            blocks += _anchor(document.path, name)
        else:
            links.note("document")
    return blocks + ([("files", files)] if files else [])


def _joined(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for kind, value in blocks:
        if out and kind == out[-1][0] and kind in {"text", "imported"}:
            out[-1] = (kind, f"{out[-1][1]}\n{value}")
        else:
            out.append((kind, value))
    return out


def go_live(values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """A text dated in the future is published by its date."""
    when = values.get("online_at")
    return {"go_live_at": when} if when is not None and when > at else {}
