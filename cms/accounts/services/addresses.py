"""Changing one's address: the new one confirms, the old one is told."""

from axes.models import AccessLog
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.throttling import forget_failures
from cms.accounts.tokens import EmailChange, email_change_link, reset_link
from cms.mail.services import queue_mail


@transaction.atomic
def request_email_change(*, user: User, email: str) -> None:
    """Write to the new address, which must confirm, and to the old one, which may stop it by changing the password.

    An address that belongs to somebody gets a mail that says so, and whoever asks learns nothing.
    """
    email = email.strip().lower()
    owner = User.objects.filter(email__iexact=email).first()
    if owner:
        queue_mail(to=owner.email, template="accounts/mail/already_known.txt", context={"link": reset_link(owner)})
    else:
        link = email_change_link(user, email)
        queue_mail(to=email, template="accounts/mail/email_change_confirm.txt", context={"link": link})
    queue_mail(to=user.email, template="accounts/mail/email_change_asked.txt", context={"link": reset_link(user)})


def confirm_email_change(*, change: EmailChange) -> bool:
    """Give the account its new address. False when somebody took that address meanwhile."""
    old = change.user.email
    try:
        with transaction.atomic():
            # The row is read again in the update: a link followed twice at once works once.
            changed = User.objects.filter(pk=change.user.pk, email=old).update(
                email=change.email, email_confirmed_at=timezone.now()
            )
            if changed:
                AccessLog.objects.filter(username=old).update(username=change.email)
                queue_mail(to=old, template="accounts/mail/email_changed.txt")
    except IntegrityError:
        return False
    forget_failures(old)
    return bool(changed)
