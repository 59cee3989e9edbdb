"""All communes in memory, compact and sorted, so that a search costs a few milliseconds.

Entries are names: each commune has one, each of its aliases another. They are numbered by falling population, communes
of the past after all others, so that "the best first" is "the smallest number first" everywhere below.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import cos, radians
from typing import NamedTuple

from laplateforme.places.enums import AliasKind, Closeness
from laplateforme.places.queries.distance import KM_PER_DEGREE, distance_km
from laplateforme.places.queries.shipped import AliasRow, CommuneRow
from laplateforme.places.queries.words import ARTICLES, NUMBER, compact, name_words, readings_of, words_of

LAST = "\uffff"  # sorts after every letter: the end of a range of words that begin alike
SHORTEST_TYPO = 4
Accept = Callable[[int], bool]


class Entry(NamedTuple):
    commune: int  # its number in the table
    alias: str  # the other name, empty for the commune itself
    words: tuple[str, ...]
    post_codes: tuple[str, ...]
    is_former: bool


@dataclass(frozen=True, slots=True)
class Found:
    commune: int
    entry: int
    closeness: Closeness


class WordIndex:
    """Sorted words, each with the entries that bear it, smallest first."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        entries: dict[str, array[int]] = {}
        for word, entry in pairs:
            entries.setdefault(word, array("I")).append(entry)
        self.words = sorted(entries)
        self.entries = [entries[word] for word in self.words]

    def equal(self, word: str) -> Sequence[int]:
        at = bisect_left(self.words, word)
        return self.entries[at] if at < len(self.words) and self.words[at] == word else ()

    def starting(self, beginning: str) -> Iterator[int]:
        first, last = self._range(beginning)
        for entries in self.entries[first:last]:
            yield from entries

    def count_starting(self, beginning: str) -> int:
        first, last = self._range(beginning)
        return sum(len(entries) for entries in self.entries[first:last])

    def _range(self, beginning: str) -> tuple[int, int]:
        return bisect_left(self.words, beginning), bisect_left(self.words, beginning + LAST)


