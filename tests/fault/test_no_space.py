"""The disk is full: said in plain words, nothing half-written, what is published is read on, and all resumes alone."""

import errno
import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection
from django.test import Client

from laplateforme.core import counters, files, idempotency
from laplateforme.core.faults import is_full
from laplateforme.core.files import WholeFileStorage, unknown_files
from laplateforme.core.models import BackgroundJob, Counter, JobStatus
from laplateforme.network import actions as network_actions
from laplateforme.network.models import Organization
from tests.factories.guidance import Room, client_of, room
from tests.fault.deeds import HERE, Deed, deeds_of, everything
from tests.fault.deeds import files as files_here
from tests.fault.house import house, wait_until
from tests.fault.load import new_deed, send

WRITES = ("INSERT", "UPDATE", "DELETE")
BESIDE = ("django_session", "lp_cache")  # written after the deed is done, or about it
PUBLIC = ("/", "/structures/", "/annuaire/", "/filiere/", "/texte-commun/", "/offres/n5mh/", "/questions/")
OF_MEMBERS = ("/a-faire/", "/membres/", "/permanence/", "/demandes/", "/etat/")


@pytest.fixture
def world(transactional_db: Any, settings: Any, tmp_path: Path) -> Room:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LP_DATA_DIR = tmp_path
    return room()


def full_error() -> Exception:
    """What the driver of this database raises when there is no space left."""
    if connection.vendor == "postgresql":
        import psycopg

        return psycopg.errors.DiskFull("could not extend file: No space left on device")
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return error


