"""From what somebody typed to a question for the engine.

The query is read as concepts, one a word. A concept holds in a document through any of its faces, and the best face
counts once: the word itself, the word typed without accents, a word of the same family, what a lay word means in the
trade.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from laplateforme.core.search.french import DEED_ENDINGS, OF
from laplateforme.core.search.schema import pair_term
from laplateforme.core.search.synonyms import Meaning, Phrase, Synonyms
from laplateforme.core.search.words import Word, analyse, second_half

LONGEST_QUERY = 2_000
MOST_WORDS = 32

# In how many documents a term of a field stands.
Count = Callable[[str, str], int]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How much each principle counts; zero switches it off (the relevance benchmark does, one by one)."""

    both_stems: bool = True
    kin: float = 0.25  # a word of the same family
    meaning: float = 0.3  # what a lay word stands for
    parts: float = 0.6  # the noun inside a compound that no document says
    deed: float = 0.5  # "réduction" in "réduction des déchets"
    pairs: float = 0.25  # two words side by side
    gist: float = 0.2  # the vocabulary of the best answers
    subjects: float = 0.3  # the subjects of the best answers
    boost: float = 0.02  # what the rooms say comes first


@dataclass(frozen=True)
class Concept:
    """One word of the query, and every phrase that counts as saying it."""

    word: Word
    meanings: tuple[tuple[Phrase, float], ...] = ()
    half: Word | None = None
    is_deed: bool = False

    @cached_property
    def faces(self) -> tuple[str, ...]:
        """The terms through which this concept is said, strongest first."""
        meant = (phrase[-1] for phrase, _ in self.meanings)
        half = (self.half.term,) if self.half else ()
        return tuple(face for face in (*self.word.terms, self.word.kin, *half, *meant) if face)

    def said_in(self, said: Mapping[str, str]) -> str | None:
        """The word of a text (see words.spoken) through which this concept is said there."""
        return next((said[face] for face in self.faces if face in said), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """A query, read."""

    concepts: tuple[Concept, ...]
    pairs: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.concepts


def read(text: str, synonyms: Synonyms, is_known: Callable[[Word], bool]) -> Reading:
    """The concepts of a query; never raises, whatever was typed. `is_known`: some document says this word."""
    cut = text[:LONGEST_QUERY]
    everything = analyse(cut, keep_small=True)[: MOST_WORDS * 2]
    words = [word for word in everything if not word.is_small][:MOST_WORDS]
    found = _by_word(words, synonyms.meanings(words))
    # A phrase of small words ("sous", "a plusieurs") only counts through the table.
    for meaning in synonyms.meanings(everything):
        for word in everything[meaning.start : meaning.end]:
            if word.is_small:
                found.setdefault(word.term, Concept(word, _shared(meaning)))
    if not found and everything:
        found = {word.term: Concept(word) for word in everything}
    for word in words:
        if not is_known(word):
            found[word.term] = replace(found[word.term], half=second_half(word))
    for word, after in zip(everything, everything[1:], strict=False):
        if (
            after.typed.lower() in OF
            and word.typed.lower().endswith(DEED_ENDINGS)
            and word.term in found
            and len(found) > 1
        ):
            found[word.term] = replace(found[word.term], is_deed=True)
    pairs = dict.fromkeys(pair_term(first, second) for first, second in zip(words, words[1:], strict=False))
    return Reading(tuple(found.values()), tuple(pairs))


def _by_word(words: Sequence[Word], meanings: Sequence[Meaning]) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for word in words:
        found.setdefault(word.term, Concept(word))
    for meaning in meanings:
        for word in words[meaning.start : meaning.end]:
            known = found[word.term]
            found[word.term] = replace(known, meanings=(*known.meanings, *_shared(meaning)))
    return found


def _shared(meaning: Meaning) -> tuple[tuple[Phrase, float], ...]:
    """A meaning of three words of the query counts a third for each."""
    share = 1 / (meaning.end - meaning.start)
    return tuple((phrase, share) for phrase in meaning.phrases)


def text_query(schema: Any, reading: Reading, ranking: Ranking, count: Count) -> Any:
    """Any concept is enough to be found; every concept found, and found side by side, lifts."""
    import tantivy  # noqa: PLC0415  slow import

    query, should = tantivy.Query, tantivy.Occur.Should
    parts = []
    for concept in reading.concepts:
        faces = [
            _phrase(schema, phrase) if weight == 1 else query.boost_query(_phrase(schema, phrase), weight)
            for phrase, weight in _faces(concept, ranking, count)
        ]
        best = faces[0] if len(faces) == 1 else query.disjunction_max_query(faces)
        parts.append((should, query.boost_query(best, ranking.deed) if concept.is_deed and ranking.deed else best))
    if ranking.pairs:
        said = (pair for pair in reading.pairs if count("pairs", pair))
        parts += [(should, query.boost_query(_term(schema, "pairs", pair), ranking.pairs)) for pair in said]
    return parts[0][1] if len(parts) == 1 else query.boolean_query(parts)


def match_query(schema: Any, reading: Reading, ranking: Ranking, count: Count) -> Any:
    """The documents that `text_query` finds, without their order: for counting."""
    import tantivy  # noqa: PLC0415  slow import

    phrases = {phrase for concept in reading.concepts for phrase, _ in _faces(concept, ranking, count)}
    # Whoever says a word also says its family: when the family is asked for, the word need not be.
    covered = {
        (concept.word.term,) for concept in reading.concepts if (concept.word.kin,) in phrases and concept.word.kin
    }
    parts = [(tantivy.Occur.Should, _phrase(schema, phrase)) for phrase in sorted(phrases - covered)]
    return tantivy.Query.const_score_query(tantivy.Query.boolean_query(parts), 0.0)


def _faces(concept: Concept, ranking: Ranking, count: Count) -> list[tuple[Phrase, float]]:
    """What may say a concept, and how much it is worth; only what some document says, and nothing twice."""
    word = concept.word
    terms = word.terms if ranking.both_stems else word.terms[:1]
    faces: list[tuple[Phrase, float]] = [((term,), 1.0) for term in terms if count("terms", term)]
    if ranking.kin and word.kin and count("terms", word.kin) > count("terms", word.term):
        faces.append(((word.kin,), ranking.kin))
    if ranking.parts and concept.half:
        faces.append(((concept.half.term,), ranking.parts))
    if ranking.meaning:
        faces += [
            (phrase, ranking.meaning * share / len(phrase))
            for phrase, share in concept.meanings
            if all(count("terms", term) for term in phrase)
        ]
    return faces or [((word.term,), 1.0)]


def _term(schema: Any, field: str, term: str) -> Any:
    import tantivy  # noqa: PLC0415  slow import

    return tantivy.Query.term_query(schema, field, term, "freq")


def _phrase(schema: Any, phrase: Phrase) -> Any:
    import tantivy  # noqa: PLC0415  slow import

    if len(phrase) == 1:
        return _term(schema, "terms", phrase[0])
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, _term(schema, "terms", term)) for term in phrase])
