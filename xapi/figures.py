"""How the store is doing: the figures that the administration and the metrics show. None of them reads every row."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from xapi.models import ApiKey, OutboxRow, RefusedRequest, Statement, Target
from xapi.queries import COUNT_LIMIT, Filter, Progress, progress, whole_range

DAY = timedelta(days=1)
_COUNTED_UPTO = 100_000


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number of rows; `exact` is false for an estimate, which is never far."""

    number: int
    exact: bool = True


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What is announced and not stored yet. `failed` rows wait for a person."""

    ready: int
    failed: int
    oldest: datetime | None


def statements_stored() -> Amount:
    """Counted up to a limit; beyond it PostgreSQL knows about how many there are."""
    counted = Statement.objects.order_by()[: _COUNTED_UPTO + 1].count()
    if counted <= _COUNTED_UPTO:
        return Amount(number=counted)
    if connection.vendor != "postgresql":
        return Amount(number=Statement.objects.count())
    return Amount(number=max(counted, _estimate()), exact=False)


def _estimate() -> int:
    """What the last vacuum or analysis of the table, or of its partitions, counted."""
    table = "xapi_statement"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(reltuples), 0)::bigint FROM pg_class WHERE relkind = 'r' AND (oid = to_regclass(%s)"
            " OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = to_regclass(%s)))",
            [table, table],
        )
        return int(cursor.fetchone()[0])


def statements_since(moment: datetime) -> Amount:
    """Those stored after `moment`, counted up to a limit."""
    after = whole_range(Filter(since=moment)).after
    number = Statement.objects.filter(seq__gt=after).order_by()[: _COUNTED_UPTO + 1].count()
    return Amount(number=min(number, _COUNTED_UPTO), exact=number <= _COUNTED_UPTO)


def last_stored() -> datetime | None:
    return Statement.objects.order_by("-seq").values_list("stored", flat=True).first()


def stored_with(key: ApiKey) -> Amount:
    """The statements that came with `key`, counted up to `COUNT_LIMIT`."""
    number = Statement.objects.filter(key=key).order_by()[: COUNT_LIMIT + 1].count()
    return Amount(number=min(number, COUNT_LIMIT), exact=number <= COUNT_LIMIT)


def waiting() -> Waiting:
    ready = OutboxRow.objects.filter(error="")
    return Waiting(
        ready=ready.count(),
        failed=OutboxRow.objects.exclude(error="").count(),
        oldest=ready.order_by("pk").values_list("at", flat=True).first(),
    )


def last_refusals() -> dict[int, RefusedRequest]:
    """The last request refused to each key that is not settled, by key."""
    waiting = RefusedRequest.objects.filter(settled_at=None).order_by("pk").defer("body")
    return {row.key_id: row for row in waiting}


def refused_by_status() -> dict[int, int]:
    """How many of the refused requests that are kept got each status."""
    rows = RefusedRequest.objects.order_by("status").values_list("status").annotate(Count("pk"))
    return dict(rows)


def targets() -> list[tuple[Target, Progress]]:
    """Each target that is active, with where it stands."""
    return [(target, progress(target)) for target in Target.objects.filter(is_active=True)]


def yesterday() -> datetime:
    return timezone.now() - DAY
