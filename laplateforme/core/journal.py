"""The append-only journal: what was done or read, recorded before the page is sent, or the page is refused."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from laplateforme.core.models import JournalEntry
from laplateforme.core.readonly import allow_writes


def record(
    verb: str,
    *,
    at: datetime,
    actor_id: UUID | None = None,
    subject: models.Model | None = None,
    network_id: UUID | None = None,
    **details: Any,
) -> JournalEntry:
    """Adds one line. It may be called while a page is read; if it cannot be written, it raises."""
    with allow_writes():
        return JournalEntry.objects.create(
            at=at,
            actor_id=actor_id,
            verb=verb,
            subject_kind=subject._meta.label_lower if subject is not None else "",
            subject_id=str(subject.pk) if subject is not None else "",
            network_id=network_id,
            details=details,
        )
