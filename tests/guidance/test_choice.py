"""Which offers are shown together, and whose turn it is."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations, cycle, islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laplateforme.guidance.enums import Situation, Team
from laplateforme.guidance.queries.choice import COST, Candidate, Rotation, choose
from laplateforme.guidance.queries.profile import Profile

DAY = date(2026, 11, 23)


def rotation(profile: Profile | None = None, *, day: date = DAY, is_on: bool = True) -> Rotation:
    profile = profile or Profile(commune="13005")
    return Rotation(profile.digits(int(profile.question[-1]) + 1 if profile.question else 0), day, is_on=is_on)


def chosen(candidates: list[Candidate], weights: list[int], **more: int) -> list[str]:
    return [draw.chosen.key for draw in choose(candidates, weights, rotation(), about="GATHER", **more)]


def test_offers_complete_each_other_rather_than_repeat() -> None:
    candidates = [
        Candidate("best", "A", 0b011, 20),
        Candidate("same", "B", 0b011, 19),
        Candidate("other", "C", 0b100, 12),
    ]

    assert chosen(candidates, [60, 40, 14]) == ["best", "other"]


def test_one_organization_has_one_place() -> None:
    candidates = [Candidate("one", "A", 0b01, 20), Candidate("two", "A", 0b10, 20)]

    assert len(chosen(candidates, [60, 60])) == 1


def test_a_single_poor_offer_is_better_than_none() -> None:
    assert chosen([Candidate("only", "A", 0, -5)], [60]) == ["only"]
    assert chosen([], [60]) == []


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 24), st.sampled_from("ABCDE")), min_size=1, max_size=8))
def test_no_set_of_offers_is_worth_more(rows: list[tuple[int, int, str]]) -> None:
    """Against a search of everything; each organization has one offer, so that a turn takes nothing away."""
    own = {organization: (needs, quality) for needs, quality, organization in rows}
    candidates = [Candidate(name, name, needs, quality) for name, (needs, quality) in own.items()]
    weights = [60, 40, 14]

    def worth(page: tuple[Candidate, ...]) -> int:
        needs = 0
        for one in page:
            needs |= one.needs
        gain = sum(weight for bit, weight in enumerate(weights) if needs >> bit & 1)
        return gain + sum(one.quality - COST for one in page)

    draws = choose(candidates, weights, rotation(), about="GATHER")

    best = max(worth(page) for size in (1, 2, 3) for page in combinations(candidates, size))
    assert worth(tuple(draw.chosen for draw in draws)) == best


def test_the_same_day_and_answers_give_the_same_turn() -> None:
    candidates = [Candidate(name, name, 1, 10) for name in "ABCDE"]

    assert chosen(candidates, [60]) == chosen(list(reversed(candidates)), [60])


def test_days_change_turns() -> None:
    candidates = [Candidate(name, name, 1, 10) for name in "ABCDE"]

    winners = {
        choose(candidates, [60], rotation(day=date(2026, 11, number)), about="X")[0].chosen.key
        for number in range(1, 29)
    }

    assert winners == set("ABCDE")


def population(count: int) -> list[Profile]:
    """Every combination of answers once: 119 communes × 7 questions × 3 situations × 4 teams are 9,996; then again."""
    communes = [f"13{number:03d}" for number in range(1, 120)]
    questions = ["", *(f"question-{number}" for number in range(6))]
    everything = product(communes, questions, Situation.values[:3], ["", *Team.values])
    rows = islice(cycle(everything), count)
    return [Profile(situation, (), question, "", commune, team) for commune, question, situation, team in rows]


def worst_gap(profiles: list[Profile], equals: str, *, is_on: bool = True) -> float:
    """Percentage points between the shares of the luckiest and the unluckiest, for any position and for the first."""
    candidates = [Candidate(f"{name}{need}", name, 1 << need, 10) for need in range(3) for name in equals]
    any_place: Counter[str] = Counter()
    first: Counter[str] = Counter()
    eligible: Counter[str] = Counter()
    for profile in profiles:
        draws = choose(candidates, [60, 40, 20], rotation(profile, is_on=is_on), about="GATHER")
        for draw in draws:
            eligible.update(draw.eligible)
            any_place[draw.chosen.organization] += 1
        first[draws[0].chosen.organization] += 1
    shares = [any_place[name] / eligible[name] for name in equals]
    firsts = [first[name] / len(profiles) for name in equals]
    return 100 * max(max(shares) - min(shares), max(firsts) - min(firsts))


@pytest.mark.parametrize("equals", ["AB", "ABC", "ABCDE"])
def test_equals_get_equal_shares(equals: str) -> None:
    assert worst_gap(population(2000), equals) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("equals", ["AB", "ABC", "ABCDE", "ABCDEFG"])
def test_equals_get_equal_shares_over_ten_thousand_profiles(equals: str) -> None:
    assert worst_gap(population(10_000), equals) <= 2


def test_without_turns_the_measure_fails() -> None:
    assert worst_gap(population(300), "ABC", is_on=False) > 50


@pytest.mark.slow
def test_second_places_are_shared_evenly_among_those_who_share_the_first() -> None:
    """Two groups that answer different needs equally well: whoever comes first, the others' second place is even."""
    groups = {"AB": 0b01, "CDE": 0b10}
    candidates = [Candidate(one, one, needs, 10) for group, needs in groups.items() for one in group]
    profiles = population(2500)
    for number in range(12):
        turns = [rotation(profile, day=DAY + timedelta(days=3 * number)) for profile in profiles]
        draws = [choose(candidates, [50, 50], turn, about="BUILD") for turn in turns]
        pages = [[draw.chosen.key for draw in page] for page in draws]
        for first in "ABCDE":
            seconds = Counter(page[1] for page in pages if page[0] == first)
            shares = [count / sum(seconds.values()) for count in seconds.values()]
            assert len(shares) == (3 if first in "AB" else 2)
            assert 100 * (max(shares) - min(shares)) <= 4, (number, first, seconds)  # of 500 pages
