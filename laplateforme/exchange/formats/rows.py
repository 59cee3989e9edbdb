"""What every format gives: neutral rows, a name of column → a text or a list of texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Value = str | list[str]
# How our own exports say that cells were escaped: the head of their first column.
OUR_MARK = "laplateforme-1"
LIST_JOINER = " | "


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: the line of the file, or the rank of the object, from 1. `kind`: "offer" or "organization"."""

    number: int
    values: Mapping[str, Value]
    kind: str = "offer"


@dataclass(frozen=True)
class About:
    """What the reader found out before the rows."""

    format: str
    details: Mapping[str, Any] = field(default_factory=dict)


Rows = Iterator[Row]
