"""Our own statements go after a year, with all that hangs on them; those of others stay."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.xapi import key, sent, statement, target
from xapi.models import ActivityUse, AgentUse, Echo, OutboxRow, Reference, Refusal, Statement
from xapi.queries import Filter, page, whole_range
from xapi.services import retention
from xapi.services.retention import forget_statements
from xapi.services.store import store_statements
from xapi.tasks import forget_statements as forget_task

pytestmark = pytest.mark.django_db

STORED = datetime(2026, 11, 21, 10, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def stored(*statements, at=STORED, by=None):
    with time_machine.travel(at, tick=False):
        return store_statements(batch=sent(*statements), key=by)


def left() -> set:
    return set(Statement.objects.values_list("statement_id", flat=True))


def about(statement_id, verb: str = "http://adlnet.gov/expapi/verbs/commented"):
    return statement(object={"objectType": "StatementRef", "id": str(statement_id)}, verb={"id": verb})


def test_a_statement_stays_for_a_year_and_no_longer():
    stored(statement())
    (recent,) = stored(statement(), at=STORED + 2 * DAY)
    assert forget_statements(now=STORED + YEAR - DAY) == 0
    assert forget_statements(now=STORED + YEAR) == 0
    assert forget_statements(now=STORED + YEAR + DAY) == 1
    assert left() == {recent}
    assert forget_statements(now=STORED + YEAR + DAY) == 0


def test_statements_of_others_stay(lrs):
    stored(statement())
    foreign = stored(statement(), statement(), by=key())
    stored(statement())
    assert forget_statements(now=STORED + 10 * YEAR) == 2
    assert left() == set(foreign)
    assert lrs.ids() == [str(one) for one in reversed(foreign)]


def test_all_that_hangs_on_a_statement_goes_and_what_refers_to_it_stays():
    (own,) = stored(statement())
    (foreign,) = stored(about(own), by=key())
    (ours,) = stored(about(foreign))
    seq = Statement.objects.get(statement_id=foreign).seq
    refused = Statement.objects.get(statement_id=own)
    Refusal.objects.create(target=target("https://autre.example/"), statement=refused, reason="non")
    assert Echo.objects.count() == 3
    assert forget_statements(now=STORED + YEAR + DAY) == 2
    assert left() == {foreign}
    assert list(Reference.objects.values_list("statement", "target")) == [(seq, own)]
    assert not Echo.objects.exists()
    assert not Refusal.objects.exists()
    for uses in (AgentUse, ActivityUse):
        assert set(uses.objects.values_list("statement", flat=True)) <= {seq}
    assert AgentUse.objects.filter(statement=seq).exists()
    assert ours not in left()


def test_a_voided_statement_and_the_one_that_voids_it_go_too():
    (wrong,) = stored(statement())
    stored(about(wrong, "http://adlnet.gov/expapi/verbs/voided"))
    assert Statement.objects.get(statement_id=wrong).voided
    assert forget_statements(now=STORED + YEAR + DAY) == 2
    assert (AgentUse.objects.count(), ActivityUse.objects.count(), Reference.objects.count()) == (0, 0, 0)


def test_batches_go_oldest_first_each_by_itself(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    foreign = key()
    for _ in range(5):
        stored(statement())
        stored(statement(), by=foreign)
    own = list(Statement.objects.filter(key=None).order_by("seq").values_list("seq", flat=True))
    ranges = []
    forget_range = retention._forget_range

    def noted(rows, first: int, last: int) -> int:
        ranges.append((first, last))
        return forget_range(rows, first, last)

    monkeypatch.setattr(retention, "_forget_range", noted)
    assert forget_statements(now=STORED + YEAR + DAY) == 5
    assert ranges == [(own[0], own[1]), (own[2], own[3]), (own[4], own[4])]
    assert Statement.objects.count() == 5


def test_what_a_target_did_not_receive_goes_all_the_same():
    stored(statement())
    waiting = target("https://autre.example/")
    forget_statements(now=STORED + YEAR + DAY)
    waiting.refresh_from_db()
    assert (left(), waiting.position) == (set(), 0)


def test_an_announcement_never_told_goes_too():
    user = UserFactory()
    for name, at in (("old", STORED - DAY), ("recent", STORED + DAY)):
        OutboxRow.objects.create(key=name, kind="x", payload={}, user=user, at=at, error="non", failed_at=at)
    assert forget_statements(now=STORED + YEAR) == 0
    assert list(OutboxRow.objects.values_list("key", flat=True)) == ["recent"]


def test_what_comes_after_a_store_emptied_has_a_higher_seq():
    stored(statement())
    before = Statement.objects.get().seq
    forget_statements(now=STORED + YEAR + DAY)
    stored(statement(), at=STORED + YEAR + DAY)
    assert Statement.objects.get().seq > before
    assert len(page(Filter(), whole_range(Filter()), 10).payloads) == 1


def test_the_task_tells_how_many_and_logs_nothing_else(caplog):
    stored(statement(), statement())
    with time_machine.travel(STORED + YEAR + DAY, tick=False), caplog.at_level(logging.INFO, "xapi"):
        assert timezone.now() == STORED + YEAR + DAY
        assert forget_task() == 2
    assert [record.getMessage() for record in caplog.records] == ["2 statements and 0 announcements forgotten"]
