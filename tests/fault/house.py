"""A whole installation on loopback: its own data folder and database, its own processes. Nothing is simulated.

On SQLite, or on PostgreSQL where DATABASE_URL names a server: each house then has a database of its own there.
"""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.once import once

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = "laplateforme.config.settings.dev"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until(ready: Callable[[], Any], seconds: float = 120.0, every: float = 0.05) -> Any:
    """What `ready` answers once it is true. Fails after `seconds`."""
    ends = time.monotonic() + seconds
    while not (answer := ready()):
        assert time.monotonic() < ends, "it did not come in time"
        time.sleep(every)
    return answer


def family_of(pid: int) -> dict[int, str]:
    """The processes that `pid` started, with their words, by what the system says. Those that ended are left out."""
    lines = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in lines.stdout.splitlines()]
    return {int(row[0]): row[3] for row in rows if row[1] == str(pid) and row[2][0] != "Z" and len(row) == 4}


def children_of(pid: int) -> list[int]:
    return list(family_of(pid))


def is_alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


class House:
    """`folder` holds the data; `environment` is what every process of the house gets."""

    def __init__(self, folder: Path, address: str = "", **more: str) -> None:
        self.folder = folder
        self.address = address
        if address:
            more["DATABASE_URL"] = address
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

    def answers(self, path: str = "/healthz", port: int = 0) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{port or self.port}{path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """Speaks to the database beside the processes; what is done is committed."""
        if self.address:
            import psycopg

            with psycopg.connect(self.address) as connection, connection.cursor() as cursor:
                yield cursor
            return
        path = sqlite3.connect(self.database, timeout=20)
        try:
            with path:
                yield path.cursor()
        finally:
            path.close()

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.cursor() as cursor:
            cursor.execute(self._in_dialect(question), values)
            return list(cursor.fetchall())

    def write(self, statement: str, *values: Any) -> None:
        with self.cursor() as cursor:
            cursor.execute(self._in_dialect(statement), values)

    def _in_dialect(self, words: str) -> str:
        return words.replace("?", "%s") if self.address else words

    def close(self) -> None:
        """Everything that this house started ends, and what that started."""
        for process in self.started:
            below = family_of(process.pid)
            below |= {pid: words for child in list(below) for pid, words in family_of(child).items()}
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pid in below:
                if is_alive(pid) and "laplateforme" in below[pid]:
                    os.kill(pid, signal.SIGKILL)


SERVER = os.environ.get("DATABASE_URL", "")
TEMPLATE = "house-on-a-server" if SERVER else "house"


def template() -> Path:
    """A migrated, empty installation; on a server its database has the name that the file `database` says."""
    return once(TEMPLATE, _build)


def _build(folder: Path) -> None:
    name = f"laplateforme-house-{uuid.uuid4().hex[:12]}"
    new = House(folder, _new_database(name) if SERVER else "")
    new.run("migrate", "-v", "0", PGOPTIONS="-c synchronous_commit=off")  # nothing is lost if it must be made again
    new.run("createcachetable", "-v", "0")
    (folder / "database").write_text(name)


def forget_template(folder: Path) -> None:
    """Drops the database of the template in this folder of a run, if there was one."""
    said = folder / TEMPLATE / "database"
    if SERVER and said.exists():
        _on_server(f'DROP DATABASE IF EXISTS "{said.read_text()}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(_address_of("postgres"), autocommit=True) as connection:
        connection.execute(statement)


def _address_of(name: str) -> str:
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def _new_database(name: str, like: str = "template1") -> str:
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return _address_of(name)


@contextmanager
def house(folder: Path, **more: str) -> Iterator[House]:
    """A house of its own, empty."""
    like = template()
    shutil.copytree(like, folder, dirs_exist_ok=True)
    name = f"laplateforme-house-{uuid.uuid4().hex[:12]}"
    one = House(folder, _new_database(name, (like / "database").read_text()) if SERVER else "", **more)
    try:
        yield one
    finally:
        one.close()
        if SERVER:
            _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
