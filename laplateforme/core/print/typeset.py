"""Runs in a process of its own, reads one job on its input, writes the pages on its output.

Apart, because typst keeps what it has set in memory for the next times, because its work cannot be stopped from
within, and because starting takes 30 ms. Nothing of the house is imported here.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any

import typst


def run(job: dict[str, Any]) -> list[bytes]:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[job["fonts"]])
    pages = typst.compile(job["template"], root=job["root"], font_paths=fonts, **job["options"])
    return pages if isinstance(pages, list) else [pages]


def main() -> int:
    try:
        pages = run(json.load(sys.stdin.buffer))
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return 1
    for page in pages:
        sys.stdout.buffer.write(struct.pack(">Q", len(page)) + page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
