"""Messages that wait, and a mail server that does not answer."""

from collections import Counter
from datetime import timedelta
from typing import Any

from laplateforme.core.delivery import deliver_waiting
from laplateforme.core.mail import queue_mail
from laplateforme.core.models import OutgoingMail
from tests.fault.smtp import mail_server


def nowhere(settings: Any) -> None:
    """A port where nobody listens."""
    with mail_server() as house:
        settings.EMAIL_PORT = house.port
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def queue(count: int, *, urgent: int = 0) -> list[str]:
    """Messages waiting; returns their addresses in the order in which they have to leave."""
    for number in range(count):
        queue_mail(to=f"m{number:05}@b.example", subject="s", text="t", urgent=number >= count - urgent)
    addresses = [f"m{number:05}@b.example" for number in range(count)]
    return addresses[count - urgent :] + addresses[: count - urgent]


def states() -> Counter[str]:
    return Counter(OutgoingMail.objects.values_list("status", flat=True))


def a_day_without_server(clock: Any) -> int:
    """What the worker does each minute, for 24 hours."""
    sent = 0
    for _ in range(24 * 60):
        clock.shift(timedelta(minutes=1))
        sent += deliver_waiting()
    return sent
