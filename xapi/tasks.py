"""Work behind the page. The scheduler asks for it again and again: what one tick misses, the next one does."""

from celery import shared_task

from cms.accounts.models import User
from xapi.models import RetentionRule
from xapi.services import alerts, delivery, erasure, outbox, partitions, refused, retention


@shared_task
def flush_outbox() -> None:
    """Store what was announced, as long as full batches wait."""
    while outbox.flush() == outbox.BATCH:
        pass


@shared_task
def deliver_due() -> None:
    """Ask for the delivery of each target that may be tried now: a slow one keeps no other waiting."""
    for target_id in delivery.due_targets():
        deliver.apply_async((target_id,), expires=10)


@shared_task
def deliver(target_id: int) -> None:
    delivery.deliver(target_id=target_id)


@shared_task
def forget_statements() -> int:
    return retention.forget_statements() + retention.apply_rules()


@shared_task
def keep_partitions() -> None:
    partitions.keep_partitions()


@shared_task
def erase_due() -> None:
    erasure.erase_due()


@shared_task
def apply_retention_rule(rule_id: int, user_id: int) -> None:
    rule = RetentionRule.objects.get(pk=rule_id)
    retention.apply_rule(rule=rule, by=User.objects.filter(pk=user_id).first())


@shared_task
def forget_refused_requests() -> int:
    return refused.forget_refused_requests()


@shared_task
def tell_lag() -> int:
    return alerts.tell_lag()
