"""Later work: the receiver is told once the sender can no longer undo."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from laplateforme.referrals import emails
from laplateforme.referrals.enums import ReferralStatus
from laplateforme.referrals.models import Referral


@task()
def tell_receiver(referral_id: str) -> None:
    """Writes the message about a hand-over that still waits; twice is once."""
    tell_now(referral_id)


@transaction.atomic
def tell_now(referral_id: UUID | str) -> bool:
    """True when the receiver was told just now."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("network", "receiver", "sender", "need")
    referral = rows.filter(pk=referral_id, told_at=None, status__in=ReferralStatus.UNANSWERED).first()
    if referral is None:
        return False
    Referral.objects.filter(pk=referral.pk).update(told_at=timezone.now())
    emails.queue_asked(referral)
    return True


def tell_later(referral: Referral) -> None:
    """After the seconds in which the sender may take it back."""
    assert referral.sent_at is not None
    after = referral.sent_at + timedelta(seconds=settings.LP_REFERRAL_UNDO_SECONDS + 1)
    tell_receiver.using(run_after=after).enqueue(str(referral.pk))
