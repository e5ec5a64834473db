from celery import shared_task

from cms.accounts import services


@shared_task
def clean_up_accounts() -> None:
    services.clean_up_accounts()


@shared_task
def erase_due_accounts() -> None:
    services.erase_due_accounts()
