"""Telling the administrators that a delivery is late or stopped, by mail: at most one for a target and a day."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.mail.services import queue_mail
from xapi.models import Target
from xapi.permissions import POLICIES
from xapi.queries import Progress, progress

logger = logging.getLogger(__name__)

EVERY = timedelta(days=1)


def is_late(where: Progress) -> bool:
    """Whether the oldest statement that waits has waited too long."""
    return where.oldest is not None and timezone.now() - where.oldest > settings.XAPI_LAG_ALERT


def tell_lag() -> int:
    """Write to the administrators about each target that is late or suspended; the number of targets told."""
    targets = [target for target in Target.objects.filter(is_active=True) if _may_be_told(target)]
    return sum(_tell(target, progress(target)) for target in targets)


def _may_be_told(target: Target) -> bool:
    return target.alerted_at is None or timezone.now() - target.alerted_at >= EVERY


@transaction.atomic
def _tell(target: Target, where: Progress) -> bool:
    if not (target.suspended_at or is_late(where)):
        return False
    logger.warning("delivery target %s is late or suspended", target.pk)
    context = {"target": target, "progress": where}
    for address in _administrators():
        queue_mail(to=address, template="xapi/mail/lag.txt", context=context)
    target.alerted_at = timezone.now()
    target.save(update_fields=["alerted_at"])
    return True


def _administrators() -> list[str]:
    users: list[User] = list(POLICIES[Target].users_with_any_permission(["view"]))
    return sorted({user.email for user in users})
