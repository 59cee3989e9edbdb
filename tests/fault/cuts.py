"""The connection is cut in the middle of a deed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

SESSION = "django_session"


def end_backend(pid: int) -> None:
    """What an administrator, a failover or the kernel does to a connection."""
    import psycopg

    values = connection.settings_dict
    address = {"host": values["HOST"], "port": values["PORT"], "user": values["USER"], "dbname": values["NAME"]}
    with psycopg.connect(**address, autocommit=True) as other:  # type: ignore[arg-type]
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def own_backend() -> int:
    return int(connection.connection.info.backend_pid)


def cut_connection() -> None:
    end_backend(own_backend())


def fail() -> None:
    """What the program hears of a cut, on any database."""
    raise OperationalError("the connection was cut")


@contextmanager
def cut_at(
    number: int, *, only_writes: bool = True, session: bool = False, how: Callable[[], None] = cut_connection
) -> Iterator[list[str]]:
    """The connection is cut before the statement of this number, once. Yields what was cut.

    `session`: only writes of the session count, which comes when the deed is done; otherwise none of them.
    """
    seen, cut = [0], []

    def before(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        words = str(sql)
        if not only_writes or (words.startswith(("INSERT", "UPDATE", "DELETE")) and session == (SESSION in words)):
            seen[0] += 1
            if seen[0] == number + 1 and not cut:
                cut.append(words[:60])
                how()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(before):
        yield cut
