"""Text made fit for paper: signs the faces can draw, French spaces, very long words that may break."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

NBSP = "\u00a0"
MAY_BREAK = "\u200b"
LONG_WORD = re.compile(r"[^\s\u200b\u00a0]{25,}")
NATURAL_BREAK = re.compile(r"(?<=[/@?&=_.,;:])(?=[^\s/.])")
SENTENCE_END = re.compile(r"([.!?…]»?|[.!?…]\u00a0»)(?=\s)")
CHUNK = 18
# What the two faces and those that come with typst can draw. PDF/UA refuses a page with any other sign.
DRAWN = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u024f\u0300-\u0304\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0484\u0487-\u04ff"
    "\u05b0-\u05c7\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063a\u0640-\u064a\u0660-\u066d\u067e\u0686\u0698"
    "\u06a4\u06a9\u06af\u06be\u06cc\u06f0-\u06f9\u1e00-\u1eff\u2000-\u200b\u2010-\u2027\u202f-\u2040\u2074-\u208e"
    "\u20a0-\u20c0\u2122\u2126\u2153-\u2184\u2190-\u2193\u2212-\u22ff\u25cf\u2713]"
)
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"[ \u00a0\u202f]+(?=[?!:;»%€])"), NBSP),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NBSP),
    (re.compile(r"(?<=\d) (?=(?:h|km|m|min|kg)\b)"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{2,3}\b)"), NBSP),  # thousands, telephone numbers
    (re.compile(r"\b(\d{1,2}|1er) (?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
                r"novembre|décembre)\b)"), r"\1" + NBSP),
)  # fmt: skip


def drawable(text: str) -> str:
    """Signs no face can draw are spelled out when Unicode knows how, else left out; directions are not forced."""
    text = unicodedata.normalize("NFC", text)
    if DRAWN.search(text) is None:
        return text
    spelled = "".join(unicodedata.normalize("NFKC", sign) if DRAWN.match(sign) else sign for sign in text)
    return re.sub(r" {2,}", " ", DRAWN.sub("", spelled)).strip()


def french(text: str) -> str:
    """Never a break before a double sign, inside quotation marks, a number or a short date."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def held_title(text: str) -> str:
    """In large type, a lone letter never ends a line: "à plusieurs", "y aller"."""
    return re.sub(r"\b([àÀaAyYôÔ]) (?=\w)", r"\1" + NBSP, text)


def breakable(text: str) -> str:
    """Addresses break after their signs; a word without end breaks anyway."""
    if LONG_WORD.search(text) is None:
        return text
    return LONG_WORD.sub(_broken, text)


def _broken(word: re.Match[str]) -> str:
    parts = NATURAL_BREAK.sub(MAY_BREAK, word[0]).split(MAY_BREAK)
    pieces = [part[start : start + CHUNK] for part in parts for start in range(0, len(part), CHUNK)]
    return MAY_BREAK.join(pieces)


def shortened(text: str, most: int) -> str:
    """At most `most` signs, cut between words when it can be, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    space = kept.rfind(" ")
    return (kept[:space] if space > most * 0.6 else kept).rstrip(" ,;:.–-(«") + "…"


def whole_sentences(text: str, most: int) -> str:
    """As many whole sentences as hold in `most` signs; a first one that does not is shortened."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    ends = [end.end(1) for end in SENTENCE_END.finditer(text) if end.end(1) <= most]
    return text[: ends[-1]] if ends else shortened(text, most)


def for_paper(value: Any, language: str = "fr") -> Any:
    """The same data with every text made fit; links (`…href`) are left as they are."""
    known: dict[str, str] = {}  # labels come back with each entry

    def fit(text: str) -> str:
        if text not in known:
            drawn = drawable(text)
            known[text] = breakable(french(drawn) if language.startswith("fr") else drawn)
        return known[text]

    def walk(inner: Any, key: str = "") -> Any:
        if isinstance(inner, str):
            return inner if key.endswith("href") else fit(inner)
        if isinstance(inner, dict):
            return {name: walk(one, str(name)) for name, one in inner.items()}
        if isinstance(inner, list | tuple):
            return [walk(one, key) for one in inner]
        return inner

    return walk(value)
