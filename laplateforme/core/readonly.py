"""GET cannot write: any statement that would change the database raises, save inside `allow_writes`."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

READS = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|EXPLAIN|SHOW|SET|WITH|DECLARE|FETCH)\b", re.I
)
MACHINERY = re.compile(r'"?(lp_cache)"?', re.I)
_allowed: ContextVar[bool] = ContextVar("writes_allowed", default=False)


class WriteOnGet(RuntimeError):
    """A page that reads tried to write."""


@contextmanager
def allow_writes() -> Iterator[None]:
    """For the journal and the counters of core only: the one named exception."""
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


def refuse_writes(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper (django.db.connection.execute_wrapper)."""
    statement = str(sql)
    if not _allowed.get() and not READS.match(statement) and not MACHINERY.search(statement[:80]):
        raise WriteOnGet(f"This page may not write: {statement[:80]}")
    return execute(sql, params, many, context)
