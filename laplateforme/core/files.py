"""Files that people gave or asked for: whole or not there, and none that nobody knows of.

A file is written beside its place, then put there at once. What a request wrote is deleted again when the transaction
that was to know of it did not go through. What a killed process left is swept away the next night.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, models, transaction

from laplateforme.core.ids import short_code

log = logging.getLogger("laplateforme.files")
PART = ".part"
LEFT_ALONE = timedelta(days=1)  # younger files may be on their way into a row
_written: ContextVar[set[str] | None] = ContextVar("files_written", default=None)


class WholeFileStorage(FileSystemStorage):
    """A file appears under its name once it is complete and on the disk; a failure leaves nothing."""

    def _save(self, name: str, content: File) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{short_code(12)}{PART}")
        try:
            with part.open("xb") as target:
                for chunk in content.chunks():
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            name = self._put(part, name)
        finally:
            part.unlink(missing_ok=True)
        _note(name)
        return name.replace("\\", "/")

    def _put(self, part: Path, name: str) -> str:
        """Under a name that nobody has; two at once get two names."""
        while True:
            place = Path(self.path(name))
            try:
                os.link(part, place)
            except FileExistsError:
                name = self.get_available_name(name)
            except OSError:  # no second names on this file system
                if place.exists():
                    name = self.get_available_name(name)
                    continue
                part.replace(place)
                return name
            else:
                return name


def _note(name: str) -> None:
    """Remembers the file until the present transaction is through."""
    written = _written.get()
    if written is not None:
        written.add(name)
        transaction.on_commit(lambda: written.discard(name))


@contextmanager
def nothing_left_over() -> Iterator[None]:
    """Around a request or a task: files whose transaction did not go through are deleted at its end."""
    token = _written.set(set())
    try:
        yield
    finally:
        forget_unknown()
        _written.reset(token)


def forget_unknown() -> None:
    """Deletes what was written for a transaction that is over and did not go through."""
    written = _written.get()
    if not written or connection.in_atomic_block:
        return
    for name in list(written):
        with suppress(OSError):
            default_storage.delete(name)
        written.discard(name)


def file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, models.FileField) and not model.__name__.startswith("Historical"):
                yield model, field


def known_names() -> set[str]:
    """Every name that some row holds."""
    names: set[str] = set()
    for model, field in file_fields():
        names.update(model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True))
    return names


def unknown_files(*, at: datetime) -> list[Path]:
    """Files older than a day, in our folders, that no row knows of. Only where files are in a folder of this host."""
    root = Path(getattr(default_storage, "location", "") or "")
    if not getattr(default_storage, "location", ""):
        return []
    ours = {str(field.upload_to).split("/")[0] for _, field in file_fields() if isinstance(field.upload_to, str)}
    found = [path for name in ours for path in (root / name).rglob("*") if path.is_file()]
    before = (at - LEFT_ALONE).timestamp()
    old = [path for path in found if path.stat().st_mtime < before]
    known = known_names() if old else set()
    return sorted(path for path in old if path.relative_to(root).as_posix() not in known)


def sweep(*, at: datetime) -> int:
    """Deletes what `unknown_files` finds; returns how many."""
    found = unknown_files(at=at)
    for path in found:
        path.unlink(missing_ok=True)
    if found:
        log.info("files that nobody knew of: %d deleted", len(found))
    return len(found)


def missing_files() -> int:
    """How many rows name a file that is not there, or is empty."""
    if not hasattr(default_storage, "location"):
        return 0
    return sum(not _is_there(Path(default_storage.path(name))) for name in known_names())


def _is_there(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
