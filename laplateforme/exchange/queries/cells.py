"""One row of a file → the values of an offer, with what was wrong or put right, in sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from laplateforme.core.text import clean_text
from laplateforme.exchange.formats import LIST_JOINER, Row, Value
from laplateforme.exchange.queries.fields import BY_NAME, CHOICES, TARGETS, Target
from laplateforme.exchange.queries.places import PlaceReader
from laplateforme.exchange.queries.words import PIECES, WordReader
from laplateforme.offers.actions import value_errors

MARKUP = re.compile(r"</?(?:p|br|div|span|ul|ol|li|strong|em|b|i|a|h[1-6]|table|td|tr)\b[^>]*>", re.I)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
MOST_UNKNOWN = 200


@dataclass
class Reading:
    """What a row says. `values`: by field, ready for JSON. `errors`: the row cannot be written; `notes`: it can."""

    number: int
    organization: str = ""
    external_id: str = ""
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, sentence: str, column: str = "") -> None:
        self.errors.append({"text": str(sentence), "column": column})

    def note(self, sentence: str, column: str = "") -> None:
        self.notes.append({"text": str(sentence), "column": column})


class RowReader:
    """Reads rows by one mapping; remembers words that nobody knows, with how many rows say them."""

    def __init__(self, mapping: Mapping[str, Any], at: datetime) -> None:
        self.columns: Mapping[str, list[str]] = mapping.get("columns", {})
        self.defaults: Mapping[str, Value] = mapping.get("defaults", {})
        self.words = WordReader(mapping.get("values", {}))
        self.places = PlaceReader()
        self.at = at
        self.unknown: dict[str, dict[str, int]] = {}

    def read(self, row: Row, *, code: str = "") -> Reading:
        reading = Reading(row.number, code=code)
        for target in TARGETS:
            columns = self.columns.get(target.name, [])
            if not columns and target.name not in self.defaults:
                continue
            cells = [row.values[column] for column in columns if row.values.get(column)]
            column = ", ".join(columns)
            if not cells and target.name in self.defaults:
                cells = [self.defaults[target.name]]
            if target.name == "organization":
                reading.organization = clean_text(_joined(cells, ", "))
            elif target.name == "external_id":
                reading.external_id = clean_text(_joined(cells, "/"))[:160]
            else:
                self._read(reading, target, cells, column)
        self._check(reading)
        return reading

    def _read(self, reading: Reading, target: Target, cells: list[Value], column: str) -> None:
        values, name = reading.values, target.name
        if target.kind in {"text", "long"}:
            values[name] = self._text(reading, target, cells, column)
        elif target.kind == "codes":
            values[name] = self._codes(reading, name, cells, column)
        elif target.kind == "choice":
            codes = self._codes(reading, name, cells, column)
            if codes:
                values[name] = codes[0]
            elif not cells and name in {"fee", "capacity"}:
                reading.note(_("Nothing is said here: “%(word)s” is understood.") % {"word": _first(name)}, column)
        elif target.kind == "words":
            values[name] = list(dict.fromkeys(word for cell in cells for word in _pieces(cell)))[:40]
        elif target.kind in {"whole", "money"}:
            values[name] = _number(reading, target, _joined(cells, " "), column)
        elif target.kind == "email":
            values[name] = _email(reading, _joined(cells, " "), column)
        elif target.kind == "link":
            values[name] = _link(reading, cells, column)
        elif target.kind == "commune":
            values[name] = self.places.commune(reading, _joined(cells, " "), column)
        elif target.kind == "areas":
            values[name] = self.places.areas(reading, cells, column)

    def _text(self, reading: Reading, target: Target, cells: list[Value], column: str) -> str:
        joiner = "\n\n" if target.kind == "long" else ", "
        text = _joined(cells, joiner)
        # What we wrote ourselves comes back to the letter.
        is_ours = bool(reading.code)
        text = clean_text(BREAKS.sub("\n", text)) if is_ours else tidy(text, keeps_lines=target.kind == "long")
        longest = target.longest
        if longest is not None and len(text) > longest:
            said = _("The text is too long for “%(field)s”: it is cut after %(most)d characters.")
            reading.note(said % {"field": target.label, "most": longest}, column)
            text = f"{text[: longest - 1].rsplit(' ', 1)[0][: longest - 1]}…"
        return text

    def _codes(self, reading: Reading, name: str, cells: list[Value], column: str) -> list[str]:
        codes: list[str] = []
        for cell in cells:
            found, unknown = self.words.codes(name, cell)
            codes += [code for code in found if code not in codes]
            for word in unknown:
                counts = self.unknown.setdefault(name, {})
                if word in counts or len(counts) < MOST_UNKNOWN:
                    counts[word[:120]] = counts.get(word[:120], 0) + 1
                reading.note(_("We do not know “%(word)s”: it is left out.") % {"word": word[:80]}, column)
        return codes

    def _check(self, reading: Reading) -> None:
        if not reading.values.get("name"):
            reading.refuse(_("The offer has no name."), ", ".join(self.columns.get("name", [])))
        if reading.errors:
            return
        if reading.values.get("fee", "FREE") == "FREE":
            for name in ("price_from", "price_to"):
                if reading.values.get(name) is not None:
                    reading.values[name] = None
                    reading.note(_("The price is left out, since the offer is free of charge."))
        if reading.values.get("capacity") != "WAITLIST" and reading.values.get("waitlist_weeks") is not None:
            reading.values["waitlist_weeks"] = None
        if "tous-publics" in reading.values.get("audiences", ()):
            reading.values["audiences"] = ["tous-publics"]
        for name, sentences in value_errors(native(reading.values), at=self.at).items():
            for sentence in sentences:
                reading.refuse(sentence, ", ".join(self.columns.get(name, [])) or BY_NAME[name].label)


def native(values: Mapping[str, Any]) -> dict[str, Any]:
    """From JSON to what the actions of offers take; the commune stays a code."""
    ready = dict(values)
    for name in ("price_from", "price_to"):
        if ready.get(name) is not None:
            ready[name] = Decimal(ready[name])
    return ready


def tidy(text: str, *, keeps_lines: bool) -> str:
    """Without markup, doubled spaces and the line breaks of another system."""
    text = BREAKS.sub("\n", text)
    if MARKUP.search(text):
        text = unescape(strip_tags(re.sub(r"<(?:br|/p|/li|/div|/h[1-6])\b[^>]*>", "\n", text, flags=re.I)))
        text = re.sub(r"\n{3,}", "\n\n", text)
    text = clean_text(text)
    return text if keeps_lines else " ".join(text.split())


def _joined(cells: list[Value], joiner: str) -> str:
    texts = [cell if isinstance(cell, str) else joiner.join(cell) for cell in cells]
    return joiner.join(text for text in texts if text.strip())


def _pieces(cell: Value) -> list[str]:
    texts = [cell] if isinstance(cell, str) else cell
    pieces = []
    for text in texts:
        parts = text.split(LIST_JOINER) if LIST_JOINER in text else PIECES.split(text)
        pieces += [clean_text(part)[:60] for part in (parts if len(parts) > 1 else text.split(","))]
    return [piece for piece in pieces if piece]


def _first(name: str) -> str:
    return str(next(iter(CHOICES[name])).label)


def _number(reading: Reading, target: Target, text: str, column: str) -> int | str | None:
    text = text.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace("€", "").replace(",", ".")
    if not text:
        return None
    try:
        number = Decimal(text) if NUMBER.fullmatch(text) else None
    except InvalidOperation:
        number = None
    if number is None or number < 0 or abs(number) >= 1_000_000 or (target.kind == "whole" and number % 1):
        reading.refuse(_("“%(text)s” is not a number that we understand.") % {"text": text[:60]}, column)
        return None
    return int(number) if target.kind == "whole" else str(number.quantize(Decimal("0.01")))


def _email(reading: Reading, text: str, column: str) -> str:
    address = clean_text(text).removeprefix("mailto:").strip()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        reading.refuse(_("“%(text)s” is not an e-mail address.") % {"text": address[:80]}, column)
        return ""
    return address


def _link(reading: Reading, cells: list[Value], column: str) -> str:
    """The first address of the cells."""
    text = next((piece for cell in cells for piece in ([cell] if isinstance(cell, str) else cell) if piece.strip()), "")
    address = clean_text(text).split(" ")[0]
    if not address:
        return ""
    if address.startswith("www."):
        address = f"https://{address}"
    try:
        URLValidator(schemes=["http", "https"])(address)
        if len(address) > 200:
            raise ValidationError("long")
    except ValidationError:
        reading.refuse(_("“%(text)s” is not the address of a page.") % {"text": address[:80]}, column)
        return ""
    return address
