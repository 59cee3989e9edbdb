"""PostgreSQL cuts the connection in the middle, or two transactions stand in each other's way: once again, or said."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory

from laplateforme.core import errors, idempotency
from laplateforme.core.idempotency import idempotent
from laplateforme.core.models import Counter, IdempotencyKey
from tests.factories.guidance import Room, client_of, room
from tests.fault.cuts import cut_at, end_backend, own_backend
from tests.fault.deeds import HERE, Deed, deeds_of, everything

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no connection to lose and one writer at a time"
)
PAGES = ("/", "/structures/", "/filiere/", "/a-faire/", "/membres/", "/annuaire/")


@pytest.fixture(autouse=True)
def _own_connection(transactional_db: Any) -> Iterator[None]:
    """What a test cut is not left to the next."""
    yield
    connection.close()


@pytest.fixture
def world(transactional_db: Any, settings: Any, tmp_path: Path) -> Room:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LP_DATA_DIR = tmp_path
    return room()


def cut_once(deed: Deed, client: Client, number: int) -> bool:
    """Cuts before one write of the deed. With a key it succeeds all the same, once; without, nothing is there."""
    before, count = everything(), deed.count()
    key = "one-key" if deed.keyed else ""
    with cut_at(number) as cut:
        answer = deed.send(client, key)
    if not cut:
        return False
    if not deed.keyed:
        assert answer.status_code == 503, (deed.name, cut)
        assert "n’a pas été confirmé" in answer.text
        assert everything() == before, (deed.name, cut)
        return True
    assert answer.status_code == 302, (deed.name, cut)
    assert deed.count() == count + 1, (deed.name, cut)
    after = everything()
    assert deed.send(client, key)["Location"] == answer["Location"]
    assert everything() == after
    return True


def test_a_form_is_taken_once_though_the_connection_was_cut(world: Room) -> None:
    deeds = deeds_of(world)
    cuts = {deed.name: cut_once(deed, deed.client(world), index % 4) for index, deed in enumerate(deeds)}

    assert sum(cuts.values()) >= len(deeds) - 2, cuts  # a deed of three writes has no fourth
    for deed in deeds:
        if not deed.keyed:
            assert deed.send(deed.client(world), "").status_code in {200, 302}  # the next request works


@pytest.mark.slow
@pytest.mark.parametrize("number", range(16))
def test_a_form_is_taken_once_wherever_the_connection_was_cut(world: Room, number: int) -> None:
    for deed in deeds_of(world):
        cut_once(deed, deed.client(world), number)


def test_control_without_a_second_run_the_form_is_refused(world: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "is_passing", lambda error: False)
    deed = next(one for one in deeds_of(world) if one.name == "organization")
    client = deed.client(world)
    before = everything()
    with cut_at(2):
        assert deed.send(client, "one-key").status_code == 503
    assert everything() == before


@pytest.mark.parametrize("committed", [False, True], ids=["before the commit", "after the commit"])
def test_a_cut_at_the_commit_is_one_effect(world: Room, committed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the server had committed or not when the connection went: nobody can tell, the key can."""
    deed = next(one for one in deeds_of(world) if one.name == "organization")
    client, count, cuts = deed.client(world), deed.count(), []
    engine = type(connections["default"])
    commit = engine._commit

    def cut(self: Any) -> None:
        if not cuts and IdempotencyKey.objects.exists():
            cuts.append(own_backend())
            if committed:
                self.connection.commit()
            end_backend(cuts[0])
            if committed:
                self.cursor().execute("SELECT 1")
        commit(self)

    monkeypatch.setattr(engine, "_commit", cut)
    answer = deed.send(client, "one-key")

    assert cuts
    assert answer.status_code == 302
    assert deed.count() == count + 1


def test_a_cut_between_the_deed_and_the_answer_is_one_effect(world: Room) -> None:
    deed = next(one for one in deeds_of(world) if one.name == "organization")
    client, count = deed.client(world), deed.count()
    with cut_at(0, session=True) as cut:
        assert deed.send(client, "one-key").status_code == 503
    assert cut
    assert deed.send(client, "one-key").status_code == 302
    assert deed.count() == count + 1


def test_a_page_that_was_read_is_made_again(world: Room) -> None:
    deeds_of(world)
    client = client_of(world.facilitator)
    client.raise_request_exception = False
    for page in PAGES:
        for number in (0, 2, 5):
            with cut_at(number, only_writes=False):
                assert client.get(f"{HERE}{page}").status_code == 200, (page, number)


def test_control_without_a_second_chance_the_page_says_to_wait(world: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "is_passing", lambda error: False)
    client = client_of(world.facilitator)
    client.raise_request_exception = False
    with cut_at(3, only_writes=False):
        answer = client.get(f"{HERE}/membres/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert client.get(f"{HERE}/membres/").status_code == 200


# ---------------------------------------------------------------- two at once


def counters() -> None:
    for name in ("a", "b"):
        Counter.objects.create(name=name, key="", day="2026-11-23", value=0)


def add(name: str) -> None:
    row = Counter.objects.select_for_update().get(name=name)
    row.value += 1
    row.save()


def both(view: Callable[[HttpRequest], HttpResponse], names: tuple[str, str] = ("1", "2")) -> list[int]:
    """Two people send at once; the status that each got, 503 for an error of the database."""
    statuses: list[int] = []

    def one(name: str) -> None:
        request = RequestFactory().post("/", {"name": name, "idempotency_key": name})
        request.user = AnonymousUser()
        with connection.cursor() as cursor:  # a new connection, after a fault, has the level that we use
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        try:
            statuses.append(view(request).status_code)
        except DatabaseError:
            statuses.append(503)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(statuses)


def crossing() -> Callable[[HttpRequest], HttpResponse]:
    """One takes a then b, the other b then a; each waits until both hold their first."""
    meet = threading.Barrier(2)

    @idempotent
    def view(request: HttpRequest) -> HttpResponse:
        first, second = ("a", "b") if request.POST["name"] == "1" else ("b", "a")
        add(first)
        with suppress(threading.BrokenBarrierError):
            meet.wait(0.5)
        add(second)
        return HttpResponseRedirect("/done")

    return view


def overtaken() -> Callable[[HttpRequest], HttpResponse]:
    """Both read before either writes; neither may see what changes meanwhile."""
    meet = threading.Barrier(2)

    @idempotent
    def view(request: HttpRequest) -> HttpResponse:
        value = Counter.objects.get(name="a").value
        with suppress(threading.BrokenBarrierError):
            meet.wait(0.5)
        Counter.objects.filter(name="a").update(value=value + 1)
        return HttpResponseRedirect("/done")

    return view


@pytest.mark.parametrize("made", [crossing, overtaken])
def test_two_that_stand_in_each_other_s_way_are_both_done_once(transactional_db: Any, made: Any) -> None:
    counters()
    assert both(made()) == [302, 302]
    assert Counter.objects.get(name="a").value == 2


@pytest.mark.parametrize("made", [crossing, overtaken])
def test_control_without_a_second_run_one_of_them_is_refused(
    transactional_db: Any, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "is_passing", lambda error: False)
    counters()
    assert both(made()) == [302, 503]
    assert Counter.objects.get(name="a").value == 1
