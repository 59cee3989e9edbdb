"""What an error of the database or of a disk means for whoever is waiting for a page."""

import errno
from collections.abc import Iterator

from django.db import DatabaseError, DataError, InterfaceError, OperationalError, connection

# EFBIG: a limit set for this process, which is its whole disk.
FULL = {getattr(errno, name, 0) for name in ("ENOSPC", "EDQUOT", "EFBIG")} - {0}
# PostgreSQL: class 08 connection, 57P the server goes or comes, 40001 serialization, 40P01 deadlock, 53300 too many.
PASSING = ("08", "57P", "40001", "40P01", "53300")
DISK_FULL = "53100"
OF_DATABASE = (DatabaseError, InterfaceError)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from, what was being handled meanwhile."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _sqlstate(error: BaseException) -> str:
    return str(getattr(error, "sqlstate", None) or "")


def is_full(error: BaseException | None) -> bool:
    """There is no space left: in the database, or where files are kept."""
    return any(
        (isinstance(one, OSError) and one.errno in FULL)
        or getattr(one, "sqlite_errorname", "") == "SQLITE_FULL"
        or _sqlstate(one) == DISK_FULL
        for one in _chain(error)
    )


def is_unreadable(error: BaseException | None) -> bool:
    """A text that was sent holds the character NUL, which PostgreSQL cannot keep: no browser writes one."""
    return any(isinstance(one, DataError) and "NUL (0x00)" in str(one) for one in _chain(error))


def of_database(error: BaseException | None) -> BaseException | None:
    """The error of the database behind `error`, if there is one."""
    return next((one for one in _chain(error) if isinstance(one, OF_DATABASE)), None)


def is_passing(error: BaseException | None) -> bool:
    """The same again may succeed at once: the connection was lost, or two transactions stood in each other's way.

    Ask before the connection is closed.
    """
    if not isinstance(error, OF_DATABASE):
        return False
    for one in _chain(error):
        if _sqlstate(one).startswith(PASSING) or getattr(one, "sqlite_errorname", "") == "SQLITE_BUSY_SNAPSHOT":
            return True
    lost = connection.vendor == "postgresql" and isinstance(error, (OperationalError, InterfaceError))
    return lost and (connection.connection is None or bool(connection.connection.closed))
