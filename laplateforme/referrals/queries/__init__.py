"""Reads of this room."""

from laplateforme.referrals.queries.agreement import agreement_for
from laplateforme.referrals.queries.proposals import next_offer, offers_to_choose

__all__ = ["agreement_for", "next_offer", "offers_to_choose"]
