"""Work behind the page."""

from celery import shared_task

from cms.pages import services


@shared_task
def forget_messages() -> None:
    services.forget_messages()
