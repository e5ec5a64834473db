"""Links sent by mail: signed, valid for `PASSWORD_RESET_TIMEOUT`, and useless once followed.

What a link changes is part of what it signs: the change itself makes the link void.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from cms.accounts.models import User

EMAIL_CHANGE_SALT = "cms.accounts.email-change"


class ConfirmationTokenGenerator(PasswordResetTokenGenerator):
    key_salt = "cms.accounts.confirmation"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.email_confirmed_at}"


confirmation_tokens = ConfirmationTokenGenerator()
reset_tokens = PasswordResetTokenGenerator()


def site_link(path: str) -> str:
    """`path` on this site, from `SITE_URL`: the Host header of a request never reaches a mail."""
    return settings.SITE_URL + path


def confirmation_link(user: User) -> str:
    return _user_link("accounts:confirm", user, confirmation_tokens)


def reset_link(user: User) -> str:
    return _user_link("accounts:password_reset_confirm", user, reset_tokens)


def _user_link(view: str, user: User, tokens: PasswordResetTokenGenerator) -> str:
    uidb64 = urlsafe_base64_encode(force_bytes(user.pk))
    return site_link(reverse(view, kwargs={"uidb64": uidb64, "token": tokens.make_token(user)}))


def confirmed_by(uidb64: str, token: str) -> User | None:
    """The account that this confirmation link confirms, None when the link is wrong, late or already followed."""
    try:
        user = User.objects.get(pk=urlsafe_base64_decode(uidb64).decode())
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if user.is_active and confirmation_tokens.check_token(user, token) else None


@dataclass(frozen=True)
class EmailChange:
    user: User
    email: str


def email_change_link(user: User, email: str) -> str:
    payload = {"user": user.pk, "email": email, "proof": _email_change_proof(user)}
    token = signing.dumps(payload, salt=EMAIL_CHANGE_SALT)
    return site_link(reverse("accounts:email_change_confirm", kwargs={"token": token}))


def email_change_by(token: str) -> EmailChange | None:
    """The change that this link makes, None when it is wrong, late, already followed, or the password changed since."""
    try:
        payload = signing.loads(token, salt=EMAIL_CHANGE_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if user is None or not constant_time_compare(payload["proof"], _email_change_proof(user)):
        return None
    return EmailChange(user=user, email=payload["email"])


def _email_change_proof(user: User) -> str:
    return salted_hmac(EMAIL_CHANGE_SALT, f"{user.pk}{user.password}{user.email}", algorithm="sha256").hexdigest()
