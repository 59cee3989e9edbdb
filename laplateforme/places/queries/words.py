"""Names of places as they are compared: folded, abbreviations opened, ordinals reduced to their number."""

import re
from collections.abc import Iterable

from laplateforme.core.text import fold

ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = frozenset(("le", "la", "les", "l"))
WORD = re.compile(r"[a-z0-9]+")
ORDINAL = re.compile(r"^(\d{1,2})(?:er|ere|e|eme|nd|nde)$")
NUMBER = re.compile(r"^(?:\d{1,5}|2[ab](?:\d{3})?)$")  # post code or its beginning, département, INSEE code, district
MOST_CHARACTERS = 80


def words_of(text: str) -> list[str]:
    """ "L'Isle-s/-la-Sorgue" → ["l", "isle", "s", "la", "sorgue"]; abbreviations stay as they are."""
    return [ORDINAL.sub(r"\1", word) for word in WORD.findall(fold(text[:MOST_CHARACTERS]))]


def name_words(text: str) -> list[str]:
    """Words of an official or complete name, abbreviations opened."""
    return [ABBREVIATIONS.get(word, word) for word in words_of(text)]


def readings_of(words: list[str]) -> list[list[str]]:
    """What may be meant: abbreviations opened; the last word, perhaps unfinished, also as typed ("st" → Strasbourg)."""
    opened = [ABBREVIATIONS.get(word, word) for word in words]
    if words and opened[-1] != words[-1]:
        return [opened, [*opened[:-1], words[-1]]]
    return [opened]


def compact(words: Iterable[str]) -> str:
    """Without spaces, so that "Lisle sur la sorgue" and "L'Isle-sur-la-Sorgue" are the same."""
    return "".join(words)
