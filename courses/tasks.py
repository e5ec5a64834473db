"""Work behind the page. Each task is idempotent: two at once, or one twice, do no harm."""

from celery import shared_task

from courses.services import retention
from courses.services.attestations import render_missing
from courses.services.exports import purge_export_log


@shared_task(name="courses.render_attestations")
def render_attestations() -> None:
    render_missing()


@shared_task(name="courses.purge_export_log")
def forget_old_exports() -> None:
    purge_export_log()


@shared_task(name="courses.forget")
def forget() -> tuple[int, int, int]:
    """The numbers of answers, attempts and attestations forgotten."""
    return retention.forget_answers(), retention.forget_attempts(), retention.forget_attestations()
