"""A worker is killed, or asleep, or absent: what it had begun is done by another, once, or is said failed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from laplateforme.core import leases
from laplateforme.core.heartbeat import PLACE, beat, former_at, new_name
from laplateforme.core.leases import LEASE, LostJob, advance_job, say_lost_jobs, take_job, take_up_again
from laplateforme.core.mail import queue_mail
from laplateforme.core.models import BackgroundJob, Heartbeat, JobStatus, MailStatus, OutgoingMail
from laplateforme.portal import tasks
from laplateforme.portal.actions import ask_paper
from laplateforme.portal.queries.state import lights, worker_light
from tests.factories.guidance import Room, room
from tests.fault.house import House, house, wait_until
from tests.shares import first_share_only


@pytest.fixture
def world(db: Any) -> Room:
    return room()


def asked(world: Room, at: datetime) -> BackgroundJob:
    return ask_paper(network=world.network, kind="chain", by=world.facilitator, at=at)


def begun_by(worker: str, at: datetime) -> DBTaskResult:
    """The oldest waiting work, claimed by `worker` at `at`."""
    work = DBTaskResult.objects.ready().first()
    assert work is not None
    work.claim(worker)
    DBTaskResult.objects.filter(pk=work.pk).update(started_at=at)
    return work


def test_what_a_lost_worker_had_begun_is_done_by_the_next_once(world: Room, noon: datetime, run_tasks: Any) -> None:
    job = asked(world, noon)
    beat(noon, "a")
    begun_by("a", noon)
    take_job(str(job.pk), at=noon)

    assert take_up_again(at=noon + LEASE / 2) == 0
    assert take_up_again(at=noon + LEASE + timedelta(seconds=1)) == 1
    assert run_tasks() == 1

    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    assert files_of(job) == [job.file.name]


def test_a_worker_that_gives_signs_of_life_keeps_what_it_does(world: Room, noon: datetime) -> None:
    asked(world, noon)
    begun_by("a", noon)
    beat(noon + timedelta(hours=1), "a")

    assert take_up_again(at=noon + timedelta(hours=1, minutes=1)) == 0


def test_serve_knows_at_once_that_the_worker_before_is_dead(
    world: Room, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PLACE, "here")
    before, now, elsewhere = new_name(), new_name(), "there.x"
    for name in (before, now, elsewhere):
        beat(noon, name)
    asked(world, noon)
    begun_by(before, noon)

    assert former_at(now) == [before]
    assert take_up_again(at=noon, gone=former_at(now)) == 1
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {now, elsewhere}


def test_control_before_the_lease_it_stayed_in_progress_for_ever(world: Room, noon: datetime, run_tasks: Any) -> None:
    job = asked(world, noon)
    begun_by("a", noon)
    take_job(str(job.pk), at=noon)

    assert run_tasks() == 0
    job.refresh_from_db()
    assert job.status == JobStatus.RUNNING


def test_what_kills_its_worker_three_times_is_said_failed_with_what_to_do(world: Room, noon: datetime) -> None:
    job = asked(world, noon)
    at = noon
    for _ in range(leases.MOST_TRIES):
        begun_by("a", at)
        take_job(str(job.pk), at=at)
        at += 2 * LEASE
        assert take_up_again(at=at) == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    assert say_lost_jobs(at=at) == 1

    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert job.error.startswith("Le travail a été interrompu plusieurs fois. Essayez de nouveau")


def test_a_job_whose_work_waits_or_goes_on_is_not_said_failed(world: Room, noon: datetime) -> None:
    asked(world, noon)
    BackgroundJob.objects.update(updated_at=noon)
    assert say_lost_jobs(at=noon + timedelta(days=1)) == 0
    begun_by("a", noon)
    assert say_lost_jobs(at=noon + timedelta(days=1)) == 0
    DBTaskResult.objects.all().delete()
    assert say_lost_jobs(at=noon + timedelta(days=1)) == 1


def sleeps_while_another_finishes(job: BackgroundJob, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first worker is put to sleep between the pages and the file; it wakes up when the second is through."""
    make = tasks.make

    def make_after_another(*words: Any, **more: Any) -> bytes:
        monkeypatch.setattr(tasks, "make", make)
        tasks.make_paper.call(str(job.pk))
        return make(*words, **more)

    monkeypatch.setattr(tasks, "make", make_after_another)
    tasks.make_paper.call(str(job.pk))


def files_of(job: BackgroundJob) -> list[str]:
    """The files of this job in the house, whoever knows of them."""
    root = Path(default_storage.location)  # type: ignore[attr-defined]
    return sorted(path.relative_to(root).as_posix() for path in root.rglob(f"{job.pk}*"))


