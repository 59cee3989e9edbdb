"""A text of an old site, as blocks of this one: read, cleaned, then cut where one kind of content ends.

Pages, pictures and files of the old site stand in the blocks as marks (`mark`) until they have keys here (`finished`).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import nh3
from django.utils.translation import gettext as _

from laplateforme.core.text import clean_text
from laplateforme.editorial.queries.markup import ATTRIBUTES, IMPORTED, SCHEMES, words_of
from laplateforme.editorial.spip.addresses import FEED, read_address
from laplateforme.editorial.spip.old_site import GONE, KINDS, OldDocument, OldSite
from laplateforme.editorial.spip.site import Target
from laplateforme.editorial.spip.text import render

HERE = "https://ancien-site.invalid/"
MARK = re.compile(rf'<a href="{re.escape(HERE)}(\w+)/(\d+)(?:#([^"]*))?"[^>]*>')
PICTURE_MARK = re.compile(rf'<img src="{re.escape(HERE)}document/(\d+)" alt="([^"]*)">')
PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp"})
MODELS = frozenset(
    {"doc", "img", "image", "emb", "embed", "document", "audio", "video", "player", "lecteur", "file", "portfolio"}
)
PLAIN = frozenset({"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li"})
SAID = frozenset({"blockquote", "p", "br", "b", "strong", "i", "em"})
PLATE = frozenset({"p", "figure", "figcaption", "img", "div", "span", "br", "dl", "dt", "dd", "strong"})
INLINE = frozenset(
    {"a", "b", "strong", "i", "em", "br", "span", "img", "sup", "sub", "code", "abbr", "acronym", "q", "cite", "small",
     "del", "ins"}
)  # fmt: skip
VOID = frozenset({"br", "hr", "img"})
DROPPED = re.compile(r"<(iframe|object|embed|script|form|applet|video|audio|svg|math)\b", re.I)
OUTSIDE = re.compile(r"(?:https?|mailto|tel):", re.I)
PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*<span><b>–</b></span>(?:(?!</?p>).)*)</p>", re.S)
DASH = re.compile(r"(?:<br>\s*)?<span><b>–</b></span>(?:\s|&nbsp;)*")
ENDS = re.compile(r"(?:<br>|\s)+$")
OPENED, CLOSED = re.compile(r"<(?!br|img|hr)[a-z]"), re.compile(r"</[a-z]")
HEADING, QUOTATION, CAPTION, ALTERNATIVE = 160, 1_200, 300, 300

Block = tuple[str, Any]


def mark(kind: str, number: int) -> str:
    """The address that stands for a thing of the old site until it has one here. Kinds are SPIP's."""
    return f"{HERE}{kind}/{number}"


def words(text: str, site: "OldLinks | None" = None) -> str:
    """A short text (a title, a name) without its marks, on one line."""
    return " ".join(clean_text(words_of(clean_html(render(unescape(text)[:20_000], site).html))).split())


