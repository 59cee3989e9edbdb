"""What was said about offers."""

from typing import Any

from laplateforme.forum.queries import Thread, thread_about
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer, OfferThread


def said_about(offer: Offer, network: Network | None, user: Any) -> Thread | None:
    """In this network; None before the first message. At most two queries."""
    return thread_about(OfferThread.objects.all(), user, offer=offer, network=network) if network else None
