"""What an older backup that is put back may not undo: erasures, and agreements that ended by the person's will."""

from datetime import datetime
from uuid import UUID

from laplateforme.core.tombstones import Deed, never_undone
from laplateforme.projects.actions.consent import withdraw_consent
from laplateforme.projects.actions.person import forget_person
from laplateforme.projects.models import Consent, Holder


def _forget(key: UUID, at: datetime) -> None:
    forget_person(holder=Holder.objects.get(pk=key), at=at)


def _withdraw(key: UUID, at: datetime) -> None:
    withdraw_consent(consent=Consent.objects.get(pk=key), at=at)


def say() -> None:
    never_undone(
        Deed(
            "projects.holder",
            "person erased",
            lambda: Holder.objects.filter(erased_at__isnull=True).values_list("pk", flat=True),
            _forget,
        )
    )
    never_undone(
        Deed(
            "projects.consent",
            "agreement withdrawn",
            lambda: Consent.objects.filter(closed_at__isnull=True).values_list("pk", flat=True),
            _withdraw,
        )
    )
