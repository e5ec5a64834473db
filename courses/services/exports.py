"""The memory of the files handed out."""

from datetime import timedelta

from django.utils import timezone

from cms.accounts.models import User
from courses.exports import Scope
from courses.models import ExportLog

KEPT = timedelta(days=365)


def log_export(*, user: User, kind: str, scope: Scope, count: int) -> ExportLog:
    """Note that `user` takes out `count` lines."""
    return ExportLog.objects.create(
        user=user, kind=kind, network=scope.network, since=scope.since, until=scope.until, count=count
    )


def purge_export_log() -> int:
    """Forget the files handed out more than a year ago; the number forgotten."""
    return ExportLog.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
