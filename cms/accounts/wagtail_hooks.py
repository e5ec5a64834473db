from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from cms.accounts.models import User
from cms.accounts.viewsets import NetworksGroup


@hooks.register("register_admin_viewset")
def networks() -> NetworksGroup:
    return NetworksGroup()


@hooks.register("before_bulk_action")
def no_bulk_action_on_accounts(request: HttpRequest, action: str, objects: Sequence[Any], view: Any) -> None:
    """Wagtail's bulk actions would delete without erasing, and close superusers' accounts."""
    if any(isinstance(each, User) for each in objects):
        raise PermissionDenied
