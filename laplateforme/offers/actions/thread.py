"""What people say about an offer."""

from datetime import datetime

from laplateforme.forum.actions import topic_about
from laplateforme.forum.models import Topic
from laplateforme.network.models import Network
from laplateforme.offers.models import Offer, OfferThread


def thread_of_offer(*, offer: Offer, network: Network, at: datetime) -> Topic:
    """The topic of a published offer in a network. Whoever reads the offer there reads it."""
    return topic_about(
        OfferThread.objects.all(), offer=offer, network=network, title=offer.name, place=f"/offres/{offer.code}/", at=at
    )
