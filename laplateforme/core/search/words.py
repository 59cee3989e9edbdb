"""The analyser: from a French sentence to the terms that the index holds.

Each word gives up to four terms, all folded to plain letters:
the stem of the accented word and the stem of the folded word (French stems depend on accents, and people type without),
the word itself when it looks like an acronym, and the root of its family (`~` in front: a weaker kin).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from laplateforme.core.search.french import COMBINING, DERIVATIONS, FEMININE, SHORTEST_PART, SHORTEST_ROOT, STOP_WORDS

LONGEST_TEXT = 200_000
LONGEST_WORD = 40
KIN = "~"

_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "＇": "'", "´": "'", "`": "'", "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"}
)
_ACRONYM_DOTS = re.compile(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?\b\.?")
_WORD = re.compile(r"[^\W_]+(?:['\-‐‑][^\W_]+)*")
_TODAY = "aujourd'hui"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as typed, and the terms it stands for."""

    typed: str
    terms: tuple[str, ...]
    kin: str
    is_small: bool = False

    @property
    def term(self) -> str:
        return self.terms[0]


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


def _pieces(text: str) -> Iterator[str]:
    """Words as written, elided ones apart; a hyphenated word comes in pieces and joined (co-working, coworking)."""
    text = _ACRONYM_DOTS.sub(
        lambda match: match.group().replace(".", "") + " ", text[:LONGEST_TEXT].translate(_APOSTROPHES)
    )
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        chunk = match.group()[: LONGEST_WORD * 3]
        if chunk.lower() == _TODAY:
            continue
        while "'" in chunk:
            head, _, tail = chunk.partition("'")
            yield head[:LONGEST_WORD]
            chunk = tail
        parts = [part for part in re.split("[-‐‑]", chunk) if part]
        for part in parts:
            yield part[:LONGEST_WORD]
        if len(parts) == 2 and min(map(len, parts)) > 1:
            yield "".join(parts)[:LONGEST_WORD]


def analyse(text: str, *, keep_small: bool = False) -> list[Word]:
    """The words of a text in order; small words (articles, auxiliaries) only when asked for."""
    words = [analyse_word(piece) for piece in _pieces(text)]
    return words if keep_small else [word for word in words if not word.is_small]
