"""Lines of notes that promise something: `D:` a decision, `A: who – what – by when` an action."""

import re
from dataclasses import dataclass
from datetime import date

from laplateforme.groups.reading.dates import find_deadline

MARK = re.compile(r"^\s*(?:[-*•]\s+)?(D|A|Décision|Action)\s*:\s*(\S.*)$")
DASH = re.compile(r"\s+[–—-]{1,2}\s+")
MOST_TEXT, MOST_NAME = 600, 160


@dataclass(frozen=True)
class Mark:
    """One promise as it was written."""

    is_decision: bool
    text: str
    who: str = ""
    due: date | None = None


def marks_of(notes: str, day: date | None = None) -> list[Mark]:
    """Every marked line, in order. `day`: that of the meeting, from which dates without a year are counted."""
    found = []
    for line in notes.splitlines():
        match = MARK.match(line)
        if match:
            found.append(_mark(match[1][0] == "D", match[2].strip(), day))
    return found


def without_marks(notes: str) -> str:
    """The notes without these lines: decisions and actions are shown beside them."""
    return "\n".join(line for line in notes.splitlines() if not MARK.match(line)).strip()


def _mark(is_decision: bool, words: str, day: date | None) -> Mark:
    parts = [part.strip() for part in DASH.split(words) if part.strip()] or [words]
    due = find_deadline(parts[-1], day) if len(parts) > 1 and len(parts[-1]) <= 60 else None
    if due is not None:
        parts = parts[:-1]
    who = ""
    if not is_decision and len(parts) > 1:
        who, parts = parts[0], parts[1:]
    return Mark(is_decision, " – ".join(parts)[:MOST_TEXT], who[:MOST_NAME], due)
