"""Many writers at once: nobody fails, a poller misses nothing, and a killed process leaves no batch by half."""

import json
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress

import pytest
import requests
from django.db import connection, connections

from tests.factories.xapi import statement
from tests.stack.processes import Stack, wait_for
from tests.xapi.conftest import XapiClient, client_for
from xapi.models import ActivityUse, AgentUse, Statement, StatementId
from xapi.services.keys import create_key

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, TOTAL, BATCH = 8, 10_000, 125
ACTORS = [{"mbox": f"mailto:{number}@example.org"} for number in range(20)]


def batch(size: int) -> list[dict]:
    """Statements that share actors and activities, all of them new to the store at first: writers meet on each row."""
    return [
        statement(actor=ACTORS[number % 20], object={"id": f"https://example.org/{number % 30}"})
        for number in range(size)
    ]


def in_threads(count: int, work: Callable[[], None]) -> list[threading.Thread]:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def poll(lrs: XapiClient, since: str, seen: list[str]) -> str:
    """Read all that came after `since`, page by page, as another system does; the time to ask from next."""
    answer = lrs.get(since=since, ascending="true", limit=500)
    consistent = answer["X-Experience-API-Consistent-Through"]
    while True:
        found = answer.json()
        seen += [one["id"] for one in found["statements"]]
        if not found["more"]:
            return consistent
        answer = lrs.client.get(found["more"], headers=lrs.headers)


def test_a_poller_misses_nothing_while_eight_writers_write():
    lrs = client_for("poller")
    written: list[str] = []
    statuses: list[int] = []

    def write() -> None:
        for _ in range(TOTAL // WRITERS // BATCH):
            sent = batch(BATCH)
            statuses.append(lrs.post(sent).status_code)
            written.extend(one["id"] for one in sent)

    writers = in_threads(WRITERS, write)
    since, seen = "2020-01-01T00:00:00Z", []
    while any(writer.is_alive() for writer in writers):
        since = poll(lrs, since, seen)
    poll(lrs, since, seen)
    assert statuses == [200] * (TOTAL // BATCH)
    assert len(set(written)) == TOTAL
    assert set(written) - set(seen) == set()
    stored = list(Statement.objects.order_by("seq").values_list("statement_id", flat=True))
    assert list(dict.fromkeys(seen)) == [str(one) for one in stored]


# -- kill -9 -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path):
    """A web process on the database of the tests."""
    stack = Stack(tmp_path, name="writers")
    name = connection.settings_dict["NAME"]
    stack.environment["DATABASE_URL"] = (
        f"{stack.environment['DATABASE_URL'].rpartition('/')[0]}/{name}" if stack.database else f"sqlite:///{name}"
    )
    try:
        yield stack
    finally:
        stack.close()


class Writer:
    """Sends batches to `site` until it is killed: what was sent, and what was acknowledged."""

    def __init__(self, site: Stack) -> None:
        self.site = site
        key, secret = create_key(name="writer")
        self.options = {"auth": (key.key, secret), "headers": {"X-Experience-API-Version": "1.0.3"}}
        self.sent: list[list[dict]] = []
        self.acknowledged: list[list[dict]] = []

    def send(self, one: list[dict]) -> int:
        return requests.post(f"{self.site.url}/xapi/statements", json=one, timeout=30, **self.options).status_code

    def work(self) -> None:
        with suppress(requests.ConnectionError):
            while True:
                one = batch(40)
                self.sent.append(one)
                if self.send(one) == 200:
                    self.acknowledged.append(one)


def stored_of(one: list[dict]) -> int:
    ids = [uuid.UUID(each["id"]) for each in one]
    counts = [
        StatementId.objects.filter(pk__in=ids).count(),
        Statement.objects.filter(statement_id__in=ids).count(),
    ]
    assert counts == [counts[0]] * 2
    return counts[0]


@pytest.mark.stack
def test_a_killed_process_keeps_what_it_acknowledged_and_leaves_nothing_by_half(site):
    writer = Writer(site)
    site.start("web")
    threads = in_threads(4, writer.work)
    wait_for(lambda: len(writer.acknowledged) >= 12, what="twelve batches")
    site.kill("web")
    for thread in threads:
        thread.join()

    assert [stored_of(one) for one in writer.acknowledged] == [40] * len(writer.acknowledged)
    unsure = [one for one in writer.sent if one not in writer.acknowledged]
    assert unsure
    assert {stored_of(one) for one in unsure} <= {0, 40}
    # Every statement has its actor and its authority, and its activity, each named directly or not.
    count = Statement.objects.count()
    assert (AgentUse.objects.count(), ActivityUse.objects.count()) == (3 * count, 2 * count)

    site.start("web")
    assert [writer.send(one) for one in unsure] == [200] * len(unsure)
    assert Statement.objects.count() == 40 * len(writer.sent)
    payload = json.loads(Statement.objects.get(statement_id=unsure[0][0]["id"]).payload)
    assert payload["actor"] == unsure[0][0]["actor"]
