"""A cell that a spreadsheet would run as a formula is written so that it is not, and read back as it was."""

import re

RUNS = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def escaped(text: str) -> str:
    """With an apostrophe before what a spreadsheet could run; also before what already looks escaped."""
    return f"'{text}" if RUNS.match(text) else text


def unescaped(text: str) -> str:
    """The opposite of `escaped`: only for files that carry our mark."""
    return text[1:] if ESCAPED.match(text) else text
