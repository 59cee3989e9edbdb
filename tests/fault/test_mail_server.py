"""The mail server is down, slow, refuses or hangs up: nobody waits, nothing is lost, nothing leaves twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from laplateforme.accounts.actions import open_account
from laplateforme.core import delivery
from laplateforme.core.delivery import deliver_waiting, give_back_lost
from laplateforme.core.models import MailStatus, OutgoingMail
from tests.fault.letters import a_day_without_server, nowhere, queue, states
from tests.fault.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as house:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", house.port, 5
        yield house


def comes_back(count: int, settings: Any, noon: Any) -> None:
    nowhere(settings)
    order = queue(count, urgent=5)
    with time_machine.travel(noon, tick=False) as clock:
        assert a_day_without_server(clock) == 0
        assert states() == {MailStatus.WAITING: count}
        assert not OutgoingMail.objects.exclude(attempts=0).exists()
        with mail_server() as house:
            settings.EMAIL_PORT = house.port
            clock.shift(timedelta(minutes=11))
            while deliver_waiting():
                pass
    assert house.recipients == order
    assert [found for _, found in house.accepted] == [
        f"<{OutgoingMail.objects.get(to=address).pk}@laplateforme>" for address in order
    ]
    assert states() == {MailStatus.SENT: count}


def test_after_a_day_without_server_all_leave_once_in_order(settings: Any, noon: Any) -> None:
    comes_back(30, settings, noon)


@pytest.mark.slow
def test_ten_thousand_wait_a_day_and_leave_once_in_order(settings: Any, noon: Any) -> None:
    comes_back(10_000, settings, noon)


def test_control_counting_a_silent_server_against_messages_loses_them(
    settings: Any, noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What we had before: each try counts, eight tries and the message is given up."""
    nowhere(settings)
    queue(3)

    def count_against_all(error: OSError, at: Any) -> None:
        for mail in OutgoingMail.objects.all():
            mail.attempts += 1
            mail.status = MailStatus.FAILED if mail.attempts >= 8 else MailStatus.WAITING
            mail.save()

    monkeypatch.setattr(delivery, "_rest", count_against_all)
    with time_machine.travel(noon, tick=False) as clock:
        a_day_without_server(clock)
    assert states() == {MailStatus.FAILED: 3}


def test_a_silent_server_is_left_alone_longer_and_longer(settings: Any, noon: Any) -> None:
    nowhere(settings)
    queue(1)
    tries = []
    with time_machine.travel(noon, tick=False) as clock:
        for minute in range(60):
            before = delivery.silence()
            deliver_waiting()
            if delivery.silence() != before:
                tries.append(minute)
            clock.shift(timedelta(minutes=1))
    assert tries == [0, 1, 2, 4, 9, 19, 29, 39, 49, 59]


def test_no_page_speaks_to_the_mail_server(server: MailServer, noon: Any) -> None:
    open_account(email="leila@reseau.example", at=noon)
    answer = Client().post(reverse("account_login"), {"login": "leila@reseau.example"})

    assert answer.status_code == 302
    assert OutgoingMail.objects.get().is_urgent
    assert server.connections == 0


def test_one_refused_address_does_not_hold_up_the_others(server: MailServer, noon: Any) -> None:
    answers = {"m00001@b.example": "550 nobody here", "m00002@b.example": "451 come back later"}
    server.manners.recipient = lambda address: answers.get(address, "250 ok")
    queue(5)
    with time_machine.travel(noon, tick=False) as clock:
        deliver_waiting()
        assert server.recipients == ["m00000@b.example", "m00003@b.example", "m00004@b.example"]
        assert OutgoingMail.objects.get(to="m00001@b.example").status == MailStatus.FAILED
        answers.clear()
        deliver_waiting()
        assert len(server.accepted) == 3
        clock.shift(timedelta(minutes=6))
        deliver_waiting()
    assert server.recipients[3:] == ["m00002@b.example"]
    assert states() == {MailStatus.SENT: 4, MailStatus.FAILED: 1}


def test_a_message_refused_again_and_again_is_given_up_after_two_days(server: MailServer, noon: Any) -> None:
    server.manners.recipient = lambda address: "451 come back later"
    queue(1)
    with time_machine.travel(noon, tick=False) as clock:
        for _ in range(46):
            deliver_waiting()
            clock.shift(timedelta(hours=1))
        assert states() == {MailStatus.WAITING: 1}
        for _ in range(10):
            deliver_waiting()
            clock.shift(timedelta(hours=1))
    mail = OutgoingMail.objects.get()
    assert (mail.status, mail.error, mail.attempts) == (
        MailStatus.FAILED, "SMTPRecipientsRefused", delivery.MOST_ATTEMPTS
    )  # fmt: skip


@pytest.mark.parametrize("banner", ["554 no service", "421 too busy"])
def test_a_server_that_refuses_everybody_is_a_silent_server(server: MailServer, banner: str, noon: Any) -> None:
    server.manners.banner = banner
    queue(3)
    with time_machine.travel(noon, tick=False) as clock:
        deliver_waiting()
        assert (states(), server.connections) == ({MailStatus.WAITING: 3}, 1)
        server.manners.banner = "220 ready"
        clock.shift(timedelta(minutes=1))
        deliver_waiting()
    assert states() == {MailStatus.SENT: 3}
    assert delivery.silence() is None


def test_a_server_slower_than_our_patience_gets_the_message_later(server: MailServer, settings: Any, noon: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.1
    server.manners.delay = 0.3
    queue(2)
    with time_machine.travel(noon, tick=False) as clock:
        deliver_waiting()
        assert states() == {MailStatus.WAITING: 2}
        server.manners.delay = 0.0
        clock.shift(timedelta(minutes=10))
        deliver_waiting()
    assert states() == {MailStatus.SENT: 2}
    assert server.recipients == ["m00000@b.example", "m00001@b.example"]


def test_the_declared_window_an_acceptance_that_is_not_heard_is_sent_again_under_the_same_name(
    server: MailServer, noon: Any
) -> None:
    """The server keeps the message, then hangs up before it says so: nobody can know. The reader's program can."""
    server.manners.hangs_up = 1
    queue(1)
    with time_machine.travel(noon, tick=False) as clock:
        deliver_waiting()
        clock.shift(timedelta(minutes=6))
        deliver_waiting()
    assert len(server.accepted) == 2
    assert len(set(server.accepted)) == 1
    assert states() == {MailStatus.SENT: 1}


def test_a_message_whose_worker_is_lost_waits_again_after_the_lease(server: MailServer, noon: Any) -> None:
    queue(1)
    with time_machine.travel(noon, tick=False) as clock:
        assert delivery._take(noon) is not None  # then the worker dies
        deliver_waiting()
        clock.shift(delivery.LEASE - timedelta(seconds=1))
        assert give_back_lost(at=noon + delivery.LEASE - timedelta(seconds=1)) == 0
        assert give_back_lost(at=noon + delivery.LEASE + timedelta(seconds=1)) == 1
        deliver_waiting()
    assert len(server.accepted) == 1


def test_a_message_that_cannot_be_composed_does_not_stop_the_others(server: MailServer) -> None:
    queue(3)
    OutgoingMail.objects.filter(to="m00000@b.example").update(attachments=[{"name": "a"}])
    deliver_waiting()
    assert states() == {MailStatus.SENT: 2, MailStatus.FAILED: 1}
