"""Reads the TOML files of this folder; days in them count from the day of loading."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = dict[str, Any]


@cache
def tables() -> dict[str, list[Row]]:
    """All rows by table name, in the order of the files."""
    found: dict[str, list[Row]] = {}
    for path in sorted(HERE.glob("*.toml")):
        with path.open("rb") as file:
            for name, rows in tomllib.load(file).items():
                found.setdefault(name, []).extend(rows)
    return found


def rows(table: str, **wanted: str) -> Iterator[Row]:
    for row in tables().get(table, []):
        if all(row.get(name) == value for name, value in wanted.items()):
            yield row


@dataclass(frozen=True)
class Calendar:
    """Dates relative to the moment of loading."""

    now: datetime

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def day(self, days: int) -> date:
        return (self.now + timedelta(days=days)).date()

    def moment(self, days: int, hour: float) -> datetime:
        """`hour` o'clock, `days` days from now, local time; a Sunday becomes the Monday after."""
        day = self.now + timedelta(days=days)
        if day.weekday() == 6:
            day += timedelta(days=1)
        return day.replace(hour=int(hour), minute=int(hour % 1 * 60), second=0, microsecond=0)
