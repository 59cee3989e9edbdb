"""Reads a file that may be hostile, in a process of its own: `python -m laplateforme.exchange.formats.child IN OUT`.

OUT receives one JSON value a line: first what the file is, then its rows; a refusal replaces what would follow.
Nothing of Django is loaded here: the process starts fast, and has nothing to give away.
"""

import json
import sys
from pathlib import Path
from typing import Any

from laplateforme.exchange.formats.refusal import Refused
from laplateforme.exchange.formats.registry import READERS, format_of

MEMORY = 420 * 1024 * 1024


def limit(seconds: int) -> None:
    """Memory and computing time, where the system knows how; the parent watches the clock in any case."""
    try:
        import resource  # noqa: PLC0415  slow import
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds + 1)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def main(source: str, target: str, seconds: str) -> None:
    limit(int(seconds))
    sys.setrecursionlimit(1_000)
    with Path(target).open("w", encoding="utf-8") as out:
        try:
            about, rows = READERS[format_of(Path(source))](Path(source))
            _line(out, {"format": about.format, "details": dict(about.details)})
            for row in rows:
                _line(out, [row.number, row.kind, dict(row.values)])
        except Refused as refusal:
            _line(out, {"refused": refusal.code, "params": refusal.params})
            return
        except (MemoryError, RecursionError):
            _line(out, {"refused": "heavy", "params": {}})
            return
        _line(out, {"end": True})


def _line(out: Any, value: Any) -> None:
    out.write(json.dumps(value, separators=(",", ":")))
    out.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
