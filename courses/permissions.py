"""Who may do what with the courses, in one place."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.permission_policies import ModelPermissionPolicy

from cms.accounts.models import Network, User
from cms.accounts.permissions import is_administrator, is_training_manager
from cms.accounts.queries import managed_networks


def export_networks(user: User | AnonymousUser) -> list[Network]:
    """The nodes whose learning records `user` may take out, in tree order: those managed, all for an administrator."""
    return managed_networks(user) if isinstance(user, User) else []


def runs_training(user: User) -> bool:
    return is_administrator(user) or is_training_manager(user)


class AdministratorPolicy(ModelPermissionPolicy):
    """In Wagtail: administrators do `actions`, nobody does more."""

    def __init__(self, model: Any, actions: frozenset[str]) -> None:
        super().__init__(model)
        self.actions = actions

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and is_administrator(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)
