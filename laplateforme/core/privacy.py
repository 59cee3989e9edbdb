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


@dataclass(frozen=True)
class Personal:
    """Purpose in words, level, and days kept after the moment named in `since` (None: as long as the row lives)."""

    purpose: str
    level: Level
    days: int | None = None
    since: str = "created_at"
