"""One file: the database, the files, and a manifest that proves both.

SQLite is copied by VACUUM INTO (safe while others write); PostgreSQL by pg_dump, which must be installed.
The archive is a tar with gzip: manifest.json, database.sqlite3 or database.dump, media/….
"""

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1


class UnableToBackUp(Exception):
    """The copy could not be made; the message says why in words."""


class UnableToRestore(Exception):
    """The archive is not one of ours, or is damaged; nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `files`: sha256 by name. `rows`: rows by table."""

    format: int
    version: str
    vendor: str
    made_at: str
    migrations: list[str]
    rows: dict[str, int]
    files: dict[str, str]


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def row_counts() -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


def back_up(target: Path, *, at: datetime) -> Manifest:
    """Writes the archive to `target` (complete or not at all). Raises UnableToBackUp."""
    with tempfile.TemporaryDirectory(prefix="laplateforme-backup-") as name:
        folder = Path(name)
        database = _copy_database(folder)
        rows = _rows_of_copy(database) if connection.vendor == "sqlite" else row_counts()
        files = {database.name: digest(database)}
        media = Path(settings.MEDIA_ROOT)
        found = sorted(path for path in media.rglob("*") if path.is_file()) if media.exists() else []
        files |= {f"media/{path.relative_to(media).as_posix()}": digest(path) for path in found}
        migrations = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
        manifest = Manifest(FORMAT, settings.LP_VERSION, connection.vendor, at.isoformat(), migrations, rows, files)
        (folder / "manifest.json").write_text(json.dumps(manifest.__dict__, indent=1, sort_keys=True))
        part = target.with_name(f"{target.name}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(part, "w:gz", compresslevel=6) as archive:
            archive.add(folder / "manifest.json", "manifest.json")
            archive.add(database, database.name)
            for path in found:
                archive.add(path, f"media/{path.relative_to(media).as_posix()}")
        part.chmod(0o600)
        part.replace(target)
    return manifest


def _copy_database(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        target = folder / "database.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        return target
    target = folder / "database.dump"
    if shutil.which("pg_dump") is None:
        raise UnableToBackUp("pg_dump is missing: install the client programs of PostgreSQL.")
    subprocess.run(["pg_dump", "-Fc", "-f", str(target), *_address()], check=True, env=_environment())
    return target


def _address() -> list[str]:
    values = connection.settings_dict
    pairs = [("-h", values["HOST"]), ("-p", str(values["PORT"] or "")), ("-U", values["USER"]), ("-d", values["NAME"])]
    return [word for flag, value in pairs if value for word in (flag, str(value))]


def _environment() -> dict[str, str]:
    return {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")}


def _rows_of_copy(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as copy:
        names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}


def unpack(archive: Path, folder: Path) -> Manifest:
    """Opens an archive into `folder` and checks every hash. Raises UnableToRestore."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        values: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        manifest = Manifest(**values)
    except (OSError, tarfile.TarError, gzip.BadGzipFile, EOFError, ValueError, TypeError, KeyError) as error:
        raise UnableToRestore(f"This file is not a backup that can be read ({type(error).__name__}).") from error
    if manifest.format != FORMAT:
        raise UnableToRestore(f"The format of this backup is {manifest.format}; {FORMAT} is known here.")
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file() or digest(path) != expected:
            raise UnableToRestore(f"{name} is missing or damaged in this backup.")
    return manifest


def prove(archive: Path) -> Manifest:
    """A drill: opens the archive in a temporary place, checks hashes, integrity and counts. Raises UnableToRestore."""
    with tempfile.TemporaryDirectory(prefix="laplateforme-drill-") as name:
        folder = Path(name)
        manifest = unpack(archive, folder)
        if manifest.vendor == "sqlite":
            path = folder / "database.sqlite3"
            with sqlite3.connect(path) as copy:
                if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                    raise UnableToRestore("The database of this backup is damaged.")
            if _rows_of_copy(path) != manifest.rows:
                raise UnableToRestore("The database of this backup has not the rows that its manifest says.")
        return manifest


def put_back(archive: Path) -> Manifest:
    """Replaces the database and the files by those of the archive. Raises UnableToRestore before anything changes."""
    with tempfile.TemporaryDirectory(prefix="laplateforme-restore-") as name:
        folder = Path(name)
        manifest = unpack(archive, folder)
        if manifest.vendor != connection.vendor:
            raise UnableToRestore(f"This backup is of {manifest.vendor}; the database here is {connection.vendor}.")
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with sqlite3.connect(folder / "database.sqlite3") as source:
                source.backup(connection.connection)
        else:
            command = ["pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner"]
            connection.close()
            dump = str(folder / "database.dump")
            subprocess.run([*command, *_address(), dump], check=True, env=_environment())
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # a dump holds no statistics: without them the first pages are slow
        _replace_media(folder / "media")
    return manifest


def _replace_media(source: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    aside = media.with_name(f"{media.name}.before-restore")
    shutil.rmtree(aside, ignore_errors=True)
    if media.exists():
        media.rename(aside)
    if source.exists():
        shutil.copytree(source, media)
    else:
        media.mkdir(parents=True, exist_ok=True)
