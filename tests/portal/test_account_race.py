"""The two people who run a network close their accounts at once: one goes, the other is told to hand on first."""

import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from laplateforme.accounts.models import User
from laplateforme.core.models import OutgoingMail
from laplateforme.network.models import Membership
from laplateforme.portal import actions
from laplateforme.portal.actions import account as module
from laplateforme.vocabulary.enums import Role
from tests.factories.network import MembershipFactory, NetworkFactory

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time: no race to show"
    ),
]
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.LP_DATA_DIR = tmp_path


def close_at_once(people: list[User], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each in a thread of its own; each has looked for obstacles before either writes, if nothing stops them."""
    outcomes: list[str] = []
    start, seen = threading.Barrier(2), threading.Barrier(2)
    look = module.obstacles_of

    def look_then_wait(user: User) -> Any:
        found = look(user)
        with suppress(threading.BrokenBarrierError):
            seen.wait(1)
        return found

    monkeypatch.setattr(module, "obstacles_of", look_then_wait)

    def one(user: User) -> None:
        try:
            start.wait(10)
            outcomes.append("closed" if actions.close_account(user=user, at=NOON) else "was closed")
        except actions.UnableToCloseAccount:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(outcomes)


def two_who_run_it() -> list[User]:
    network = NetworkFactory()
    return [MembershipFactory(network=network, role=role).user for role in (Role.FACILITATOR, Role.ADMINISTRATOR)]


def leading() -> int:
    return Membership.objects.active().filter(role__in=Role.LEADS).count()


def test_two_who_run_a_network_do_not_leave_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert close_at_once(two_who_run_it(), monkeypatch) == ["closed", "refused"]
    assert leading() == 1


def test_control_without_the_lock_both_would_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    people = two_who_run_it()
    monkeypatch.setattr(module, "_locked", lambda user: User.objects.get(pk=user.pk))
    assert close_at_once(people, monkeypatch) == ["closed", "closed"]
    assert leading() == 0


def test_the_same_account_closed_twice_at_once_is_closed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    user = MembershipFactory(role=Role.WRITER).user
    assert close_at_once([user, user], monkeypatch) == ["closed", "was closed"]
    assert OutgoingMail.objects.count() == 1
