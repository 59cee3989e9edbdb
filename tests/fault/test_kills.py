"""kill -9 of every program under load: what was acknowledged is there once, whole; what serves comes back by itself."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from laplateforme.core.management.commands import serve
from tests.fault.house import REPOSITORY, House, children_of, family_of, free_port, house, is_alive, wait_until
from tests.fault.load import Crowd, Deed, new_deed, send, send_deaf
from tests.shares import first_share_only

DEEDS_BETWEEN_KILLS = 4


@dataclass
class Outcome:
    """What the checker found. `sent_again`: messages that left twice."""

    acknowledged: int
    lost: list[str]
    double: list[str]
    half: list[str]
    other_answers: list[str]
    sent: int
    sent_again: int


@dataclass
class Programs:
    """Who runs now."""

    serve: int
    web: int
    web_children: list[int]
    worker: int

    @property
    def all(self) -> list[int]:
        return [self.serve, self.web, *self.web_children, self.worker]


def programs_of(serve: int) -> Programs | None:
    """None as long as one of them is missing."""
    here = family_of(serve)
    worker = next((pid for pid, words in here.items() if words.endswith("worker")), None)
    web = next((pid for pid, words in here.items() if words.endswith("application")), None)
    if worker is None or web is None or not (made := children_of(web)):
        return None
    return Programs(serve, web, made, worker)


@pytest.fixture
def inhabited(tmp_path: Path) -> Iterator[tuple[House, list[str]]]:
    with house(tmp_path / "house") as one:
        yield one, one.python("people")["sessions"]


def look(house: House, deeds: list[Deed]) -> Outcome:
    """The checker: compares what was acknowledged with what is in the database and in the letter box."""
    organizations = Counter(name for (name,) in house.rows("SELECT name FROM network_organization"))
    parts: list[Counter[str]] = [
        Counter(name for (name,) in house.rows(question))
        for question in (
            "SELECT o.name FROM network_participation p JOIN network_organization o ON o.id = p.organization_id",
            "SELECT replace(email, '@b.example', '') FROM network_invitation",
            "SELECT replace(\"to\", '@b.example', '') FROM core_outgoingmail",
        )
    ]
    heard = [deed for deed in deeds if deed.answer]
    letters = letters_of(house)
    return Outcome(
        acknowledged=len(heard),
        lost=[deed.name for deed in heard if not organizations[deed.name]],
        double=[deed.name for deed in deeds if organizations[deed.name] > 1],
        half=[deed.name for deed in deeds if any(part[deed.name] != organizations[deed.name] for part in parts)],
        other_answers=[deed.name for deed in heard if deed.again not in {"", deed.answer}],
        sent=len(letters),
        sent_again=sum(count - 1 for count in letters.values()),
    )


def letters_of(house: House) -> Counter[str]:
    """How often each Message-ID was handed over (the demonstration's mail goes to files)."""
    texts = [path.read_text() for path in (house.folder / "mail").glob("*.log")]
    return Counter(found for text in texts for found in re.findall(r"^Message-ID: (\S+)", text, re.M))


def live_and_die(house: House, sessions: list[str], kills: int) -> tuple[Crowd, list[float]]:
    """Load, and a kill -9 again and again: the server, its child, the worker, the supervisor. Seconds to come back."""
    supervisor = house.serve()
    wait_until(house.answers)
    crowd = Crowd(house, sessions)
    crowd.start()
    seconds = []
    try:
        for number in range(kills):
            heard = crowd.heard()
            wait_until(lambda least=heard + DEEDS_BETWEEN_KILLS: crowd.heard() >= least)
            time.sleep(0.1 * (number % 4))
            there = wait_until(lambda now=supervisor: programs_of(now.pid))
            victim = (there.web, there.worker, there.web_children[0], there.serve)[number % 4]
            started = time.monotonic()
            os.kill(victim, signal.SIGKILL)
            if victim == there.serve:
                wait_until(lambda left=there.all: not any(is_alive(pid) for pid in left[1:]))
                supervisor = house.serve()  # as systemd does
            wait_until(
                lambda was=there.all, now=supervisor: (now_there := programs_of(now.pid)) and now_there.all != was
            )
            wait_until(house.answers)
            seconds.append(time.monotonic() - started)
    finally:
        crowd.stop()
    return crowd, seconds


def drain(house: House) -> None:
    """What a lost worker held waits for its lease: here the clock of its rows is put forward. Then all leaves."""
    old = "2020-01-01 00:00:00"
    house.write("UPDATE core_outgoingmail SET updated_at = ? WHERE status = 'sending'", old)
    house.write("UPDATE django_tasks_database_dbtaskresult SET started_at = ? WHERE status = 'RUNNING'", old)
    waiting = "SELECT count(*) FROM core_outgoingmail WHERE status <> 'sent'"
    wait_until(lambda: house.run("worker", "--once") and house.rows(waiting)[0][0] == 0, 60)


def stays_whole(house: House, sessions: list[str], kills: int) -> list[float]:
    crowd, seconds = live_and_die(house, sessions, kills)
    house.close()
    drain(house)
    outcome = look(house, crowd.deeds)

    assert crowd.strange == []
    assert outcome.acknowledged >= kills * DEEDS_BETWEEN_KILLS
    assert (outcome.lost, outcome.double, outcome.half, outcome.other_answers) == ([], [], [], [])
    assert outcome.sent == house.rows("SELECT count(*) FROM core_outgoingmail")[0][0]
    assert outcome.sent_again <= kills  # one message may be between the server's yes and our note of it
    assert house.run("verify").stdout.strip() == "All is well."
    print(f"{kills} kills, {outcome.acknowledged} acknowledged, back in {max(seconds):.1f} s at most")  # noqa: T201
    return seconds


def test_nothing_acknowledged_is_lost_nor_done_twice(inhabited: Any) -> None:
    stays_whole(*inhabited, kills=4)


@pytest.mark.slow
def test_a_thousand_kills(inhabited: Any) -> None:
    stays_whole(*inhabited, kills=1_000)


def test_a_form_whose_answer_is_never_heard_has_one_effect_and_the_checker_would_see_more(inhabited: Any) -> None:
    """With two controls: the same without a key has two effects, and each kind of damage that is planted is seen."""
    house, sessions = inhabited
    house.serve("--no-worker")
    wait_until(house.answers)
    keyed = [new_deed(session) for session in sessions]
    unkeyed = [new_deed(session, keyed=False) for session in sessions]
    for deed in [*keyed, *unkeyed]:
        send_deaf(house.port, deed)
    question = "SELECT count(*) FROM network_organization WHERE name = ?"

    def effects(deed: Deed) -> int:
        return int(house.rows(question, deed.name)[0][0])

    for deed in [*keyed, *unkeyed]:
        wait_until(lambda deed=deed: effects(deed))
        deed.answer = send(house.port, deed).getheader("Location") or ""
    assert all(deed.answer for deed in keyed)
    assert {effects(deed) for deed in keyed} == {1}
    assert {effects(deed) for deed in unkeyed} == {2}

    found = look(house, keyed)
    assert (found.acknowledged, found.lost, found.double, found.half) == (len(keyed), [], [], [])
    lost, half = keyed[0].name, keyed[1].name
    house.write("UPDATE network_organization SET name = 'elsewhere' WHERE name = ?", lost)
    house.write('UPDATE core_outgoingmail SET "to" = ? WHERE "to" = ?', "nobody", f"{half}@b.example")
    found = look(house, [*keyed, *unkeyed])
    assert found.lost == [lost]
    assert found.double == [deed.name for deed in unkeyed]
    assert found.half == [lost, half]


APPLICATION = "laplateforme.config.wsgi:application"
WSGI = ("--interface", "wsgi", "--host", "127.0.0.1", "--log-level", "critical", "--port")


@first_share_only
def test_a_web_server_that_is_killed_takes_its_processes_with_it(tmp_path: Path) -> None:
    """And the control: started as we did before, the old process goes on answering beside the new one."""
    with house(tmp_path / "house") as here:
        ports = [free_port() for _ in range(3)]
        words = [
            ["laplateforme.config.web", "granian", *WSGI, str(ports[0]), APPLICATION],
            ["laplateforme.config.web", "gunicorn", "--log-level", "critical", "--bind", f"127.0.0.1:{ports[1]}",
             APPLICATION],
            ["granian", *WSGI, str(ports[2]), APPLICATION],
        ]  # fmt: skip
        masters = [
            subprocess.Popen([sys.executable, "-m", *one], cwd=REPOSITORY, env=here.environment) for one in words
        ]
        here.started += masters
        for port in ports:
            wait_until(lambda port=port: here.answers(port=port))
        granian, gunicorn, control = [children_of(master.pid) for master in masters]
        assert all((granian, gunicorn, control))

        for master in masters:
            master.kill()

        wait_until(lambda: not any(is_alive(pid) for pid in (*granian, *gunicorn)), 3)
        assert not here.answers(port=ports[0])
        lives_on = here.answers(port=ports[2])
        for pid in control:
            os.kill(pid, signal.SIGKILL)
        assert lives_on


def test_serve_ends_when_a_program_cannot_start_and_restarts_one_that_could(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five tries for what never came up; what has come up is started again however often it falls."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    sleep = time.sleep
    monkeypatch.setattr(serve.time, "sleep", lambda seconds: sleep(min(seconds, 0.01)))
    assert serve.supervise({"web": [sys.executable, "-S", "-c", "raise SystemExit(3)"]}, dict(os.environ)) == 1

    program = serve.Program([sys.executable, "-S", "-c", "input()"], steady=10)
    environment = dict(os.environ)
    now = 0.0
    for _ in range(20):
        now = max(now + 0.1, program.pauses_until)
        assert program.look(environment, now)
        assert program.look(environment, now + 11)
        assert program.process is not None
        program.process.kill()
        program.process.wait()
        now += 11
        assert program.look(environment, now)
    program.stop()
    program.wait()
