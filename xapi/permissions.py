"""The administration of statements is for administrators alone; what the machinery writes stays read-only."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import is_administrator
from xapi.models import ApiKey, Erasure, OutboxRow, Refusal, RefusedRequest, RetentionRule, Statement, Target


class AdministratorsOnly(BasePermissionPolicy):
    """Administrators may do `actions` on the model, nobody may do anything else."""

    def __init__(self, model: type[Model], *actions: str) -> None:
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action in self.actions and is_administrator(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        if self.actions.isdisjoint(actions):
            return User.objects.none()
        holds_role = Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR.label)
        return User.objects.filter(holds_role, is_active=True).distinct()


POLICIES = {
    ApiKey: AdministratorsOnly(ApiKey, "add", "change", "view"),
    Target: AdministratorsOnly(Target, "add", "change", "delete", "view"),
    Refusal: AdministratorsOnly(Refusal, "view"),
    RefusedRequest: AdministratorsOnly(RefusedRequest, "view"),
    Statement: AdministratorsOnly(Statement, "view"),
    Erasure: AdministratorsOnly(Erasure, "add", "view"),
    RetentionRule: AdministratorsOnly(RetentionRule, "add", "change", "delete", "view"),
    OutboxRow: AdministratorsOnly(OutboxRow, "view"),
}
