"""HTML as writers left it, made safe and right for today: links find their pages again, pictures their sizes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from laplateforme.editorial.models import AttachedFile, Picture

TEXT = {
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "h3",
    "h4",
    "sup",
    "sub",
    "code",
    "abbr",
    "q",
    "cite",
}
IMPORTED = TEXT | {
    *(
        "h2",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "dl",
        "dt",
        "dd",
        "del",
        "ins",
        "span",
        "div",
        "figure",
        "figcaption",
    ),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "img", "small", "acronym"),
}
ATTRIBUTES = {
    "a": {"href", "title", "hreflang", "lang", "id"},
    "abbr": {"title"},
    "acronym": {"title"},
    "span": {"lang"},
    "p": {"lang", "id"},
    "li": {"id"},
    "div": {"lang", "id"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "img": {"src", "alt", "width", "height", "loading"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
OPENING = re.compile(r"<(a|embed)\b([^>]*)>", re.I)
PAIR = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
OURS = re.compile(r"(?:/r/[\w-]+)?/images/[0-9a-f-]{36}/\d+\.webp$")


@dataclass
class Found:
    """What the links and pictures of a text name, and where they are today."""

    pages: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, AttachedFile] = field(default_factory=dict)
    pictures: Mapping[int, Picture] = field(default_factory=dict)


@dataclass
class Wanted:
    """Keys that a text names, to be looked up in one query a kind."""

    pages: set[int] = field(default_factory=set)
    files: set[int] = field(default_factory=set)
    pictures: set[int] = field(default_factory=set)


def _attributes(words: str) -> dict[str, str]:
    return {match[1].lower(): match[2] if match[2] is not None else match[3] for match in PAIR.finditer(words)}


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 10 else 0


def want(html: str, wanted: Wanted) -> None:
    """Notes which pages, files and pictures the text names."""
    for match in OPENING.finditer(html):
        said = _attributes(match[2])
        key = _number(said.get("id"))
        kind = said.get("linktype") or said.get("embedtype")
        kinds = {"page": wanted.pages, "document": wanted.files, "image": wanted.pictures}
        if key and kind in kinds:
            kinds[kind].add(key)


def resolved(html: str, found: Found) -> str:
    """Links by key become links by address; one whose page is gone stays as words."""

    def answer(match: re.Match[str]) -> str:
        said = _attributes(match[2])
        key = _number(said.get("id"))
        if match[1].lower() == "embed":
            picture = found.pictures.get(key) if said.get("embedtype") == "image" else None
            return image(picture, said.get("alt", "")) if picture else ""
        kind = said.get("linktype")
        if kind is None:
            return match[0]
        address = found.pages.get(key, "") if kind == "page" else ""
        if kind == "document" and key in found.files:
            address = found.files[key].url
        anchor = said.get("anchor", "")
        address += f"#{anchor}" if address and anchor else ""
        return f'<a href="{escape(address)}">' if address else "<a>"

    return OPENING.sub(answer, html)


def image(picture: Picture, alternative: str, *, width: int = 960) -> SafeString:
    """An image tag that keeps its place on the page while it loads."""
    across, high = picture.size_at(width)
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        picture.address(width),
        alternative,
        across,
        high,
    )


@lru_cache(maxsize=4)
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    def allowed(tag: str, name: str, value: str) -> str | None:
        return value if (tag, name) != ("img", "src") or OURS.match(value) else None

    attributes = {tag: names for tag, names in ATTRIBUTES.items() if tag in tags}
    return nh3.Cleaner(
        tags=set(tags), attributes=attributes, url_schemes=SCHEMES, link_rel=None, attribute_filter=allowed
    )


def clean(html: str, *, is_imported: bool = False) -> SafeString:
    """Elements that a text may hold and no other, whatever was written."""
    return mark_safe(_cleaner(frozenset(IMPORTED if is_imported else TEXT)).clean(html))


def words_of(html: str) -> str:
    """The text alone, for search and for counting."""
    spaced = re.sub(r"</(?:p|li|h\d|td|th|dt|dd|div|blockquote)>|<br\s*/?>", " ", html, flags=re.I)
    bare = unescape(nh3.clean(spaced, tags=set(), attributes={}))
    return re.sub(r"\s+", " ", bare).strip()
