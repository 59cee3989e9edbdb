"""Who may do what with offers."""

from django.contrib.auth.models import AnonymousUser

from laplateforme.accounts.models import User
from laplateforme.forum.models import Topic
from laplateforme.network.models import Network, Organization
from laplateforme.network.rules import is_facilitator, is_professional, roles_in
from laplateforme.offers.models import Offer, OfferThread
from laplateforme.vocabulary.enums import Role

Visitor = User | AnonymousUser


def can_edit_offer(user: Visitor, offer: Offer) -> bool:
    """Those who manage its organization or facilitate a network it takes part in."""
    if not user.is_authenticated:
        return False
    return Organization.objects.editable_by(user).filter(pk=offer.organization_id).exists()


def can_react(offer: Offer, network: Network | None) -> bool:
    """Anybody, while the offer is published in the network and its thread open."""
    if network is None or not Offer.objects.public_in(network).filter(pk=offer.pk).exists():
        return False
    thread = OfferThread.objects.select_related("topic").filter(offer=offer, network=network).first()
    return thread is None or thread.topic.is_open


def can_create_offers(user: Visitor) -> bool:
    """Anybody who may write for at least one organization."""
    return user.is_authenticated and Organization.objects.editable_by(user).exists()


def is_member(user: Visitor, network: Network | None) -> bool:
    """Those who work in the network, and those who fund it: they may read what is for members."""
    return is_professional(user, network) or Role.FUNDER in roles_in(user, network)


def can_chase(user: Visitor, network: Network | None) -> bool:
    """Facilitators and administrators ask owners to check their offers."""
    return is_facilitator(user, network)


def shows_thread(topic: Topic) -> bool:
    """What people say about an offer is read while the network shows it to anybody."""
    threads = OfferThread.objects.filter(topic=topic)
    return threads.filter(offer__in=Offer.objects.public_in(topic.network).values("pk")).exists()
