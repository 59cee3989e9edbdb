"""The daily deed: reminders, a warning to both sides, an end with a gap. Never the same step twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from laplateforme.core.dates import add_working_days
from laplateforme.referrals.actions.answer import note_gap_of
from laplateforme.referrals.actions.moves import locked, move, note_fact
from laplateforme.referrals.actions.sending import send_waiting
from laplateforme.referrals.enums import EventKind, ReferralStatus
from laplateforme.referrals.models import Referral


@dataclass(frozen=True)
class Tended:
    """How many of each."""

    sent: int
    reminded: int
    warned: int
    expired: int


def steps_due(sent_at: datetime, at: datetime) -> int:
    """How many of the three steps (two reminders, a warning) are due."""
    moments = [
        add_working_days(sent_at, settings.LP_REFERRAL_FIRST_REMINDER_WORKING_DAYS),
        sent_at + timedelta(days=settings.LP_REFERRAL_SECOND_REMINDER_DAYS),
        sent_at + timedelta(days=settings.LP_REFERRAL_WARNING_DAYS),
    ]
    return sum(moment <= at for moment in moments)


def tend_referrals(*, at: datetime) -> Tended:
    """Sends what the person agreed to, reminds, warns, ends. Each hand-over is its own transaction."""
    sent = send_waiting(at=at)
    counts = {"reminded": 0, "warned": 0, "expired": 0}
    for pk in Referral.objects.unanswered().order_by("sent_at").values_list("pk", flat=True):
        with transaction.atomic():
            if done := _tend(locked(Referral(pk=pk)), at):
                counts[done] += 1
    return Tended(sent, **counts)


def _tend(referral: Referral, at: datetime) -> str:
    if referral.status not in ReferralStatus.UNANSWERED or referral.sent_at is None:
        return ""
    if referral.sent_at + timedelta(days=settings.LP_REFERRAL_EXPIRY_DAYS) <= at:
        referral.closed_at = at
        move(referral, to=ReferralStatus.EXPIRED, by=None, at=at, organization=None)
        note_gap_of(referral, at)
        return "expired"
    due = steps_due(referral.sent_at, at)
    if due <= referral.reminders:
        return ""
    referral.reminders = due
    referral.version += 1
    referral.save(update_fields=["reminders", "version", "updated_at"])
    kind = EventKind.WARNED if due == 3 else EventKind.REMINDED
    note_fact(referral, kind, at=at, after=str(due))
    return "warned" if due == 3 else "reminded"
