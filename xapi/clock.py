"""The one lock of the store, and the time up to which everything stored can be read."""

from datetime import UTC, datetime, timedelta

from django.db import OperationalError, connection
from django.utils import timezone

from xapi.models import Statement

_LOCK = 0x78415049  # "xAPI"


def lock_store() -> None:
    """Wait for the writers before us; the lock goes with the transaction. On SQLite the transaction itself is it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def next_stored() -> datetime:
    """The `stored` of the next statement, later than any given. To be called under the lock."""
    last = _last_stored()
    now = timezone.now()
    return now if last is None else max(now, last + timedelta(microseconds=1))


def consistent_through() -> datetime:
    """The time before which no statement will appear any more. To be called before the query that it speaks for."""
    now = timezone.now()
    if _nobody_writes():
        return now
    return _last_stored() or datetime.fromtimestamp(0, UTC)


def text(moment: datetime) -> str:
    """`moment` as an xAPI timestamp in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _last_stored() -> datetime | None:
    return Statement.objects.order_by("-seq").values_list("stored", flat=True).first()


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
