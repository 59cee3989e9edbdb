"""What was erased or withdrawn stays so when an older backup is put back.

A deed that may never be undone writes one line beside the backups before its transaction ends: the day and a digest
of what it was about, never a name. `restore` puts the backup back, then does these deeds again. Where several machines
share one database, the journal that stood before the restoring says the same for whoever erased on another machine.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, models

from laplateforme.core.models import JournalEntry


@dataclass(frozen=True)
class Deed:
    """`verb`: as the journal says it. `standing`: what a backup may bring back. `again`: the deed; twice is once."""

    kind: str
    verb: str
    standing: Callable[[], Iterable[UUID]]
    again: Callable[[UUID, datetime], None]


_deeds: dict[str, Deed] = {}


def never_undone(deed: Deed) -> None:
    """A room says, when the application starts, what `restore` must do again."""
    _deeds[deed.kind] = deed


def path() -> Path:
    return Path(settings.LP_DATA_DIR) / "backups" / "never-undone.jsonl"


def digest(kind: str, key: UUID | str) -> str:
    return hashlib.sha256(f"{kind}:{key}".encode()).hexdigest()


def note(subject: models.Model, *, at: datetime) -> None:
    """One line, on the disk before it returns. Raises OSError: then the deed is not done either."""
    line = json.dumps({"day": f"{at:%Y-%m-%d}", "what": digest(subject._meta.label_lower, str(subject.pk))})
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("a", encoding="ascii") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def gather() -> set[str]:
    """The digests known now: from the file, and from the journal if the present database can still be read."""
    found = set()
    if path().exists():
        for line in path().read_text(encoding="ascii", errors="replace").splitlines():
            try:
                found.add(str(json.loads(line)["what"]))
            except (ValueError, KeyError, TypeError):
                continue  # a line cut by a power failure: its deed was not acknowledged
    try:
        for deed in _deeds.values():
            lines = JournalEntry.objects.filter(verb=deed.verb, subject_kind=deed.kind)
            found |= {digest(deed.kind, key) for key in lines.values_list("subject_id", flat=True)}
    except DatabaseError:
        pass  # what is being replaced is broken: the file has to do
    return found


def do_again(known: set[str], *, at: datetime) -> int:
    """Does again each deed of `known` whose thing stands in the database; returns how many."""
    count = 0
    for deed in _deeds.values():
        for key in [key for key in deed.standing() if digest(deed.kind, key) in known]:
            deed.again(key, at)
            count += 1
    return count
