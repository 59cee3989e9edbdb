"""Sends the mail that waits: urgent first, then oldest first, each by one worker, whatever the server does.

A message moves from "waiting" to "being sent" in the database before it is handed over: only one worker sends it. If
that worker is lost meanwhile, the message waits again after five minutes, under the same Message-ID. So a message may
arrive twice only when a worker is lost (or the database refuses to note it) between the server's acceptance and our
note of it: no protocol closes that window.

When the server cannot be reached, nothing is lost and nobody waits: the queue rests for a while, longer each time,
without counting against any message. What the server says about one message (refused, come back later) counts
against that message alone.
"""

import base64
import logging
import smtplib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from laplateforme.core.models import MailStatus, OutgoingMail

log = logging.getLogger("laplateforme.mail")
LEASE = timedelta(minutes=5)  # longer than one message may take: six steps of EMAIL_TIMEOUT seconds
LONGEST_ROUND = 20.0  # seconds; other work has its turn between two rounds
RESTS = [timedelta(seconds=30), *(timedelta(minutes=n) for n in (1, 2, 5, 10))]
# One message that cannot be sent is tried again after these; together more than two days.
DELAYS = [
    timedelta(minutes=5), timedelta(minutes=15), *(timedelta(hours=n) for n in (1, 3, 6, 12, 24))
]  # fmt: skip
MOST_ATTEMPTS = len(DELAYS) + 1
SILENCE = "mail:silence"


@dataclass(frozen=True)
class Silence:
    """The server does not answer: since when, how often it was tried, and until when it is left alone."""

    since: datetime
    tries: int
    until: datetime


def silence() -> Silence | None:
    """What is known of a server that does not answer; None when it does."""
    kept = cache.get(SILENCE)
    return kept if isinstance(kept, Silence) else None


def due(at: datetime) -> "QuerySet[OutgoingMail]":
    """Messages to send now, in order."""
    ready = Q(status=MailStatus.WAITING) & (Q(next_try_at=None) | Q(next_try_at__lte=at))
    return OutgoingMail.objects.filter(ready).order_by("-is_urgent", "created_at", "pk")


def give_back_lost(*, at: datetime) -> int:
    """Messages whose worker was lost while it sent them wait again."""
    lost = OutgoingMail.objects.filter(status=MailStatus.SENDING, updated_at__lt=at - LEASE)
    return lost.update(status=MailStatus.WAITING, updated_at=at)


def deliver_waiting(*, most: int = 500) -> int:
    """Sends what is due, for twenty seconds at most; returns how many messages left. Never raises for the server."""
    now = timezone.now()
    rest = silence()
    if (rest is not None and now < rest.until) or not due(now).exists():
        return 0
    connection = get_connection()
    sent = 0
    try:
        connection.open()
        ends = time.monotonic() + LONGEST_ROUND
        while sent < most and time.monotonic() < ends and (mail := _take(timezone.now())) is not None:
            if not _send(mail, connection):
                connection.close()
                connection.open()
                continue
            sent += 1
            if rest is not None:
                cache.delete(SILENCE)
                rest = None
    except OSError as error:  # smtplib's errors are OSErrors
        _rest(error, timezone.now())
    finally:
        _close(connection)
    return sent


def _take(at: datetime) -> OutgoingMail | None:
    """The next message, ours alone from now on."""
    while (mail := due(at).first()) is not None:
        same = OutgoingMail.objects.filter(pk=mail.pk, status=MailStatus.WAITING, attempts=mail.attempts)
        if same.update(status=MailStatus.SENDING, attempts=mail.attempts + 1, updated_at=at):
            mail.attempts += 1
            return mail
    return None


def _send(mail: OutgoingMail, connection: Any) -> bool:
    try:
        message = message_of(mail)
        message.connection = connection
        message.send()
    except (smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError):
        _note(mail, status=MailStatus.WAITING, attempts=mail.attempts - 1)
        raise  # what is wrong is between the server and us, not with this message
    except OSError as error:
        _note(mail, **_after(mail, error))
        return False
    except Exception as error:  # a message that cannot be written never can: the others go on
        log.exception("a message cannot be composed")
        _note(mail, status=MailStatus.FAILED, error=type(error).__name__)
        return False
    _note(mail, status=MailStatus.SENT, sent_at=timezone.now(), error="", next_try_at=None)
    return True


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message as it leaves; its Message-ID is the same each time."""
    headers = {"Message-ID": f"<{mail.pk}@laplateforme>"}
    if mail.unsubscribe_url:
        headers |= {
            "List-Unsubscribe": f"<{mail.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for item in mail.attachments:
        message.attach(item["name"], base64.b64decode(item["content"]), item["media_type"])
    return message


def _after(mail: OutgoingMail, error: OSError) -> dict[str, Any]:
    """What becomes of a message that could not be handed over: never again, or later."""
    name = type(error).__name__
    if _is_final(error) or mail.attempts >= MOST_ATTEMPTS:
        return {"status": MailStatus.FAILED, "error": name}
    later = timezone.now() + DELAYS[mail.attempts - 1]
    return {"status": MailStatus.WAITING, "error": name, "next_try_at": later}


def _is_final(error: OSError) -> bool:
    """A code of 500 or more is the server's last word (RFC 5321)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _note(mail: OutgoingMail, **changes: Any) -> None:
    """Conditional on the message being still ours."""
    pk: UUID = mail.pk
    same = OutgoingMail.objects.filter(pk=pk, status=MailStatus.SENDING, attempts=mail.attempts)
    same.update(updated_at=timezone.now(), **changes)


def _rest(error: OSError, at: datetime) -> None:
    before = silence()
    tries = before.tries + 1 if before else 1
    until = at + RESTS[min(tries, len(RESTS)) - 1]
    log.warning("the mail server does not answer: %s", type(error).__name__)
    cache.set(SILENCE, Silence(before.since if before else at, tries, until), timeout=7 * 24 * 3600)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        log.debug("the connection to the mail server was closed already")
