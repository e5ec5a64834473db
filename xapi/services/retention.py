"""What time takes away: of what this site told (the period is `settings.RETENTION["statements"]`), and of what others
wrote, as the rules of the administration say."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from cms.accounts.models import User
from xapi.clock import lock_store, microseconds
from xapi.enums import Usage
from xapi.links import hash_of
from xapi.models import ActivityUse, OutboxRow, RetentionRule, Statement
from xapi.services.attachments import forget_unused, used_by

logger = logging.getLogger(__name__)

BATCH = 500


def forget_statements(*, now: datetime | None = None) -> int:
    """Delete our own statements stored too long ago, oldest first; the number deleted.

    What others wrote in the store with a key is theirs: see :func:`apply_rules`. A statement goes when its time has
    come, even one that a delivery target has not received or has refused: it will not be delivered any more. So does
    an announcement that could not become a statement all this time. Copies already delivered belong to whom they were
    delivered to.
    """
    limit = (now or timezone.now()) - settings.RETENTION["statements"]
    count = _forget(Statement.objects.filter(key=None), limit)
    announcements = OutboxRow.objects.filter(at__lt=limit).delete()[0]
    logger.info("%d statements and %d announcements forgotten", count, announcements)
    return count


# -- Statements of others ----------------------------------------------------------------------------------------------


def apply_rules(*, now: datetime | None = None) -> int:
    """Delete what the active rules say; the number deleted."""
    return sum(apply_rule(rule=rule, now=now) for rule in RetentionRule.objects.filter(is_active=True))


def apply_rule(*, rule: RetentionRule, by: User | None = None, now: datetime | None = None) -> int:
    """Delete what `rule` says, active or not; the number deleted. It is logged when there is something to delete."""
    moment = now or timezone.now()
    count = _forget(_under(rule), moment - timedelta(days=rule.days))
    rule.last_run_at = moment
    rule.deleted += count
    rule.save(update_fields=["last_run_at", "deleted"])
    if count:
        log(rule, "xapi.retention.apply", user=by, data={"statements": count})
    return count


def would_forget(*, rule: RetentionRule, now: datetime | None = None) -> QuerySet[Statement]:
    """What :func:`apply_rule` would delete."""
    limit = (now or timezone.now()) - timedelta(days=rule.days)
    return _under(rule).filter(seq__lt=microseconds(limit)).order_by("seq")


def _under(rule: RetentionRule) -> QuerySet[Statement]:
    """The statements of others that `rule` is about, whatever their age."""
    rows = Statement.objects.filter(key=rule.key) if rule.key else Statement.objects.exclude(key=None)
    if rule.activity:
        uses = ActivityUse.objects.filter(
            activity__iri_hash=hash_of(rule.activity),
            usage__in=[Usage.ANY, Usage.VOIDED_ANY],
            statement=OuterRef("seq"),
        )
        rows = rows.filter(Exists(uses))
    return rows


# -- By batches --------------------------------------------------------------------------------------------------------


def _forget(rows: QuerySet[Statement], limit: datetime) -> int:
    """Delete those of `rows` that were stored before `limit`; the number deleted."""
    # Lazy: each batch is found when it is due.
    return sum(_forget_range(rows, *bounds) for bounds in _ranges(rows, limit))


def _ranges(rows: QuerySet[Statement], limit: datetime) -> Iterator[tuple[int, int]]:
    """First and last seq of each batch to delete."""
    old = rows.filter(seq__lt=microseconds(limit)).order_by("seq").values_list("seq", flat=True)
    last = 0
    while seqs := list(old.filter(seq__gt=last)[:BATCH]):
        last = seqs[-1]
        yield seqs[0], last


@transaction.atomic
def _forget_range(rows: QuerySet[Statement], first: int, last: int) -> int:
    """Delete those of `rows` with `first` <= seq <= `last`, with their uses, references, echoes and refusals, and the
    attachments that no other uses."""
    lock_store()  # a statement that refers to one of them is linked before, or finds it gone
    old = rows.filter(seq__range=(first, last)).defer("payload")
    used = used_by(old)
    count = old.delete()[1].get("xapi.Statement", 0)
    forget_unused(used)
    return count
