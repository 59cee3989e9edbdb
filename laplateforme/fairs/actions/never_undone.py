"""What an older backup that is put back may not undo: a person who took their contact back."""

from datetime import datetime
from uuid import UUID

from laplateforme.core.tombstones import Deed, never_undone
from laplateforme.fairs.actions.contact import forget_contact
from laplateforme.fairs.models import Contact


def _forget(key: UUID, at: datetime) -> None:
    forget_contact(contact=Contact.objects.get(pk=key), at=at)


def say() -> None:
    never_undone(
        Deed(
            "fairs.contact",
            "contact erased",
            lambda: Contact.objects.known().values_list("pk", flat=True),
            _forget,
        )
    )
