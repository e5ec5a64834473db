"""Who may do what with the courses, in one place."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.permission_policies import ModelPermissionPolicy

from cms.accounts.enums import Role
from cms.accounts.models import Network, User
from cms.accounts.queries import managed_networks


def is_administrator(user: User | AnonymousUser) -> bool:
    return user.is_active and (user.is_superuser or user.groups.filter(name=Role.ADMINISTRATOR.label).exists())


def export_networks(user: User | AnonymousUser) -> list[Network]:
    """The nodes whose learning records `user` may take out, in tree order: those managed, all for an administrator."""
    if not isinstance(user, User):
        return []
    networks = Network.objects.all() if is_administrator(user) else managed_networks(user)
    return sorted(set(networks), key=lambda node: node.path)


class AdministratorPolicy(ModelPermissionPolicy):
    """In Wagtail: administrators do `actions`, nobody does more."""

    def __init__(self, model: Any, actions: frozenset[str]) -> None:
        super().__init__(model)
        self.actions = actions

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and is_administrator(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)
