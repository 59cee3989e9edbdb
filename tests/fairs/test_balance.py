"""The load: what is given at an occasion is the part of all those it speaks for; balances add up to zero."""

from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from laplateforme.fairs.queries.balance import Given, next_ones, shares

BODIES = [UUID(int=number) for number in range(1, 8)]
OCCASIONS = [UUID(int=number) for number in range(100, 106)]
GIFTS = st.lists(
    st.builds(Given, st.sampled_from(OCCASIONS), st.sampled_from(BODIES), st.integers(1, 600), st.booleans()),
    max_size=30,
)
SPOKEN_FOR = st.dictionaries(st.sampled_from(OCCASIONS), st.sets(st.sampled_from(BODIES)), max_size=6)


@given(GIFTS, SPOKEN_FOR)
def test_balances_add_up_to_zero(gifts: list[Given], represented: dict[UUID, set[UUID]]) -> None:
    found = shares(gifts, represented)
    assert sum((share.balance for share in found.values()), Fraction(0)) == 0
    assert sum(share.given + share.promised for share in found.values()) == sum(gift.minutes for gift in gifts)


@given(GIFTS, SPOKEN_FOR)
def test_what_is_given_is_not_changed_by_rules(gifts: list[Given], represented: dict[UUID, set[UUID]]) -> None:
    before = {key: set(those) for key, those in represented.items()}
    shares(gifts, represented)
    assert represented == before


def test_one_who_stands_for_three_is_owed_two_thirds() -> None:
    one, two, three = BODIES[:3]
    found = shares([Given(OCCASIONS[0], one, 180)], {OCCASIONS[0]: {one, two, three}})
    assert [found[body].balance for body in (one, two, three)] == [120, -60, -60]
    assert found[two].seen == {OCCASIONS[0]}


def test_who_stands_there_is_seen_there() -> None:
    found = shares([Given(OCCASIONS[0], BODIES[0], 60)], {})
    assert found[BODIES[0]].balance == 0
    assert found[BODIES[0]].seen == {OCCASIONS[0]}


def test_the_lowest_balance_is_proposed_first_and_nobody_twice() -> None:
    one, two, three, four = BODIES[:4]
    balances = {one: Fraction(120), two: Fraction(-60), three: Fraction(-90)}
    assert next_ones(OCCASIONS[0], balances, {one, two, three, four}, coming={three}) == [two, four, one]


def test_equals_are_drawn_by_lot_not_by_name() -> None:
    """Over many occasions each of five comes first about as often."""
    five = set(BODIES[:5])
    firsts = [next_ones(UUID(int=number), {}, five, set())[0] for number in range(1000, 3000)]
    assert all(320 < firsts.count(body) < 480 for body in five)


def test_taking_turns_evens_the_load() -> None:
    """Whoever is proposed first goes: after sixty fairs no two are more than one fair apart."""
    bodies = set(BODIES)
    gifts: list[Given] = []
    represented: dict[UUID, set[UUID]] = {}
    for number in range(60):
        occasion = UUID(int=5000 + number)
        balances = {body: share.balance for body, share in shares(gifts, represented).items()}
        represented[occasion] = bodies
        gifts.append(Given(occasion, next_ones(occasion, balances, bodies, set())[0], 240))
    given_by = [sum(gift.minutes for gift in gifts if gift.organization == body) for body in BODIES]
    assert max(given_by) - min(given_by) <= 240
