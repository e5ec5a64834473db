"""Rows by the hundred, without the cost of an object for each: COPY on PostgreSQL, a prepared INSERT on SQLite; and the
looks by keys that come before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

_CHUNK = 5000  # values in one list: SQLite allows 32,766 parameters a query


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert `rows`, which give every one of the `columns` of the table of `model`, in the transaction under way."""
    table, names = model._meta.db_table, ", ".join(columns)  # noqa: SLF001 - public in all but name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 - names of ours
                [tuple(map(_for_sqlite, row)) for row in rows],
            )


@dataclass(frozen=True)
class Query:
    """A SELECT; with `wanted`, of the rows whose column, the last word of `sql`, is among them."""

    sql: str
    wanted: Collection[Any] | None = None


def select(model: type[Model], columns: Sequence[str], wanted: Collection[Any]) -> Query:
    """The `columns` of the rows of `model` whose first one is among `wanted`."""
    table = model._meta.db_table  # noqa: SLF001
    return Query(f"SELECT {', '.join(columns)} FROM {table} WHERE {columns[0]}", wanted)  # noqa: S608


def run(*queries: Query) -> list[list[tuple[Any, ...]]]:
    """What each of `queries` finds, in order. PostgreSQL is asked once for all of them."""
    if not queries:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _run_at_once(cursor, queries)
        return [_run_in_chunks(cursor, query) for query in queries]


def _run_at_once(cursor: CursorWrapper, queries: Sequence[Query]) -> list[list[tuple[Any, ...]]]:
    texts = [query.sql if query.wanted is None else f"{query.sql} = ANY(%s)" for query in queries]
    cursor.execute("; ".join(texts), [list(query.wanted) for query in queries if query.wanted is not None])
    found = [cursor.fetchall()]
    while cursor.nextset():
        found.append(cursor.fetchall())
    return found


def _run_in_chunks(cursor: CursorWrapper, query: Query) -> list[tuple[Any, ...]]:
    if query.wanted is None:
        cursor.execute(query.sql)
        return cursor.fetchall()
    found: list[tuple[Any, ...]] = []
    values = [_for_sqlite(one) for one in query.wanted]
    for start in range(0, len(values), _CHUNK):
        chunk = values[start : start + _CHUNK]
        cursor.execute(f"{query.sql} IN ({', '.join(['%s'] * len(chunk))})", chunk)
        found += cursor.fetchall()
    return found


def as_uuid(value: Any) -> UUID:
    """The identifier that a column of them gave."""
    return value if isinstance(value, UUID) else UUID(value)


def _for_sqlite(value: Any) -> Any:
    """`value` as Django's fields write it there."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value
