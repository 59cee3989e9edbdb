"""data·inclusion v1: services and the structures that propose them, in one document or services alone."""

from collections.abc import Iterator
from pathlib import Path

from laplateforme.exchange.formats.json_stream import Pieces, flat
from laplateforme.exchange.formats.refusal import MOST_COLUMNS, MOST_ROWS, Refused
from laplateforme.exchange.formats.rows import About, Row, Rows

NAME = "data-inclusion"
MARKS = {"structure_id", "nom"}


def read(path: Path) -> tuple[About, Rows]:
    return About(NAME), _rows(path)


def is_service(value: object) -> bool:
    return isinstance(value, dict) and value.keys() >= MARKS


def _rows(path: Path) -> Iterator[Row]:
    count = 0
    for name, value in Pieces(path):
        if not isinstance(value, dict):
            continue
        count += 1
        if count > MOST_ROWS * 2:
            raise Refused("rows", most=MOST_ROWS)
        kind = "organization" if name == "structures" or "structure_id" not in value else "offer"
        yield Row(count, flat(value, most=MOST_COLUMNS), kind)
    if not count:
        raise Refused("empty")
