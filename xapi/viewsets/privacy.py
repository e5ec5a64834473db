"""What is forgotten of what others wrote, in Wagtail's administration."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.inspection import FrenchInspectView
from xapi.models import Erasure, RetentionRule
from xapi.permissions import POLICIES
from xapi.queries import COUNT_LIMIT
from xapi.services.retention import would_forget
from xapi.tasks import apply_retention_rule
from xapi.views.people import person


class ErasureViewSet(ModelViewSet):
    """The erasures asked for; a new one starts with finding the person."""

    model = Erasure
    add_to_reference_index = False
    icon = "user"
    menu_label = "Effacement de personnes"
    list_display = ["__str__", "by", "asked_at", "done_at", "statements", "documents"]
    inspect_view_class = FrenchInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["by", "asked_at", "done_at", "statements", "documents"]
    form_fields: list[str] = []
    add_item_label = "Chercher une personne"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("new/", person, name="add"), *super().get_urlpatterns()]


class RuleInspectView(FrenchInspectView):
    """A rule, and what it would delete now."""

    template_name = "xapi/admin/retention_rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        would = would_forget(rule=self.object)
        count = would[: COUNT_LIMIT + 1].count()
        oldest = would.values_list("stored", flat=True).first()
        count_text = f"plus de {COUNT_LIMIT}" if count > COUNT_LIMIT else str(count)
        return super().get_context_data(count=count, count_text=count_text, oldest=oldest, **kwargs)


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a rule applied now, by the worker: there may be millions to delete."""
    user = request.user
    if isinstance(user, AnonymousUser) or not POLICIES[RetentionRule].user_has_permission(user, "change"):
        raise PermissionDenied
    rule = get_object_or_404(RetentionRule, pk=pk)
    if "confirmed" not in request.POST:
        messages.error(request, "Cochez la case pour confirmer la suppression.")
        return redirect(reverse("retentionrule:inspect", args=[pk]))
    apply_retention_rule.delay(rule.pk, user.pk)
    messages.success(request, f"« {rule} » s'applique : le nombre de traces supprimées paraîtra ici.")
    return redirect(reverse("retentionrule:index"))


def _inspect_label(rule: RetentionRule) -> str:
    return "Essayer à blanc"


def _inspect_url(rule: RetentionRule) -> str:
    return reverse("retentionrule:inspect", args=[rule.pk])


class RetentionRuleViewSet(ModelViewSet):
    model = RetentionRule
    add_to_reference_index = False
    icon = "bin"
    menu_label = "Conservation"
    list_display = [
        "name",
        Column("days", label="Jours", sort_key="days"),
        Column("key", label="Clé d'accès"),
        BooleanColumn("is_active", label="Active"),
        "last_run_at",
        Column("deleted", label="Supprimées"),
        TitleColumn("try", label="Essai", accessor=_inspect_label, get_url=_inspect_url, width="20%"),
    ]
    inspect_view_class = RuleInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name", "days", "activity", "key", "is_active", "last_run_at", "deleted"]
    inspect_template_name = "xapi/admin/retention_rule.html"
    form_fields = ["name", "days", "activity", "key", "is_active"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/appliquer/", apply, name="apply")]
