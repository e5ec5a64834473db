"""Feeding other stores from the sequence of ours.

A run delivers one target's statements in order, by batches. Nothing is marked before it is answered, ids make a
repetition harmless, and no transaction is open while we wait for the network.
"""

import itertools
import json
import logging
import random
import time
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from xapi.clock import last_seq
from xapi.instance import instance_id
from xapi.lrs import Answer, Store, UnreachableError
from xapi.models import Refusal, Statement, Target
from xapi.outgoing import names_in, opened, outgoing
from xapi.queries import attached_lengths, to_deliver
from xapi.secrets import UnreadableSecretError, decrypt, encrypt
from xapi.services.people import translated
from xapi.services.sending import BackOffError, Item, Sender, SuspendError
from xapi.vocabulary import extension

logger = logging.getLogger(__name__)

BATCH = 100
BATCH_OCTETS = 1_000_000  # of a batch, unless one statement alone is larger
LEASE = timedelta(minutes=5)
RUN_SECONDS = 60
LONGEST_WAIT = timedelta(days=1)


def set_secret(*, target: Target, secret: str) -> None:
    """Keep `secret` with `target`, which the caller saves."""
    target.secret = encrypt(secret)


def due_targets() -> list[int]:
    """The targets that have something to receive and may be tried now."""
    now = timezone.now()
    waiting = Q(position__lt=last_seq()) | Q(refusals__retry=True)
    due = Target.objects.filter(waiting, is_active=True, suspended_at=None, next_try_at__lte=now, leased_until__lte=now)
    return list(due.values_list("pk", flat=True).distinct())


def deliver(*, target_id: int) -> None:
    """Deliver what `target_id` waits for, unless another worker is at it. What fails is told on the target."""
    lease = uuid.uuid4()
    now = timezone.now()
    free = Target.objects.filter(pk=target_id, is_active=True, suspended_at=None, leased_until__lte=now)
    if not free.update(lease=lease, leased_until=now + LEASE):
        return
    target = Target.objects.get(pk=target_id)
    try:
        _run(target)
    except BackOffError as error:
        _back_off(target, error)
    except (SuspendError, UnreadableSecretError) as error:
        _mine(target).update(suspended_at=timezone.now(), last_error=str(error))
    finally:
        _mine(target).update(lease=None, leased_until=timezone.now())


def _run(target: Target) -> None:
    secret = decrypt(target.secret)
    store = Store(endpoint=target.endpoint, username=target.username, secret=secret, version=target.version)
    if target.last_success_at is None:
        _refuse_ourselves(store)
    sender = Sender(store)
    _retry_refused(target, sender)
    started = time.monotonic()
    while time.monotonic() - started < RUN_SECONDS and _deliver_batch(target, sender):
        pass


def _deliver_batch(target: Target, sender: Sender) -> bool:
    """Deliver the next statements. Whether there may be more, and they are still ours to deliver."""
    end = last_seq()
    statements = list(to_deliver(target, upto=end)[:BATCH])
    items = _items(statements, target.consumer)
    fitting = _fitting(items)
    if fitting < len(items):
        statements = [one for one in statements if one.seq < items[fitting].seq]
        items = items[:fitting]
    refused = sender.send(items)
    full = bool(statements) and statements[-1].seq < end
    position = statements[-1].seq if full else end
    return _settle(target, items, refused, position) and full


def _fitting(items: list[Item]) -> int:
    """How many of `items` make a batch: the first always does."""
    sums = itertools.accumulate(item.octets for item in items)
    return max(1, sum(octets <= BATCH_OCTETS for octets in sums))


@transaction.atomic
def _settle(target: Target, items: list[Item], refused: dict[int, str], position: int) -> bool:
    for seq, reason in refused.items():
        Refusal.objects.update_or_create(
            target=target, statement_id=seq, defaults={"reason": reason, "retry": False, "refused_at": timezone.now()}
        )
    done = {"failures": 0, "last_error": "", "leased_until": timezone.now() + LEASE}
    if items:
        done["last_success_at"] = timezone.now()
    target.position = position
    delivered = F("delivered") + len(items) - len(refused)
    return bool(_mine(target).update(position=position, delivered=delivered, **done))


