"""The date that two sides talk about: the last one proposed."""

from datetime import datetime

from laplateforme.referrals.enums import UNDER_WAY, MessageKind
from laplateforme.referrals.models import Referral, ReferralMessage


def date_of(referral: Referral) -> ReferralMessage | None:
    """The last date proposed; an older one counts no more."""
    return referral.messages.filter(kind=MessageKind.DATE).order_by("-said_at", "-pk").first()


def may_answer(referral: Referral, date: ReferralMessage | None, at: datetime) -> bool:
    """It is still to come, and the hand-over is under way."""
    return (
        referral.status in UNDER_WAY and date is not None and date.starts_at is not None and date.starts_at > at
    )  # fmt: skip
