"""Who may do what about occasions. Nobody is ever forced."""

from datetime import datetime
from typing import Any

from laplateforme.fairs.enums import OccasionStatus, Spoken
from laplateforme.fairs.models import Contact, Duty, Occasion
from laplateforme.network.models import Membership, Network
from laplateforme.network.rules import is_facilitator, is_professional, roles_in
from laplateforme.projects.models.desks import desks_of
from laplateforme.vocabulary.enums import Role


def can_see_fairs(user: Any, network: Network | None) -> bool:
    """Colleagues, and whoever has a place in the network: everybody may propose."""
    return can_propose(user, network)


def can_propose(user: Any, network: Network | None) -> bool:
    """Anybody of the network, people with a project and funders too."""
    if network is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser) or Membership.objects.of(user, network).exists()


def can_read_load(user: Any, network: Network | None) -> bool:
    """All colleagues see what each organization gives and receives."""
    return is_professional(user, network)


def can_decide(user: Any, network: Network | None) -> bool:
    """Writes what the network decided, opens slots, asks people."""
    return is_facilitator(user, network)


def can_edit(user: Any, occasion: Occasion) -> bool:
    """Whoever proposed it, until it is decided; then whoever writes decisions."""
    if is_facilitator(user, occasion.network):
        return True
    return occasion.status == OccasionStatus.PROPOSED and user.is_authenticated and occasion.proposed_by_id == user.pk


def can_volunteer(user: Any, occasion: Occasion, at: datetime) -> bool:
    """Colleagues, while there is something to come to. People with a project are asked, and say yes or no."""
    is_open = occasion.status == OccasionStatus.ACCEPTED and occasion.ends_at > at
    return is_open and is_professional(user, occasion.network)


def can_answer(user: Any, duty: Duty) -> bool:
    """The person alone: nobody says yes for somebody else."""
    return bool(user.is_authenticated) and duty.user_id == user.pk


def can_hold_stand(user: Any, occasion: Occasion) -> bool:
    """Colleagues, and people with a project who said yes to a slot of it; while the network goes there."""
    if occasion.status != OccasionStatus.ACCEPTED:
        return False
    if is_professional(user, occasion.network):
        return True
    return (
        bool(user.is_authenticated) and Duty.objects.taken().filter(slot__occasion=occasion, user_id=user.pk).exists()
    )


def can_read_contacts(user: Any, network: Network | None) -> bool:
    """The list shows to each what they may know of."""
    return is_professional(user, network)


def can_follow(user: Any, contact: Contact) -> bool:
    """Facilitators, and those who keep the files of the organization that calls back."""
    if is_facilitator(user, contact.occasion.network):
        return True
    mine = desks_of(user).filter(network=contact.occasion.network_id) if user.is_authenticated else None
    return mine is not None and mine.filter(organization=contact.organization_id).exists()


def can_read_details(user: Any, contact: Contact, at: datetime) -> bool:
    """The reader who was named to the person, once they said yes: the organization, or those who run the network."""
    if contact.spoken(at) != Spoken.OPEN:
        return False
    if contact.organization_id is None:
        return is_facilitator(user, contact.occasion.network)
    mine = desks_of(user).filter(network=contact.occasion.network_id) if user.is_authenticated else None
    return mine is not None and mine.filter(organization=contact.organization_id).exists()


def can_send_by_hand(user: Any, contact: Contact, at: datetime) -> bool:
    """Whoever noted a telephone number knows it already: they may send the link to confirm, and nothing else."""
    is_theirs = bool(user.is_authenticated) and contact.taken_by_id == user.pk
    return is_theirs and bool(contact.phone) and contact.spoken(at) == Spoken.MASKED


def can_read_report(user: Any, occasion: Occasion, at: datetime) -> bool:
    """All colleagues, those who were not there first of all; once it has begun."""
    has_begun = occasion.status == OccasionStatus.ACCEPTED and occasion.starts_at <= at
    return has_begun and is_professional(user, occasion.network)


def can_read_brief(user: Any, occasion: Occasion, at: datetime) -> bool:
    """The page for funders: colleagues, and the funders of this network."""
    has_begun = occasion.status == OccasionStatus.ACCEPTED and occasion.starts_at <= at
    return has_begun and (is_professional(user, occasion.network) or Role.FUNDER in roles_in(user, occasion.network))


def can_answer_three(user: Any, occasion: Occasion, at: datetime) -> bool:
    """Whoever stood there, colleagues and people with a project."""
    if occasion.status != OccasionStatus.ACCEPTED or not user.is_authenticated:
        return False
    stood = Duty.objects.taken().filter(slot__occasion=occasion, user_id=user.pk, slot__starts_at__lte=at)
    return stood.exists()


def can_keep_words(user: Any, contact: Contact, at: datetime) -> bool:
    """Whoever noted them, while they may be read; and the reader who was named to the person."""
    is_theirs = bool(user.is_authenticated) and contact.taken_by_id == user.pk
    if is_theirs and contact.spoken(at) in (Spoken.MASKED, Spoken.OPEN):
        return True
    return can_read_details(user, contact, at)


def can_release_words(user: Any, occasion: Occasion) -> bool:
    """Those who run the network read them again; they never see the words before they were masked."""
    return is_facilitator(user, occasion.network)
