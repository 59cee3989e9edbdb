"""What an administrator does: migrate from nothing, back up, restore, verify."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from laplateforme.config.env import BadEnvironment, Environment
from tests.fault.house import template

# Each installation here has a SQLite database of its own, whatever the suite runs on: played once.
pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="plays on its own SQLite database")
REPOSITORY = Path(__file__).resolve().parents[2]


def laplateforme(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line on a SQLite database of its own."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LP_", "DATABASE", "DJANGO"))
    }
    environment |= {"LP_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "laplateforme.config.settings.dev", **more}
    command = [sys.executable, "-m", "laplateforme.config.cli", *words]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(template(), tmp_path_factory.mktemp("installation") / "data"))


SHELL = """
from laplateforme.core.models import JournalEntry, Generation
from django.db import DatabaseError, connection
from django.utils import timezone
from laplateforme.core import journal
assert Generation.objects.get().pk == 1
journal.record("tried", at=timezone.now())
for statement in ("UPDATE core_journalentry SET verb = 'x'", "DELETE FROM core_journalentry"):
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        print("refused", "append-only" in str(error))
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        cursor.execute(f"PRAGMA {name}")
        print(name, cursor.fetchone()[0])
"""


def test_a_database_migrated_from_nothing_keeps_its_promises(installation: Path) -> None:
    run = laplateforme(installation, "shell", "-v", "0", "-c", SHELL)

    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "refused True",
        "refused True",
        "journal_mode wal",
        "synchronous 2",
        "foreign_keys 1",
        "busy_timeout 20000",
    ]


def test_a_backup_is_proven_and_restored(installation: Path, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    (installation / "media").mkdir(exist_ok=True)
    (installation / "media" / "logo.txt").write_text("before")
    assert "proven readable" in laplateforme(installation, "backup", str(archive)).stdout
    count = "from laplateforme.accounts.models import User; print(User.objects.count())"
    laplateforme(installation, "create-admin", "later@reseau.example")
    (installation / "media" / "logo.txt").write_text("after")
    assert laplateforme(installation, "shell", "-v", "0", "-c", count).stdout.strip() == "1"

    dry = laplateforme(installation, "restore", str(archive))
    assert "Nothing was changed" in dry.stdout
    assert laplateforme(installation, "shell", "-v", "0", "-c", count).stdout.strip() == "1"

    done = laplateforme(installation, "restore", str(archive), "--yes")
    assert done.returncode == 0, done.stderr
    assert laplateforme(installation, "shell", "-v", "0", "-c", count).stdout.strip() == "0"
    assert (installation / "media" / "logo.txt").read_text() == "before"
    assert laplateforme(installation, "verify").stdout.strip() == "All is well."


def damaged(content: bytes, damage: str) -> bytes:
    half = len(content) // 2
    flipped = content[:half] + bytes([content[half] ^ 0xFF]) + content[half + 1 :]
    return {"cut": content[:half], "flipped": flipped, "empty": b""}[damage]


@pytest.mark.fault
def test_a_damaged_backup_is_refused_before_anything_changes(installation: Path, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    laplateforme(installation, "backup", str(archive))
    whole, database = archive.read_bytes(), (installation / "laplateforme.sqlite3").read_bytes()
    for damage in ("cut", "flipped", "empty"):
        archive.write_bytes(damaged(whole, damage))

        run = laplateforme(installation, "restore", str(archive), "--yes")

        assert run.returncode == 1, damage
        assert "Traceback" not in run.stderr
        assert (installation / "laplateforme.sqlite3").read_bytes() == database, damage
    assert laplateforme(installation, "verify", str(archive)).returncode == 1


def test_demonstration_sign_in_cannot_exist_in_production(tmp_path: Path) -> None:
    production = {
        "DJANGO_SETTINGS_MODULE": "laplateforme.config.settings.prod",
        "LP_ADDRESS": "https://reseau.example",
        "LP_SECRET_KEY": "x" * 60,
        "LP_EMAIL_URL": "smtp://localhost:25",
    }
    code = (
        "from django.conf import settings; from django.urls import NoReverseMatch, reverse\n"
        "print(settings.LP_DEMO)\n"
        "try: print(reverse('demo_sign_in'))\nexcept NoReverseMatch: print('no such page')"
    )
    run = laplateforme(tmp_path, "shell", "-v", "0", "-c", code, **production)
    assert run.stdout.splitlines() == ["False", "no such page"], run.stderr


def test_production_does_not_start_without_its_secret(tmp_path: Path) -> None:
    run = laplateforme(
        tmp_path,
        "check",
        DJANGO_SETTINGS_MODULE="laplateforme.config.settings.prod",
        LP_ADDRESS="https://reseau.example",
    )
    assert run.returncode != 0
    assert "LP_SECRET_KEY is missing" in run.stderr


def test_the_environment_is_read_with_its_types(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden\n")
    env = Environment({"A": "yes", "B": "12", "C": "x, y", "D_FILE": str(secret), "E": "perhaps"})

    assert (env.boolean("A", False), env.integer("B", 1), env.words("C"), env.text("D")) == (
        True,
        12,
        ["x", "y"],
        "hidden",
    )
    for read in (lambda: env.boolean("E", True), lambda: env.integer("A", 1), lambda: env.text("Z")):
        with pytest.raises(BadEnvironment):
            read()


@pytest.mark.django_db
def test_the_heartbeat_is_remembered_and_daily_deeds_are_taken_once() -> None:
    from laplateforme.core import heartbeat

    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert heartbeat.last_beat() is None
    heartbeat.beat(now)
    assert heartbeat.last_beat() == now
    assert [heartbeat.take_daily("x", now.date()) for _ in range(2)] == [True, False]
