"""Outgoing mail: written in the transaction that calls for it, sent by the worker, never inside a request."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from laplateforme.core.models import OutgoingMail
from laplateforme.core.tasks import deliver_mail


@dataclass(frozen=True)
class Attachment:
    """A file joined to a message: a calendar entry, a PDF."""

    name: str
    content: bytes
    media_type: str


@transaction.atomic
def queue_mail(
    *, to: str, subject: str, text: str, html: str = "", attachments: Sequence[Attachment] = (), urgent: bool = False,
    unsubscribe_url: str = "",
) -> OutgoingMail:  # fmt: skip
    """Keeps the message and asks the worker to send it. The subject holds no personal data and one line.

    `urgent`: somebody waits for it in front of a screen; it leaves before the others. `unsubscribe_url`: one POST there
    stops such messages (RFC 8058); its address names nobody.
    """
    mail = OutgoingMail.objects.create(
        to=to,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        is_urgent=urgent,
        unsubscribe_url=unsubscribe_url,
        attachments=[
            {"name": item.name, "content": base64.b64encode(item.content).decode(), "media_type": item.media_type}
            for item in attachments
        ],
    )
    deliver_mail.using(priority=10 if urgent else 0).enqueue(str(mail.pk))
    return mail
