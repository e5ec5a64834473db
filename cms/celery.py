"""The Celery application: `celery -A cms worker`, `celery -A cms beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

app = Celery("campus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_sample_accounts_in_worker(**_: Any) -> None:
    from cms.accounts.services import refuse_sample_accounts  # noqa: PLC0415 - apps are not loaded yet at import

    refuse_sample_accounts()
