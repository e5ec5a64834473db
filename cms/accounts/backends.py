from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from cms.accounts.models import User


class ConfirmedAccountBackend(ModelBackend):
    """Signs in, and keeps signed in, active accounts whose address is confirmed."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        confirmed = getattr(user, "email_confirmed_at", None) is not None
        return confirmed and super().user_can_authenticate(user)
