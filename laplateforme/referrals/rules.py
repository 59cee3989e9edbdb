"""Who may do what with a hand-over."""

from typing import Any

from laplateforme.projects.models.desks import desks_of
from laplateforme.referrals.enums import UNDER_WAY, ReferralStatus
from laplateforme.referrals.models import Referral


def _is_of(user: Any, referral: Referral, organization: Any) -> bool:
    if not user.is_authenticated:
        return False
    return bool(desks_of(user).filter(network=referral.network_id, organization=organization).exists())


def can_answer(user: Any, referral: Referral) -> bool:
    """The people of the receiver, while it waits for an answer."""
    return referral.status in ReferralStatus.UNANSWERED and _is_of(user, referral, referral.receiver_id)


def can_follow(user: Any, referral: Referral) -> bool:
    """The people of the receiver say that it is under way, and how it ends."""
    return referral.status in UNDER_WAY and _is_of(user, referral, referral.receiver_id)


def is_of_sender(user: Any, referral: Referral) -> bool:
    """The people of the organization that sent it."""
    return _is_of(user, referral, referral.sender_id)


def is_of_receiver(user: Any, referral: Referral) -> bool:
    """The people of the organization that was asked."""
    return _is_of(user, referral, referral.receiver_id)


def can_reply(user: Any, referral: Referral) -> bool:
    """The people of the sender, while it is open and has left."""
    return referral.status in ReferralStatus.OPEN and referral.sent_at is not None and is_of_sender(user, referral)


def can_cancel(user: Any, referral: Referral) -> bool:
    """The people of the sender, while it is open."""
    return referral.status in ReferralStatus.OPEN and _is_of(user, referral, referral.sender_id)
