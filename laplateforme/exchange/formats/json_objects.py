"""Any JSON list of objects: nested names become columns ("address/city"), lists stay lists."""

from collections.abc import Iterator
from pathlib import Path

from laplateforme.exchange.formats.json_stream import Pieces, flat
from laplateforme.exchange.formats.refusal import MOST_COLUMNS, MOST_ROWS, Refused
from laplateforme.exchange.formats.rows import OUR_MARK, About, Row, Rows


def read(path: Path) -> tuple[About, Rows]:
    return About("json"), _rows(path)


def _rows(path: Path) -> Iterator[Row]:
    count = 0
    for name, value in Pieces(path):
        if not isinstance(value, dict) or name == OUR_MARK:
            continue
        count += 1
        if count > MOST_ROWS:
            raise Refused("rows", most=MOST_ROWS)
        yield Row(count, flat(value, most=MOST_COLUMNS))
    if not count:
        raise Refused("empty")
