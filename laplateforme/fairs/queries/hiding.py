"""Figures under five people are never shown, nor found by taking one shown figure from another: pure arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Grouped:
    """`shown`: by name, the largest first. `rest`: the sum of all others (0: there are none). `is_hidden`: not even
    that can be said.
    """

    shown: tuple[tuple[str, int], ...]
    rest: int
    is_hidden: bool = False


def grouped(counts: Mapping[str, int]) -> Grouped:
    """Parts that do not overlap, whose total is known. Small ones are added up; as long as their sum is small too, the
    smallest that could be shown joins them.
    """
    told = sorted(
        ((name, count) for name, count in counts.items() if count >= LEAST), key=lambda one: (-one[1], one[0])
    )
    small = [count for count in counts.values() if 0 < count < LEAST]
    rest = sum(small)
    while small and rest < LEAST and told:
        rest += told.pop()[1]
    if small and rest < LEAST:
        return Grouped((), 0, is_hidden=True)
    return Grouped(tuple(told), rest)


def nested(counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, Grouped]]:
    """Parts, each with its own parts: the outer ones first, the largest first; "" holds what is grouped. A part of a
    part is shown only where what remains of it may be shown too.
    """
    outer = grouped({name: sum(inner.values()) for name, inner in counts.items()})
    if outer.is_hidden:
        return []
    names = [name for name, _count in outer.shown]
    found = [(name, grouped(counts[name])) for name in names]
    if outer.rest:
        pool: dict[str, int] = {}
        for name, inner in counts.items():
            if name not in names:
                for key, count in inner.items():
                    pool[key] = pool.get(key, 0) + count
        found.append(("", grouped(pool)))
    return found


def is_apart(count: int, told: Iterable[int]) -> bool:
    """Whether `count` may be said beside figures already told, some of which hold it: it is nobody or at least five,
    and so is what lies between it and each of them.
    """
    if 0 < count < LEAST:
        return False
    return all(count == one or abs(count - one) >= LEAST for one in told)


def chain(total: int, counts: Sequence[int], told: Sequence[int] = ()) -> list[int | None]:
    """Figures that each hold the next one, all of them out of `total`; None where one may not be said. `told`: those
    said earlier about the same people.
    """
    if total < LEAST:
        return [None for _count in counts]
    known = [total, *told]
    found: list[int | None] = []
    for count in counts:
        if is_apart(count, known):
            known.append(count)
            found.append(count)
        else:
            found.append(None)
    return found
