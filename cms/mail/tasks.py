from celery import shared_task

from cms.mail import services


@shared_task
def deliver_due_mails() -> None:
    services.deliver_due_mails()
