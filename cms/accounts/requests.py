from django.http import HttpRequest

from cms.accounts.models import User


class SignedInRequest(HttpRequest):
    """The request of a view behind a sign-in, for annotations."""

    user: User
