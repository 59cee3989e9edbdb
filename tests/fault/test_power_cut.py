"""The power goes, hundreds of times: with our settings no acknowledged commit is lost; with lighter ones, some are."""

import random
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest

from laplateforme.config.settings.base import SQLITE_OPTIONS
from tests.fault.disk import Disk, ForgetfulSystem

OURS = str(SQLITE_OPTIONS["init_command"])
COMMITS = 120


@dataclass
class Outcome:
    cuts: int = 0
    lost: int = 0
    damaged: int = 0
    half: int = 0


def work(connection: apsw.Connection, disk: Disk) -> None:
    """Writes like ours: several tables in one transaction, taken at once; a commit that returns is acknowledged."""
    for number in range(COMMITS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO request (id, message) VALUES (?, ?)", (number, "x" * 700))
        connection.execute("INSERT INTO mail (id, text) VALUES (?, ?)", (number, "y" * 300))
        connection.execute("COMMIT")
        disk.acknowledged = number + 1


def life(folder: Path, settings: str, chance: random.Random, cuts: int) -> Disk:
    """One life of a database; the moments of the cuts are drawn, between any two operations on the disk."""
    folder.mkdir()
    disk = Disk(chance)
    system = ForgetfulSystem(f"forgetful-{folder.name}", disk)
    connection = apsw.Connection(str(folder / "base.sqlite3"), vfs=f"forgetful-{folder.name}")
    for statements in (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        "CREATE TABLE request (id INTEGER PRIMARY KEY, message); CREATE TABLE mail (id, text)",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        settings,
        "PRAGMA wal_autocheckpoint=40",  # many checkpoints: they too are cut
    ):
        connection.execute(statements).fetchall()  # a statement that answers stops the next ones until it is read
    first = disk.operations
    disk.cuts = {first + chance.randrange(1, COMMITS * 8) for _ in range(cuts)}
    work(connection, disk)
    connection.close()
    system.unregister()
    return disk


def look(folder: Path, acknowledged: int, picture: dict[str, bytes], outcome: Outcome) -> None:
    """Starts again from what the disk held."""
    folder.mkdir()
    for name, content in picture.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    outcome.cuts += 1
    connection = sqlite3.connect(folder / "base.sqlite3")
    try:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            outcome.damaged += 1
            return
        requests = {row[0] for row in connection.execute("SELECT id FROM request")}
        mails = {row[0] for row in connection.execute("SELECT id FROM mail")}
    except sqlite3.DatabaseError:
        outcome.damaged += 1
        return
    finally:
        connection.close()
    outcome.half += requests != mails
    outcome.lost += not requests >= set(range(acknowledged))


def cut(folder: Path, settings: str, *, lives: int, cuts: int, seed: int) -> Outcome:
    chance = random.Random(seed)
    outcome = Outcome()
    for number in range(lives):
        disk = life(folder / f"life-{number}", settings, chance, cuts)
        for index, (acknowledged, picture) in enumerate(disk.pictures):
            look(folder / f"after-{number}-{index}", acknowledged, picture, outcome)
    return outcome


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = cut(tmp_path, OURS, lives=4, cuts=25, seed=1)

    assert outcome.cuts >= 60
    assert (outcome.lost, outcome.damaged, outcome.half) == (0, 0, 0)


def test_lighter_settings_lose_commits(tmp_path: Path) -> None:
    """The control: the same cuts with synchronous=NORMAL. If this lost nothing, the test above would prove nothing."""
    lighter = OURS.replace("synchronous=FULL", "synchronous=NORMAL")
    assert lighter != OURS

    outcome = cut(tmp_path, lighter, lives=2, cuts=25, seed=1)

    assert outcome.lost > 0
    assert outcome.half == 0


@pytest.mark.slow
def test_five_hundred_power_cuts_lose_nothing(tmp_path: Path) -> None:
    outcome = cut(tmp_path, OURS, lives=20, cuts=40, seed=2)

    assert outcome.cuts >= 500
    assert (outcome.lost, outcome.damaged, outcome.half) == (0, 0, 0)
