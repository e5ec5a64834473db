"""The administration of the Learning Record Store, in Wagtail."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from django_filters import DateFromToRangeFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.inspection import FrenchInspectView
from xapi.builders import kinds
from xapi.clock import microseconds
from xapi.forms import KeyForm, TargetForm
from xapi.models import ApiKey, OutboxRow, Refusal, Statement, Target
from xapi.permissions import POLICIES
from xapi.queries import COUNT_LIMIT, progress
from xapi.services import delivery, outbox
from xapi.services.keys import create_key
from xapi.viewsets_privacy import ErasureViewSet, RetentionRuleViewSet


class ShortPaginator(Paginator):
    """Counts no further than `COUNT_LIMIT`: older rows are reached through the filters."""

    @cached_property
    def count(self) -> int:
        return cast("QuerySet[Any]", self.object_list)[:COUNT_LIMIT].count()


class ShortIndexView(generic.IndexView):
    paginator_class = ShortPaginator


Action = Callable[[Any], str]


def action_view(model: type[Any], viewset_name: str, action: Action) -> Callable[..., HttpResponse]:
    """A view that does `action` on one object, by POST, and says what it did."""

    @require_POST
    def act(request: HttpRequest, pk: int) -> HttpResponse:
        if not POLICIES[Target].user_has_permission(request.user, "change"):
            raise PermissionDenied
        messages.success(request, action(get_object_or_404(model, pk=pk)))
        return redirect(reverse(f"{viewset_name}:index"))

    return act


# -- Keys --------------------------------------------------------------------------------------------------------------


class KeyCreateView(generic.CreateView):
    """Shows the secret in the answer itself, once: neither a message nor a cookie ever holds it."""

    def save_instance(self) -> ApiKey:
        key, self.secret = create_key(name=self.form.cleaned_data["name"], scopes=self.form.cleaned_data["scopes"])
        return key

    def save_action(self) -> HttpResponse:
        context = {
            "key": self.object,
            "secret": self.secret,
            "endpoint": self.request.build_absolute_uri(reverse("xapi:statements").removesuffix("statements")),
            "index_url": reverse(self.index_url_name),
        }
        response = render(self.request, "xapi/admin/key_created.html", context)
        response["Cache-Control"] = "no-store"
        return response


class KeyViewSet(ModelViewSet):
    model = ApiKey
    add_to_reference_index = False
    icon = "key"
    menu_label = "Clés d'accès"
    list_display = ["name", "key", BooleanColumn("is_active", label="Active"), "created_at"]
    copy_view_enabled = False
    add_view_class = KeyCreateView

    def get_form_class(self, for_update: bool = False) -> type[KeyForm]:
        return KeyForm


# -- Targets -----------------------------------------------------------------------------------------------------------


class TargetInspectView(FrenchInspectView):
    template_name = "xapi/admin/target.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(progress=progress(self.object), **kwargs)


def _progress_label(target: Target) -> str:
    return f"Suivi de {target}"


def _progress_url(target: Target) -> str:
    return reverse("xapi_targets:inspect", args=[target.pk])


class TargetViewSet(ModelViewSet):
    model = Target
    add_to_reference_index = False
    name = "xapi_targets"
    icon = "upload"
    menu_label = "Destinations xAPI"
    list_display = [
        "name",
        "endpoint",
        BooleanColumn("is_active", label="Active"),
        "delivered",
        "last_success_at",
        "last_error",
        TitleColumn("progress", label="Suivi", accessor=_progress_label, get_url=_progress_url),
    ]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = TargetInspectView
    inspect_view_fields = [
        "endpoint",
        "consumer",
        "is_active",
        "delivered",
        "last_success_at",
        "failures",
        "next_try_at",
        "suspended_at",
        "last_error",
    ]
    inspect_template_name = "xapi/admin/target.html"

    def get_form_class(self, for_update: bool = False) -> type[TargetForm]:
        return TargetForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/reprendre/", action_view(Target, self.name, _resume), name="resume"),
            path("<int:pk>/renvoyer/", action_view(Target, self.name, _retry), name="retry"),
        ]


def _resume(target: Target) -> str:
    delivery.resume(target=target)
    return f"« {target} » est essayée dans les secondes qui viennent."


def _retry(target: Target) -> str:
    count = delivery.retry_refused(target=target)
    return f"« {target} » : {count} trace(s) refusée(s) seront renvoyées."


class RefusalIndexView(ShortIndexView):
    def get_base_queryset(self) -> QuerySet[Refusal]:
        return super().get_base_queryset().select_related("target", "statement")


class RefusalViewSet(ModelViewSet):
    model = Refusal
    add_to_reference_index = False
    icon = "warning"
    menu_label = "Traces refusées"
    list_display = ["statement", "target", "reason", "refused_at", BooleanColumn("retry", label="Nouvel essai demandé")]
    list_filter = ["target", "retry"]
    index_view_class = RefusalIndexView
    inspect_view_class = FrenchInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["target", "statement", "reason", "refused_at", "retry"]
    form_fields: list[str] = []


# -- Statements --------------------------------------------------------------------------------------------------------


class StatementFilters(WagtailFilterSet):
    # By the sequence, which is the time stored: `stored` itself has no index.
    stored = DateFromToRangeFilter(label="Enregistrée le", widget=DateRangePickerWidget, method="within")

    class Meta:
        model = Statement
        fields = ["verb", "stored", "voided"]

    def within(self, rows: QuerySet[Statement], name: str, days: slice) -> QuerySet[Statement]:
        """`days` are the first and the last moment wanted, each of which may be missing."""
        if days.start:
            rows = rows.filter(seq__gte=microseconds(days.start))
        return rows.filter(seq__lte=microseconds(days.stop)) if days.stop else rows


class StatementIndexView(ShortIndexView):
    def get_base_queryset(self) -> QuerySet[Statement]:
        return super().get_base_queryset().select_related("verb").defer("payload")


def _json(value: Any) -> SafeString:
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))


class StatementInspectView(FrenchInspectView):
    def get_payload_display_value(self) -> SafeString:
        return _json(json.loads(self.object.payload))


class StatementViewSet(ModelViewSet):
    model = Statement
    add_to_reference_index = False
    icon = "list-ul"
    menu_label = "Traces enregistrées"
    list_display = ["statement_id", "verb", "timestamp", "stored", BooleanColumn("voided", label="Annulée")]
    filterset_class = StatementFilters
    index_view_class = StatementIndexView
    inspect_view_class = StatementInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["statement_id", "verb", "stored", "timestamp", "key", "voided", "payload"]
    form_fields: list[str] = []


# -- Outbox ------------------------------------------------------------------------------------------------------------


def _announcement(row: OutboxRow) -> str:
    """What is announced, in French; its code for a class that is gone."""
    kind = kinds().get(row.kind)
    return kind.label if kind and kind.label else row.kind


def _outbox_url(row: OutboxRow) -> str:
    return reverse("xapi_outbox:inspect", args=[row.pk])


class OutboxInspectView(FrenchInspectView):
    template_name = "xapi/admin/outbox_row.html"

    def get_page_subtitle(self) -> str:
        return _announcement(self.object)

    def get_kind_display_value(self) -> str:
        return _announcement(self.object)

    def get_payload_display_value(self) -> SafeString:
        return _json(self.object.payload)


class OutboxViewSet(ModelViewSet):
    model = OutboxRow
    add_to_reference_index = False
    name = "xapi_outbox"
    icon = "time"
    menu_label = "Traces en attente"
    list_display = [
        TitleColumn("kind", label="Annonce", accessor=_announcement, get_url=_outbox_url, sort_key="kind"),
        "at",
        "failed_at",
        "error",
    ]
    index_view_class = ShortIndexView
    inspect_view_class = OutboxInspectView
    inspect_template_name = "xapi/admin/outbox_row.html"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["kind", "at", "payload", "failed_at", "error"]
    form_fields: list[str] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/rejouer/", action_view(OutboxRow, self.name, _replay), name="replay"),
        ]


def _replay(row: OutboxRow) -> str:
    outbox.replay(row=row)
    return "La trace est essayée à nouveau dans les secondes qui viennent."


class XapiGroup(ViewSetGroup):
    menu_label = "Traces xAPI"
    menu_icon = "history"
    menu_order = 800
    items = (
        StatementViewSet,
        OutboxViewSet,
        KeyViewSet,
        TargetViewSet,
        RefusalViewSet,
        ErasureViewSet,
        RetentionRuleViewSet,
    )
