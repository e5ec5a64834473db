"""The sequence, its months, and what is found under two conditions at once."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection

from tests.factories.xapi import key, sent, statement
from xapi import queries
from xapi.clock import microseconds, moment_of
from xapi.models import ActivityUse, AgentUse, Statement, StatementId
from xapi.services import partitions
from xapi.services.partitions import keep_partitions
from xapi.services.retention import forget_statements
from xapi.services.store import store_statements

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="partitions are PostgreSQL's")
NOW = datetime(2027, 2, 15, 12, tzinfo=UTC)


def store(*statements, at=NOW, by=None):
    with time_machine.travel(at, tick=False):
        return store_statements(batch=sent(*statements), key=by)


# -- The sequence ------------------------------------------------------------------------------------------------------


def test_a_seq_is_the_time_stored(db):
    store(statement(), statement())
    first = microseconds(NOW)
    rows = Statement.objects.order_by("seq").values_list("seq", "stored")
    assert list(rows) == [(first, NOW), (first + 1, moment_of(first + 1))]
    assert moment_of(first + 1) > NOW


def test_the_ids_go_with_their_statements(db):
    store(statement())
    Statement.objects.all().delete()
    counts = [model.objects.count() for model in (StatementId, AgentUse, ActivityUse)]
    assert counts == [0, 0, 0]


# -- Months ------------------------------------------------------------------------------------------------------------


def tables(name: str = "xapi_statement") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            " WHERE inhparent = %s::regclass ORDER BY relname",
            [name],
        )
        return [row[0].removeprefix(f"{name}_") for row in cursor.fetchall()]


def rows_in(partition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {partition}")  # noqa: S608
        return cursor.fetchone()[0]


@postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("table", partitions.TABLES)
def test_there_is_a_partition_for_this_month_and_three_ahead(table):
    keep_partitions(now=NOW)
    assert tables(table) == ["2027_02", "2027_03", "2027_04", "2027_05", "default"]
    keep_partitions(now=NOW)
    assert len(tables(table)) == 5


@postgresql
def test_a_stopped_scheduler_loses_nothing_and_what_waited_goes_to_its_month(lrs):
    keep_partitions(now=NOW)
    old = store(statement(), statement(), at=datetime(2027, 8, 31, 23, 59, 59, 999_999, tzinfo=UTC))
    recent = store(statement(), at=datetime(2027, 12, 1, tzinfo=UTC))
    assert rows_in("xapi_statement_default") == 3
    keep_partitions(now=datetime(2027, 12, 5, tzinfo=UTC))
    assert tables() == ["2027_08", "2027_09", "2027_12", "2028_01", "2028_02", "2028_03", "default"]
    held = [rows_in(f"xapi_statement_{name}") for name in ("2027_08", "2027_09", "2027_12", "default")]
    assert held == [1, 1, 1, 0]  # the second one of the batch came in the next month's first microsecond
    assert rows_in("xapi_agentuse_default") == rows_in("xapi_activityuse_default") == 0
    assert lrs.ids(ascending="true") == [str(one) for one in (*old, *recent)]
    assert lrs.ids(agent=json.dumps(statement()["actor"])) == [str(one) for one in (*recent, *old[::-1])]


@postgresql
def test_months_of_which_nothing_is_left_are_dropped(db):
    keep_partitions(now=NOW)
    store(statement())
    theirs = store(statement(), at=datetime(2027, 3, 2, tzinfo=UTC), by=key())
    later = datetime(2028, 6, 1, tzinfo=UTC)
    forget_statements(now=later)
    keep_partitions(now=later)
    assert tables() == ["2027_03", "2028_06", "2028_07", "2028_08", "2028_09", "default"]
    assert list(Statement.objects.values_list("statement_id", flat=True)) == theirs


# -- Two conditions ----------------------------------------------------------------------------------------------------

LEFT, RIGHT = ({"mbox": f"mailto:{name}@example.org"} for name in ("left", "right"))


def about(name: str) -> dict:
    return {"id": f"https://example.org/{name}"}


def walk(lrs, **parameters) -> tuple[list[str], int]:
    """The ids of all the pages, and how many pages there were."""
    ids, pages = [], 1
    answer = lrs.get(**parameters).json()
    while True:
        ids += [one["id"] for one in answer["statements"]]
        if not answer["more"]:
            return ids, pages
        answer = lrs.client.get(answer["more"], headers=lrs.headers).json()
        pages += 1


@pytest.mark.parametrize("ascending", ["true", "false"])
@pytest.mark.parametrize("long", [1, 500])
def test_two_long_lists_are_read_by_parts_that_miss_nothing(lrs, monkeypatch, ascending, long):
    monkeypatch.setattr(queries, "LONG", long)
    monkeypatch.setattr(queries, "SCAN", 4)
    both = [statement(actor=LEFT, object=about("a")) for _ in range(3)]
    others = [statement(actor=LEFT, object=about("b")) for _ in range(9)]
    more = [statement(actor=RIGHT, object=about("a")) for _ in range(9)]
    batch = [both[0], *others[:5], *more, both[1], *others[5:], both[2]]
    store(*batch)
    wanted = [one["id"] for one in both]
    ids, pages = walk(lrs, agent=json.dumps(LEFT), activity=about("a")["id"], ascending=ascending, limit=2)
    assert ids == (wanted if ascending == "true" else wanted[::-1])
    assert pages == (2 if long == 500 else 3)


def test_the_shorter_list_is_walked_whichever_it_is(lrs, monkeypatch):
    monkeypatch.setattr(queries, "LONG", 2)
    monkeypatch.setattr(queries, "SCAN", 1)
    registration = "8f87ccde-bb56-4c2e-ab83-44982ef22df0"
    verb = {"id": "https://example.org/rare"}
    rare = statement(actor=LEFT, object=about("a"), verb=verb, context={"registration": registration})
    store(rare, *(statement(actor=LEFT, object=about("a")) for _ in range(5)))
    filters = {
        "agent": json.dumps(LEFT),
        "activity": about("a")["id"],
        "verb": verb["id"],
        "registration": registration,
    }
    for one in ("verb", "registration"):
        for other in filters.keys() - {one}:
            assert walk(lrs, **{name: filters[name] for name in (one, other)}) == ([rare["id"]], 1)
    assert walk(lrs, **filters) == ([rare["id"]], 1)


@postgresql
def test_the_planner_knows_what_the_whole_tables_hold(db):
    store(*(statement() for _ in range(20)))
    keep_partitions(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'xapi_statement'")
        assert cursor.fetchone()[0] == 20
