"""From the sign-up form to a usable account.

Whoever fills the form learns nothing about the address: it always gets one mail, and that mail alone says what to do.
The account opens with the link *and* the password of the form, so that nobody can prepare an account on somebody
else's address and wait for its owner to follow the link.
"""

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.accounts.enums import MembershipOrigin
from cms.accounts.models import Network, User
from cms.accounts.queries import network_for_email
from cms.accounts.services.memberships import assign_membership, sync_training_manager
from cms.accounts.tokens import confirmation_link, reset_link
from cms.mail.services import queue_mail


def sign_up(
    *, email: str, first_name: str, last_name: str, password: str, network: Network | None = None
) -> User | None:
    """Open an account that waits for its confirmation, or tell by mail who already has one. Returns the new account.

    A second sign-up on an address not yet confirmed replaces the first one, and makes its links void. The domain of the
    address decides of the network; `network` counts below it, or when the domain is unknown.
    """
    email = email.strip().lower()
    hashed = make_password(password)  # before looking the address up: the same time for everyone
    try:
        with transaction.atomic():
            return _sign_up(email, first_name, last_name, hashed, network)
    except IntegrityError:  # the same form twice at once: the other one has done it
        return None


def _sign_up(email: str, first_name: str, last_name: str, hashed: str, network: Network | None) -> User | None:
    known = User.objects.select_for_update().filter(email__iexact=email).first()
    if known and known.email_confirmed_at:
        queue_mail(to=known.email, template="accounts/mail/already_known.txt", context={"link": reset_link(known)})
        return None
    user = known or User(email=email)
    user.first_name, user.last_name, user.password = first_name, last_name, hashed
    user.date_joined = timezone.now()
    user.save()
    user.memberships.all().delete()
    _join(user, network)
    _send_confirmation(user)
    return user


def _join(user: User, chosen: Network | None) -> None:
    known = network_for_email(user.email)
    if known and not (chosen and (chosen == known or chosen.is_descendant_of(known))):
        assign_membership(user=user, network=known, origin=MembershipOrigin.DOMAIN)
    elif chosen:
        origin = MembershipOrigin.DOMAIN if known else MembershipOrigin.DECLARED
        assign_membership(user=user, network=chosen, origin=origin)


def _send_confirmation(user: User) -> None:
    queue_mail(to=user.email, template="accounts/mail/confirm.txt", context={"link": confirmation_link(user)})


@transaction.atomic
def resend_confirmation(*, email: str) -> None:
    """Send a new link to an account that waits for it; a confirmed one is told so; an unknown address gets nothing."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return
    if user.email_confirmed_at:
        queue_mail(to=user.email, template="accounts/mail/already_known.txt", context={"link": reset_link(user)})
    else:
        _send_confirmation(user)


@transaction.atomic
def confirm_account(*, user: User) -> User:
    """Make the account usable. Confirming twice changes nothing."""
    User.objects.filter(pk=user.pk, email_confirmed_at=None).update(email_confirmed_at=timezone.now())
    user.refresh_from_db()
    sync_training_manager(user=user)
    return user
