"""The months of the statement tables on PostgreSQL (docs/adr/0043). SQLite has no partitions: nothing to do there.

What no month takes goes to the default partition, so that a scheduler that stopped never makes a request fail; it moves
to its month when that is made.
"""

import itertools
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from xapi.clock import lock_store, microseconds, moment_of

logger = logging.getLogger(__name__)

# Each table with the column that holds the seq.
TABLES = {"xapi_statement": "seq", "xapi_agentuse": "statement_id", "xapi_activityuse": "statement_id"}
MONTHS_AHEAD = 3
# Readers hold up a change of the tables, and it would hold up all that come after it.
_PATIENCE = "5s"


def keep_partitions(*, now: datetime | None = None) -> None:
    """Make the partitions of this month, of the next `MONTHS_AHEAD` and of all that lies in the default ones; drop
    the empty ones of the past; tell the planner what they hold.

    Raises `OperationalError` when the tables stay in use; then nothing of it is done.
    """
    if not _partitioned():
        return
    this_month = _month(now or timezone.now())
    wanted = {this_month, *itertools.islice(_following(this_month), MONTHS_AHEAD)}
    with transaction.atomic(), connection.cursor() as cursor:
        lock_store()
        cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
        for table, column in TABLES.items():
            existing = _existing(cursor, table)
            for month in sorted(wanted | set(_waiting(cursor, table, column))):
                if _name(table, month) not in existing:
                    _make(cursor, table, column, month)
            for partition in sorted(existing):
                if partition < _name(table, this_month) and _is_empty(cursor, partition):
                    cursor.execute(f"DROP TABLE {partition}")
                    logger.info("partition %s was empty and is dropped", partition)
    with connection.cursor() as cursor:  # autovacuum leaves out tables that only have partitions
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")


def _partitioned() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:  # an older state of the migrations has plain tables
        cursor.execute("SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass('xapi_statement')")
        found = cursor.fetchone()
        return found is not None and bool(found[0])


def _month(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _following(month: datetime) -> Iterator[datetime]:
    while True:
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
        yield month


def _name(table: str, month: datetime) -> str:
    """The names of months sort in their order."""
    return f"{table}_{month:%Y_%m}"


def _existing(cursor: CursorWrapper, table: str) -> set[str]:
    cursor.execute(
        "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = %s::regclass",
        [table],
    )
    return {name for (name,) in cursor.fetchall()} - {f"{table}_default"}


def _waiting(cursor: CursorWrapper, table: str, column: str) -> Iterator[datetime]:
    """The months of what lies in the default partition, oldest first: one look at an index for each."""
    after = 0
    while True:
        cursor.execute(
            f"SELECT {column} FROM {table}_default WHERE {column} >= %s ORDER BY {column} LIMIT 1",  # noqa: S608
            [after],
        )
        found = cursor.fetchone()
        if found is None:
            return
        month = _month(moment_of(found[0]))
        yield month
        after = microseconds(next(_following(month)))


def _make(cursor: CursorWrapper, table: str, column: str, month: datetime) -> None:
    name, first, end = _name(table, month), microseconds(month), microseconds(next(_following(month)))
    cursor.execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    cursor.execute(
        f"WITH moved AS (DELETE FROM {table}_default WHERE {column} >= {first} AND {column} < {end} RETURNING *)"  # noqa: S608
        f" INSERT INTO {name} SELECT * FROM moved"
    )
    cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({first}) TO ({end})")


def _is_empty(cursor: CursorWrapper, partition: str) -> bool:
    cursor.execute(f"SELECT NOT EXISTS (SELECT FROM {partition})")  # noqa: S608
    return bool(cursor.fetchone()[0])