class CommuneTable:
    def __init__(self, communes: Iterable[CommuneRow], aliases: Iterable[AliasRow]) -> None:
        by_commune: dict[str, list[AliasRow]] = {}
        replaced = set()
        for alias in aliases:
            by_commune.setdefault(alias.commune, []).append(alias)
            if alias.code != alias.commune:
                replaced.add(alias.code)
        current = (row for row in communes if row.code not in replaced)
        self.communes = sorted(current, key=lambda row: (-row.population, row.code))
        self.entries: list[Entry] = []
        self.by_code: dict[str, int] = {}
        self.by_department: dict[str, list[int]] = {}
        former = []
        for number, row in enumerate(self.communes):
            aliases_here = sorted(by_commune.get(row.code, ()), key=lambda alias: alias.code)
            self._add(number, row, [alias for alias in aliases_here if alias.kind == AliasKind.DISTRICT])
            former += [(number, alias) for alias in aliases_here if alias.kind != AliasKind.DISTRICT]
        for number, alias in former:
            self._add_former(number, alias)
        entries = list(enumerate(self.entries))
        self.names = WordIndex((key, number) for number, entry in entries for key in _keys(entry))
        self.names_by_length: dict[int, list[str]] = {}
        for name in self.names.words:
            self.names_by_length.setdefault(len(name), []).append(name)
        self.words = WordIndex((word, number) for number, entry in entries for word in set(entry.words))
        self.post_codes = WordIndex((code, number) for number, entry in entries for code in entry.post_codes)
        placed = sorted(
            (row.latitude, row.longitude, number)
            for number, row in enumerate(self.communes)
            if row.latitude is not None and row.longitude is not None
        )
        self.latitudes = array("d", (latitude for latitude, _longitude, _number in placed))
        self.longitudes = array("d", (longitude for _latitude, longitude, _number in placed))
        self.by_latitude = array("I", (number for _latitude, _longitude, number in placed))

    def _add(self, number: int, row: CommuneRow, districts: list[AliasRow]) -> None:
        self.by_code[row.code] = len(self.entries)
        self.by_department.setdefault(row.department, []).append(len(self.entries))
        words = tuple(row.search_key.split() or name_words(row.name))
        self.entries.append(Entry(number, "", words, row.post_codes, is_former=False))
        for district in districts:
            self.by_code[district.code] = len(self.entries)
            words = tuple(name_words(district.name))
            self.entries.append(Entry(number, district.name, words, district.post_codes, is_former=False))

    def _add_former(self, number: int, alias: AliasRow) -> None:
        """A code alone leads straight to the commune; a code that the commune kept stays the commune's."""
        own = self.by_code[self.communes[number].code]
        self.by_code.setdefault(alias.code, len(self.entries) if alias.name else own)
        if alias.name:
            words = tuple(name_words(alias.name))
            self.entries.append(Entry(number, alias.name, words, alias.post_codes, is_former=True))

    # ------------------------------------------------------------ by words
    def matching(self, text: str, limit: int) -> list[Found]:
        """The communes closest to `text`, each once, closest then most populous first."""
        words = words_of(text)
        if not words or limit < 1:
            return []
        numbers = [word for word in words if NUMBER.match(word)]
        found: dict[int, Found] = {}
        if len(numbers) == len(words):
            steps = self._by_number("".join(words), limit)  # "13 400" is 13400
        else:
            steps = self._by_name(words, numbers, limit)
        for closeness, entries in steps:
            if closeness == Closeness.TYPO and found:
                break
            for entry in entries:
                commune = self.entries[entry].commune
                if len(found) < limit or commune in found:
                    found.setdefault(commune, Found(commune, entry, closeness))
            if len(found) >= limit:
                break
        return list(found.values())

    def _by_number(self, number: str, limit: int) -> Iterator[tuple[Closeness, Iterable[int]]]:
        exact = self.post_codes.equal(number)
        # A district is more precise than its city, which bears all the post codes of its districts.
        precise = {self.entries[entry].commune: entry for entry in exact}
        yield Closeness.EXACT, precise.values()
        insee = self.by_code.get(number.upper())
        if insee is not None and not exact:  # 13005 is Aubagne for INSEE, but people know post codes: Marseille
            yield Closeness.EXACT, [insee]
        yield Closeness.PREFIX, self.by_department.get(number.upper(), ())[:limit]
        yield Closeness.PREFIX, self._best(self.post_codes.starting(number), limit)

    def _by_name(self, words: list[str], numbers: list[str], limit: int) -> Iterator[tuple[Closeness, Iterable[int]]]:
        letters = [word for word in words if word not in numbers]
        whole = readings_of(words)
        # "Marseille 5" is a name; in "Aubagne 13400" the number only narrows the name down.
        trials: list[tuple[list[str], Accept]] = [(reading, _anything) for reading in whole]
        if numbers:
            trials += [(reading, self._narrowing(numbers)) for reading in readings_of(letters)]
        exact = [e for reading, fits in trials for e in self.names.equal(compact(reading)) if fits(e)]
        exact.sort()
        yield Closeness.EXACT, [entry for entry in exact if not self.entries[entry].is_former]
        yield Closeness.INDIRECT, [entry for entry in exact if self.entries[entry].is_former]
        beginning = (e for reading, fits in trials for e in self.names.starting(compact(reading)) if fits(e))
        yield Closeness.PREFIX, self._best(beginning, limit)
        bearing = (e for reading, fits in trials for e in self._bearing(reading) if fits(e))
        yield Closeness.WORDS, self._best(bearing, limit)
        yield Closeness.TYPO, self._one_letter_away(trials)

    def _best(self, entries: Iterable[int], limit: int) -> list[int]:
        """The most populous; more than `limit`, since several may be names of one commune."""
        return nsmallest(limit * 4 + 20, set(entries))

    def _bearing(self, words: list[str]) -> Iterator[int]:
        """Entries with, for each word, a word that begins like it. The rarest word is looked up, the others checked."""
        rarest = min(words, key=self.words.count_starting)
        others = [word for word in words if word is not rarest]
        for entry in self.words.starting(rarest):
            borne = self.entries[entry].words
            if all(any(word.startswith(other) for word in borne) for other in others):
                yield entry

    def _narrowing(self, numbers: list[str]) -> Accept:
        """A number is a district, a département, an INSEE code or the beginning of a post code."""

        def fits(number: int) -> bool:
            entry = self.entries[number]
            commune = self.communes[entry.commune]
            return all(
                text in entry.words
                or text.upper() in (commune.department, commune.code)
                or any(code.startswith(text) for code in entry.post_codes or commune.post_codes)
                for text in numbers
            )

        return fits

    def _one_letter_away(self, trials: list[tuple[list[str], Accept]]) -> Iterator[int]:
        """A letter missing, added, changed, or two swapped; only names of about the same length are compared."""
        from rapidfuzz import process  # noqa: PLC0415  slow import
        from rapidfuzz.distance import OSA  # noqa: PLC0415  slow import

        near: set[int] = set()
        for reading, fits in trials:
            typed = compact(reading)
            if len(typed) >= SHORTEST_TYPO:
                alike = [name for size in (-1, 0, 1) for name in self.names_by_length.get(len(typed) + size, ())]
                hits = process.extract(typed, alike, scorer=OSA.distance, score_cutoff=1, limit=None)
                near.update(e for name, _distance, _at in hits for e in self.names.equal(name) if fits(e))
        yield from sorted(near)

    # ------------------------------------------------------------ by distance
    def within(self, latitude: float, longitude: float, km: float) -> list[tuple[int, float]]:
        """Communes whose center is at most `km` away, with the distance, nearest first."""
        height = km / KM_PER_DEGREE
        first = bisect_left(self.latitudes, latitude - height)
        last = bisect_right(self.latitudes, latitude + height)
        edge = min(abs(latitude) + height, 89.9)
        width = height / cos(radians(edge))
        near = []
        for at in range(first, last):
            if abs(self.longitudes[at] - longitude) <= width:
                distance = distance_km(latitude, longitude, self.latitudes[at], self.longitudes[at])
                if distance <= km:
                    near.append((self.by_latitude[at], distance))
        near.sort(key=lambda pair: (pair[1], pair[0]))
        return near


def _anything(entry: int) -> bool:
    return True


def _keys(entry: Entry) -> set[str]:
    """The ways to write the whole name: with or without its article, a district with or without "arrondissement"."""
    ways = [list(entry.words)]
    if len(entry.words) > 1 and entry.words[0] in ARTICLES:
        ways.append(list(entry.words[1:]))
    if entry.words[-1:] == ("arrondissement",):
        ways.append(list(entry.words[:-1]))
    return {compact(way) for way in ways}
