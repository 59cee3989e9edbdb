"""SPIP's typographic shortcuts, read: one text in, the HTML that the old site would have shown out.

What comes out is as the author meant it, and as unsafe: clean it (`clean`) before anybody sees it.
The rules are those that SPIP documents; the order in which they act is the one in which they were seen to act.
"""

import re
from dataclasses import dataclass, field
from html import escape

from laplateforme.editorial.spip import blocks, links, typography
from laplateforme.editorial.spip.protect import BLOCK, SIGNS, Shelter, between
from laplateforme.editorial.spip.site import Nowhere, Site

LONGEST = 2_000_000
NOTE = re.compile(r"\[\[(?:\s*<([^<>]*)>)?((?:[^\[\]]|\[(?!\[)[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\])*)\]\]")
LANGUAGE = re.compile(r"\[([a-z_]{2,8})\]", re.I)
BOLD = re.compile(r"\{\{((?:(?!\{\{|\}\}).)*)\}\}", re.S)
ITALIC = re.compile(r"\{((?:[^{}])*)\}", re.S)
MARKED = re.compile(r"\[\*\*?([^\[\]]{0,2000}?)\*\*?\]")
HARD_SPACES = re.compile(r"(?:~|&nbsp;|\u00a0){2,}+|~")  # possessive: a long run is read once
ENDLESS = re.compile(r"[ \t]{200,}+")  # nobody meant them, and several rules would look at each of them again
SEVERAL = re.compile(r"(?:&nbsp;){2,}")
DROPPED = re.compile(r"</?(?:intro|onAir|quote-auteur)>|<:[\w:]+:>", re.I)
AMPERSAND = re.compile(r"&(?!#?\w+;)")
LESS = re.compile(r"<(?![a-z/!])", re.I)
NOTE_TITLE = 80
NOTE_WORDS = {"fr": "Notes", "en": "Footnotes"}


