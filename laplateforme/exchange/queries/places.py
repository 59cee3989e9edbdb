# ruff: noqa: E501  tables and sentences read better whole
"""Communes and territories as files write them, each spelling looked up once."""

import re
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from laplateforme.core.text import slug_of
from laplateforme.exchange.formats import LIST_JOINER, Value
from laplateforme.exchange.queries.words import PIECES
from laplateforme.places.enums import EVERYWHERE, Closeness
from laplateforme.places.models import Commune, CommuneAlias, Department, Epci, Region, Territory
from laplateforme.places.queries import communes_matching

EVERYWHERE_WORDS = {"france", "99100", "tout le territoire", "national", "france et territoires d outre mer", "all",
                    "france entiere", "toute la france", "partout"}  # fmt: skip
# How our own exports write a place: its name, then its code.
OURS = re.compile(r"\(((?:com|epci|dep|reg):\w+|all)\)\s*$")


class PlaceReader:
    """Keeps what it found: a file names the same few places thousands of times."""

    def __init__(self) -> None:
        self.communes: dict[str, str | list[str]] = {}
        self.codes: dict[str, tuple[str, ...] | None] = {}

    def commune(self, reading: Any, text: str, column: str) -> str | None:
        """The code of a commune; what is not one is said and left out."""
        said = OURS.search(text)
        text = said[1] if said else text.strip()
        if not text:
            return None
        key = f"{column}:{text}"
        if key not in self.communes:
            self.communes[key] = self._commune(text[:80], is_post_code="postal" in column.lower())
        found = self.communes[key]
        if isinstance(found, list):
            reading.note(found[0], column)
            return None
        return found

    def areas(self, reading: Any, cells: list[Value], column: str) -> list[str]:
        found: dict[str, None] = {}
        for cell in cells:
            for text in [cell] if isinstance(cell, str) else cell:
                for piece in self._pieces(text):
                    if piece not in self.codes:
                        self.codes[piece] = self._area(piece)
                    codes = self.codes[piece]
                    if codes is None:
                        reading.note(_("We do not know the territory “%(text)s”: it is left out.") % {"text": piece[:80]},
                                     column)  # fmt: skip
                    found |= dict.fromkeys(codes or ())
        return list(found)

    def _pieces(self, text: str) -> list[str]:
        if LIST_JOINER in text:
            return [piece.strip() for piece in text.split(LIST_JOINER) if piece.strip()]
        pieces = [piece for piece in PIECES.split(text.strip()) if piece]
        found = []
        for piece in pieces:
            if "," in piece and self._area(piece) is None:
                found += [part.strip() for part in piece.split(",") if part.strip()]
            else:
                found.append(piece)
        return found

    @cached_property
    def _known(self) -> dict[str, tuple[str, ...]]:
        """Everything but communes, by plain name and by code: some thousands of lines, read once."""
        known: dict[str, tuple[str, ...]] = {}
        for model, kind in ((Epci, "epci"), (Department, "dep"), (Region, "reg")):
            for code, name in model.objects.values_list("pk", "name"):  # type: ignore[attr-defined]
                known[_plain(name)] = (f"{kind}:{code}",)
                if kind != "reg":  # the numbers of regions are those of départements: a bare number is a département
                    known[code.lower()] = (f"{kind}:{code}",)
                known[f"{kind}:{code}".lower()] = (f"{kind}:{code}",)
        for name, codes in Territory.objects.values_list("name", "codes"):
            known.setdefault(_plain(name), tuple(codes))
        return known | dict.fromkeys(EVERYWHERE_WORDS, (EVERYWHERE,))

    @cached_property
    def _commune_codes(self) -> dict[str, str]:
        """Codes of today and of the past → codes of today."""
        codes = {code: code for code in Commune.objects.values_list("pk", flat=True)}
        return dict(CommuneAlias.objects.values_list("code", "commune_id")) | codes

    def _area(self, text: str) -> tuple[str, ...] | None:
        said = OURS.search(text)
        text = said[1] if said else text
        plain = _plain(text)
        known = self._known.get(text.lower()) or self._known.get(plain)
        if known:
            return known
        code = text.removeprefix("com:")
        if code in self._commune_codes:
            return (f"com:{self._commune_codes[code]}",)
        if len(text) < 3 or text.isdigit():
            return None
        found = self._commune(text[:80])
        return (f"com:{found}",) if isinstance(found, str) else None

    def _commune(self, text: str, *, is_post_code: bool = False) -> str | list[str]:
        """A code, or in a list the sentence that says why there is none."""
        code = text.removeprefix("com:")
        if len(code) == 5 and not is_post_code and code in self._commune_codes:
            return self._commune_codes[code]
        matches = communes_matching(text, 6)
        clear = [match for match in matches if match.closeness == Closeness.EXACT]
        clear = clear or [match for match in matches if match.closeness != Closeness.TYPO]
        if len(clear) == 1:
            return clear[0].code
        choices = ", ".join(match.label for match in (clear or matches)[:3])
        if choices:
            said = _("We are not sure which commune “%(text)s” is (%(choices)s): it is left out.")
            return [said % {"text": text, "choices": choices}]
        return [_("We do not know the commune “%(text)s”: it is left out.") % {"text": text}]


def _plain(text: str) -> str:
    return slug_of(text, 120).replace("-", " ")
