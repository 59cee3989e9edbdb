"""The analyser: from a French sentence to the terms that the index holds.

Each word gives up to four terms, all folded to plain letters:
the stem of the accented word and the stem of the folded word (French stems depend on accents, and people type without),
the word itself when it looks like an acronym, and the root of its family (`~` in front: a weaker kin).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from laplateforme.core.search.french import COMBINING, DERIVATIONS, FEMININE, SHORTEST_PART, SHORTEST_ROOT, STOP_WORDS

LONGEST_TEXT = 200_000
LONGEST_WORD = 40
KIN = "~"

_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "＇": "'", "´": "'", "`": "'", "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"}
)
# An acronym with dots, or a word (of several parts, perhaps). An apostrophe cuts: elided articles are small words.
_CHUNK = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:[-‐‑][^\W_]+)*")
_HYPHEN = re.compile("[-‐‑]")


@dataclass(frozen=True)
class Word:
    """One word of a text: as typed, and the terms it stands for."""

    typed: str
    terms: tuple[str, ...]
    kin: str
    is_small: bool = False

    @cached_property
    def term(self) -> str:
        return self.terms[0]

    @cached_property
    def every(self) -> tuple[str, ...]:
        """All that is written in the index for it."""
        return (*self.terms, self.kin) if self.kin else self.terms


def fold(text: str) -> str:
    """Plain letters: é → e, œ → oe, lower case."""
    decomposed = unicodedata.normalize("NFD", text.translate(_APOSTROPHES).lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer  # noqa: PLC0415  slow import

    return Stemmer.Stemmer("french")


def masculine(folded: str) -> str:
    """The masculine of a feminine that French stemmers leave apart."""
    for ending, other in FEMININE:
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            return folded[: -len(ending)] + other
    return folded


def root(stem: str) -> str:
    """The family of a stem: at most two endings less, never under four letters."""
    for _ in range(2):
        for ending in DERIVATIONS:
            if stem.endswith(ending) and len(stem) - len(ending) >= SHORTEST_ROOT:
                stem = stem[: -len(ending)]
                break
        else:
            break
    return stem


def second_half(word: Word) -> Word | None:
    """The noun inside a learned compound (écoconduite: conduite), if the word looks like one."""
    folded = fold(word.typed)
    for first in COMBINING:
        if folded.startswith(first) and len(folded) - len(first) >= SHORTEST_PART:
            return analyse_word(folded[len(first) :])
    return None


@lru_cache(maxsize=200_000)
def analyse_word(word: str) -> Word:
    """The terms of one word, already free of elision and hyphen."""
    lowered = word.lower()
    folded = fold(lowered)
    if folded.isdigit() or len(folded) < 3:
        return Word(word, (folded,), "", folded in STOP_WORDS)
    stemmer = _stemmer()
    plain = stemmer.stemWord(masculine(folded))
    terms = [plain]
    accented = fold(stemmer.stemWord(lowered))
    if accented not in terms:
        terms.append(accented)
    if len(word) <= 8 and word.isupper() and folded not in terms:
        terms.append(folded)
    return Word(word, tuple(terms), KIN + root(plain), folded in STOP_WORDS)


def pieces(text: str) -> Iterator[str]:
    """Words as written, elided ones apart; a hyphenated word comes in pieces and joined (co-working, coworking)."""
    text = text[:LONGEST_TEXT]
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    for chunk in _CHUNK.findall(text):
        if chunk.isalnum():
            yield chunk[:LONGEST_WORD]
        elif "." in chunk:
            yield chunk.replace(".", "")[:LONGEST_WORD]
        else:
            parts = _HYPHEN.split(chunk[: LONGEST_WORD * 3])
            for part in parts:
                yield part[:LONGEST_WORD]
            if len(parts) == 2 and min(map(len, parts)) > 1:
                yield "".join(parts)[:LONGEST_WORD]


def analyse(text: str, *, keep_small: bool = False) -> list[Word]:
    """The words of a text in order; small words (articles, auxiliaries) only when asked for."""
    words = [analyse_word(piece) for piece in pieces(text)]
    return words if keep_small else [word for word in words if not word.is_small]


@lru_cache(maxsize=10_000)
def spoken(text: str) -> dict[str, str]:
    """The terms of a short text, each with the word that says it first."""
    said: dict[str, str] = {}
    for word in analyse(text):
        for term in (*word.terms, word.kin):
            said.setdefault(term, word.typed)
    return said
