"""Work behind the page. Each task is idempotent: two at once, or one twice, do no harm."""

from celery import shared_task

from courses.services.attestations import render_missing


@shared_task(name="courses.render_attestations")
def render_attestations() -> None:
    render_missing()
