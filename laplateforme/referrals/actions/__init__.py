"""Every deed of this room."""

from laplateforme.referrals.actions.answer import (
    accept_referral,
    close_referral,
    decline_referral,
    hold_referral,
    say_outcome,
    see_referral,
    start_referral,
)
from laplateforme.referrals.actions.moves import UnableToMoveReferral
from laplateforme.referrals.actions.sending import (
    Asked,
    UnableToRefer,
    cancel_referral,
    reroute_referral,
    send_referral,
    send_waiting,
)
from laplateforme.referrals.actions.tending import Tended, tend_referrals

__all__ = [
    "Asked",
    "Tended",
    "UnableToMoveReferral",
    "UnableToRefer",
    "accept_referral",
    "cancel_referral",
    "close_referral",
    "decline_referral",
    "hold_referral",
    "reroute_referral",
    "say_outcome",
    "see_referral",
    "send_referral",
    "send_waiting",
    "start_referral",
    "tend_referrals",
]
