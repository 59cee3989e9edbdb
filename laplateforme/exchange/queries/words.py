"""From the words of others to our codes: our own, our labels, those of data·inclusion, then what people decided."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils import translation

from laplateforme.core.text import slug_of
from laplateforme.exchange.queries.fields import CHOICES
from laplateforme.offers.enums import CODED_LISTS
from laplateforme.vocabulary.crosswalks import (
    DATA_INCLUSION_GROUP_TO_THEMES,
    DATA_INCLUSION_THEME_TO_STAGES,
    DATA_INCLUSION_TYPE_TO_FUNCTIONS,
    FEE_TO_DATA_INCLUSION,
    OPEN_TO_TO_DATA_INCLUSION,
    REACH_TO_DATA_INCLUSION,
    RECEPTION_TO_DATA_INCLUSION,
)
from laplateforme.vocabulary.enums import Verb

PIECES = re.compile(r"\s*[;|\n\r•]\s*")
VOCABULARIES: dict[str, type[TextChoices]] = {**CODED_LISTS, **CHOICES}  # type: ignore[dict-item]
CLOSE = 92.0
MOST_CELLS = 20_000
# What people write in spreadsheets, by field: their words → our codes.
SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "fee": {"oui": ("PAID",), "non": ("FREE",), "0": ("FREE",), "1": ("PAID",), "adhesion": ("MEMBERSHIP",)},
    "receptions": {"presentiel": ("ON_SITE",), "distanciel": ("REMOTE",), "visio": ("REMOTE",), "sur rendez vous": ()},
    "settings": {"collectif": ("GROUP",), "groupe": ("GROUP",), "individuelle": ("ONE_TO_ONE",)},
    "reach": {"telephone": ("PHONE",), "courriel": ("EMAIL",), "mail": ("EMAIL",), "email": ("EMAIL",)},
    "selection": {"aap": ("CALL",), "ami": ("CALL",), "appel a projets": ("CALL",), "permanente": ("OPEN",)},
    "capacity": {"ouvert": ("OPEN",), "disponible": ("OPEN",), "liste d attente": ("WAITLIST",)},
    "functions": {
        "subvention": ("FUND",),
        "pret": ("FUND",),
        "financement": ("FUND",),
        "aide financiere": ("FUND",),
        "autre aide financiere": ("FUND",),
        "ingenierie financiere": ("FUND",),
        "ingenierie technique": ("CONSULT",),
        "ingenierie juridique administrative": ("CONSULT",),
        "accompagnement": ("SUPPORT_GENERAL",),
        "etude": ("DIAGNOSE",),
        "conseil": ("CONSULT",),
        "hebergement": ("HOUSE",),
        "mise en relation": ("NETWORK",),
    },
    "stages": {"creation": ("CREATION",), "ideation": ("IDEA",), "amorcage": ("EMERGENCE",), "test": ("TEST",)},
    "holder_types": {
        "particuliers": ("INDIVIDUAL",),
        "associations": ("EXISTING_ORG",),
        "communes": ("LOCAL_AUTHORITY",),
        "entreprises privees": ("COMPANY",),
    },
}


def plain(text: str) -> str:
    return slug_of(text, 300).replace("-", " ")


@cache
def known_words(field: str) -> Mapping[str, tuple[str, ...]]:
    """Every word that this field understands by itself, without accents."""
    words = dict(SAID.get(field, {}))
    for their_words, codes in _of_data_inclusion(field).items():
        words[plain(their_words)] = codes
    vocabulary = VOCABULARIES[field]
    for language in ("en", "fr"):
        with translation.override(language):
            if field == "stages":
                words |= {plain(str(verb.label)): verb.stages for verb in Verb}
            words |= {plain(str(word.label)): (word.value,) for word in vocabulary}
    return words | {plain(word.value): (word.value,) for word in vocabulary}


def _of_data_inclusion(field: str) -> dict[str, tuple[str, ...]]:
    back = {
        "receptions": RECEPTION_TO_DATA_INCLUSION,
        "fee": FEE_TO_DATA_INCLUSION,
        "reach": REACH_TO_DATA_INCLUSION,
        "open_to": OPEN_TO_TO_DATA_INCLUSION,
    }.get(field)
    if back is not None:
        found: dict[str, tuple[str, ...]] = {}
        for ours, theirs in back.items():
            found.setdefault(theirs, (str(ours),))
        return found
    if field == "functions":
        return {theirs: tuple(map(str, ours)) for theirs, ours in DATA_INCLUSION_TYPE_TO_FUNCTIONS.items()}
    if field == "stages":
        return {theirs: tuple(map(str, ours)) for theirs, ours in DATA_INCLUSION_THEME_TO_STAGES.items()}
    return {}


class WordReader:
    """Reads the coded cells of one import. `decided`: field → {their word: our code, codes, or "" to leave it out}."""

    def __init__(self, decided: Mapping[str, Mapping[str, Any]]) -> None:
        self.decided = {
            field: {plain(word): _codes_of(codes) for word, codes in words.items()} for field, words in decided.items()
        }
        self.kept: dict[tuple[str, str], tuple[str, ...] | None] = {}
        self.cells: dict[tuple[str, str], tuple[list[str], list[str]]] = {}

    def codes(self, field: str, cell: str | list[str]) -> tuple[list[str], list[str]]:
        """Our codes in the order of the vocabulary, and the words that nobody knows."""
        key = (field, cell if isinstance(cell, str) else "\n".join(cell))
        if key in self.cells:
            return self.cells[key]
        codes: set[str] = set()
        unknown = []
        for piece in self._pieces(field, cell):
            found = self.codes_of(field, piece)
            if found is None:
                unknown.append(piece)
            else:
                codes.update(found)
        found = [code for code in VOCABULARIES[field].values if code in codes], unknown  # type: ignore[assignment]
        if len(self.cells) < MOST_CELLS:
            self.cells[key] = found  # type: ignore[assignment]
        return found  # type: ignore[return-value]

    def _pieces(self, field: str, cell: str | list[str]) -> Iterable[str]:
        """Cut where a list is meant. Only whole words count here: a near miss of a whole cell would hide its parts."""
        for text in [cell] if isinstance(cell, str) else cell:
            if self._exact(field, text) is not None:
                yield text
                continue
            for piece in filter(None, PIECES.split(text.strip())):
                parts = [part.strip() for part in piece.split(",")]
                is_list = len(parts) > 1 and any(self._exact(field, part) is not None for part in parts if part)
                if is_list and self._exact(field, piece) is None:
                    yield from filter(None, parts)
                else:
                    yield piece

    def codes_of(self, field: str, text: str) -> tuple[str, ...] | None:
        key = (field, text)
        if key not in self.kept:
            self.kept[key] = self._found(field, text)
        return self.kept[key]

    def _exact(self, field: str, text: str) -> tuple[str, ...] | None:
        word = plain(text)
        if not word:
            return ()
        decided = self.decided.get(field, {})
        return decided[word] if word in decided else known_words(field).get(word)

    def _found(self, field: str, text: str) -> tuple[str, ...] | None:
        exact = self._exact(field, text)
        if exact is not None:
            return exact
        if "--" in text and field in {"themes", "stages"}:
            group = text.split("--", 1)[0].strip()
            return DATA_INCLUSION_GROUP_TO_THEMES.get(group, ()) if field == "themes" else ()
        from rapidfuzz import fuzz, process  # noqa: PLC0415  slow import

        known = known_words(field)
        best = process.extractOne(plain(text), known.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
        return known[best[0]] if best else None


def _codes_of(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(code) for code in value)