def lines(text: str, site: "OldLinks | None" = None) -> str:
    """A longer text as words alone, its paragraphs and lists on lines of their own."""
    html = clean_html(render(text, site).whole)
    html = re.sub(r"<li[^>]*>", "\n- ", html)
    html = re.sub(r"</(?:p|h\d|div|blockquote|tr|pre|ul|ol)>", "\n\n", re.sub(r"<br[^>]*>", "\n", html))
    bare = unescape(nh3.clean(html, tags=set(), attributes={}))
    bare = re.sub(r"^[ \t\xa0]*–[ \t\xa0]*", "- ", bare, flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", clean_text(bare))).strip()


def clean_html(html: str) -> str:
    """Elements that an imported text may hold; pictures and links are looked at one by one afterwards."""
    html = re.sub(r"<(/?)textarea\b[^>]*>", r"<\1pre>", html)
    return nh3.clean(
        html, tags=set(IMPORTED), attributes={k: set(v) for k, v in ATTRIBUTES.items()}, url_schemes=SCHEMES,
        link_rel=None,
    )  # fmt: skip


@dataclass
class OldLinks:
    """What a text may ask of its old site. `files`: which documents can be brought over, and as what."""

    old: OldSite
    files: Mapping[int, str] = field(default_factory=dict)  # number → "picture", "file"; others are not here
    shown: set[int] = field(default_factory=set)  # documents that the text has named
    notes: dict[str, int] = field(default_factory=dict)  # what had to change, how often

    def __post_init__(self) -> None:
        self.by_path = {bare_path(one.path): one.number for one in self.old.documents.values() if not one.is_distant}

    def note(self, what: str) -> None:
        self.notes[what] = self.notes.get(what, 0) + 1

    def target(self, kind: str, number: int) -> Target | None:
        if kind == "document":
            return self._document(number)
        if kind == "mot" and number in self.old.keywords:
            return Target(mark(kind, number), words(self.old.keywords[number].title))
        pages = getattr(self.old, KINDS.get(kind, ""), {}) if kind in {"article", "rubrique", "breve"} else {}
        page = pages.get(number)
        if page is None or page.status == GONE:
            self.note("link")
            return None
        return Target(mark(kind, number), words(page.title))

    def _document(self, number: int) -> Target | None:
        document = self.old.documents.get(number)
        if document is None:
            self.note("document")
            return None
        self.shown.add(number)
        name = words(document.title) or bare_path(document.path).rsplit("/", 1)[-1]
        if document.is_distant:
            return Target(document.path, name)
        if number not in self.files:
            self.note("document")
            return None
        return Target(mark("document", number), name)

    def address(self, url: str) -> str:
        """A mark when `url` is a page or a document of the old site."""
        if number := self.by_path.get(bare_path(url)):
            target = self._document(number)
            return target.url if target else ""
        if "://" in url and not url.startswith(HERE):
            return url
        found = read_address(url)
        if found is None or found[0] == FEED:
            return url
        anchor = url.partition("#")[2]
        target = self.target(*found)
        return f"{target.url}{f'#{anchor}' if anchor else ''}" if target else ""

    def model(self, name: str, number: int, options: tuple[str, ...], link: str) -> str | None:
        if name.lower() not in MODELS or not number:
            return None
        document = self.old.documents.get(number)
        if document is None:
            self.note("document")
            return ""
        self.shown.add(number)
        if self.files.get(number) == "picture":
            return plate(document)
        target = self._document(number)
        title = escape(words(document.title) or bare_path(document.path).rsplit("/", 1)[-1])
        if target is None or link:
            return title
        if document.is_distant:
            self.note("distant")
        return f'<p><a href="{escape(target.url)}">{title}</a></p>'


def bare_path(path: str) -> str:
    """ "jpg/a.jpg" of "IMG/jpg/a.jpg" or "../IMG/jpg/a.jpg", as both stand in old texts."""
    return path.strip().rpartition("IMG/")[2] if "IMG/" in path else path.strip()


def told(document: OldDocument) -> str:
    """What a picture shows, as far as the old site said so."""
    said = words(document.title) or words(document.description)
    return (said or _("Picture of the old site, which nobody has described yet"))[:ALTERNATIVE]


def plate(document: OldDocument) -> str:
    caption = " – ".join(part for part in (words(document.title), words(document.description)) if part)
    below = f"<figcaption>{escape(caption[:CAPTION])}</figcaption>" if caption else ""
    return f'<figure><img src="{mark("document", document.number)}" alt="{escape(told(document))}">{below}</figure>'


def blocks_of(text: str, site: OldLinks, language: str = "fr") -> list[Block]:
    """The blocks of a text in shortcuts, with marks."""
    if not text.strip():
        return []
    html = render(text, site, language).whole
    for _found in DROPPED.finditer(html):
        site.note("frame")
    return cut(PARAGRAPH.sub(_dashed, clean_html(html)), site)


def _dashed(match: re.Match[str]) -> str:
    """Lines that begin with a dash are a list; SPIP drew it by hand."""
    first, *items = DASH.split(match[1])
    if not items or any(len(OPENED.findall(part)) != len(CLOSED.findall(part)) for part in (first, *items)):
        return match[0]
    before = ENDS.sub("", first)
    listed = "".join(f"<li>{ENDS.sub('', item)}</li>" for item in items)
    return f"{f'<p>{before}</p>' if before.strip() else ''}<ul>{listed}</ul>"


def cut(html: str, site: OldLinks) -> list[Block]:
    """Cleaned HTML, cut into blocks."""
    cutter = _Cutter(site)
    cutter.feed(html)
    cutter.close()
    cutter.end_loose()
    top = min((piece.level for piece in cutter.pieces if piece.level), default=2)
    blocks: list[Block] = []
    for piece in cutter.pieces:
        block = _block(piece, top)
        if block is None:
            continue
        kind, value = block
        if blocks and kind == blocks[-1][0] and kind in {"text", "imported"}:
            blocks[-1] = (kind, f"{blocks[-1][1]}\n{value}")
        else:
            blocks.append(block)
    return blocks


@dataclass
class _Piece:
    """One element at the top of a text, or a stretch of words without one (`tag` is empty)."""

    tag: str
    html: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    pictures: list[tuple[int, str]] = field(default_factory=list)
    has_names: bool = False
    has_links: bool = False

    @property
    def level(self) -> int:
        return int(self.tag[1]) if re.fullmatch(r"h[2-6]", self.tag) else 0

    @property
    def text(self) -> str:
        return re.sub(r"[ \t\xa0]*\n\s*", "\n", "".join(self.words)).strip()


class _Cutter(HTMLParser):
    """Follows HTML that nh3 has written (every element is closed) and keeps what stands at the top apart."""

    def __init__(self, site: OldLinks) -> None:
        super().__init__(convert_charrefs=True)
        self.site, self.pieces, self.depth = site, list[_Piece](), 0
        self.now: _Piece | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0 and not (tag in INLINE and self.now is not None):
            if tag not in INLINE:
                self.end_loose()
            self.now = _Piece("" if tag in INLINE else tag)
        piece = self._piece()
        said = {name: value or "" for name, value in attrs}
        piece.html.append(self._opening(tag, said, piece))
        piece.tags.add(tag)
        piece.has_names |= bool(said.get("id"))
        if tag in {"br", "p", "div", "dd"}:
            piece.words.append("\n")
        if tag not in VOID:
            self.depth += 1
        elif self.depth == 0 and tag == "hr":
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or self.depth == 0:
            return
        self._piece().html.append(f"</{tag}>")
        self.depth -= 1
        if self.depth == 0 and self._piece().tag:
            self._end()

    def handle_data(self, data: str) -> None:
        if self.depth == 0 and self.now is None and not data.strip():
            return
        piece = self._piece()
        piece.html.append(escape(data, quote=False))
        piece.words.append(data)

    def end_loose(self) -> None:
        """Words at the top end where the next element begins."""
        if self.now is not None:
            self._end()

    def _piece(self) -> _Piece:
        if self.now is None:
            self.now = _Piece("")
        return self.now

    def _end(self) -> None:
        assert self.now is not None
        if not self.now.tag:
            around = "p" if self.now.tags <= INLINE else "div"
            self.now.html = [f"<{around}>", *self.now.html, f"</{around}>"]
            self.now.tags.add(around)
        self.pieces.append(self.now)
        self.now = None

    def _opening(self, tag: str, said: dict[str, str], piece: _Piece) -> str:
        if tag == "img":
            return self._picture(said, piece)
        if tag == "a":
            piece.has_links = True
            said["href"] = self._address(said.get("href", ""))
        written = "".join(f' {name}="{escape(value)}"' for name, value in said.items() if value)
        return f"<{tag}{written}>"

    def _address(self, href: str) -> str:
        if not href or href.startswith(("#", HERE)):
            return href
        address = self.site.address(href)
        if OUTSIDE.match(address) or address.startswith(HERE):
            return address
        if address == href:
            self.site.note("link")  # a path of the old site that leads nowhere here
        return ""

    def _picture(self, said: dict[str, str], piece: _Piece) -> str:
        """A picture of the old site stays one; one of another host becomes a link: nothing is fetched elsewhere."""
        source, alternative = said.get("src", ""), said.get("alt", "")
        address = source if source.startswith(HERE) else self.site.address(source)
        if found := re.fullmatch(rf"{re.escape(HERE)}document/(\d+)", address):
            number = int(found[1])
            if self.site.files.get(number) == "picture":
                alternative = alternative.strip() or told(self.site.old.documents[number])
                piece.pictures.append((number, alternative))
                return f'<img src="{mark("document", number)}" alt="{escape(alternative)}">'
        elif OUTSIDE.match(source):
            self.site.note("distant")
            name = escape(alternative or source.rsplit("/", 1)[-1] or source, quote=False)
            piece.words.append(name)
            piece.tags.add("a")
            return name if piece.has_links else f'<a href="{escape(source)}">{name}</a>'
        elif address == source:
            self.site.note("document")
        return escape(alternative, quote=False)


def _block(piece: _Piece, top: int) -> Block | None:
    text = piece.text
    if not text and not piece.pictures and "hr" not in piece.tags and not piece.has_names:
        return None
    if piece.level and text and not piece.pictures and not piece.has_links and len(text) <= HEADING:
        return ("heading" if piece.level == top else "subheading", " ".join(text.split()))
    if len(piece.pictures) == 1 and piece.tags <= PLATE and len(text) <= CAPTION:
        number, alternative = piece.pictures[0]
        caption = " ".join(text.split())
        value = {"image": number, "alternative": alternative[:ALTERNATIVE], "caption": caption, "credit": ""}
        return ("picture", value)
    if piece.tag == "blockquote" and piece.tags <= SAID and len(text) <= QUOTATION:
        return ("quotation", {"words": text, "who": ""})
    if piece.tags <= PLAIN and not piece.has_names:
        return ("text", "".join(piece.html))
    return ("imported", "".join(piece.html))


def finished(blocks: list[Block], keys: Mapping[tuple[str, int], int], seed: str) -> str:
    """The blocks as they are kept, marks replaced by keys. `keys`: by (kind, number), as in marks.

    A link to what has no key stays as words; so does a picture, by what it shows.
    """

    def link(match: re.Match[str]) -> str:
        key = keys.get((match[1], int(match[2])))
        if key is None:
            return "<a>"
        kind = "document" if match[1] == "document" else "page"
        anchor = f' anchor="{match[3]}"' if match[3] else ""
        return f'<a linktype="{kind}" id="{key}"{anchor}>'

    def picture(match: re.Match[str]) -> str:
        key = keys.get(("picture", int(match[1])))
        if key is None:
            return match[2]
        return f'<embed embedtype="image" id="{key}" format="fullwidth" alt="{match[2]}">'

    out: list[dict[str, Any]] = []
    for kind, value in blocks:
        if kind in {"text", "imported"}:
            value = PICTURE_MARK.sub(picture, MARK.sub(link, value))
        elif kind == "picture":
            key = keys.get(("picture", value["image"]))
            if key is None:
                kind, value = "text", f"<p>{escape(value['alternative'], quote=False)}</p>"
            else:
                value = {**value, "image": key}
        elif kind == "files":
            found = [(keys.get(("document", one["document"])), one["title"]) for one in value]
            value = [_item({"document": key, "title": title}, seed, key) for key, title in found if key]
            if not value:
                continue
        out.append({"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{seed}/{len(out)}"))})
    return json.dumps(out, ensure_ascii=False)


def _item(value: dict[str, Any], seed: str, key: int) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": str(uuid5(NAMESPACE_URL, f"{seed}/file/{key}"))}
