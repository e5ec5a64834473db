"""The one lock of the store, the sequence that it numbers, and the time up to which everything stored can be read.

A `seq` is a time `stored`, in microseconds since 1970.
"""

from datetime import UTC, datetime, timedelta

from django.db import OperationalError, connection
from django.utils import timezone

from xapi.rows import Query, run

_LOCK = 0x78415049  # "xAPI"
LAST_SEQ = Query("SELECT COALESCE(MAX(statement_id), 0) FROM xapi_statementid")
_EPOCH = datetime.fromtimestamp(0, UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """`moment` as a seq."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(seq: int) -> datetime:
    """The time `stored` of the statement numbered `seq`."""
    return _EPOCH + timedelta(microseconds=seq)


def text(moment: datetime) -> str:
    """`moment` as an xAPI timestamp in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def lock_queries() -> list[Query]:
    """What waits for the writers before us; the lock goes with the transaction. On SQLite the transaction itself is
    the lock."""
    return [Query(f"SELECT pg_advisory_xact_lock({_LOCK})")] if connection.vendor == "postgresql" else []


def lock_store() -> None:
    """Take the lock of the store."""
    run(*lock_queries())


def next_seq(last: int) -> int:
    """The seq of the next statement, later than the `last` one given. To be called under the lock."""
    return max(microseconds(timezone.now()), last + 1)


def last_seq() -> int:
    """The seq of the last statement stored, 0 in an empty store. All that has a lower one can be read already."""
    [[(last,)]] = run(LAST_SEQ)
    return int(last)


def consistent_through() -> datetime:
    """The time up to which no statement will appear any more. To be called before the query that it speaks for."""
    now = timezone.now()
    if _nobody_writes():
        return now - _MICROSECOND  # who writes from here on may still stamp this very microsecond
    return moment_of(last_seq())


def _nobody_writes() -> bool:
    if connection.in_atomic_block:
        return True  # whoever writes now is us
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [_LOCK])
            return bool(cursor.fetchone()[0])
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError:  # the database is locked: that is the answer
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
        return True
