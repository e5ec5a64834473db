"""What leaves for other stores, and what waits to become a statement."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import BooleanColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.inspection import FrenchInspectView
from xapi import marking
from xapi.builders import kinds
from xapi.forms import TargetForm
from xapi.models import OutboxRow, Refusal, Target
from xapi.queries import progress
from xapi.services import delivery, outbox
from xapi.viewsets.common import ShortIndexView, action_view

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
    menu_label = "Refus des destinations"
    list_display = ["statement", "target", "reason", "refused_at", BooleanColumn("retry", label="Nouvel essai demandé")]
    list_filter = ["target", "retry"]
    index_view_class = RefusalIndexView
    inspect_view_class = FrenchInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["target", "statement", "reason", "refused_at", "retry"]
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
        return format_html("<pre>{}</pre>", marking.plain(self.object.payload))


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
