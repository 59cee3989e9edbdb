"""How the load is shared: pure arithmetic, no table."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True)
class Given:
    """Minutes that an organization gives, or promises, at an occasion."""

    occasion: UUID
    organization: UUID
    minutes: int
    is_promised: bool = False


@dataclass
class Share:
    """What one organization gave and what was done for it, in minutes."""

    given: int = 0
    promised: int = 0
    seen: set[UUID] = field(default_factory=set)  # occasions where the stand spoke for it
    due: Fraction = Fraction(0)  # its part of what all gave there

    @property
    def balance(self) -> Fraction:
        """Above zero: gave more than its part. Below: others carried some of it."""
        return self.given + self.promised - self.due


def shares(gifts: Sequence[Given], represented: dict[UUID, set[UUID]]) -> dict[UUID, Share]:
    """By organization. The minutes given at an occasion are the part of all those it spoke for, in equal parts: the
    balances of all add up to zero, whatever happens.
    """
    found: dict[UUID, Share] = {}
    totals: dict[UUID, int] = {}
    bodies = {occasion: set(those) for occasion, those in represented.items()}
    for gift in gifts:
        share = found.setdefault(gift.organization, Share())
        if gift.is_promised:
            share.promised += gift.minutes
        else:
            share.given += gift.minutes
        totals[gift.occasion] = totals.get(gift.occasion, 0) + gift.minutes
        bodies.setdefault(gift.occasion, set()).add(gift.organization)  # who stands there is seen there
    for occasion, total in totals.items():
        for organization in bodies[occasion]:
            share = found.setdefault(organization, Share())
            share.seen.add(occasion)
            share.due += Fraction(total, len(bodies[occasion]))
    return found


def next_ones(
    occasion: UUID, balances: dict[UUID, Fraction], represented: set[UUID], coming: set[UUID], most: int = 3
) -> list[UUID]:
    """Who could come next: those the stand speaks for and who are not there yet, the lowest balance first.

    Equals are drawn by lot, once for each occasion: no name comes first because of its letters.
    """
    waiting = (represented or set(balances)) - coming
    return sorted(waiting, key=lambda one: (balances.get(one, Fraction(0)), _lot(occasion, one)))[:most]


def _lot(occasion: UUID, organization: UUID) -> str:
    return hashlib.sha256(f"{occasion} {organization}".encode()).hexdigest()
