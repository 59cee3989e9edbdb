"""The table of formats: adding one adds a module and a line here."""

from collections.abc import Callable, Mapping
from pathlib import Path

from laplateforme.exchange.formats import csv_text, data_inclusion, json_objects, sheets
from laplateforme.exchange.formats.json_stream import Pieces
from laplateforme.exchange.formats.refusal import Refused
from laplateforme.exchange.formats.rows import About, Rows

READERS: Mapping[str, Callable[[Path], tuple[About, Rows]]] = {
    "csv": csv_text.read,
    "sheet": sheets.read,
    "json": json_objects.read,
    data_inclusion.NAME: data_inclusion.read,
}
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)
XML = (b"<?xml", b"<!DOCTYPE", b"<html", b"<!ENTITY", b"<HTML")


def format_of(path: Path) -> str:
    """From what the file holds, never from its name."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(sheets.ZIP) or start.startswith(sheets.OLE):
        return "sheet"
    if start.startswith(OTHERS):
        raise Refused("not_table")
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(XML):
        raise Refused("markup")
    if text[:1] in {b"[", b"{"}:
        return _json_format(path)
    return "csv"


def _json_format(path: Path) -> str:
    for _number, (name, value) in zip(range(5), Pieces(path), strict=False):
        if data_inclusion.is_service(value) or (name == "structures" and isinstance(value, dict) and "nom" in value):
            return data_inclusion.NAME
    return "json"
