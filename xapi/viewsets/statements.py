"""The live view of the store, and one statement as a person reads it."""

import json
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, UUIDFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from cms.core.inspection import FrenchInspectView
from xapi import jsontext, marking, sentences
from xapi.browsing import Wanted, found
from xapi.formats import Format, formatted
from xapi.identifiers import ifi_from
from xapi.models import ApiKey, Reference, Statement
from xapi.queries import statement
from xapi.services.store import store_statements
from xapi.validation.statements import VOIDED
from xapi.viewsets.common import ShortIndexView, check_administrator, confirmation, inspect_url
from xapi.vocabulary import own

OWN = "site"


def in_french(payloads: list[str]) -> list[dict[str, Any]]:
    """Statements with the names that the store knows, in French where there are any."""
    return [jsontext.readable(text) for text in formatted(payloads, Format.CANONICAL, "fr")]


def _keys() -> list[tuple[str, str]]:
    return [(OWN, "Le site lui-même"), *((str(pk), name) for pk, name in ApiKey.objects.values_list("pk", "name"))]


class StatementFilters(WagtailFilterSet):
    """All filters at once, by the indexes of the store: none of them is applied to the statements one by one."""

    agent = CharFilter(
        label="Agent",
        help_text="Adresse électronique, pseudonyme, ou compte écrit « adresse du service|nom »",
    )
    activity = CharFilter(label="Activité", help_text="Son adresse complète (IRI)")
    registration = UUIDFilter(label="Inscription")
    key = ChoiceFilter(label="Clé d'accès", choices=_keys, empty_label="Toutes")
    stored = DateFromToRangeFilter(label="Enregistrée le", widget=DateRangePickerWidget)
    voided = ChoiceFilter(label="État", choices=[("oui", "Annulées")], empty_label="Valables")

    class Meta:
        model = Statement
        fields = ["verb"]

    def filter_queryset(self, queryset: QuerySet[Statement]) -> QuerySet[Statement]:
        given = self.form.cleaned_data
        times = given.get("stored") or slice(None)
        key = given.get("key")
        wanted = Wanted(
            agent=ifi_from(given["agent"]) if given.get("agent") else "",
            verb=given.get("verb"),
            activity=given.get("activity") or "",
            registration=given.get("registration"),
            key=ApiKey.objects.get(pk=key) if key and key != OWN else None,
            own=key == OWN,
            since=times.start,
            until=times.stop,
            voided=bool(given.get("voided")),
        )
        return queryset & found(wanted)


class StatementIndexView(ShortIndexView):
    def get_base_queryset(self) -> QuerySet[Statement]:
        return super().get_base_queryset().select_related("key")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        for row, told in zip(rows, in_french([row.payload for row in rows]), strict=True):
            row.sentence = sentences.sentence(told)
        return context


def _parts(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a statement, each with the address of the statements that say the same."""
    index = reverse("statement:index")
    return [
        {"part": part, "url": f"{index}?{urlencode(part.filters)}" if part.filters else ""}
        for part in sentences.parts(told)
    ]


class StatementInspectView(FrenchInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [told] = in_french([self.object.payload])
        reference = Reference.objects.filter(statement=self.object).first()
        return super().get_context_data(
            told=sentences.sentence(told),
            parts=_parts(told),
            attachments=told.get("attachments", []),
            referring=_referring(self.object),
            target=reference and either(reference.target),
            reference=reference,
            may_be_voided=_may_be_voided(self.object, told),
            content=marking.plain(json.loads(self.object.payload)),
            **kwargs,
        )


def either(statement_id: uuid.UUID) -> Statement | None:
    """The statement of that id, voided or not."""
    return statement(statement_id) or statement(statement_id, voided=True)


def _referring(found: Statement) -> QuerySet[Statement]:
    seqs = Reference.objects.filter(target=found.statement_id).values_list("statement", flat=True)
    return Statement.objects.filter(seq__in=list(seqs[:20])).select_related("verb").defer("payload")


def _may_be_voided(found: Statement, told: dict[str, Any]) -> bool:
    return not found.voided and told["verb"]["id"] != VOIDED


@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a statement, after a confirmation: the site itself says that it does not count."""
    check_administrator(request)
    target = get_object_or_404(Statement, pk=pk)
    back = inspect_url("statement", target)
    [told] = in_french([target.payload])
    if not _may_be_voided(target, told):
        messages.error(request, "Cette trace ne peut pas être annulée : elle l'est déjà, ou elle en annule une autre.")
        return redirect(back)
    if request.method == "POST":
        store_statements(batch=jsontext.received(json.dumps(_voiding(target)))[0])
        log(target, "xapi.statement.void", user=request.user)
        messages.success(request, "La trace est annulée : elle ne compte plus.")
        return redirect(back)
    question = (
        f"Annuler « {sentences.sentence(told)} » ? Elle ne sera plus comptée ni trouvée, sauf parmi les annulées, et "
        "une annulation ne s'annule pas."
    )
    return confirmation(request, title="Annuler une trace", question=question, button="Annuler la trace", back=back)


def _voiding(target: Statement) -> dict[str, Any]:
    return {
        "actor": {"objectType": "Agent", "account": {"homePage": own("about"), "name": "campus"}},
        "verb": {"id": VOIDED, "display": {"fr": "a annulé"}},
        "object": {"objectType": "StatementRef", "id": str(target.statement_id)},
    }


def _inspect(found: Statement) -> str:
    return inspect_url("statement", found)


class StatementViewSet(ModelViewSet):
    model = Statement
    add_to_reference_index = False
    icon = "list-ul"
    menu_label = "Traces enregistrées"
    list_display = [
        TitleColumn("sentence", label="Trace", get_url=_inspect),
        DateColumn("stored", label="Enregistrée"),
        Column("key", label="Clé d'accès", accessor=lambda found: found.key or "le site"),
    ]
    filterset_class = StatementFilters
    index_view_class = StatementIndexView
    index_template_name = "xapi/admin/statements.html"
    inspect_view_class = StatementInspectView
    inspect_template_name = "xapi/admin/statement.html"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["statement_id", "stored", "timestamp", "version", "key", "voided"]
    form_fields: list[str] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/annuler/", void, name="void")]
