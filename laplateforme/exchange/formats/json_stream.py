"""JSON a piece at a time: a hundred thousand objects never stand in memory together."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from laplateforme.exchange.formats.refusal import MOST_DEPTH, Refused

BLOCK = 256 * 1024
MOST_PIECE = 4 * 1024 * 1024
SPACES = " \t\r\n"


class Pieces:
    """The values of the arrays at the top of a document: `[…]`, or `{"services": […], "structures": […]}`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.decoder = json.JSONDecoder(parse_constant=_no_constant)
        self.text = ""
        self.at = 0
        self.is_over = False

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Pairs: the name of the array at the top ("" when the document is an array) and one of its values."""
        try:
            with self.path.open("r", encoding="utf-8-sig", newline="") as self.file:
                first = self._next_char()
                if first == "[":
                    yield from (("", value) for value in self._array())
                elif first == "{":
                    yield from self._object()
                else:
                    raise Refused("not_json")
                if self._peek():
                    raise Refused("not_json")
        except UnicodeError as error:
            raise Refused("encoding") from error

    def _object(self) -> Iterator[tuple[str, Any]]:
        if self._peek() == "}":
            self._next_char()
            return
        while True:
            name = self._value()
            if not isinstance(name, str) or self._next_char() != ":":
                raise Refused("not_json")
            if self._peek() == "[":
                self._next_char()
                yield from ((name, value) for value in self._array())
            else:
                self._value()
            if not self._goes_on("}"):
                return

    def _array(self) -> Iterator[Any]:
        if self._peek() == "]":
            self._next_char()
            return
        while True:
            yield self._value()
            if not self._goes_on("]"):
                return

    def _goes_on(self, end: str) -> bool:
        char = self._next_char()
        if char not in {",", end}:
            raise Refused("not_json")
        return char == ","

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except RecursionError as error:
                raise Refused("deep") from error
            except ValueError as error:
                if self.is_over:
                    raise Refused("not_json") from error
                self._more()
                continue
            if end == len(self.text) and not self.is_over:
                self._more()  # a number may go on in the next block
                continue
            self.at = end
            return value

    def _peek(self) -> str:
        while True:
            while self.at < len(self.text) and self.text[self.at] in SPACES:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if self.is_over:
                return ""
            self._more()

    def _next_char(self) -> str:
        char = self._peek()
        self.at += 1
        return char

    def _more(self) -> None:
        """Reads on; a value that is not whole after four megabytes is not one of ours."""
        rest = self.text[self.at :]
        if len(rest) > MOST_PIECE:
            raise Refused("line", most=MOST_PIECE)
        # Twice as much each time: a long value is not read again from its start at every block.
        block = self.file.read(max(BLOCK, len(rest)))
        self.is_over = not block
        if rest[:1] in "[{" and (rest + block).count("[", 0, 20_000) + (rest + block).count("{", 0, 20_000) > 5_000:
            raise Refused("deep")
        self.text, self.at = rest + block, 0


def _no_constant(name: str) -> Any:
    raise Refused("not_json")


def flat(value: Any, *, most: int) -> dict[str, Any]:
    """One level: "address/city"; a list of objects gives a list for each of their fields."""
    found: dict[str, Any] = {}

    def walk(one: Any, path: str, depth: int, is_in_list: bool) -> None:
        if depth > MOST_DEPTH:
            raise Refused("deep")
        if one is None or len(found) > most:
            return
        if isinstance(one, dict):
            for name, inner in one.items():
                walk(inner, f"{path}/{name}" if path else str(name), depth + 1, is_in_list)
        elif isinstance(one, list):
            for inner in one:
                walk(inner, path, depth + 1, True)
        elif is_in_list:
            kept = found.setdefault(path, [])
            if isinstance(kept, list):
                kept.append(_text(one))
        else:
            found[path] = _text(one)

    walk(value, "", 0, False)
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
