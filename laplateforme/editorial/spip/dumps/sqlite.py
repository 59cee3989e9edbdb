"""A SPIP database in SQLite: the base of a small site, or the backup that SPIP makes since its version 3."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from laplateforme.editorial.spip.dumps.rows import UnableToReadDump, mended, prefix_of, table_of


def rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of the tables that matter; the file is opened to be read only and its views and triggers never run."""
    try:
        base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise UnableToReadDump("broken", path.name) from error
    base.text_factory = lambda data: mended(data.decode("utf-8", "replace"))
    try:
        base.execute("PRAGMA trusted_schema = OFF")
        base.execute("PRAGMA query_only = ON")
        names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        prefix = prefix_of(names)
        for name in names:
            table = table_of(name, prefix)
            if not table:
                continue
            cursor = base.execute(f'SELECT * FROM "{name.replace(chr(34), chr(34) * 2)}"')
            columns = [one[0] for one in cursor.description]
            for row in cursor:
                yield table, {column: _text(value) for column, value in zip(columns, row, strict=True)}
    except sqlite3.Error as error:
        raise UnableToReadDump("broken", path.name) from error
    finally:
        base.close()


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, bytes) else str(value)
