"""Offers seen by those who keep them: their own list, what to check, whom to ask, what looks alike, what changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from laplateforme.core.text import fold
from laplateforme.network.models import Membership, Network, Organization
from laplateforme.offers.enums import OfferStatus
from laplateforme.offers.models import Offer
from laplateforme.offers.queries.words import State, capacity_state, freshness_state
from laplateforme.vocabulary.enums import Freshness, Role

RECENTLY = timedelta(days=7)
ALIKE_FROM = 82
MOST_ALIKE = 3


@dataclass(frozen=True)
class OwnOffer:
    """One line of an owner's list."""

    offer: Offer
    status: State
    freshness: State | None
    capacity: State | None

    @property
    def needs_check(self) -> bool:
        return self.freshness is not None and self.freshness.kind != "info"


@dataclass(frozen=True)
class OwnOrganization:
    """An organization and its offers, those to look at first on top."""

    organization: Organization
    offers: list[OwnOffer]


@dataclass(frozen=True)
class OfferToCheck:
    """One line of the facilitator's list."""

    offer: Offer
    freshness: State
    is_stale: bool
    asked_at: datetime | None
    asked_recently: bool
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Owner:
    """Somebody who may be asked about an offer."""

    email: str
    language: str


STATUS_STATES = {
    OfferStatus.DRAFT: ("plain", "ring"),
    OfferStatus.PUBLISHED: ("ok", "dot"),
    OfferStatus.ARCHIVED: ("plain", "cross"),
}


def own_offers(user: Any, at: datetime) -> list[OwnOrganization]:
    """Every organization that `user` may write for, with its offers: two queries."""
    organizations = Organization.objects.editable_by(user).order_by("name")
    offers = Offer.objects.order_by("name").select_related("organization")
    found = organizations.prefetch_related(Prefetch("offers", queryset=offers))
    return [OwnOrganization(one, _own_lines(one.offers.all(), at)) for one in found]


def status_state(offer: Offer) -> State:
    kind, shape = STATUS_STATES[OfferStatus(offer.status)]
    text = {
        OfferStatus.DRAFT: _("Draft: nobody else sees it"),
        OfferStatus.PUBLISHED: _("Published"),
        OfferStatus.ARCHIVED: _("Put away"),
    }[OfferStatus(offer.status)]
    return State(kind, text, shape)


def _own_lines(offers: Iterable[Offer], at: datetime) -> list[OwnOffer]:
    lines = []
    for offer in offers:
        is_public = offer.status == OfferStatus.PUBLISHED
        lines.append(
            OwnOffer(
                offer,
                status_state(offer),
                freshness_state(offer, at) if is_public else None,
                capacity_state(offer.capacity, offer.waitlist_weeks) if is_public else None,
            )
        )
    order = {OfferStatus.PUBLISHED: 1, OfferStatus.DRAFT: 2, OfferStatus.ARCHIVED: 3}
    return sorted(lines, key=lambda line: 0 if line.needs_check else order[OfferStatus(line.offer.status)])


def offers_to_check(network: Network | None, at: datetime) -> list[OfferToCheck]:
    """Published offers of the network that nobody vouched for in time, the oldest first. Constant queries."""
    offers = list(
        Offer.objects.published()
        .of_network(network)
        .overdue(at)
        .select_related("organization")
        .order_by("checked_at", "name")
    )
    owners = owners_of(offers)
    lines = []
    for offer in offers:
        asked = offer.recheck_asked_at
        lines.append(
            OfferToCheck(
                offer=offer,
                freshness=freshness_state(offer, at),
                is_stale=offer.freshness(at) == Freshness.STALE,
                asked_at=asked,
                asked_recently=asked is not None and at - asked < RECENTLY,
                addresses=tuple(owner.email for owner in owners[offer.pk]),
            )
        )
    return sorted(lines, key=lambda line: (not line.is_stale, line.offer.checked_at is not None))


def owners_of(offers: Iterable[Offer]) -> dict[Any, list[Owner]]:
    """Whom to ask about each offer: those who manage its organization, else the organization's own address,
    else the address on the offer; nobody where there is none. One query."""
    offers = list(offers)
    managers: dict[Any, list[Owner]] = defaultdict(list)
    rows = (
        Membership.objects.active()
        .filter(
            organization__in={offer.organization_id for offer in offers},
            role__in=[Role.ORGANIZATION_MANAGER, Role.NURSERY_MANAGER],
        )
        .order_by("created_at")
        .values_list("organization_id", "user__email", "user__language")
    )
    for organization, email, language in rows:
        if all(email != owner.email for owner in managers[organization]):
            managers[organization].append(Owner(email, language))
    found = {}
    for offer in offers:
        address = offer.organization.email or offer.contact_email
        found[offer.pk] = managers[offer.organization_id][:3] or ([Owner(address, "fr")] if address else [])
    return found


def possible_duplicates(
    organization: Organization, name: str, *, network: Network | None = None, besides: Offer | None = None
) -> list[Offer]:
    """Offers with almost the same name: of the organization first, then of its network; three at most, one query."""
    from rapidfuzz import fuzz  # noqa: PLC0415  slow import

    wanted = fold(name)
    rows = Offer.objects.exclude(status=OfferStatus.ARCHIVED).select_related("organization")
    of_network = Offer.objects.published().of_network(network).values("pk")
    rows = rows.filter(organization=organization) | rows.filter(pk__in=of_network)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    scored = []
    for offer in rows:
        is_own = offer.organization_id == organization.pk
        score = max(fuzz.token_sort_ratio(wanted, fold(offer.name)), fuzz.ratio(wanted, fold(offer.name)))
        if score >= (ALIKE_FROM if is_own else ALIKE_FROM + 8):
            scored.append((not is_own, -score, offer.name, offer))
    return [row[-1] for row in sorted(scored, key=lambda row: row[:3])[:MOST_ALIKE]]
