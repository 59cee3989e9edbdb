"""From lines of cells to rows: the head, the limits, our mark. Shared by CSV and sheets."""

from collections.abc import Iterable, Iterator

from laplateforme.exchange.formats.cells import unescaped
from laplateforme.exchange.formats.refusal import MOST_CELL, MOST_COLUMNS, MOST_ROWS, Refused
from laplateforme.exchange.formats.rows import OUR_MARK, Row


def rows_of(lines: Iterable[tuple[int, list[str]]], *, unescape: bool) -> Iterator[Row]:
    """The first line that is not empty is the head; empty lines are left out."""
    head: list[str] | None = None
    count = 0
    is_ours = False
    for number, cells in lines:
        if len(cells) > MOST_COLUMNS and len(_trimmed(cells)) > MOST_COLUMNS:
            raise Refused("columns", most=MOST_COLUMNS)
        if not any(cell.strip() for cell in cells):
            continue
        if head is None:
            head = _head(cells)
            is_ours = unescape and head[0] == OUR_MARK
            continue
        count += 1
        if count > MOST_ROWS:
            raise Refused("rows", most=MOST_ROWS)
        values = {}
        for name, cell in zip(head, cells, strict=False):
            if len(cell) > MOST_CELL:
                raise Refused("cell", line=number, most=MOST_CELL)
            values[name] = unescaped(cell) if is_ours else cell
        for name in head[len(cells) :]:
            values[name] = ""
        yield Row(number, values)
    if head is None:
        raise Refused("empty")


def _trimmed(cells: list[str]) -> list[str]:
    last = max((index for index, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _head(cells: list[str]) -> list[str]:
    """Names of columns: cleaned, never empty, never twice."""
    names: list[str] = []
    for index, cell in enumerate(_trimmed(cells), 1):
        name = " ".join(cell.replace("\ufeff", "").split())[:120] or f"#{index}"
        number = 2
        base = name
        while name in names:
            name = f"{base} ({number})"
            number += 1
        names.append(name)
    return names
