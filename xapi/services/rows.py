"""Rows by the hundred, without the cost of an object for each: COPY on PostgreSQL, a prepared INSERT on SQLite; and the
look by keys that comes before."""

from collections.abc import Collection, Iterable, Iterator, Sequence
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


def lookup(model: type[Model], columns: Sequence[str], wanted: Collection[Any]) -> list[tuple[Any, ...]]:
    """The `columns` of the rows of `model` whose first one is among `wanted`, as the database gives them."""
    table, names = model._meta.db_table, ", ".join(columns)  # noqa: SLF001
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for chunk in _chunks(wanted):
            _select(cursor, f"SELECT {names} FROM {table} WHERE {columns[0]}", chunk)  # noqa: S608
            found += cursor.fetchall()
    return found


def _select(cursor: CursorWrapper, select: str, wanted: list[Any]) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(f"{select} = ANY(%s)", [wanted])
    else:
        places = ", ".join(["%s"] * len(wanted))
        cursor.execute(f"{select} IN ({places})", [_for_sqlite(one) for one in wanted])


def _chunks(wanted: Collection[Any]) -> Iterator[list[Any]]:
    values = list(wanted)
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


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
