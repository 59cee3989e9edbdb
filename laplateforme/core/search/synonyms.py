"""Tables of everyday words, handed over by the rooms that know a trade.

A table is groups: each group ties lay phrases to the trade's phrases. Someone who types one of the lay phrases also
means the trade's phrases; in a `both_ways` group any phrase stands for any other.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from laplateforme.core.search.words import Word, analyse

Phrase = tuple[str, ...]
LONGEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Group:
    lay: tuple[str, ...]
    trade: tuple[str, ...]
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words `start` to `end` of a query also mean each of these phrases (as terms)."""

    start: int
    end: int
    phrases: tuple[Phrase, ...]


@dataclass(slots=True)
class Synonyms:
    """Phrases by their first terms; look-up is one dictionary read per word of the query."""

    table: dict[Phrase, list[Phrase]] = field(default_factory=dict)

    @classmethod
    def from_groups(cls, groups: Iterable[Group]) -> "Synonyms":
        made = cls()
        for group in groups:
            made._add(group.lay, group.trade)
            if group.both_ways:
                made._add(group.trade, group.lay)
                made._add(group.lay, group.lay)
                made._add(group.trade, group.trade)
        return made

    def _add(self, said: Iterable[str], meant: Iterable[str]) -> None:
        targets = [phrase for text in meant if (phrase := phrase_of(text))]
        for text in said:
            key = phrase_of(text)
            if key:
                known = self.table.setdefault(key, [])
                known += [phrase for phrase in targets if phrase != key and phrase not in known]

    def meanings(self, words: list[Word]) -> list[Meaning]:
        """The longest phrases first: "mettre en commun" is read before "commun"."""
        found: list[Meaning] = []
        start = 0
        while start < len(words):
            for length in range(min(LONGEST_PHRASE, len(words) - start), 0, -1):
                phrases = self._look_up(words[start : start + length])
                if phrases:
                    found.append(Meaning(start, start + length, tuple(phrases)))
                    start += length
                    break
            else:
                start += 1
        return found

    def _look_up(self, words: list[Word]) -> list[Phrase]:
        return self.table.get(tuple(word.term for word in words), [])


def phrase_of(text: str) -> Phrase:
    """The main terms of a phrase; a phrase of small words only ("sous") keeps them."""
    words = analyse(text) or analyse(text, keep_small=True)
    return tuple(word.term for word in words)


def load_groups(path: Path) -> list[Group]:
    """Reads `[[group]] lay = [...] trade = [...] both_ways = false` from TOML."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    return [
        Group(tuple(group.get("lay", ())), tuple(group.get("trade", ())), bool(group.get("both_ways", False)))
        for group in data.get("group", ())
    ]
