"""Where the menu opens: the address to give, a way to try it, and how the store is doing."""

import json
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from xapi import figures, jsontext
from xapi.calls import VERSION_HEADER, Sent
from xapi.enums import Version
from xapi.explanations import explanation
from xapi.models import ApiKey, Target
from xapi.permissions import POLICIES
from xapi.queries import statement
from xapi.services.alerts import is_late
from xapi.services.store import store_statements
from xapi.views.statements import statements
from xapi.viewsets.common import check_administrator, inspect_url, page, told
from xapi.viewsets.keys import endpoint, last_problem, state
from xapi.vocabulary import own

NAME = "xapi_overview"
TITLE = "Traces xAPI"


class TrialForm(forms.Form):
    key = forms.ModelChoiceField(
        ApiKey.objects.filter(is_active=True), label="Essayer avec", required=False, empty_label="le site lui-même"
    )


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    check_administrator(request)
    return page(
        request,
        "xapi/admin/overview.html",
        title=TITLE,
        icon="history",
        endpoint=endpoint(request),
        versions=[str(label) for label in Version.labels],
        trial=TrialForm(),
        stored=told(figures.statements_stored()),
        recent=told(figures.statements_since(figures.yesterday())),
        last_stored=figures.last_stored(),
        waiting=figures.waiting(),
        keys=_keys(),
        targets=_targets(),
        lag_minutes=int(settings.XAPI_LAG_ALERT.total_seconds() // 60),
    )


def _keys() -> list[dict[str, Any]]:
    refusals = figures.last_refusals()
    return [
        {
            "key": key,
            "state": state(key),
            "stored": told(figures.stored_with(key)),
            "problem": last_problem(refusals.get(key.pk)),
            "refusal": refusals.get(key.pk),
        }
        for key in ApiKey.objects.all()
    ]


def _targets() -> list[dict[str, Any]]:
    return [
        {"target": target, "progress": where, "late": is_late(where) or target.suspended_at is not None}
        for target, where in figures.targets()
    ]


@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Store a statement as a client would, read it back, and say what happened."""
    check_administrator(request)
    form = TrialForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Cette clé n'existe pas, ou elle est désactivée.")
        return redirect(f"{NAME}:index")
    key = form.cleaned_data["key"]
    sent = _trial_statement()
    refusal = _store(sent, key)
    found = statement(uuid.UUID(sent["id"]))
    if found is None:
        messages.error(request, f"L'essai a échoué : {refusal}")
    else:
        who = f"avec la clé « {key} »" if key else "par le site lui-même"
        link = messages.button(inspect_url("statement", found), "Voir la trace d'essai")
        told_so = f"Une trace d'essai a été enregistrée {who}, puis relue. Elle peut être annulée."
        messages.success(request, told_so, buttons=[link])
    return redirect(f"{NAME}:index")


def _trial_statement() -> dict[str, Any]:
    name = {"fr": "Essai de l'entrepôt de traces", "en": "Trial of the Learning Record Store"}
    return {
        "id": str(uuid.uuid4()),
        "actor": {"objectType": "Agent", "account": {"homePage": own("about"), "name": "essai"}, "name": "Essai"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/attempted", "display": {"fr": "a tenté", "en": "attempted"}},
        "object": {"id": own("about"), "definition": {"name": name}},
    }


def _store(sent: dict[str, Any], key: ApiKey | None) -> str:
    """Store `sent` as `key` would over HTTP, or as the site does. Why it was refused, empty when it was not."""
    body = json.dumps(sent).encode()
    if key is None:
        store_statements(batch=jsontext.received(body.decode())[0])
        return ""
    headers = {"content-type": "application/json", VERSION_HEADER: key.default_version}
    response = statements.perform(Sent("POST", reverse("xapi:statements"), (), headers, body), key=key)
    return "" if response.status_code < 400 else explanation(response.status_code, json.loads(response.content))


class OverviewMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return POLICIES[Target].user_has_permission(request.user, "view")


class OverviewViewSet(ViewSet):
    name = NAME
    icon = "history"
    menu_label = "Vue d'ensemble"
    menu_item_class = OverviewMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", overview, name="index"), path("essai/", try_out, name="try")]
