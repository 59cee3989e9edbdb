"""Reading files of others: each format gives the same neutral rows, from a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from laplateforme.exchange.formats.refusal import MOST_BYTES, Refused
from laplateforme.exchange.formats.rows import LIST_JOINER, OUR_MARK, Row, Value

__all__ = ["LIST_JOINER", "OUR_MARK", "Document", "Refused", "Row", "Value", "opened"]

LEAST_SECONDS = 1.8
BYTES_A_SECOND = 4 * 1024 * 1024
HOUSE = Path(__file__).resolve().parents[3]


@dataclass
class Document:
    """A file that was read to its end. Its rows wait on the disk; `rows()` may be asked several times."""

    format: str
    details: Mapping[str, Any]
    lines: Path
    folder: TemporaryDirectory[str] = field(repr=False)

    def rows(self, kind: str = "offer") -> Iterator[Row]:
        with self.lines.open(encoding="utf-8") as file:
            for line in file:
                value = json.loads(line)
                if isinstance(value, list) and value[1] == kind:
                    yield Row(value[0], value[2], value[1])

    def close(self) -> None:
        self.folder.cleanup()

    def __enter__(self) -> "Document":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def opened(path: Path) -> Document:
    """Reads `path` in another process, within a time that grows with its size. Raises Refused."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty")
    if size > MOST_BYTES:
        raise Refused("large", most=MOST_BYTES // 1024 // 1024)
    seconds = LEAST_SECONDS + size / BYTES_A_SECOND
    folder = TemporaryDirectory(prefix="laplateforme-import-", ignore_cleanup_errors=True)
    lines = Path(folder.name) / "rows.jsonl"
    command = [
        sys.executable,
        "-m",
        "laplateforme.exchange.formats.child",
        str(path),
        str(lines),
        str(int(seconds) + 1),
    ]
    try:
        subprocess.run(command, cwd=HOUSE, timeout=seconds, check=False, stdin=subprocess.DEVNULL, capture_output=True)
        head, last = _ends(lines)
    except subprocess.TimeoutExpired as error:
        folder.cleanup()
        raise Refused("slow") from error
    for line in (head, last):
        if "refused" in line:
            folder.cleanup()
            raise Refused(line["refused"], **line["params"])
    if "format" not in head or "end" not in last:
        folder.cleanup()
        raise Refused("heavy")
    return Document(head["format"], head["details"], lines, folder)


def _ends(lines: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first and the last line, when they are whole."""
    if not lines.exists():
        return {}, {}
    with lines.open("rb") as file:
        first = file.readline()
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        tail = file.read().rstrip(b"\n").rsplit(b"\n", 1)[-1]
    return _value(first), _value(tail)


def _value(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
