"""Whom to tell about a hand-over."""

from laplateforme.guidance.queries.requests import readers_of
from laplateforme.network.models import Network, Organization
from laplateforme.projects.models import Consent, Holder
from laplateforme.projects.models.desks import desks_of
from laplateforme.referrals.models import Referral


def inbox_of(organization: Organization, network: Network) -> list[str]:
    """The address of the organization, and its advisers' own."""
    found = [organization.email] if organization.email else []
    return list(dict.fromkeys([*found, *readers_of(organization, network)]))


def door_of(organization: Organization, network: Network) -> list[str]:
    """Where a code goes: the address of the organization; its advisers' when it has none."""
    return [organization.email] if organization.email else list(readers_of(organization, network))


def sending_side(referral: Referral) -> list[str]:
    """Whoever sent it while they keep files there, else the advisers of the organization."""
    by = referral.sent_by
    if by is not None and by.is_active:
        mine = desks_of(by).filter(network=referral.network_id, organization=referral.sender_id)
        if mine.exists():
            return [by.email]
    return list(readers_of(referral.sender, referral.network))


def people_of(referral: Referral) -> list[Holder]:
    """The people of the project who said something about this receiver and left an address."""
    asked = Consent.objects.filter(project=referral.project_id, receiver=referral.receiver_id).values("holder")
    people = Holder.objects.known().filter(projects=referral.project_id, pk__in=asked).exclude(email="")
    return list(people.select_related("network", "organization").order_by("created_at"))
