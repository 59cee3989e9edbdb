"""What one page asks several times is asked once. A page that reads cannot write, so nothing kept is stale."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept_while_reading", default=None)


@contextmanager
def while_reading() -> Iterator[None]:
    """Around a page that cannot write (core.readonly). Outside of it nothing is kept."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once_a_page(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer of `ask`, kept under `key` until the page is made. `key` names the question and all it depends on."""
    kept = _kept.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    return kept[key]  # type: ignore[no-any-return]
