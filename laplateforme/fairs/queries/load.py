"""Who gives what and receives what, over twelve months; who could come next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from laplateforme.fairs.enums import OccasionStatus
from laplateforme.fairs.models import Duty, Occasion
from laplateforme.fairs.queries.balance import Given, Share, next_ones, shares
from laplateforme.network.models import Network, Organization
from laplateforme.network.queries import participants_of

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class LoadLine:
    """One organization: hours given and promised, occasions where the stand spoke for it, and where that leaves it."""

    organization: Organization
    given: float
    promised: float
    seen: int
    part: float
    balance: float


def shares_of(network: Network, at: datetime) -> dict[UUID, Share]:
    """Two queries, whatever the number of occasions."""
    rows = Duty.objects.taken().filter(
        slot__occasion__network=network, slot__occasion__status=OccasionStatus.ACCEPTED, organization__isnull=False,
        slot__ends_at__gt=at - YEAR,
    )  # fmt: skip
    gifts = [
        Given(occasion, organization, int((ends - starts).total_seconds()) // 60, ends > at)
        for occasion, organization, starts, ends in rows.values_list(
            "slot__occasion", "organization", "slot__starts_at", "slot__ends_at"
        )
        if organization is not None
    ]
    through = Occasion.represented.through.objects.filter(occasion__in={gift.occasion for gift in gifts})
    represented: dict[UUID, set[UUID]] = {}
    for occasion, organization in through.values_list("occasion_id", "organization_id"):
        represented.setdefault(occasion, set()).add(organization)
    return shares(gifts, represented)


def load_of(network: Network, at: datetime) -> list[LoadLine]:
    """Every organization that takes part, whoever was carried most first."""
    found = shares_of(network, at)
    lines = []
    for one in participants_of(network):
        share = found.get(one.pk, Share())
        lines.append(
            LoadLine(one, _hours(share.given), _hours(share.promised), len(share.seen), _hours(float(share.due)),
                     _hours(float(share.balance)))
        )  # fmt: skip
    return sorted(lines, key=lambda line: line.balance)


def next_for(occasion: Occasion, at: datetime, most: int = 3) -> list[Organization]:
    """Organizations that could come next, in balance. Those that left the network are not named."""
    bodies = {one.pk: one for one in participants_of(occasion.network)}
    balances = {pk: share.balance for pk, share in shares_of(occasion.network, at).items() if pk in bodies}
    represented = {one.pk for one in occasion.represented.all() if one.pk in bodies} or set(bodies)
    coming = set(
        Duty.objects.standing().filter(slot__occasion=occasion, organization__isnull=False).values_list(
            "organization", flat=True
        )
    )  # fmt: skip
    chosen: Sequence[UUID] = next_ones(occasion.pk, balances, represented, {one for one in coming if one}, most)
    return [bodies[pk] for pk in chosen]


def _hours(minutes: float) -> float:
    return round(minutes / 60, 1)