@dataclass
class Reading:
    """One text being read: where it comes from, its language, what was put aside, its notes."""

    site: Site = field(default_factory=Nowhere)
    language: str = "fr"
    shelter: Shelter = field(default_factory=Shelter)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (mark, HTML of the words)
    missing: list[str] = field(default_factory=list)  # internal links that lead nowhere

    def typography(self, text: str) -> str:
        return typography.french(text) if self.language == "fr" else typography.english(text)

    def untouched(self, words: str) -> str:
        """Words of another language: their marks are read, their spaces stay."""
        parts = re.split(rf"({typography.TAG}|\s+$|^\s+)", emphasis(words))
        return "".join(
            part if index % 2 or not part else self.shelter.keep(entities(part)) for index, part in enumerate(parts)
        )


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML, the notes at its foot apart, and the internal links that lead nowhere."""

    html: str
    notes: str
    missing: tuple[str, ...]

    @property
    def whole(self) -> str:
        return self.html + self.notes


def render(text: str, site: Site | None = None, language: str = "fr") -> Rendered:
    """Reads `text` (at most LONGEST signs are read). Never raises on what an author can write."""
    reading = Reading(site or Nowhere(), language)
    html = _render(text[:LONGEST], reading)
    return Rendered(html, _notes(reading), tuple(reading.missing))


def _render(text: str, reading: Reading) -> str:
    text = SIGNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = ENDLESS.sub(" ", text)
    text = reading.shelter.take_raw(text)
    text = DROPPED.sub("", choose_language(text, reading.language))
    text = NOTE.sub(lambda match: _note(match, reading), text)
    return _finish(text, reading)


def _finish(text: str, reading: Reading) -> str:
    text = re.sub(r"\n[ \t]+(?=\n)", "\n", text)
    text = typography.signs(links.expand_models(links.expand_links(text, reading), reading))
    text = _linked_blocks(text, reading)
    text = blocks.verses(blocks.quotations(text))
    text = blocks.tables(blocks.rules(text))
    text = blocks.lists(blocks.dashes(blocks.headings(text)))
    text = emphasis(text)
    text = entities(text)
    text = HARD_SPACES.sub(lambda m: "&nbsp;" if "~" in m[0] else SEVERAL.sub("&nbsp;", m[0]), text)
    text = reading.typography(text)
    text = blocks.line_breaks(blocks.apart(text).strip("\n"))
    return reading.shelter.give_back(blocks.paragraphs(text))


def entities(text: str) -> str:
    """Signs that are neither an entity nor the beginning of a tag."""
    return AMPERSAND.sub("&amp;", LESS.sub("&lt;", text))


def choose_language(text: str, language: str) -> str:
    """<multi>[fr]…[en]…</multi>: the language asked, else the first."""

    def choose(content: str) -> str:
        parts = LANGUAGE.split(content)
        said = {parts[at].lower(): parts[at + 1] for at in range(1, len(parts) - 1, 2)}
        return said.get(language) or next((words for words in (parts[0], *said.values()) if words.strip()), "")

    return between(text, "<multi>", "</multi>", choose)


def emphasis(text: str) -> str:
    """{{bold}}, {italic}, [*marked*]; marks that do not close stay as they are."""
    for _ in range(4):
        before = text
        text = BOLD.sub(r"<strong>\1</strong>", text)
        text = ITALIC.sub(r"<i>\1</i>", text)
        if text == before:
            break
    return MARKED.sub(r'<strong class="caractencadre-spip spip">\1</strong>', text)


SAID_LINK = re.compile(r"\[([^\[\]]*?)->([^\]]*)\]|" + links.BARE.pattern, re.I)
RAW_LINK = re.compile(r"(<a\b[^<>]*>)((?:(?!</?a\b).){0,5000})(</a>)", re.S | re.I)


def _linked_blocks(text: str, reading: Reading) -> str:
    """A link that its author wrote in HTML around a block is a block."""
    if BLOCK not in text:
        return text
    return RAW_LINK.sub(lambda m: links.wrapped(m[1], m[2], reading) if BLOCK in m[2] else m[0], text)


def _note(match: re.Match[str], reading: Reading) -> str:
    """[[words]] becomes a mark here and words at the foot; [[<a>words]] names its mark, [[<a>]] calls it again."""
    name, words = match[1], match[2].strip()
    if name is not None and not words:
        mark = escape(name.strip())
        return (
            reading.shelter.keep(f"&nbsp;[<a href='#nb{mark}' class='spip_note' rel='appendix'>{mark}</a>]")
            if mark
            else ""
        )
    numbered = sum(1 for mark, _ in reading.notes if mark.isdigit())
    mark = escape(name.strip()) if name else str(numbered + 1)
    title = _note_title(words, reading)
    reading.notes.append((mark, words))
    return reading.shelter.keep(
        f"<span class=\"spip_note_ref\">&nbsp;[<a href='#nb{mark}' class='spip_note' rel='appendix' title='{title}' "
        f"id='nh{mark}'>{mark}</a>]</span>"
    )


def _note_title(words: str, reading: Reading) -> str:
    bare = re.sub(r"<[^<>]*>", "", SAID_LINK.sub(lambda m: m[1] or m[2] or "", words))
    bare = re.sub(r"[ \t\n]+$", "", re.sub(r"[{}]+", "", bare)).strip()
    if len(bare) > NOTE_TITLE:
        bare = bare[:NOTE_TITLE].rsplit(" ", 1)[0] + "(...)"
    return escape(bare)


def _notes(reading: Reading) -> str:
    """The notes at the foot, in the order of their marks; a note may hold links and marks, not further notes."""
    if not reading.notes:
        return ""
    word = NOTE_WORDS.get(reading.language, "Notes")
    out = []
    for mark, words in reading.notes:
        link = f"<a href='#nh{mark}' class='spip_note' title='{word} {mark}' rev='appendix'>{mark}</a>"
        back = reading.shelter.keep(f'<span class="spip_note_ref">[{link}]&nbsp;</span>')
        out.append(f"<div id='nb{mark}'>\n{_finish(back + words, reading)}\n</div>")
    return f"<div class='notes'>{''.join(out)}</div>"
