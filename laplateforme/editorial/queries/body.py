"""The blocks of a text, ready to be drawn: what each names is read once for all of them, one query a kind."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from io import StringIO
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from wagtail.models import Page

from laplateforme.core.dates import hour_in_words, hours_in_words, in_words
from laplateforme.core.text import slug_of
from laplateforme.editorial.models import AttachedFile, EventPage, Picture
from laplateforme.editorial.queries.markup import Found, Wanted, clean, image, resolved, want, words_of
from laplateforme.guidance.models import KeyQuestion
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer

MOST_ROWS = 500


@dataclass(frozen=True)
class Piece:
    """One block: `kind` chooses how it is drawn, `value` is what the drawing reads, `id` names it for corrections."""

    kind: str
    value: Any
    id: str = ""


@dataclass(frozen=True)
class Line:
    """Something of the platform that a text points to, or one line of a list."""

    name: str
    url: str
    note: str = ""
    text: str = ""


@dataclass(frozen=True)
class Download:
    """A file as the page offers it."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class Table:
    """A pasted table: the first line names the columns."""

    caption: str
    headers: list[str]
    rows: list[list[str]]


@dataclass
class Named:
    """All that the blocks of one text name."""

    links: Wanted = field(default_factory=Wanted)
    offers: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    events: set[int] = field(default_factory=set)


def raw_blocks(page: Any, name: str = "body") -> list[dict[str, Any]]:
    """The blocks as they are kept: type, value, id."""
    return [block for block in getattr(page, name).get_prep_value() if isinstance(block, dict)]


def named_in(blocks: Iterable[Mapping[str, Any]]) -> Named:
    """What a text names, without reading any of it."""
    named = Named()
    for block in blocks:
        kind, value = block["type"], block["value"]
        if kind in {"text", "imported"}:
            want(str(value or ""), named.links)
        elif kind == "picture" and value.get("image"):
            named.links.pictures.add(int(value["image"]))
        elif kind == "files":
            named.links.files |= {int(key) for item in value if (key := _item(item).get("document"))}
        elif kind == "offer" and value:
            named.offers.add(str(value))
        elif kind == "key_question" and value:
            named.questions.add(str(value))
        elif kind == "event" and value:
            named.events.add(int(value))
    return named


def _item(item: Any) -> Mapping[str, Any]:
    """A member of a list, in either of the two shapes in which Wagtail keeps one."""
    value = item.get("value", item) if isinstance(item, Mapping) else {}
    return value if isinstance(value, Mapping) else {}


def pieces_of(page: Any, network: Network, *, with_drafts: bool = False) -> list[Piece]:
    """The body of `page`, in at most six queries. What is gone, or not public (unless `with_drafts`), is left out."""
    blocks = raw_blocks(page)
    named = named_in(blocks)
    found = found_of(named.links, network)
    lines: dict[str, Mapping[Any, Line]] = {
        "offer": _offers(named.offers, network),
        "key_question": _questions(named.questions, network),
        "event": _events(named.events, network, with_drafts=with_drafts),
    }
    pieces = []
    for block in blocks:
        kind = block["type"]
        ready = lines[kind].get(block["value"]) if kind in lines else _ready(kind, block["value"], found)
        if ready:
            pieces.append(Piece(kind, ready, str(block.get("id") or "")))
    return pieces


def _ready(kind: str, value: Any, found: Found) -> Any:
    if kind in {"text", "imported"}:
        return clean(resolved(str(value or ""), found), is_imported=kind == "imported")
    if kind in {"heading", "subheading"}:
        return {"words": value, "anchor": slug_of(str(value))}
    if kind == "picture":
        return _picture(value, found)
    if kind == "files":
        return [one for item in value if (one := _download(_item(item), found))]
    return table_of(value) if kind == "table" else value


def found_of(wanted: Wanted, network: Network) -> Found:
    """Where pages, files and pictures are today; those of other networks are not found."""
    found = Found()
    if wanted.pages:
        rows = Page.objects.filter(pk__in=wanted.pages, live=True).values_list("pk", "url_path")
        found.pages = {key: address for key, path in rows if (address := address_of(path, network))}
    if wanted.files:
        found.files = AttachedFile.objects.of_network(network).in_bulk(wanted.files)
    if wanted.pictures:
        found.pictures = Picture.objects.of_network(network).in_bulk(wanted.pictures)
    return found