@contextmanager
def no_space_at(number: int) -> Iterator[list[str]]:
    """The write statement of this number, counted from 0, finds no space. Yields the statements that were refused."""
    seen, refused = [0], []

    def refuse(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        words = str(sql)
        if words.startswith(WRITES) and not any(table in words for table in BESIDE):
            seen[0] += 1
            if seen[0] == number + 1:
                refused.append(words[:60])
                raise OperationalError("no space") from full_error()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield refused


def refused_at_each_write(deed: Deed, client: Client) -> int:
    """Tries the deed with no space at its first write, then its second…, then with space. Returns how many writes."""
    before = everything()
    for number in range(100):
        with no_space_at(number) as refused:
            answer = deed.send(client, "one-key" if deed.keyed else "")
        if not refused:
            assert answer.status_code in {200, 302}, (deed.name, answer.text)
            assert everything() != before, (deed.name, answer.text)
            return number
        assert answer.status_code == 507, (deed.name, refused)
        assert "Il n’y a plus de place sur le serveur" in answer.text
        assert answer["Retry-After"] == "60"
        assert everything() == before, (deed.name, refused)
    raise AssertionError("this deed never ends")


def test_no_space_at_any_write_of_any_form_leaves_nothing(world: Room) -> None:
    points = {deed.name: refused_at_each_write(deed, deed.client(world)) for deed in deeds_of(world)}

    assert min(points.values()) >= 1
    assert sum(points.values()) >= 40, points


def test_control_without_a_transaction_something_is_half_written(world: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """If each statement stood alone, the sweep would see it."""
    deed = next(one for one in deeds_of(world) if one.name == "invitation")
    monkeypatch.setattr(network_actions, "invite", network_actions.invite.__wrapped__)  # type: ignore[attr-defined]
    monkeypatch.setattr(idempotency, "_once", lambda request, scope, key, run: run())
    with pytest.raises(AssertionError, match="invitation"):
        refused_at_each_write(deed, deed.client(world))


@contextmanager
def full_database() -> Iterator[None]:
    """SQLite may not take one page more; PostgreSQL refuses every new row as it does when it cannot extend a file."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        else:
            cursor.execute(
                "CREATE FUNCTION no_space() RETURNS trigger AS $$ BEGIN "
                "RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql"
            )
            tables = [name for name in connection.introspection.table_names() if not name.startswith("django_migr")]
            for table in tables:
                cursor.execute(
                    f'CREATE TRIGGER no_space BEFORE INSERT OR UPDATE ON "{table}" '
                    "FOR EACH ROW EXECUTE FUNCTION no_space()"
                )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1073741823")
            else:
                cursor.execute("DROP FUNCTION no_space CASCADE")


def until_full(client: Client, deed: Deed) -> tuple[int, Any]:
    """Sends the form under other names until it is refused. Returns how many were taken, and the refusal."""
    for number in range(400):
        answer = deed.send(client, f"key-{number}", name=f"Maison {number}", email=f"m{number}@b.example")
        if answer.status_code != 302:
            return number, answer
    raise AssertionError("the database never was full")


def test_a_full_database_is_read_on_and_resumes_alone(world: Room) -> None:
    """Really full, until the engine itself refuses."""
    deed = next(one for one in deeds_of(world) if one.name == "organization")
    client, anybody = deed.client(world), client_of(None)
    before = Organization.objects.count()
    with full_database():
        taken, answer = until_full(client, deed)
        assert answer.status_code == 507
        assert Organization.objects.count() == before + taken
        for address in PUBLIC:
            assert anybody.get(f"{HERE}{address}").status_code == 200, address
        for address in OF_MEMBERS:
            assert client.get(f"{HERE}{address}").status_code == 200, address

    name = f"Maison {taken}"
    assert deed.send(client, f"key-{taken}", name=name, email=f"m{taken}@b.example").status_code == 302
    assert Organization.objects.filter(name=name).count() == 1


def test_counts_wait_while_there_is_no_space(world: Room, noon: Any) -> None:
    counters.count("visits", "home", day=noon.date())
    with no_space_at(0):
        counters.flush()
    assert Counter.objects.count() == 0
    counters.flush()
    assert Counter.objects.get().value == 1


# ---------------------------------------------------------------- files


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", ["settings", "question", "import"])
def test_a_file_that_does_not_fit_is_refused_in_words_and_leaves_nothing(world: Room, name: str) -> None:
    deed = next(one for one in deeds_of(world) if one.name == name)
    client, before = deed.client(world), everything()
    for size in (0, 1_000, 5_000) if name != "import" else (0, 1_000, 1_000_000):
        with largest_file(size):
            answer = deed.send(client, "one-key" if deed.keyed else "")
        assert answer.status_code == 507, answer.text
        assert everything() == before

    assert deed.send(client, "one-key" if deed.keyed else "").status_code == 302
    assert [path for path in files_here() if path.stat().st_size == 0 or path.suffix == ".part"] == []
    assert len(list(files_here())) == 1


def test_a_paper_that_does_not_fit_is_said_failed_and_may_be_asked_again(world: Room, run_tasks: Any) -> None:
    deed = next(one for one in deeds_of(world) if one.name == "paper")
    client = deed.client(world)
    deed.send(client, "k1")
    with largest_file(1_000):
        run_tasks()
    job = BackgroundJob.objects.get()
    assert (job.status, list(files_here())) == (JobStatus.FAILED, [])
    assert job.error.startswith("Il n’y a plus de place sur le serveur")

    deed.send(client, "k2")
    run_tasks()
    assert BackgroundJob.objects.exclude(pk=job.pk).get().status == JobStatus.DONE


def test_control_django_s_own_storage_leaves_half_a_file(tmp_path: Path) -> None:
    for storage, left in ((FileSystemStorage(tmp_path / "a"), 1), (WholeFileStorage(tmp_path / "b"), 0)):
        with largest_file(1_000), pytest.raises(OSError, match="too large") as caught:
            storage.save("logos/a.png", ContentFile(b"x" * 5_000))
        assert is_full(caught.value)
        assert len(list(Path(storage.location).rglob("*.*"))) == left


def test_two_files_of_one_name_get_two_names(tmp_path: Path) -> None:
    storage = WholeFileStorage(tmp_path)
    first, second = (storage.save("a/b.txt", ContentFile(text)) for text in (b"1", b"2"))

    assert first != second
    assert {storage.open(name).read() for name in (first, second)} == {b"1", b"2"}
    for name in (first, second):
        assert storage._put(part_of(storage), name) not in {first, second}


def part_of(storage: WholeFileStorage) -> Path:
    """What another process has just written beside."""
    part = Path(storage.path("a/x.part"))
    part.write_bytes(b"3")
    return part


def test_without_second_names_on_a_file_system_files_are_whole_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(files.os, "link", refuse)
    storage = WholeFileStorage(tmp_path)
    first, second = storage.save("b.txt", ContentFile(b"1")), storage.save("b.txt", ContentFile(b"2"))
    assert storage.open(first).read() == b"1"
    assert storage.open(second).read() == b"2"


def test_the_night_sweeps_what_nobody_knows_of(world: Room, noon: Any) -> None:
    deed = next(one for one in deeds_of(world) if one.name == "settings")
    deed.send(deed.client(world), "")
    (known,) = files_here()
    left, fresh = known.with_name("left.png"), known.with_name("fresh.png")
    for path in (left, fresh):
        path.write_bytes(b"x")
    for path in (left, known):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    now = noon.replace(year=2026)
    assert unknown_files(at=now) == [left]
    assert files.sweep(at=now) == 1
    assert sorted(files_here()) == sorted([known, fresh])


# ---------------------------------------------------------------- with real processes, on a real small disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], check=False)
    if made.returncode:
        pytest.skip("this system does not let us make a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path: Path) -> None:
    with suppress(OSError), path.open("wb", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the database of PostgreSQL is on a disk of its own")
def test_a_platform_on_a_full_disk_is_read_on_and_resumes_without_a_restart(small_disk: Path) -> None:
    with house(small_disk / "house") as here:
        sessions = here.python("people")["sessions"]
        here.serve()
        wait_until(here.answers)
        assert here.answers("/r/calanques/structures/")
        for number in range(5):
            fill(small_disk / "filler")
            refused = [send(here.port, new_deed(session)).status for session in sessions]
            assert 507 in refused
            assert set(refused) <= {302, 507}  # the last free bytes of pages that exist may still take one
            assert here.answers("/r/calanques/structures/")
            assert here.answers("/r/calanques/annuaire/")

            (small_disk / "filler").unlink()
            deed = new_deed(sessions[number])
            assert send(here.port, deed).status == 302
            assert here.rows("SELECT count(*) FROM network_organization WHERE name = ?", deed.name) == [(1,)]
        assert here.rows("PRAGMA integrity_check") == [("ok",)]
        wait_until(lambda: here.rows("SELECT count(*) FROM core_outgoingmail WHERE status <> 'sent'") == [(0,)], 90)
        assert here.run("verify").stdout.strip() == "All is well."
