"""Backups of a SPIP site, whatever their form, as rows: (table without prefix, {column: text})."""

import gzip
import os
import zlib
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from laplateforme.editorial.spip.dumps import sql, sqlite, xml
from laplateforme.editorial.spip.dumps.rows import UnableToReadDump, without_secrets

MOST_BYTES = 500_000_000
MOST_UNPACKED = 200_000_000
CHUNK = 1_000_000
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
        yield from without_secrets(sqlite.rows(path))
        return
    yield from _rows(path, start)


def _rows(path: Path, start: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    with _opened(path, start) as file:
        if not file.seek(0, os.SEEK_END):
            raise UnableToReadDump("unknown", path.name)
        with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            head = data[:4096].lower()
            if b"<spip" in head or b"<rubrique>" in head:
                yield from without_secrets(xml.rows(data))
            elif sql.holds_statements(data):
                yield from without_secrets(sql.rows(data))
            else:
                raise UnableToReadDump("unknown", path.name)


def _opened(path: Path, start: bytes) -> IO[bytes]:
    """The file, unpacked onto the disk where it is packed; never more than MOST_BYTES, whatever it promises."""
    try:
        if not start.startswith(b"\x1f\x8b"):
            if path.stat().st_size > MOST_BYTES:
                raise UnableToReadDump("large", path.name)
            return path.open("rb")
        unpacked = TemporaryFile()  # noqa: SIM115  its reader closes it
        with gzip.open(path, "rb") as packed:
            while chunk := packed.read(CHUNK):
                unpacked.write(chunk)
                if unpacked.tell() > MOST_UNPACKED:
                    unpacked.close()
                    raise UnableToReadDump("large", path.name)
    except (OSError, EOFError, zlib.error) as error:
        raise UnableToReadDump("broken", path.name) from error
    unpacked.flush()
    return unpacked
