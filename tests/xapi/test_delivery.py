"""Delivery to another store, however it behaves."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from cms.celery import app
from tests.factories.accounts import UserFactory
from tests.factories.xapi import key, sent, statement, target
from tests.xapi.server import bad_store
from xapi.builders import actor
from xapi.instance import instance_id
from xapi.lrs import ForbiddenAddressError, Store
from xapi.models import Pseudonym, Refusal, Statement, Target
from xapi.secrets import decrypt
from xapi.services.delivery import deliver, due_targets, resume, retry_refused, waiting_time
from xapi.services.people import SELF, pseudonyms
from xapi.services.store import store_statements
from xapi.tasks import deliver_due
from xapi.vocabulary import extension


@pytest.fixture
def store():
    with bad_store() as server:
        yield server


def run(target_: Target, times: int = 1) -> Target:
    for _ in range(times):
        Target.objects.update(next_try_at=timezone.now())
        deliver(target_id=target_.pk)
    target_.refresh_from_db()
    return target_


def ids(count: int) -> list[str]:
    """`count` new statements, stored."""
    return [str(one) for one in store_statements(batch=sent(*(statement() for _ in range(count))))]


def test_what_is_stored_arrives_once_in_order(db, store):
    here = ids(250)
    there = run(target(store.endpoint))
    assert list(store.statements) == here
    assert set(store.writes.values()) == {1}
    assert (there.delivered, there.last_error, there.failures) == (250, "", 0)
    assert [len(batch) for batch in store.posts] == [100, 100, 50]
    later = ids(1)
    run(there)
    assert store.posts[-1] == later


def test_nothing_is_due_when_all_is_delivered(db, store):
    there = target(store.endpoint)
    assert due_targets() == []
    ids(1)
    assert due_targets() == [there.pk]
    run(there)
    assert due_targets() == []


@pytest.mark.parametrize(
    "fault", [500, 502, 404, 301, 429, 418, "reset", "silence", "garbage", "login-page", "half", "half-after-storing"]
)
def test_after_a_fault_everything_is_there_once(db, store, fault):
    here = ids(3)
    store.faults = [fault]
    there = run(target(store.endpoint))
    assert (there.failures, there.delivered, there.position) == (1, 0, 0)
    assert there.last_error
    run(there)
    assert list(store.statements) == here
    assert set(store.writes.values()) == {1}
    assert (there.failures, there.delivered, there.last_error) == (0, 3, "")


def test_a_store_that_is_not_there_waits(db):
    ids(1)
    there = run(target("http://127.0.0.1:9/xapi/"))
    assert there.failures == 1
    assert "ConnectionRefusedError" in there.last_error


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_heeded(db, store, form):
    ids(1)
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=900), usegmt=True)
    store.faults = [(429, {"Retry-After": "900" if form == "seconds" else date})]
    there = run(target(store.endpoint))
    assert timedelta(seconds=880) < there.next_try_at - timezone.now() < timedelta(seconds=910)
    assert due_targets() == []


def test_waiting_grows_and_is_bounded(settings):
    settings.XAPI_RETRY_SECONDS = (10, 3600)
    waits = [waiting_time(failures, None).total_seconds() for failures in (1, 2, 3, 50)]
    for wait, most in zip(waits, (10, 20, 40, 3600), strict=True):
        assert most / 2 <= wait <= most
    assert waiting_time(1, 1e12) == timedelta(days=1)


def test_a_poisoned_statement_is_set_aside_with_its_reason_and_the_others_go(db, store):
    here = ids(20)
    store.poison = {here[7], here[13]}
    there = run(target(store.endpoint))
    assert set(store.statements) == set(here) - store.poison
    assert there.delivered == 18
    refusals = Refusal.objects.select_related("statement").order_by("statement__seq")
    assert [(str(one.statement.statement_id), one.reason) for one in refusals] == [
        (here[7], '400 – {"error": "refused 400"}'),
        (here[13], '400 – {"error": "refused 400"}'),
    ]


def test_one_refused_of_a_hundred_costs_few_requests(db, store):
    here = ids(100)
    store.poison = {here[61]}
    there = run(target(store.endpoint))
    assert list(store.statements) == [one for one in here if one not in store.poison]
    assert (there.delivered, Refusal.objects.count()) == (99, 1)
    assert len(store.posts) <= 15  # halving: two for each halving, and the first


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_target_is_spoken_to_in_its_own_version(db, store, version):
    ids(1)
    run(target(store.endpoint, version=version))
    assert store.versions == {version}
    assert len(store.statements) == 1


def test_what_a_target_sends_us_is_not_sent_back_even_by_turns(db, store):
    """Two stores that feed each other: each statement goes round once."""
    theirs = key("theirs")
    there = target(store.endpoint, source_key=theirs)
    ours = ids(2)
    run(there)
    payloads = Statement.objects.order_by("seq").values_list("payload", flat=True)
    back = [json.loads(payload) for payload in payloads]
    for one in back:
        del one["authority"], one["stored"]
    new = statement()
    store_statements(batch=sent(*back, new), key=theirs)
    assert Statement.objects.count() == 3
    run(there)
    assert [one for batch in store.posts for one in batch] == ours
    assert due_targets() == []


def test_a_refused_statement_can_be_tried_again(db, store):
    here = ids(3)
    store.poison = {here[0], here[1]}
    there = run(target(store.endpoint))
    store.poison = {here[1]}
    assert retry_refused(target=there) == 2
    assert due_targets() == [there.pk]
    run(there)
    assert set(store.statements) == {here[0], here[2]}
    assert [str(one.statement.statement_id) for one in Refusal.objects.all()] == [here[1]]
    assert due_targets() == []
    assert there.delivered == 2


def test_a_statement_already_there_is_delivered_another_content_is_refused(db, store):
    here = ids(4)
    payloads = dict(Statement.objects.values_list("statement_id", "payload"))
    same = {str(one): json.loads(payload) for one, payload in payloads.items()}
    store.statements[here[1]] = {**same[here[1]], "stored": "2026-01-01T00:00:00Z"}
    store.statements[here[2]] = {**same[here[2]], "verb": {"id": "http://x.example/other"}}
    there = run(target(store.endpoint))
    assert set(store.statements) == set(here)
    assert there.delivered == 3
    refusal = Refusal.objects.get()
    assert (str(refusal.statement.statement_id), refusal.reason) == (
        here[2],
        "409 – déjà présente là-bas avec un autre contenu",
    )


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_suspend_the_target(db, store, status):
    ids(1)
    store.faults = [status]
    there = run(target(store.endpoint))
    assert there.suspended_at is not None
    assert there.last_error.startswith(f"Identifiants refusés : {status}")
    run(there)
    assert store.statements == {}
    resume(target=there)
    run(there)
    assert len(store.statements) == 1


def test_a_store_that_refuses_everything_is_suspended_and_nothing_is_lost(db, store):
    here = ids(60)
    store.poison = set(here)
    there = run(target(store.endpoint))
    assert there.suspended_at is not None
    assert there.position == 0
    store.poison = set()
    resume(target=there)
    run(there)
    assert set(store.statements) == set(here)


def test_our_own_address_is_refused_whatever_its_name(db, store):
    ids(1)
    store.about = {"version": ["1.0.3"], "extensions": {extension("instance"): instance_id()}}
    there = run(target(store.endpoint))
    assert there.suspended_at is not None
    assert store.posts == []


def test_filters_and_the_loop_guard(db, store):
    theirs = key("theirs")
    verb = {"id": "http://x.example/wanted"}
    [wanted, *_] = store_statements(batch=sent(statement(verb=verb), statement()))
    store_statements(batch=sent(statement(verb=verb)), key=theirs)
    there = run(target(store.endpoint, verbs=[verb["id"]], source_key=theirs))
    assert list(store.statements) == [str(wanted)]
    assert there.position == Statement.objects.latest("seq").seq


def test_each_consumer_knows_a_person_under_another_name_and_an_erased_one_not_at_all(db, store):
    here, gone = UserFactory(), UserFactory()
    names = pseudonyms(user_ids=[here.pk, gone.pk], consumer=SELF)
    store_statements(batch=sent(*(statement(actor=actor(names[user.pk]).as_version("1.0.3")) for user in (here, gone))))
    gone.delete()
    run(target(store.endpoint))
    [received] = store.statements.values()
    theirs = Pseudonym.objects.get(user=here, consumer="autre").name
    assert received["actor"]["account"]["name"] == theirs
    assert names[here.pk] not in json.dumps(received)
    assert "authority" not in received
    assert "stored" not in received


def test_only_one_worker_delivers_and_a_dead_ones_lease_runs_out(db, store):
    ids(1)
    there = target(store.endpoint)
    Target.objects.update(
        lease="6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11", leased_until=timezone.now() + timedelta(minutes=1)
    )
    run(there)
    assert store.posts == []
    Target.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    run(there)
    assert len(store.statements) == 1


def test_the_task_asks_for_a_delivery_of_each_due_target(db, store):
    app.conf.task_always_eager = True
    ids(1)
    target(store.endpoint)
    try:
        deliver_due()
    finally:
        app.conf.task_always_eager = False
    assert len(store.statements) == 1


# -- Where we do not go ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://lrs.example/xapi/",
        "https://127.0.0.1:9/",
        "https://localhost:9/",
        "https://[::1]:9/",
        "https://[::ffff:127.0.0.1]:9/",
        "https://169.254.169.254/latest/",
        "https://10.0.0.1/",
        "https://0.0.0.0/",
        "https://2130706433/",
    ],
)
def test_private_addresses_and_plain_http_are_refused(settings, endpoint):
    settings.XAPI_TRUSTED_TARGETS = []
    with pytest.raises(ForbiddenAddressError):
        Store(endpoint=endpoint, username="u", secret="s").describe()


def test_the_secret_is_kept_encrypted(db):
    there = target("https://lrs.example/", secret="s3cret-é")
    assert "s3cret" not in there.secret
    assert decrypt(there.secret) == "s3cret-é"


def test_a_secret_of_another_site_key_suspends_and_says_so(db, store, settings):
    ids(1)
    there = target(store.endpoint)
    settings.SECRET_KEY = "another"
    run(there)
    assert there.last_error.startswith("Le secret a été chiffré avec une autre clé")
    assert there.suspended_at is not None
