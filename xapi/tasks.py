"""Work behind the page. The scheduler asks for it again and again: what one tick misses, the next one does."""

from celery import shared_task

from xapi.services import alerts, delivery, outbox, refused, retention


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
    return retention.forget_statements()


@shared_task
def forget_refused_requests() -> int:
    return refused.forget_refused_requests()


@shared_task
def tell_lag() -> int:
    return alerts.tell_lag()