def test_a_worker_that_was_asleep_changes_nothing(world: Room, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked(world, noon)
    sleeps_while_another_finishes(job, noon, monkeypatch)

    job.refresh_from_db()
    assert (job.status, files_of(job)) == (JobStatus.DONE, [job.file.name])


def test_control_without_the_version_the_sleeper_writes_a_second_result(
    world: Room, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advance(job: BackgroundJob, **changes: Any) -> None:
        BackgroundJob.objects.filter(pk=job.pk).update(**changes)

    monkeypatch.setattr(tasks, "advance_job", advance)
    job = asked(world, noon)
    sleeps_while_another_finishes(job, noon, monkeypatch)

    assert len(files_of(job)) == 2


def test_a_job_that_was_taken_by_another_cannot_be_advanced(world: Room, noon: datetime) -> None:
    pk = str(asked(world, noon).pk)
    first, second = take_job(pk, at=noon), take_job(pk, at=noon)
    assert first is not None
    assert second is not None

    with pytest.raises(LostJob):
        advance_job(first, done_count=2)
    advance_job(second, done_count=1, status=JobStatus.DONE)
    assert take_job(pk, at=noon) is None


def test_without_a_worker_all_waits_under_a_red_light_then_all_is_done(
    world: Room, noon: datetime, run_tasks: Callable[[], int]
) -> None:
    beat(noon, "a")
    job = asked(world, noon)
    queue_mail(to="a@b.example", subject="s", text="t")

    assert worker_light(noon + timedelta(minutes=15)).kind == "ok"
    red = worker_light(noon + timedelta(minutes=15, seconds=1))
    assert (red.kind, red.words) == ("no", "2 travaux attendent")
    assert [light.kind for light in lights(noon + timedelta(minutes=16))][1] == "no"

    assert run_tasks() == 2
    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    assert OutgoingMail.objects.get().status == MailStatus.SENT
    beat(noon + timedelta(minutes=20), "a")
    assert worker_light(noon + timedelta(minutes=20)).kind == "ok"


# ---------------------------------------------------------------- with real processes


@pytest.fixture
def inhabited(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "house") as one:
        one.python("people")
        yield one


def status_of(house: House) -> str:
    return str(house.rows("SELECT status FROM core_backgroundjob")[0][0])


def in_progress(house: House) -> bool:
    return bool(house.rows("SELECT 1 FROM core_backgroundjob WHERE status = 'running' AND done_count = 1"))


def working(house: House) -> "subprocess.Popen[bytes]":
    """A worker that has begun the paper."""
    process = house.start("worker", "--interval", "0.1", **{PLACE: "here"})
    wait_until(lambda: in_progress(house), every=0.005)
    return process


@first_share_only
def test_a_paper_whose_worker_is_killed_is_made_by_the_next(inhabited: House) -> None:
    inhabited.python("paper")
    process = working(inhabited)
    process.kill()
    process.wait()
    assert status_of(inhabited) == "running"

    inhabited.start("worker", "--interval", "0.1", **{PLACE: "here"})
    wait_until(lambda: status_of(inhabited) == "done")
    assert len(list((inhabited.folder / "media").rglob("*.pdf"))) == 1


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot put a process to sleep")
def test_a_paper_whose_worker_sleeps_is_made_once(inhabited: House) -> None:
    """Stopped like a suspended machine; awake again when its lease is over and another has made the paper."""
    inhabited.python("paper")
    process = working(inhabited)
    process.send_signal(signal.SIGSTOP)
    old = "2020-01-01 00:00:00"
    inhabited.write("UPDATE core_heartbeat SET at = ?", old)
    inhabited.write("UPDATE django_tasks_database_dbtaskresult SET started_at = ?", old)
    inhabited.run("worker", "--once")
    assert status_of(inhabited) == "done"
    (made,) = (inhabited.folder / "media").rglob("*.pdf")
    before = made.read_bytes()

    process.send_signal(signal.SIGCONT)
    time.sleep(0.5)
    process.terminate()
    process.wait(20)

    assert [path.name for path in (inhabited.folder / "media").rglob("*.pdf")] == [made.name]
    assert made.read_bytes() == before
    assert status_of(inhabited) == "done"


@pytest.mark.slow
def test_fifty_papers_through_fifty_killed_workers(inhabited: House) -> None:
    for _ in range(50):
        inhabited.python("paper")
    done = "SELECT count(*) FROM core_backgroundjob WHERE status = 'done'"
    for number in range(50):
        process = inhabited.start("worker", "--interval", "0.1", **{PLACE: "here"})
        time.sleep(1.5 + (number % 7) / 5)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    inhabited.start("worker", "--interval", "0.1", **{PLACE: "here"})
    wait_until(lambda: inhabited.rows(done)[0][0] == 50, 120)
    assert len(list((inhabited.folder / "media").rglob("*.pdf"))) == 50
