"""Many write at once: nobody ever reads "database is locked", and no update is lost."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    done: int
    refused: list[str]
    counter: int
    durations: list[float]

    def slower_than_all_but(self, share: float) -> float:
        return sorted(self.durations)[int(len(self.durations) * (1 - share))]


def storm(folder: Path, mode: str, *, processes: int, threads: int, times: int) -> Outcome:
    path = folder / "storm.sqlite3"
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER);"
        "INSERT INTO counter VALUES (1, 0);"
    )
    connection.close()
    environment = {**os.environ, "LP_DATA_DIR": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "tests.fault.storm", str(path), mode, str(threads), str(times)]
    writers = [
        subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE) for _ in range(processes)
    ]
    answers = [json.loads(one.communicate(timeout=300)[0]) for one in writers]
    connection = sqlite3.connect(path)
    (counter,) = connection.execute("SELECT n FROM counter").fetchone()
    connection.close()
    durations = [value for answer in answers for value in answer["durations"]]
    refused = [text for answer in answers for text in answer["refused"]]
    return Outcome(len(durations), refused, counter, durations)


def test_nobody_is_refused_in_a_lock_storm(tmp_path: Path) -> None:
    outcome = storm(tmp_path, "IMMEDIATE", processes=2, threads=6, times=25)

    assert outcome.refused == []
    assert outcome.counter == outcome.done == 2 * 6 * 25


def test_without_immediate_transactions_some_are_refused(tmp_path: Path) -> None:
    """The control: Django's default mode refuses many of the same writes."""
    outcome = storm(tmp_path, "DEFERRED", processes=2, threads=6, times=25)

    assert any("locked" in text for text in outcome.refused)
    assert outcome.counter == outcome.done < 2 * 6 * 25


@pytest.mark.slow
def test_fifty_writers_are_served_in_time(tmp_path: Path) -> None:
    outcome = storm(tmp_path, "IMMEDIATE", processes=2, threads=25, times=120)

    assert outcome.refused == []
    assert outcome.counter == outcome.done == 50 * 120
    assert outcome.slower_than_all_but(0.01) <= 1.5