def _retry_refused(target: Target, sender: Sender) -> None:
    wanted = list(target.refusals.filter(retry=True).select_related("statement").order_by("pk")[:BATCH])
    if not wanted:
        return
    items = _items([refusal.statement for refusal in wanted], target.consumer)
    fitting = _fitting(items)
    later = {item.seq for item in items[fitting:]}
    items = items[:fitting]
    refused = sender.send(items)
    taken = [refusal.pk for refusal in wanted if refusal.statement_id not in refused.keys() | later]
    with transaction.atomic():
        Refusal.objects.filter(pk__in=taken).delete()
        _settle(target, items, refused, target.position)


def _items(statements: list[Statement], consumer: str) -> list[Item]:
    """The statements as `consumer` may read them. Those of people erased in the meantime stay here."""
    received = {statement.seq: opened(statement.payload) for statement in statements}
    ours = {seq: names_in(statement) for seq, statement in received.items()}
    names = translated(names=set().union(*ours.values()), consumer=consumer)
    attached = attached_lengths(list(received))
    return [
        Item(seq, statement.data["id"], outgoing(statement, names), attached.get(seq, 0))
        for seq, statement in received.items()
        if ours[seq] <= names.keys()
    ]


def _refuse_ourselves(store: Store) -> None:
    """Raise `SuspendError` when the store at the other end is this one, under whatever name."""
    try:
        answer = store.describe()
    except UnreachableError as error:
        raise BackOffError(str(error)) from error
    if is_ourselves(answer):
        raise SuspendError("Cette adresse est celle de notre propre site.")


def is_ourselves(answer: Answer) -> bool:
    """Whether an about resource is our own."""
    extensions = _about(answer).get("extensions")
    return isinstance(extensions, dict) and extensions.get(extension("instance")) == instance_id()


def versions_of(answer: Answer) -> list[str]:
    """The versions of xAPI that an about resource lists, none when it is not understood."""
    versions = _about(answer).get("version")
    return [one for one in versions if isinstance(one, str)] if isinstance(versions, list) else []


def _about(answer: Answer) -> dict[str, Any]:
    try:
        about = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return about if isinstance(about, dict) else {}


def _back_off(target: Target, error: BackOffError) -> None:
    wait = waiting_time(target.failures + 1, error.retry_after)
    logger.warning("delivery target %s: %s, next try in %s", target.pk, error, wait)
    _mine(target).update(failures=F("failures") + 1, last_error=str(error), next_try_at=timezone.now() + wait)


def waiting_time(failures: int, retry_after: float | None) -> timedelta:
    """How long to wait after `failures` in a row: twice as long each time, never all targets at once, and never less
    than the other end asks for (within a day)."""
    first, longest = settings.XAPI_RETRY_SECONDS
    wait = min(longest, first * 2 ** min(failures - 1, 30)) * random.uniform(0.5, 1)  # noqa: S311 - not a secret
    return min(LONGEST_WAIT, timedelta(seconds=max(wait, retry_after or 0)))


def _mine(target: Target) -> QuerySet[Target]:
    return Target.objects.filter(pk=target.pk, lease=target.lease)


@transaction.atomic
def retry_refused(*, target: Target) -> int:
    """Ask for another try of all that `target` refused. Returns how many."""
    return target.refusals.update(retry=True)


def resume(*, target: Target) -> None:
    """Try `target` again now, suspended or waiting."""
    target.suspended_at, target.last_error, target.failures = None, "", 0
    target.next_try_at = timezone.now()
    target.save(update_fields=["suspended_at", "last_error", "failures", "next_try_at"])
