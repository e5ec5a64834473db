import logging
from datetime import datetime

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.services.memberships import sync_training_managers

logger = logging.getLogger(__name__)


def clean_up_accounts(*, now: datetime | None = None) -> None:
    """What each night takes away: dead sessions, sign-ups never confirmed, old logs, managers whose time is over."""
    now = now or timezone.now()
    call_command("clearsessions")
    AccessLog.objects.filter(attempt_time__lt=now - settings.SIGN_IN_LOG_RETENTION).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME).delete()
    forgotten = User.objects.filter(
        email_confirmed_at=None, date_joined__lt=now - settings.UNCONFIRMED_ACCOUNT_RETENTION
    )
    count, _ = forgotten.delete()
    sync_training_managers()
    logger.info("accounts cleaned up, %d rows of unconfirmed accounts removed", count)
