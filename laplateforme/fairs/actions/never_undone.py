"""What an older backup that is put back may not undo: a contact or an agreement that a person took back."""

from datetime import datetime
from uuid import UUID

from laplateforme.core.tombstones import Deed, never_undone
from laplateforme.fairs.actions.ambassador import end_ambassador
from laplateforme.fairs.actions.contact import forget_contact
from laplateforme.fairs.models import Ambassador, Contact


def _forget(key: UUID, at: datetime) -> None:
    forget_contact(contact=Contact.objects.get(pk=key), at=at)


def _end(key: UUID, at: datetime) -> None:
    end_ambassador(ambassador=Ambassador.objects.select_related("slot").get(pk=key), at=at)


def say() -> None:
    never_undone(
        Deed(
            "fairs.contact",
            "contact erased",
            lambda: Contact.objects.known().values_list("pk", flat=True),
            _forget,
        )
    )
    never_undone(
        Deed(
            "fairs.ambassador",
            "ambassador withdrawn",
            lambda: Ambassador.objects.standing().values_list("pk", flat=True),
            _end,
        )
    )
