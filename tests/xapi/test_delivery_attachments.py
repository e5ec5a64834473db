"""What was received with its attachments is delivered with them (part three, 1.5.2)."""

import json

import pytest
from django.utils import timezone

from tests.factories.xapi import statement, target
from tests.xapi.mixed import attachment, post, send
from tests.xapi.server import bad_store
from xapi.models import Refusal, Statement, Target
from xapi.services import delivery
from xapi.services.delivery import deliver, retry_refused

AWKWARD = bytes(range(256)) + b"\r\n--\r\n"


@pytest.fixture
def store():
    with bad_store() as server:
        yield server


def run(there: Target) -> Target:
    Target.objects.update(next_try_at=timezone.now())
    deliver(target_id=there.pk)
    there.refresh_from_db()
    return there


def with_data(lrs, *contents: bytes) -> list[str]:
    """The ids of new statements, one for each of `contents`, which it carries."""
    batch = [statement(attachments=[attachment(content)]) for content in contents]
    assert post(lrs, batch, *contents).status_code == 200
    return [one["id"] for one in batch]


def test_data_goes_octet_for_octet_and_once_a_batch(lrs, store):
    here = with_data(lrs, AWKWARD, b"two", AWKWARD)
    there = run(target(store.endpoint))
    assert list(store.statements) == here
    assert sorted(store.attached.values()) == sorted([AWKWARD, b"two"])
    [(body, content_type)] = store.bodies
    assert body.count(AWKWARD) == 1
    assert (there.delivered, there.last_error) == (3, "")
    # A store like ours takes it as it is.
    Statement.objects.all().delete()
    assert send(lrs, body, content_type).json() == here


def test_without_data_it_goes_as_json(lrs, store):
    lrs.post(statement(attachments=[attachment(fileUrl="https://x.example/f")]))
    run(target(store.endpoint))
    assert [content_type for _, content_type in store.bodies] == ["application/json; charset=utf-8"]


def test_text_beyond_ascii_arrives_as_it_was_written(lrs, store):
    raw = json.dumps(statement(result={"response": "été 日本"}), ensure_ascii=False)
    assert lrs.post(raw.encode()).status_code == 200
    there = run(target(store.endpoint))
    assert there.last_error == ""
    assert [one["result"]["response"] for one in store.statements.values()] == ["été 日本"]


def test_large_data_makes_small_batches(lrs, store, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH_OCTETS", 3000)
    contents = [letter.encode() * 1500 for letter in "abc"] + [b"d" * 9000, b"e"]
    here = with_data(lrs, *contents)
    there = run(target(store.endpoint))
    assert store.posts == [here[:1], here[1:2], here[2:3], here[3:4], here[4:]]
    assert sorted(store.attached.values()) == sorted(contents)
    assert there.delivered == 5


@pytest.mark.parametrize("fault", [500, "reset", "half-after-storing"])
def test_after_a_fault_the_data_goes_again(lrs, store, fault):
    here = with_data(lrs, b"one", b"two")
    store.faults = [fault]
    there = run(target(store.endpoint))
    assert there.delivered == 0
    store.attached.clear()
    run(there)
    assert list(store.statements) == here
    assert sorted(store.attached.values()) == [b"one", b"two"]


def test_one_that_is_too_large_there_is_set_aside_and_the_others_keep_their_data(lrs, store):
    here = with_data(lrs, b"one", b"large", b"three")
    store.poison = {here[1]}
    there = run(target(store.endpoint))
    assert [str(one.statement.statement_id) for one in Refusal.objects.all()] == [here[1]]
    store.poison = set()
    store.attached.clear()
    assert retry_refused(target=there) == 1
    run(there)
    assert set(store.statements) == set(here)
    assert list(store.attached.values()) == [b"large"]


def test_refused_ones_are_retried_in_batches_that_fit(lrs, store, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH_OCTETS", 3000)
    here = with_data(lrs, b"a" * 2000, b"b" * 2000)
    store.poison = set(here)
    there = run(target(store.endpoint))
    store.poison = set()
    retry_refused(target=there)
    for left in (1, 0):
        run(there)
        assert Refusal.objects.count() == left
    assert set(store.statements) == set(here)
