"""Between two tests that commit, PostgreSQL empties the tables that hold something, and not all hundred and fifty: a
TRUNCATE makes a new file for each table and each index, whatever they hold.
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

_empty_all = DatabaseOperations.sql_flush


def sql_flush(self: DatabaseOperations, style: Any, tables: Iterable[str], **options: Any) -> list[str]:
    """The statements that empty `tables`. Foreign keys are checked at the end of the transaction that runs them all."""
    if options.get("reset_sequences"):
        return _empty_all(self, style, tables, **options)
    names = [self.quote_name(table) for table in tables]
    asked = " UNION ALL ".join(f"SELECT {place} WHERE EXISTS (SELECT FROM {name})" for place, name in enumerate(names))
    if not asked:
        return []
    with self.connection.cursor() as cursor:
        cursor.execute(asked)
        return [f"DELETE FROM {names[place]}" for (place,) in cursor.fetchall()]


def empty_only_what_is_filled() -> None:
    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
