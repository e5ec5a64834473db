"""Migration 0003: what was stored under small numbers keeps its order, its ids and all that hangs on it."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.factories.xapi import target
from xapi.clock import microseconds
from xapi.models import ActivityUse, AgentUse, Echo, Reference, Refusal, Statement, StatementId, Verb
from xapi.services.partitions import keep_partitions

# On SQLite a time without microseconds is written without a fraction.
TIMES = [datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC) + timedelta(microseconds=n) for n in (0, 1, 999_999, 1_000_000)]
IDS = [uuid.UUID(int=n) for n in range(4)]


@pytest.fixture
def old_store(transactional_db):
    """The tables as migration 0002 left them, and the operation that makes them new."""
    loader = MigrationLoader(connection)
    before, after = (loader.project_state(("xapi", name)) for name in ("0002_keys", "0003_sequence"))
    with connection.schema_editor() as editor:
        for model in (StatementId, AgentUse, ActivityUse, Statement):
            editor.delete_model(model)
        for name in ("Statement", "AgentUse", "ActivityUse"):
            editor.create_model(before.apps.get_model("xapi", name))
    migration = loader.get_migration("xapi", "0003_sequence")

    def migrate() -> None:
        with connection.schema_editor() as editor:
            migration.operations[-1].database_forwards("xapi", editor, before, after)
        keep_partitions()

    return before.apps, migrate


def fill(apps) -> None:
    model = {name: apps.get_model("xapi", name) for name in ("Statement", "AgentUse", "ActivityUse")}
    verb = Verb.objects.create(iri="https://example.org/verb")
    for number, (at, one) in enumerate(zip(TIMES, IDS, strict=True), 1):
        common = {"timestamp": at, "verb_id": verb.pk, "version": "1.0.0", "payload": f"{number}"}
        model["Statement"].objects.create(statement_id=one, stored=at, digest=f"digest {number}", **common)
        model["AgentUse"].objects.create(agent_id=7, usage=1, statement_id=number, verb_id=verb.pk)
        model["ActivityUse"].objects.create(activity_id=8, usage=2, statement_id=number, verb_id=verb.pk)


def test_what_was_stored_keeps_its_order_and_all_that_hangs_on_it(old_store):
    old, migrate = old_store
    fill(old)
    Echo.objects.create(statement_id=4, source_id=1)
    Reference.objects.create(statement_id=4, target=IDS[0], voids=False)
    waiting, done, new = (target(f"https://{name}.example/", name=name) for name in ("waiting", "done", "new"))
    for one, position in ((waiting, 2), (done, 9), (new, 0)):
        one.position = position
        one.save()
    Refusal.objects.create(target=waiting, statement_id=2, reason="non")

    migrate()

    seqs = [microseconds(at) for at in TIMES]
    rows = Statement.objects.order_by("seq").values_list("seq", "statement_id", "stored", "payload")
    assert list(rows) == list(zip(seqs, IDS, TIMES, ["1", "2", "3", "4"], strict=True))
    ids = StatementId.objects.order_by("statement").values_list("pk", "statement", "digest")
    assert list(ids) == [(one, seq, f"digest {n}") for n, (one, seq) in enumerate(zip(IDS, seqs, strict=True), 1)]
    for uses, named in ((AgentUse, ("agent_id", 7, 1)), (ActivityUse, ("activity_id", 8, 2))):
        column, *expected = named
        found = uses.objects.order_by("statement").values_list(column, "usage", "statement")
        assert list(found) == [(*expected, seq) for seq in seqs]
    assert list(Echo.objects.values_list("statement", "source")) == [(seqs[3], seqs[0])]
    assert list(Reference.objects.values_list("statement", "target")) == [(seqs[3], IDS[0])]
    assert list(Refusal.objects.values_list("statement", flat=True)) == [seqs[1]]
    positions = []
    for one in (waiting, done, new):
        one.refresh_from_db()
        positions.append(one.position)
    assert positions == [seqs[1], seqs[3], 0]
