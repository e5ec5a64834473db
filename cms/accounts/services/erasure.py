"""Leaving: asked, kept for a while so that one may change one's mind, then done for good."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from cms.accounts import privacy
from cms.accounts.models import User
from cms.mail.services import queue_mail

logger = logging.getLogger(__name__)


class ErasureFailedError(RuntimeError):
    """Some due accounts could not be erased, the log says by what; the others were."""


@transaction.atomic
def request_erasure(*, user: User) -> User:
    """Plan the erasure, once, and confirm it by mail."""
    asked = User.objects.filter(pk=user.pk, erasure_requested_at=None).update(erasure_requested_at=timezone.now())
    user.refresh_from_db()
    if asked:
        context = {"on": user.erasure_on}
        queue_mail(to=user.email, template="accounts/mail/erasure_asked.txt", context=context)
    return user


@transaction.atomic
def cancel_erasure(*, user: User) -> User:
    """Keep the account after all."""
    asked = User.objects.filter(pk=user.pk).exclude(erasure_requested_at=None).update(erasure_requested_at=None)
    user.refresh_from_db()
    if asked:
        queue_mail(to=user.email, template="accounts/mail/erasure_cancelled.txt")
    return user


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Erase the account and all that the register of personal data knows about it, or nothing if anything resists."""
    email = user.email
    privacy.erase(user)
    user.delete()
    queue_mail(to=email, template="accounts/mail/erased.txt")


def erase_due_accounts(*, now: datetime | None = None) -> int:
    """Erase the accounts whose delay is over and return how many. Raises `ErasureFailedError` after trying them all."""
    limit = (now or timezone.now()) - settings.ACCOUNT_ERASURE_DELAY
    due = User.objects.filter(erasure_requested_at__lte=limit).values_list("pk", flat=True)
    outcomes = [_erase_if_due(pk, limit) for pk in due]
    if failed := outcomes.count(False):
        raise ErasureFailedError(f"{failed} accounts could not be erased")
    return len(outcomes)


def _erase_if_due(pk: int, limit: datetime) -> bool:
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().filter(pk=pk, erasure_requested_at__lte=limit).first()
            if user:  # neither cancelled nor erased by another worker meanwhile
                erase_account(user=user)
    except (ProtectedError, RestrictedError) as error:
        # The models that resist say which app lacks an eraser; nothing here names the person.
        models = sorted({type(row).__name__ for row in getattr(error, "protected_objects", ())})
        logger.error("account %d not erased, kept by %s", pk, ", ".join(models))  # noqa: TRY400
        return False
    return True
