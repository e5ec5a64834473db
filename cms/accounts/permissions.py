"""Who may do what on the whole site. What one may do with a network is in `queries.managed_networks`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from cms.accounts.enums import Role
from cms.accounts.models import User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether `user` holds at least one of `roles`. A superuser holds them all, a visitor none. One query a request."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or not user.group_names.isdisjoint(role.label for role in roles)


def is_member(user: User | AnonymousUser) -> bool:
    return has_role(user, Role.MEMBER)


def is_training_manager(user: User | AnonymousUser) -> bool:
    return has_role(user, Role.TRAINING_MANAGER)


def is_editor(user: User | AnonymousUser) -> bool:
    return has_role(user, Role.EDITOR, Role.ADMINISTRATOR)


def is_animator(user: User | AnonymousUser) -> bool:
    return has_role(user, Role.ANIMATOR, Role.ADMINISTRATOR)


def is_administrator(user: User | AnonymousUser) -> bool:
    return has_role(user, Role.ADMINISTRATOR)


def require_role(*roles: Role) -> Callable[[View], View]:
    """A view for those who hold one of `roles`: the others get 403, visitors the sign-in page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(checked)  # type: ignore[return-value]

    return decorate


def may_edit_account(editor: User, account: User) -> bool:
    """Whoever edits a superuser's account could take it over: only a superuser does."""
    return editor.is_superuser or not account.is_superuser
