"""The Celery application: `celery -A cms worker`, `celery -A cms beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")

app = Celery("campus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_sample_accounts_behind_the_page(**_: Any) -> None:
    from cms.accounts.services import refuse_sample_accounts  # noqa: PLC0415 - apps are not loaded yet at import

    try:
        refuse_sample_accounts()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error  # Celery logs any other exception of a receiver and goes on
