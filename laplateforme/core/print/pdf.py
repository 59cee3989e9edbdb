"""Templates and data become pages. Data travels as JSON, so no text of anybody is ever read as markup."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from laplateforme.core.print.fonts import prepare_paper_fonts
from laplateforme.core.print.qr import qr_svg, readable
from laplateforme.core.print.tokens import colors_with
from laplateforme.core.print.typography import breakable, for_paper

# Templates import each other from here: "/core/print/tokens.typ".
ROOT = Path(__file__).resolve().parents[2]
TYPESETTER = Path(__file__).with_name("typeset.py")
MOST_SIGNS = 2_000_000
MOST_SECONDS = 30
PAGE_TREE = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count (\d+)")
TAGGED = ("ua-1",)


class UnableToPrint(Exception):
    """The pages cannot be made from these data."""


class TooMuchToPrint(UnableToPrint):
    """The data are more than one file may hold; print them in parts."""


@cache
def faces() -> Path:
    """Where the faces are, made at the first use; no face of the machine is used, so all print the same bytes."""
    folder = Path(settings.LP_DATA_DIR) / "fonts"
    prepare_paper_fonts(folder)
    return folder


def inputs(data: Mapping[str, Any], qr: Mapping[str, str], accent: str, language: str) -> dict[str, str]:
    """What a template reads in `sys.inputs`."""
    text = json.dumps(for_paper(dict(data), language), ensure_ascii=False)
    if len(text) > MOST_SIGNS:
        raise TooMuchToPrint(f"{len(text)} signs, at most {MOST_SIGNS}")
    codes = {
        name: {"svg": qr_svg(address), "text": breakable(readable(address)), "href": address}
        for name, address in qr.items()
    }
    return {"json": text, "qr": json.dumps(codes), "colors": json.dumps(colors_with(accent)), "lang": language[:2]}


def _compile(template: Path, root: Path, **options: Any) -> list[bytes]:
    job = {"template": str(template), "root": str(root), "fonts": str(faces()), "options": options}
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(TYPESETTER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuchToPrint(f"more than {MOST_SECONDS} seconds") from error
    if done.returncode:
        raise UnableToPrint(done.stderr.decode(errors="replace")[-2000:])
    return list(_parts(done.stdout))


def _parts(output: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(output):
        (size,) = struct.unpack_from(">Q", output, start)
        yield output[start + 8 : start + 8 + size]
        start += 8 + size


def compile_pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    at: datetime,
    qr: Mapping[str, str] | None = None,
    accent: str = "",
    language: str = "fr",
    standards: Sequence[str] = TAGGED,
) -> bytes:
    """A tagged PDF. `qr` names addresses that the template shows as codes; the same input gives the same bytes.

    Raises TooMuchToPrint, and UnableToPrint with what typst says.
    """
    values = inputs(data, qr or {}, accent, language)
    options = {"pdf_standards": list(standards), "timestamp": int(at.timestamp())}
    return _compile(template, ROOT, format="pdf", sys_inputs=values, **options)[0]


def compile_pictures(
    template: Path,
    data: Mapping[str, Any],
    *,
    at: datetime,
    qr: Mapping[str, str] | None = None,
    accent: str = "",
    language: str = "fr",
    ppi: float = 80,
) -> list[bytes]:
    """The same pages as PNG: previews on screen, and eyes of who mends a template."""
    values = inputs(data, qr or {}, accent, language)
    return _compile(template, ROOT, format="png", ppi=ppi, sys_inputs=values, timestamp=int(at.timestamp()))


def page_count(made: bytes) -> int:
    """How many pages a PDF of ours has; typst writes the tree of pages in plain sight."""
    found = PAGE_TREE.search(made)
    if found is None:
        raise UnableToPrint("no tree of pages")
    return int(found[1])


def fold(made: bytes, *, title: str, at: datetime) -> bytes:
    """A5 pages two by two on A4, both sides, short edge: print, fold once, staple. Untagged, it feeds a printer."""
    pages = page_count(made)
    if pages % 4:
        raise UnableToPrint(f"{pages} pages: a folded sheet needs a multiple of 4")
    with tempfile.TemporaryDirectory() as room:
        # typst takes the pages of another PDF from a file only
        Path(room, "pages.pdf").write_bytes(made)
        Path(room, "fold.typ").write_bytes((Path(__file__).parent / "fold.typ").read_bytes())
        values = {"pages": str(pages), "title": title}
        moment = int(at.timestamp())
        return _compile(Path(room, "fold.typ"), Path(room), format="pdf", sys_inputs=values, timestamp=moment)[0]
