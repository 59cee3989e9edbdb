"""What every benchmark needs: a clock, medians, and the same way to say what was measured."""

import gc
import json
import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall times of one call after another, in milliseconds, and the processor time of one call on average."""

    walls_ms: tuple[float, ...]
    cpu_ms: float

    def percentile(self, share: float) -> float:
        """The nearest-rank percentile: a time that was really measured."""
        ordered = sorted(self.walls_ms)
        return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]

    @property
    def p50(self) -> float:
        return round(self.percentile(0.5), 3)

    @property
    def p95(self) -> float:
        return round(self.percentile(0.95), 3)


def timed(calls: Sequence[Callable[[], Any]]) -> Timing:
    """Runs each call once, with the garbage collector still."""
    gc.collect()
    gc.disable()
    walls = []
    cpu = time.process_time()
    try:
        for call in calls:
            started = time.perf_counter()
            call()
            walls.append((time.perf_counter() - started) * 1000)
    finally:
        gc.enable()
    return Timing(tuple(walls), round((time.process_time() - cpu) * 1000 / max(1, len(calls)), 3))


def best_of(rounds: int, calls: Sequence[Callable[[], Any]]) -> Timing:
    """Each call's median over the rounds: what the machine's neighbours did to one round does not count."""
    return middle([timed(calls) for _ in range(rounds)])


def middle(runs: Sequence[Timing]) -> Timing:
    """The median of several runs of the same calls, call by call."""
    walls = tuple(sorted(times)[len(times) // 2] for times in zip(*(run.walls_ms for run in runs), strict=True))
    return Timing(walls, sorted(run.cpu_ms for run in runs)[len(runs) // 2])


def table(rows: Sequence[Sequence[Any]], headings: Sequence[str]) -> str:
    """Aligned columns, for people."""
    cells = [[str(cell) for cell in row] for row in [headings, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def say(result: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    """The JSON object alone, or the table."""
    print(json.dumps(result) if as_json else text)


def give_up(message: str) -> None:
    """Something that the benchmark needs is absent: says so, and 2 is the answer."""
    print(message, file=sys.stderr)
    raise SystemExit(2)
