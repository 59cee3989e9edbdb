"""XLSX and ODS are zip archives: their list of contents is judged before anything is unpacked."""

import re
import struct
import zipfile
from pathlib import Path

from laplateforme.exchange.formats.refusal import Refused

MOST_ENTRIES = 2_000
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100
SMALL = 100 * 1024  # a short text may shrink a hundred times without malice
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
MACROS = re.compile(r"vbaProject|(^|/)macrosheets/|(^|/)Basic/.+\.xml$|(^|/)Scripts/.+|activeX", re.I)
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
DOCTYPE_WIDE = re.compile(rb"<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)|\x00<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)", re.I)


def check_archive(path: Path) -> list[str]:
    """Names of the entries of an archive that may be opened. Raises Refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_places(path, entries)
            names = [entry.filename for entry in entries]
            _check_names(names, entries)
            _check_xml(archive, entries)
    except Refused:
        raise
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        struct.error,
        RuntimeError,
    ) as error:
        raise Refused("broken") from error
    return names


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Refused("bomb")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused("bomb")
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise Refused("bomb")


def _check_places(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Two entries that share the same bytes: a few kilobytes would give gigabytes."""
    end = 0
    with path.open("rb") as file:
        for entry in sorted(entries, key=lambda one: one.header_offset):
            if entry.header_offset < end:
                raise Refused("bomb")
            file.seek(entry.header_offset)
            header = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
            end = entry.header_offset + LOCAL_HEADER.size + header[-2] + header[-1] + entry.compress_size


def _check_names(names: list[str], entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("locked")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise Refused("broken")
    if any(MACROS.search(name) for name in names):
        raise Refused("macros")


def _check_xml(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """No document may define entities: neither Excel nor LibreOffice writes any."""
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as file:
            start = file.read(64 * 1024)
        if DOCTYPE.search(start) or DOCTYPE_WIDE.search(start):
            raise Refused("entities")
