"""Why a file is not read, and how much of one is."""

from typing import Any

MOST_BYTES = 400 * 1024 * 1024  # what the command line may read; a page takes less, see settings.LP_UPLOAD_MAX_BYTES
MOST_LINE = 1024 * 1024
MOST_COLUMNS = 300
MOST_CELL = 100_000
MOST_ROWS = 200_000
MOST_DEPTH = 40


class Refused(Exception):
    """The file is not read. `code`: which sentence of queries.reading says why; `params`: what it holds."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
