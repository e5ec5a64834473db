"""Refused requests: why, where, and once more."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from django_filters import BooleanFilter, ChoiceFilter, DateFromToRangeFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.inspection import FrenchInspectView
from xapi import marking
from xapi.explanations import explanation, place
from xapi.figures import refused_by_status
from xapi.models import RefusedRequest
from xapi.services import refused
from xapi.viewsets.common import ShortIndexView, check_administrator, inspect_url

NAME = "xapi_refused"
AT_ONCE = 100  # requests made again in one go


def _statuses() -> list[tuple[int, str]]:
    return [(status, str(status)) for status in refused_by_status()]


class RefusedFilters(WagtailFilterSet):
    status = ChoiceFilter(label="Code de réponse", choices=_statuses)
    at = DateFromToRangeFilter(label="Refusée le", widget=DateRangePickerWidget)
    waiting = BooleanFilter(label="Pas encore acceptée", field_name="settled_at", lookup_expr="isnull")

    class Meta:
        model = RefusedRequest
        fields = ["key"]


class RefusedIndexView(ShortIndexView):
    def get_base_queryset(self) -> QuerySet[RefusedRequest]:
        return super().get_base_queryset().select_related("key").defer("body")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        url = f"{reverse(f'{NAME}:replay_all')}?{query}"
        kept = settings.XAPI_REFUSED_REQUESTS_KEPT.days
        return super().get_context_data(*args, replay_all_url=url, at_once=AT_ONCE, kept=kept, **kwargs)


class RefusedInspectView(FrenchInspectView):
    def get_page_subtitle(self) -> str:
        return f"{self.object} – {self.object.status}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        error = self.object.error
        return super().get_context_data(
            error=error,
            explanation=explanation(self.object.status, error),
            place=place(error),
            parameters=self.object.parameters,
            headers=self.object.headers,
            content=_content(self.object),
            kept=settings.XAPI_REFUSED_REQUESTS_KEPT.days,
            **kwargs,
        )


def _content(found: RefusedRequest) -> SafeString:
    text = bytes(found.body).decode(errors="replace")
    return marking.marked(text, index=found.error.get("index"), pointer=str(found.error.get("pointer") or ""))


@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one request again and tell what came of it."""
    check_administrator(request)
    found = get_object_or_404(RefusedRequest, pk=pk)
    try:
        response = refused.replay(pk=pk)
    except refused.CannotReplayError as error:
        messages.error(request, str(error))
    else:
        if response.status_code < 400:
            messages.success(request, f"Rejouée et acceptée (réponse {response.status_code}).")
        else:
            messages.warning(request, f"Rejouée et encore refusée (réponse {response.status_code}).")
    return redirect(inspect_url(NAME, found))


@require_POST
def replay_all(request: HttpRequest) -> HttpResponse:
    """Make the requests that the filters find again, the oldest first."""
    check_administrator(request)
    filters = RefusedFilters(request.GET, queryset=RefusedRequest.objects.filter(settled_at=None), request=request)
    accepted = left = 0
    for pk in list(filters.qs.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        try:
            done = refused.replay(pk=pk).status_code < 400
        except (refused.CannotReplayError, RefusedRequest.DoesNotExist):
            done = False
        accepted, left = accepted + done, left + (not done)
    total = accepted + left
    messages.info(request, f"Requêtes rejouées : {total}, dont {accepted} acceptée(s) et {left} encore refusée(s).")
    return redirect(reverse(f"{NAME}:index"))


def _inspect(found: RefusedRequest) -> str:
    return inspect_url(NAME, found)


def _reason(found: RefusedRequest) -> str:
    return explanation(found.status, found.error)


class RefusedViewSet(ModelViewSet):
    model = RefusedRequest
    add_to_reference_index = False
    name = NAME
    icon = "warning"
    menu_label = "Requêtes refusées"
    list_display = [
        TitleColumn("request", label="Requête", accessor=str, get_url=_inspect),
        DateColumn("at", label="Refusée"),
        Column("key", label="Clé d'accès"),
        Column("status", label="Réponse"),
        Column("reason", label="Raison", accessor=_reason),
        Column("outcome", label="Rejouée", accessor=lambda found: "acceptée" if found.settled_at else ""),
    ]
    filterset_class = RefusedFilters
    index_view_class = RefusedIndexView
    index_template_name = "xapi/admin/refused_list.html"
    inspect_view_class = RefusedInspectView
    inspect_template_name = "xapi/admin/refused.html"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["key", "at", "method", "path", "status", "settled_at"]
    form_fields: list[str] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/rejouer/", replay, name="replay"),
            path("rejouer/", replay_all, name="replay_all"),
        ]
