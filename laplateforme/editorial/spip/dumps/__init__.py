"""Backups of a SPIP site, whatever their form, as rows: (table without prefix, {column: text})."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from laplateforme.editorial.spip.dumps import sql, sqlite, xml
from laplateforme.editorial.spip.dumps.rows import UnableToReadDump, without_secrets

MOST_BYTES = 500_000_000
SQLITE_MAGIC = b"SQLite format 3\x00"
NAMES = ("*.xml", "*.xml.gz", "*.sqlite", "*.sqlite3", "*.db", "*.sql", "*.sql.gz")

__all__ = ["UnableToReadDump", "find_dump", "rows_of"]


def find_dump(source: Path) -> Path:
    """The file itself, or the newest backup in a folder (tmp/dump/ of a SPIP site). Raises UnableToReadDump."""
    if source.is_file():
        return source
    if not source.is_dir():
        raise UnableToReadDump("absent", source.name)
    found = [path for pattern in NAMES for path in source.rglob(pattern) if path.is_file()]
    if not found:
        raise UnableToReadDump("empty", source.name)
    return max(found, key=lambda path: (path.stat().st_mtime, path.name))


def rows_of(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """All rows of the tables that matter, as they come. Raises UnableToReadDump with a reason in one word."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(SQLITE_MAGIC):
        return without_secrets(sqlite.rows(path))
    data = _content(path, start)
    head = data[:4096].lower()
    if b"<spip" in head or b"<rubrique>" in head:
        return without_secrets(xml.rows(data))
    if b"insert into" in data[:50_000_000].lower():
        return without_secrets(sql.rows(data))
    raise UnableToReadDump("unknown", path.name)


def _content(path: Path, start: bytes) -> bytes:
    """The bytes of the file, unpacked; never more than MOST_BYTES, whatever it promises."""
    opened = gzip.open if start.startswith(b"\x1f\x8b") else open
    try:
        with opened(path, "rb") as file:
            data: bytes = file.read(MOST_BYTES + 1)
    except (OSError, EOFError) as error:
        raise UnableToReadDump("broken", path.name) from error
    if len(data) > MOST_BYTES:
        raise UnableToReadDump("large", path.name)
    return data
