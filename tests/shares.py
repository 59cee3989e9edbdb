"""Sweeps that are long and ask the same of each database: `make test` gives each of its two databases one half.

LP_SHARE is "0/2" or "1/2"; without it (one database, one file run by hand, full sizes) everything is swept.
"""

import os
from collections.abc import Sequence
from typing import Any

import pytest

SHARE = "LP_SHARE"


def share(things: Sequence[Any]) -> list[Any]:
    """Every n-th of `things`, beginning with the number of this share."""
    number, _, shares = os.environ.get(SHARE, "0/1").partition("/")
    return list(things[int(number) :: int(shares)])


first_share_only = pytest.mark.skipif(
    os.environ.get(SHARE, "").startswith("1/"), reason="the same on each database, and done on the other one"
)
