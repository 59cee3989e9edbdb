# ruff: noqa: E501  tables and sentences read better whole
"""Files that mean harm, or that are badly broken, made when the tests run: name → (content, what may be said)."""

import io
import json
import struct
import zipfile
from collections.abc import Callable

MEGA = 1024 * 1024
Makers = dict[str, tuple[Callable[[], bytes], set[str]]]
ANY = {"broken", "not_sheet", "bomb", "entities", "macros", "empty", "heavy", "columns", "rows", "locked"}
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def archive(entries: dict[str, bytes | str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return content.getvalue()


def workbook(sheet: str = "", **more: bytes | str) -> bytes:
    entries: dict[str, bytes | str] = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": SHEET.format(sheet),
    }
    return archive({**entries, **{name.replace("__", "/"): data for name, data in more.items()}})


def overlapping() -> bytes:
    """A hundred entries of the list of contents that point at the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", BOOK)
        entry = file.getinfo("xl/workbook.xml")
        for number in range(100):
            twin = zipfile.ZipInfo(f"xl/copy{number}.xml")
            for name in ("header_offset", "file_size", "compress_size", "CRC", "compress_type"):
                setattr(twin, name, getattr(entry, name))
            file.filelist.append(twin)
            file.NameToInfo[twin.filename] = twin
        file._didModify = True  # type: ignore[attr-defined]
    return content.getvalue()


def lying() -> bytes:
    """An entry that says it is small."""
    content = bytearray(workbook(xl__big=b"0" * (8 * MEGA)))
    place = content.rfind(b"PK\x01\x02")
    while content[place + 46 : place + 52] != b"xl/big":
        place = content.rfind(b"PK\x01\x02", 0, place)
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def locked() -> bytes:
    content = bytearray(workbook())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def nested(depth: int, opening: str = "[", closing: str = "]") -> bytes:
    return ("[" + opening * depth + closing * depth + "]").encode()


def csv_of(line: str) -> bytes:
    return f"Nom;Structure\n{line}".encode()


CORPUS: Makers = {
    "zip of one ratio": (lambda: workbook(xl__big=b"0" * (30 * MEGA)), {"bomb"}),
    "zip of too much": (lambda: workbook(**{f"xl__p{n}": b"0" * (6 * MEGA) for n in range(10)}), {"bomb"}),
    "zip of many entries": (lambda: archive({f"e{n}": "" for n in range(2_500)}), {"bomb"}),
    "zip that overlaps": (overlapping, {"bomb"}),
    "zip that lies": (lying, {"bomb", "broken"}),
    "zip with a password": (locked, {"locked"}),
    "zip that climbs": (lambda: archive({"../../x": "1", "xl/workbook.xml": BOOK}), {"broken"}),
    "zip cut short": (lambda: workbook()[:-30], {"broken"}),
    "zip cut in two": (lambda: workbook()[:200], {"broken"}),
    "zip of nothing": (lambda: archive({"a.txt": "x"}), {"not_sheet"}),
    "zip in a zip": (lambda: archive({"a.xlsx": workbook()}), {"not_sheet"}),
    "zip without list": (lambda: b"PK\x03\x04" + b"\x00" * 500, {"broken"}),
    "docx": (lambda: archive({"word/document.xml": "<w/>"}), {"not_sheet"}),
    "entities in a sheet": (lambda: archive({"xl/workbook.xml": ENTITIES + BOOK}), {"entities"}),
    "entities in an ods": (lambda: archive({"content.xml": ENTITIES + "<x>&b;</x>"}), {"entities"}),
    "entities in utf-16": (lambda: archive({"xl/workbook.xml": ENTITIES.encode("utf-16")}), {"entities"}),
    "outside entity": (
        lambda: archive({"xl/workbook.xml": '<!DOCTYPE x SYSTEM "http://outside.example/x">' + BOOK}), {"entities"},
    ),
    "macros": (lambda: workbook(xl__vbaProject_bin=b"x", **{"xl/vbaProject.bin": b"x"}), {"macros"}),
    "macros of an ods": (lambda: archive({"content.xml": "<x/>", "Basic/Standard/Module1.xml": "<x/>"}), {"macros"}),
    "macros of an xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), {"macros"}),
    "xls of noise": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x07" * 5_000, {"broken", "heavy"}),
    "workbook without sheet": (lambda: workbook(), {"empty", "broken"}),
    "sheet at the end of the world": (
        lambda: workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
        {"columns", "rows", "heavy", "broken", "empty"},
    ),
    "broken sheet": (lambda: archive({"xl/workbook.xml": "<workbook", "xl/_rels/workbook.xml.rels": RELATIONS}), ANY),
    "ods of noise": (lambda: archive({"content.xml": "\x00\x01"}), ANY),
    "a line of 100 MB": (lambda: b"Nom;Structure\n" + b"a" * (100 * MEGA), {"line"}),
    "a cell of 2 MB": (lambda: b'Nom;Structure\n"' + b"mot\n" * (MEGA // 2) + b'"', {"cell"}),
    "a million columns": (lambda: b"Nom" + b";a" * 1_000_000, {"line", "columns"}),
    "a thousand columns": (lambda: ";".join(f"c{n}" for n in range(1_000)).encode() + b"\nx", {"columns"}),
    "too many lines": (lambda: b"Nom\n" + b"x\n" * 200_100, {"rows"}),
    "no line": (lambda: b"\n\n ;;\n", {"empty"}),
    "a mark alone": (lambda: b"\xef\xbb\xbf", {"empty"}),
    "zeros": (lambda: b"\x00" * 10_000, {"empty", "not_text"}),
    "noise": (lambda: bytes(range(1, 30)) * 500, {"not_text"}),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, {"not_table"}),
    "pdf": (lambda: b"%PDF-1.7\n", {"not_table"}),
    "program": (lambda: b"MZ" + b"\x90" * 200, {"not_table"}),
    "gzip": (lambda: b"\x1f\x8b" + b"\x00" * 100, {"not_table"}),
    "web page": (lambda: b"<html><script>alert(1)</script>", {"markup"}),
    "xml bomb": (lambda: ENTITIES.encode() + b"<x>&b;</x>", {"markup"}),
    "utf-16 cut in half": (lambda: "Nom;Structure\nUne offre;Ici".encode("utf-16")[:-1] + b"\xd8\x00\xd8", {"encoding"}),
    "json too deep": (lambda: nested(100_000), {"deep", "not_json"}),
    "objects too deep": (lambda: b'[' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]", {"deep", "not_json"}),
    "json a little too deep": (lambda: nested(200), {"deep", "empty"}),
    "json cut": (lambda: b'[{"nom": "Une offre"', {"not_json"}),
    "json of numbers": (lambda: b"[1, 2, 3]", {"empty"}),
    "json of nothing": (lambda: b"[]", {"empty"}),
    "json with a tail": (lambda: b'[{"nom": "x"}] trop', {"not_json"}),
    "json not a number": (lambda: b'[{"nom": NaN}]', {"not_json"}),
    "json of one long text": (lambda: b'[{"nom": "' + b"a" * (20 * MEGA) + b'"}]', {"line"}),
    "json in latin": (lambda: '[{"nom": "été"}]'.encode("latin-1"), {"encoding"}),
    "json of a huge number": (lambda: b'[{"nom": ' + b"9" * 100_000 + b"}]", {"not_json", "deep"}),
    "json without end": (lambda: json.dumps([{"a": "b"}] * 50_000).encode()[:-1], {"not_json"}),
}  # fmt: skip
