from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.throttling import forget_failures
from cms.accounts.tokens import reset_link
from cms.mail.services import queue_mail


@transaction.atomic
def send_password_reset(*, email: str) -> None:
    """Send a link to choose a new password. An unknown address gets nothing, and the page says the same."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user:
        queue_mail(to=user.email, template="accounts/mail/password_reset.txt", context={"link": reset_link(user)})


@transaction.atomic
def after_password_set(*, user: User, by_link: bool = False) -> None:
    """Tell the owner that the password changed. A link (`by_link`) also proves the address and lifts the throttling."""
    if by_link:
        User.objects.filter(pk=user.pk, email_confirmed_at=None).update(email_confirmed_at=timezone.now())
        forget_failures(user.email)
    queue_mail(to=user.email, template="accounts/mail/password_changed.txt")
