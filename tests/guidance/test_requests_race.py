"""Two people answer the same request at once: one answer counts, the other is told so."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from laplateforme.core.models import JournalEntry
from laplateforme.guidance import actions
from laplateforme.guidance.actions import request as module
from laplateforme.guidance.models import ContactRequest
from tests.factories.guidance import ContactRequestFactory, room

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time: no race to show"
    ),
]


def both(deed: Callable[[], Any]) -> list[str]:
    """Runs `deed` in two threads, each with its own connection; says what each got."""
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def one() -> None:
        try:
            start.wait(10)
            deed()
            outcomes.append("done")
        except actions.UnableToMoveRequest:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(outcomes)


def answer_slowly(kept: ContactRequest, here: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Both have read the row before either writes, if nothing stops them."""
    seen = threading.Barrier(2)
    read = module._locked

    def read_then_wait(request: ContactRequest) -> ContactRequest:
        row = read(request)
        with suppress(threading.BrokenBarrierError):
            seen.wait(1)  # with the lock, the second never comes: the first goes on after a second
        return row

    monkeypatch.setattr(module, "_locked", read_then_wait)
    return lambda: actions.answer_request(request=kept, by=here.facilitator, at=timezone.now())


def test_two_answers_at_once_one_wins(monkeypatch):
    here = room()
    kept = ContactRequestFactory(network=here.network)
    assert both(answer_slowly(kept, here, monkeypatch)) == ["done", "refused"]
    assert JournalEntry.objects.filter(verb="request answered").count() == 1


def test_control_without_the_lock_both_would_win(monkeypatch):
    here = room()
    kept = ContactRequestFactory(network=here.network)
    monkeypatch.setattr(
        module, "_locked", lambda request: ContactRequest.objects.select_related("network").get(pk=request.pk)
    )
    assert both(answer_slowly(kept, here, monkeypatch)) == ["done", "done"]
    assert JournalEntry.objects.filter(verb="request answered").count() == 2
