"""Advice to whoever writes: what makes a text easier for everybody. Advice, never a lock."""

import re
from typing import Any

from django.utils.translation import gettext as _

from laplateforme.editorial.models import ArticlePage
from laplateforme.editorial.queries.body import raw_blocks
from laplateforme.editorial.queries.markup import words_of

LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.I | re.S)
VAGUE = {"ici", "cliquez ici", "lien", "ce lien", "en savoir plus", "lire la suite", "voir", "here"}
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.I | re.S)
LONG_WORDS, LONG_TITLE = 110, 90
FILE_NAME = re.compile(r"\.(jpe?g|png|webp|gif)$|^(img|dsc|image|photo)[ _-]?\d*$", re.I)


def advice_for(page: ArticlePage) -> list[str]:
    """In sentences, the most useful first."""
    blocks = raw_blocks(page)
    found = [*_pictures(page, blocks), *_headings(blocks), *_words(blocks)]
    if not page.standfirst.strip():
        found.append(_("Say in two sentences what one learns: lists and searches show them."))
    if len(page.title) > LONG_TITLE:
        found.append(_("The title is long: fewer than ninety characters are read at one glance."))
    letters = [char for char in page.title if char.isalpha()]
    if len(letters) > 8 and all(char.isupper() for char in letters):
        found.append(_("A title in capital letters is hard to read: write it as usual."))
    return found


def _pictures(page: ArticlePage, blocks: list[dict[str, Any]]) -> list[str]:
    told = [page.picture_alt] if page.picture_id else []
    told += [str(block["value"].get("alternative") or "") for block in blocks if block["type"] == "picture"]
    if any(FILE_NAME.search(words.strip()) for words in told):
        return [_("A picture is described by the name of its file: say what one sees.")]
    return []


def _headings(blocks: list[dict[str, Any]]) -> list[str]:
    kinds = [block["type"] for block in blocks if block["type"] in {"heading", "subheading"}]
    if kinds and kinds[0] == "subheading":
        return [_("A small heading comes before any heading: screen readers lose the order of the text.")]
    length = sum(len(words_of(str(block["value"])).split()) for block in blocks if block["type"] == "text")
    if length > 500 and not kinds:
        return [_("The text is long and has no heading: two or three would help to find one’s way.")]
    return []


def _words(blocks: list[dict[str, Any]]) -> list[str]:
    html = [str(block["value"]) for block in blocks if block["type"] in {"text", "imported"}]
    found = []
    links = [words_of(words).strip().casefold() for text in html for words in LINK.findall(text)]
    if any(words in VAGUE for words in links):
        found.append(_("A link says “here”: name what it leads to."))
    if any(len(words_of(part).split()) > LONG_WORDS for text in html for part in PARAGRAPH.findall(text)):
        found.append(_("A paragraph is longer than a hundred words: cut it in two."))
    return found
