"""Figures under five: not shown, and not found by taking one figure from another."""

import random
from itertools import combinations

import pytest

from laplateforme.fairs.queries.hiding import LEAST, chain, grouped, nested


def test_small_ones_are_added_up() -> None:
    found = grouped({"a": 9, "b": 3, "c": 2, "d": 0})
    assert (found.shown, found.rest) == ((("a", 9),), 5)


def test_one_small_one_takes_the_smallest_shown_one_with_it() -> None:
    found = grouped({"a": 9, "b": 6, "c": 2})
    assert (found.shown, found.rest) == ((("a", 9),), 8)


def test_nothing_is_said_of_fewer_than_five() -> None:
    assert grouped({"a": 3, "b": 1}).is_hidden
    assert nested({"x": {"a": 3}, "y": {"b": 1}}) == []


def test_a_chain_tells_no_small_step() -> None:
    assert chain(20, [14, 12, 6, 2, 0]) == [14, None, 6, None, 0]
    assert chain(20, [19, 19]) == [None, None]
    assert chain(4, [4, 0]) == [None, None]
    assert chain(20, [12, 6], told=[14]) == [None, 6]


@pytest.mark.parametrize("seed", range(300))
def test_no_sum_or_difference_of_what_is_shown_is_small(seed: int) -> None:
    draw = random.Random(seed)
    counts = {
        stage: {f"{stage}{need}": draw.choice((0, 1, 2, 3, 4, 5, 6, 9, 14)) for need in range(draw.randint(1, 4))}
        for stage in "abcd"[: draw.randint(1, 4)]
    }
    total = sum(sum(inner.values()) for inner in counts.values())
    found = nested(counts)
    said = [sum(count for _name, count in part.shown) + part.rest for _stage, part in found]
    if total < LEAST:
        assert found == []
    assert sum(said) in (0, total)
    for (_stage, part), whole in zip(found, said, strict=True):
        figures = [count for _name, count in part.shown] + [part.rest] * bool(part.rest)
        for size in range(1, len(figures) + 1):
            for some in combinations(figures, size):
                assert sum(some) >= LEAST
                assert whole - sum(some) == 0 or whole - sum(some) >= LEAST


@pytest.mark.parametrize("seed", range(200))
def test_no_difference_of_two_editions_is_small(seed: int) -> None:
    draw = random.Random(seed)
    total = draw.randint(5, 40)
    early = sorted((draw.randint(0, total) for _step in range(5)), reverse=True)
    late = [min(total, one + draw.randint(0, 6)) for one in early]
    first = [one for one in chain(total, early) if one is not None]
    second = [one for one in chain(total, late, first) if one is not None]
    for one, other in combinations([total, *first, *second], 2):
        assert one == other or abs(one - other) >= LEAST
    assert all(one == 0 or one >= LEAST for one in first + second)
