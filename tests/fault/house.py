"""A whole installation on loopback: its own data folder and database, its own processes. Nothing is simulated."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = "laplateforme.config.settings.dev"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until(ready: Callable[[], Any], seconds: float = 30.0, every: float = 0.05) -> Any:
    """What `ready` answers once it is true. Fails after `seconds`."""
    ends = time.monotonic() + seconds
    while not (answer := ready()):
        assert time.monotonic() < ends, "it did not come in time"
        time.sleep(every)
    return answer


def children_of(pid: int) -> list[int]:
    """The processes that `pid` started, by what the system says."""
    lines = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in lines.splitlines()]
    return [int(child) for child, parent in pairs if parent == str(pid)]


def words_of(pid: int) -> str:
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def is_alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


class House:
    """`folder` holds the data; `environment` is what every process of the house gets."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder = folder
        self.port = free_port()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LP_", "DATABASE", "DJANGO", "PYTEST"))}
        self.environment = {
            **kept, "LP_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": SETTINGS, "LP_LOG_LEVEL": "WARNING", **more
        }  # fmt: skip
        self.started: list[subprocess.Popen[bytes]] = []

    @property
    def database(self) -> Path:
        return self.folder / "laplateforme.sqlite3"

    def run(self, *words: str, expect: int | None = 0, **more: str) -> subprocess.CompletedProcess[str]:
        """One verb of the command line, to its end."""
        command = [sys.executable, "-m", "laplateforme.config.cli", *words]
        environment = {**self.environment, **more}
        done = subprocess.run(
            command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert expect is None or done.returncode == expect, done.stdout + done.stderr
        return done

    def python(self, program: str, **more: str) -> Any:
        """Runs a program of tests.fault in the house's settings; returns the JSON that it prints."""
        environment = {**self.environment, **more}
        command = [sys.executable, "-m", f"tests.fault.{program}"]
        done = subprocess.run(
            command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def start(self, *words: str, **more: str) -> "subprocess.Popen[bytes]":
        """One verb, left running; stopped with the house."""
        log = (self.folder / f"{words[0]}.log").open("ab")
        command = [sys.executable, "-m", "laplateforme.config.cli", *words]
        environment = {**self.environment, **more}
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
        log.close()
        self.started.append(process)
        return process

    def serve(self, *words: str) -> "subprocess.Popen[bytes]":
        return self.start("serve", "--port", str(self.port), "--steady", "1", *words)

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Asks SQLite, beside the processes."""
        connection = sqlite3.connect(self.database, timeout=20)
        try:
            return connection.execute(question, values).fetchall()
        finally:
            connection.close()

    def write(self, statement: str, *values: Any) -> None:
        connection = sqlite3.connect(self.database, timeout=20)
        with connection:
            connection.execute(statement, values)
        connection.close()

    def close(self) -> None:
        """Everything that this house started ends, and what that started."""
        for process in self.started:
            mine = [process.pid, *children_of(process.pid)]
            mine += [grandchild for child in mine[1:] for grandchild in children_of(child)]
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            for pid in mine[1:]:
                if is_alive(pid) and "laplateforme" in words_of(pid):
                    os.kill(pid, signal.SIGKILL)


_template: list[Path] = []


def template() -> Path:
    """A migrated, empty data folder, made once for each process of tests."""
    if not _template:
        folder = Path(tempfile.mkdtemp(prefix="laplateforme-house-"))
        new = House(folder)
        new.run("migrate", "-v", "0")
        new.run("createcachetable", "-v", "0")
        _template.append(folder)
    return _template[0]


@contextmanager
def house(folder: Path, **more: str) -> Iterator[House]:
    """A house on SQLite, empty."""
    shutil.copytree(template(), folder, dirs_exist_ok=True)
    one = House(folder, **more)
    try:
        yield one
    finally:
        one.close()
