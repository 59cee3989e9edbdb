"""Which offers to show together, and whose turn it is.

What is maximized, for one stage. Each need (the question asked, its theme, the themes of the wishes, the kinds of help
that this stage usually takes) has a weight; each offer has a quality (nearness, open places, freshness, fit). The value
of a page is the weight of all needs that its offers cover together, plus their qualities, minus COST for each offer.
COST is more than any quality: an offer comes in only by answering something that the others do not. No two offers of
one organization. The search is exact over the dozen best classes.

A class holds the offers that answer equally well: same needs, same quality. The search compares classes, so whose
offer it is cannot matter; then the organizations of the best class take turns. After each turn the rest of the page
is searched again around the offer drawn, so that complementing others never bends a turn. Classes which tie share
one turn.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from math import sqrt

from laplateforme.guidance.queries.profile import Digits

COST = 25
MOST_CLASSES = 12
MOST_OFFERS = 3
STEPS = (sqrt(2), (sqrt(5) - 1) / 2, sqrt(3), sqrt(7))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer that could be shown. `needs`: bits of the needs it covers."""

    key: str
    organization: str
    needs: int
    quality: int


@dataclass(frozen=True, slots=True)
class Draw:
    """One place on the page: who could have had it equally well, and who has it."""

    chosen: Candidate
    eligible: tuple[str, ...]  # organizations
    position: int  # on the page of its stage, from 0
    about: str

    @property
    def is_first(self) -> bool:
        return self.position == 0

    @property
    def is_contested(self) -> bool:
        return len(self.eligible) > 1


class Rotation:
    """Turns: the same day and the same answers give the same page; over many people, each equal gets its share.

    Each page of a stage has a wheel. Every answer of the profile moves it by a step of its own: the number of the
    commune in the département, the team, the situation, the place of the question in the bank; the rest by a hash. The
    steps are irrational and share no rhythm (a Kronecker sequence): one answer that people give evenly is enough to
    fall nearly evenly on all equals, whatever the others are, and each further one evens out what the others leave,
    far closer than chance. These steps were chosen by trial among a dozen: see docs/decisions/0007-fair-turns.md.
    The day and what is drawn move the starting point, and the order of the equals, so that nobody has a fixed place.
    """

    def __init__(self, digits: Digits, day: date, *, is_on: bool = True) -> None:
        self.digits, self.day, self.is_on = digits, day, is_on
        self.other = _part(f"{digits.department}|{digits.other}")

    def wheel(self, about: str, page: int) -> "Wheel":
        """For the `page`th stage of the route."""
        where = self.other * (2 * page + 1)
        where += sum(value * step for value, step in zip(self.digits.answers, STEPS, strict=True))
        return Wheel((where + _part(f"{self.day}|{about}|{page}")) % 1.0, f"{self.day}|{about}", self.is_on)


@dataclass(slots=True)
class Wheel:
    """Where the wheel of one page stands, from 0 to 1, 1 not included.

    A turn among k names the part of the wheel it stands in; what remains within that part, widened to a whole wheel,
    serves the next turn. So the second place is as even among those who share the first as the first is among all:
    with a wheel of its own for each place, two answers that go together could favor somebody in the second.
    """

    where: float
    words: str
    is_on: bool = True

    def turn(self, among: Sequence[str]) -> str:
        """One of `among`, all different."""
        ordered = sorted(among)
        if not self.is_on or len(ordered) == 1:
            return ordered[0]
        ordered.sort(key=lambda name: _hash(f"{self.words}|{name}"))
        spread = self.where * len(ordered)
        index = int(spread)
        self.where = spread - index
        return ordered[index]


@dataclass(slots=True)
class _Class:
    """Offers that answer equally well."""

    needs: int
    quality: int
    members: dict[str, list[Candidate]]  # by organization


def choose(
    candidates: Sequence[Candidate],
    weights: Sequence[int],
    rotation: Rotation,
    *,
    about: str,
    most: int = MOST_OFFERS,
    page: int = 0,
) -> list[Draw]:
    """The best page for one stage, in order; none only when there is no candidate. `weights`: of each need's bit."""
    gains = _gains(weights)
    covered, draws = 0, list[Draw]()
    wheel = rotation.wheel(about, page)
    while len(draws) < most:
        used = {draw.chosen.organization for draw in draws}
        classes = _classes([one for one in candidates if one.organization not in used], gains, covered)
        best = _first_classes(classes, gains, covered, most - len(draws), must=not draws)
        members: dict[str, list[Candidate]] = {}
        for one in best:
            for organization, offers in one.members.items():
                members.setdefault(organization, []).extend(offers)
        if not members:
            break
        winner = wheel.turn(list(members))
        offers = {offer.key: offer for offer in members[winner]}  # type: ignore[assignment]
        chosen = offers[wheel.turn(list(offers))]  # type: ignore[arg-type, call-overload]
        draws.append(Draw(chosen, tuple(sorted(members)), len(draws), about))
        covered |= chosen.needs
    return draws


def _gains(weights: Sequence[int]) -> list[int]:
    """Weight of every set of needs, by its bits."""
    gains = [0]
    for weight in weights:
        gains += [gain + weight for gain in gains]
    return gains


def _classes(candidates: Sequence[Candidate], gains: list[int], covered: int) -> list[_Class]:
    """The dozen best, alone."""
    found: dict[tuple[int, int], _Class] = {}
    for one in candidates:
        kind = found.setdefault((one.needs & ~covered, one.quality), _Class(one.needs & ~covered, one.quality, {}))
        kind.members.setdefault(one.organization, []).append(one)
    ordered = sorted(found.values(), key=lambda kind: (-(gains[kind.needs] + kind.quality), kind.needs))
    return ordered[:MOST_CLASSES]


def _first_classes(classes: list[_Class], gains: list[int], covered: int, most: int, *, must: bool) -> list[_Class]:
    """The classes that may come first on an optimal page: several when pages tie."""
    best, pages = (None if must else 0), list[tuple[_Class, ...]]()
    for size in range(1, min(most, len(classes)) + 1):
        for page in combinations(classes, size):
            needs = value = 0
            for kind in page:
                needs |= kind.needs
                value += kind.quality - COST
            value += gains[needs]
            if best is not None and (value < best or (value == best and not pages)):
                continue
            if size > 1 and not _can_be_filled(page):
                continue
            if value != best:
                best, pages = value, []
            pages.append(page)
    heads = {id(kind): kind for page in pages for kind in page}
    if not heads:
        return []
    top = max(gains[kind.needs] + kind.quality for kind in heads.values())
    return [kind for kind in heads.values() if gains[kind.needs] + kind.quality == top]


def _can_be_filled(page: tuple[_Class, ...]) -> bool:
    """Hall: as many organizations as places, whatever places one looks at."""
    for size in range(2, len(page) + 1):
        for part in combinations(page, size):
            if len(set().union(*(kind.members for kind in part))) < size:
                return False
    return True


@lru_cache(maxsize=50_000)
def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _part(text: str) -> float:
    """From 0 to 1, 1 not included."""
    return (_hash(text) >> 11) / 2**53
