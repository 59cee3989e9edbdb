"""What each field about a person is for, how sensitive it is and how long it is kept.

Every model that holds something about a person lists those fields in `Privacy`; the register of processing
and the nightly erasure are made from it. A test fails on a field of such a model that says nothing.
"""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much harm a leak would do."""

    PUBLIC = "public"
    PROFESSIONAL = "professional"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    SECRET = "secret"


OTHERS = ""


@dataclass(frozen=True)
class Personal:
    """Purpose in words, level, and days kept after the moment named in `since` (None: as long as the row lives).

    `of`: the field of the same row that leads to the account it is about, OTHERS when it is about somebody else; left
    out where the row knows one account only (core.owners). `names`: it names or reaches that person, and is blanked
    when the account is closed.
    """

    purpose: str
    level: Level
    days: int | None = None
    since: str = "created_at"
    of: str | None = None
    names: bool = False
