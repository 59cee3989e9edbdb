"""XLSX, ODS and XLS: the first sheet that holds something. Formulas are never run: what is kept is the value shown."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from laplateforme.exchange.formats.archive import check_archive
from laplateforme.exchange.formats.refusal import MOST_COLUMNS, MOST_ROWS, Refused
from laplateforme.exchange.formats.rows import About, Rows
from laplateforme.exchange.formats.table import rows_of

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_XLS = 20 * 1024 * 1024
MOST_CELLS = 3_000_000
VBA = ("_VBA_PROJECT".encode("utf-16-le"), "VBA".encode("utf-16-le") + b"\x00\x00")


def read(path: Path) -> tuple[About, Rows]:
    """Raises Refused: an archive that is not what it says, macros, a sheet without end."""
    name = _checked(path)
    workbook = _opened(path)
    for sheet_name in workbook.sheet_names[:20]:
        sheet = _sheet(workbook, sheet_name)
        height, width = sheet.total_height, sheet.total_width
        if not height or not width:
            continue
        if width > MOST_COLUMNS and width * height > MOST_CELLS:
            raise Refused("columns", most=MOST_COLUMNS)
        if height > MOST_ROWS + 1_000:
            raise Refused("rows", most=MOST_ROWS)
        return About(name, {"sheet": sheet_name}), rows_of(_lines(sheet), unescape=False)
    raise Refused("empty")


def _checked(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(8)
        if start.startswith(ZIP):
            names = check_archive(path)
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "content.xml" in names:
                return "ods"
            raise Refused("not_sheet")
        if start == OLE:
            content = start + file.read(MOST_XLS)
            if len(content) >= MOST_XLS:
                raise Refused("large", most=MOST_XLS // 1024 // 1024)
            if any(mark in content for mark in VBA):
                raise Refused("macros")
            return "xls"
    raise Refused("not_sheet")


def _opened(path: Path) -> Any:
    import python_calamine  # noqa: PLC0415  slow import

    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except MemoryError as error:
        raise Refused("heavy") from error
    except python_calamine.PasswordError as error:
        raise Refused("locked") from error
    except Exception as error:  # the library has a dozen of its own, and panics of Rust
        raise Refused("broken") from error


def _sheet(workbook: Any, name: str) -> Any:
    try:
        return workbook.get_sheet_by_name(name)
    except MemoryError as error:
        raise Refused("heavy") from error
    except Exception as error:  # as above
        raise Refused("broken") from error


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    first = (sheet.start or (0, 0))[0] + 1
    for number, cells in enumerate(sheet.iter_rows(), first):
        yield number, [_text(cell) for cell in cells]


def _text(value: Any) -> str:
    """What the person saw: whole numbers without ".0", dates in ISO."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