def address_of(url_path: str, network: Network) -> str:
    """The address within `network` of a page kept at `url_path`; empty for a page of another network."""
    start = f"/{network.slug}/"
    return f"{_front(get_script_prefix())}{url_path[len(start) :]}" if url_path.startswith(start) else ""


@lru_cache(maxsize=200)
def _front(prefix: str) -> str:
    """The first page of the site under a network's `prefix`, looked up once for the hundreds of lines of a list."""
    return reverse("editorial:resources")


def _offers(codes: set[str], network: Network) -> dict[str, Line]:
    if not codes:
        return {}
    rows = Offer.objects.public_in(network).filter(code__in=codes)
    return {
        code: Line(name, reverse("offers:offer", args=[code]), short or whole, summary)
        for code, name, summary, short, whole in rows.values_list(
            "code", "name", "summary", "organization__short_name", "organization__name"
        )
    }


def _questions(slugs: set[str], network: Network) -> dict[str, Line]:
    if not slugs:
        return {}
    rows = KeyQuestion.objects.published().of_network(network).filter(slug__in=slugs)
    return {
        slug: Line(text, reverse("guidance:key_question", args=[slug]), "", answer)
        for slug, text, answer in rows.values_list("slug", "text", "short_answer")
    }


def _events(keys: set[int], network: Network, *, with_drafts: bool) -> dict[int, Line]:
    if not keys:
        return {}
    events = EventPage.objects.of_network(network).filter(pk__in=keys)
    events = events if with_drafts else events.shown()
    return {
        event.pk: Line(event.title, event.get_absolute_url(), when_words(event.starts_at, event.ends_at), event.place)
        for event in events
    }


def when_words(starts_at: datetime, ends_at: datetime | None) -> str:
    """ "jeudi 22 novembre 2026, de 9 h à 12 h": days and hours as people say them, local time."""
    if ends_at is not None and timezone.localdate(ends_at) != timezone.localdate(starts_at):
        return f"{in_words(starts_at)}, {hour_in_words(starts_at)} – {in_words(ends_at)}, {hour_in_words(ends_at)}"
    return f"{in_words(starts_at)}, {hours_in_words(starts_at, ends_at)}"


def _picture(value: Mapping[str, Any], found: Found) -> Any:
    picture = found.pictures.get(int(value.get("image") or 0))
    if picture is None:
        return None
    return {
        "tag": image(picture, str(value.get("alternative") or "")),
        "caption": value.get("caption") or "",
        "credit": value.get("credit") or picture.credit,
    }


def _download(item: Mapping[str, Any], found: Found) -> Download | None:
    file = found.files.get(int(item.get("document") or 0))
    if file is None:
        return None
    ending = file.file.name.rsplit(".", 1)[-1].upper()
    note = f"{ending}, {filesizeformat(file.file_size)}" if file.file_size else ending
    return Download(str(item.get("title") or file.title), file.url, note)


def table_of(value: Mapping[str, Any]) -> Table | None:
    """Lines and cells of a pasted table; every row as wide as the widest."""
    text = str(value.get("rows") or "")
    mark = "\t" if "\t" in text else "|" if "|" in text else ";"
    lines = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text), delimiter=mark) if any(row)]
    if not lines:
        return None
    across = max(map(len, lines))
    lines = [[*line, *[""] * (across - len(line))] for line in lines[:MOST_ROWS]]
    return Table(str(value.get("caption") or ""), lines[0], lines[1:])


def text_of(page: Any, name: str = "body") -> str:
    """The words of a text alone, for search and for advice to writers."""
    parts: list[str] = []
    for block in raw_blocks(page, name):
        parts += _words(block["type"], block["value"])
    return "\n".join(part for part in parts if part)


def _words(kind: str, value: Any) -> list[str]:
    if kind in {"text", "imported"}:
        return [words_of(str(value or ""))]
    if isinstance(value, str):
        return [] if kind in {"offer", "key_question"} else [value]
    if isinstance(value, Mapping):
        return [str(part) for name, part in value.items() if isinstance(part, str) and name not in {"url", "verb"}]
    if isinstance(value, list):
        return [str(_item(item).get("title") or "") for item in value]
    return []
