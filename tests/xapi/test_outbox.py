"""From an announcement to a stored statement."""

import json
import uuid
from dataclasses import replace

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.announcements import announce, announcing, derived_id
from courses.signals import Enrolled, ModuleOpened
from tests.factories.accounts import UserFactory
from xapi.builders import kinds
from xapi.models import OutboxRow, Pseudonym, Statement
from xapi.services import outbox
from xapi.services.outbox import flush, replay
from xapi.tasks import flush_outbox


def enrolled(user, key: str = "") -> Enrolled:
    return Enrolled(
        key=key or f"{uuid.uuid4()}:enrolled",
        at=timezone.now(),
        user_id=user.pk,
        registration=str(uuid.uuid4()),
        module_key=str(uuid.uuid4()),
        course_key=str(uuid.uuid4()),
        session=str(uuid.uuid4()),
        session_title="Session de test",
        opens_at="2026-01-01T00:00:00+00:00",
    )


def tell(*announcements) -> None:
    with announcing():
        for one in announcements:
            announce(one)


@pytest.fixture
def user(db):
    return UserFactory()


def test_an_announcement_is_one_row_then_one_statement(user, django_assert_num_queries):
    told = enrolled(user)
    with django_assert_num_queries(3), announcing():  # a savepoint, the row, its release
        announce(told)
    row = OutboxRow.objects.get()
    assert (row.kind, row.key, row.user, row.at) == ("courses.Enrolled", told.key, user, told.at)
    assert "user_id" not in row.payload
    flush_outbox()
    assert OutboxRow.objects.count() == 0
    statement = Statement.objects.get()
    assert statement.statement_id == derived_id(f"{told.key}:registered")
    assert statement.timestamp == told.at
    assert str(statement.registration) == told.registration


def test_what_is_rolled_back_was_never_told(user):
    with announcing():
        announce(enrolled(user))
        transaction.set_rollback(True)
    assert OutboxRow.objects.count() == 0


def test_announcements_of_one_transaction_are_written_at_once(user, django_assert_num_queries):
    with django_assert_num_queries(3), announcing():
        for _ in range(3):
            announce(enrolled(user))
    assert OutboxRow.objects.count() == 3


def test_what_an_inner_part_told_goes_with_it_when_it_fails(user):
    @announcing()
    def fail() -> None:
        announce(enrolled(user))
        raise ValueError("by half")

    with announcing():
        announce(enrolled(user))
        with pytest.raises(ValueError, match="by half"):
            fail()
    assert OutboxRow.objects.count() == 1


def test_an_announcement_outside_a_transaction_is_refused(user):
    with pytest.raises(RuntimeError):
        announce(enrolled(user))


def test_the_same_key_is_kept_once_before_and_after_it_is_stored(user):
    told = enrolled(user)
    tell(told, replace(told, at=timezone.now()))
    assert OutboxRow.objects.count() == 1
    flush()
    before = Statement.objects.get().payload
    tell(replace(told, at=timezone.now(), session_title="Autre titre"))
    flush()
    assert (Statement.objects.get().payload, OutboxRow.objects.count()) == (before, 0)


def test_a_poisoned_row_is_set_aside_and_can_be_replayed(user):
    poison = ModuleOpened(
        **{
            name: value
            for name, value in vars(enrolled(user)).items()
            if name not in ("session_title", "opens_at", "closes_at")
        },
        attempt=str(uuid.uuid4()),
        version_id=987654,
    )
    tell(enrolled(user), poison, enrolled(user))
    flush()
    assert Statement.objects.count() == 2
    row = OutboxRow.objects.get()
    assert row.error == "ValueError: the module version of this announcement is gone"
    assert row.failed_at is not None
    assert flush() == 0
    replay(row=row)
    assert flush() == 1
    assert OutboxRow.objects.get().error


def test_a_row_that_the_store_refuses_does_not_block_the_others(user):
    tell(enrolled(user), enrolled(user), enrolled(user))
    bad = OutboxRow.objects.order_by("pk")[1]
    bad.payload["registration"] = "not a uuid"
    bad.save()
    unknown = OutboxRow.objects.order_by("pk")[2]
    unknown.kind = "courses.Gone"
    unknown.save()
    flush()
    assert Statement.objects.count() == 1
    errors = list(OutboxRow.objects.order_by("pk").values_list("error", flat=True))
    assert errors == ["ValueError: Invalid UUID string", "KeyError: 'courses.Gone'"]


def test_the_rows_of_an_erased_person_go_with_the_account(user):
    other = UserFactory()
    tell(enrolled(user), enrolled(other))
    user.delete()
    flush()
    assert Statement.objects.count() == 1


def test_a_person_erased_while_the_batch_is_built_is_not_told(user, monkeypatch):
    tell(enrolled(user), enrolled(UserFactory()))
    build = outbox._build

    def build_then_erase(rows):
        built = build(rows)
        user.delete()
        return built

    monkeypatch.setattr(outbox, "_build", build_then_erase)
    flush()
    assert Statement.objects.count() == 1
    assert OutboxRow.objects.count() == 0


def test_a_pseudonym_is_random_and_the_same_in_each_batch(user):
    for _ in range(2):
        tell(enrolled(user))
        flush()
    [name] = Pseudonym.objects.values_list("name", flat=True)
    names = {
        json.loads(text)["actor"]["account"]["name"] for text in Statement.objects.values_list("payload", flat=True)
    }
    assert names == {name}
    assert len(name) == 32


def test_a_batch_costs_the_same_queries_whatever_its_size(user):
    counts = []
    for size in (1, 3, 30):
        tell(*(enrolled(user) for _ in range(size)))
        with CaptureQueriesContext(transaction.get_connection()) as queries:
            flush()
        counts.append(len(queries))
    assert counts[1] == counts[2]
    assert counts[2] <= 26


def test_a_flush_takes_a_batch_and_the_task_takes_all(user, monkeypatch):
    tell(*(enrolled(user) for _ in range(5)))
    assert flush(limit=2) == 2
    assert OutboxRow.objects.count() == 3
    monkeypatch.setattr(outbox, "BATCH", 2)
    monkeypatch.setattr(outbox.flush, "__kwdefaults__", {"limit": 2})
    flush_outbox()
    assert OutboxRow.objects.count() == 0


def test_kinds_name_the_app_and_the_class():
    assert kinds()["courses.Enrolled"] is Enrolled
