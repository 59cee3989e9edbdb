"""An old site in a zip archive: its backup, its folder IMG, or both. Nothing leaves the folder made for it."""

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from laplateforme.editorial.queries.old_files import FOLDER, OldFiles
from laplateforme.editorial.spip.dumps import UnableToReadDump, find_dump

MAGIC = b"PK\x03\x04"
PICTURES = "images.zip"  # the second archive of those that were given together
MOST_ENTRIES, MOST_UNPACKED = 20_000, 400_000_000
CHUNK = 1_000_000
FLAG_LOCKED = 0x1


@contextmanager
def opened_old_site(path: Path, beside: OldFiles) -> Iterator[tuple[Path, OldFiles]]:
    """The backup and its files. `beside`: the files of a backup that is in no archive. Raises UnableToReadDump."""
    if not is_archive(path):
        yield path, beside
        return
    with TemporaryDirectory(prefix="old-site-") as place:
        folder = Path(place).resolve()
        left = unpack(path, folder, MOST_UNPACKED)
        for inner in sorted(folder.glob("*.zip")):
            inside = folder / FOLDER if inner.name == PICTURES else folder
            left = unpack(inner, inside, left)
            inner.unlink()
        yield _backup_in(folder), OldFiles(_pictures_in(folder))


def is_archive(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == MAGIC


def unpack(path: Path, folder: Path, most: int) -> int:
    """Writes the files of an archive into `folder`; returns how many bytes it may still hold.

    Refused as a whole: names that lead elsewhere, links, locked entries, more than it may hold.
    """
    try:
        with ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            for entry in archive.infolist():
                _check(entry)
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most:
                raise UnableToReadDump("large", path.name)
            for entry in entries:
                most -= _write(archive, entry, folder, most)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise UnableToReadDump("archive_broken", path.name) from error
    return most


def _check(entry: ZipInfo) -> None:
    """Raises UnableToReadDump for a name or an entry that no honest archive holds."""
    name = entry.filename
    leads_away = name.startswith("/") or ".." in PurePosixPath(name).parts
    if not name or leads_away or any(sign in name for sign in ("\\", ":")) or "\x00" in entry.orig_filename:
        raise UnableToReadDump("archive_outside", name)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise UnableToReadDump("archive_outside", name)
    if entry.flag_bits & FLAG_LOCKED:
        raise UnableToReadDump("archive_locked", name)


def _write(archive: ZipFile, entry: ZipInfo, folder: Path, most: int) -> int:
    """Bytes written; never more than `most`, whatever the entry says."""
    place = folder.joinpath(*PurePosixPath(entry.filename).parts)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, place.open("wb") as target:
            done = 0
            while chunk := source.read(CHUNK):
                done += len(chunk)
                if done > most:  # it holds more than it said
                    raise UnableToReadDump("large", entry.filename)
                target.write(chunk)
        os.utime(place, (_moment(entry), _moment(entry)))
    except OSError as error:  # a name too long, or a file where a folder should be
        raise UnableToReadDump("archive_broken", entry.filename) from error
    return done


def _moment(entry: ZipInfo) -> float:
    """When the file was written, so that the newest backup of an archive is known; anything strange is long ago."""
    try:
        return datetime(*entry.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def _backup_in(folder: Path) -> Path:
    try:
        return find_dump(folder)
    except UnableToReadDump as error:
        raise UnableToReadDump("archive_empty", folder.name) from error


def _pictures_in(folder: Path) -> Path:
    """The folder IMG that stands highest; the whole archive when it holds the inside of one."""
    found = [path for path in folder.rglob("*") if path.is_dir() and path.name.upper() == FOLDER]
    if not found:
        return folder
    nearest = min(found, key=lambda path: (len(path.parts), str(path)))
    inner = [path for path in nearest.rglob(FOLDER) if path.is_dir()]  # a folder IMG given inside another archive
    return inner[0] if inner else nearest
