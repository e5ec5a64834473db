"""What the store holds about a person that others name: seen, handed over, made unknown. For administrators."""

import itertools
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages
from wagtail.log_actions import log

from cms.core.exports import download
from xapi.documents import handed_over
from xapi.models import Erasure
from xapi.permissions import POLICIES
from xapi.services.erasure import ask_erasure, documents_of, footprint, statements_of
from xapi.validation import Invalid, check_identified

KINDS = [
    ("mbox", "Adresse électronique"),
    ("account", "Compte"),
    ("openid", "OpenID"),
]


class PersonForm(forms.Form):
    """How others name a person."""

    kind = forms.ChoiceField(label="La personne est désignée par", choices=KINDS)
    value = forms.CharField(
        label="Adresse, nom de compte ou OpenID",
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    home_page = forms.CharField(
        label="Adresse du service où elle a ce compte",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Pour un compte seulement, par exemple : https://lms.exemple.fr",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            check_identified(self.identifier(), ())
        except Invalid:
            field = "home_page" if cleaned["kind"] == "account" else "value"
            self.add_error(field, "Cet identifiant n'en est pas un : vérifiez l'adresse saisie.")
        return cleaned

    def identifier(self) -> dict[str, Any]:
        """The identifier in the terms of xAPI."""
        kind, value = self.cleaned_data["kind"], self.cleaned_data["value"]
        if kind == "mbox":
            return {"mbox": f"mailto:{value.removeprefix('mailto:')}"}
        if kind == "openid":
            return {"openid": value}
        return {"account": {"homePage": self.cleaned_data["home_page"], "name": value}}


def person(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Ask who it is; then how much there is, with what can be done about it. Nothing of it stands in an address."""
    if isinstance(request.user, AnonymousUser) or not POLICIES[Erasure].user_has_permission(request.user, "add"):
        raise PermissionDenied
    form = PersonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    identifiers = [form.identifier()]
    if "export" in request.POST:
        return _export(request, identifiers)
    if "erase" in request.POST and "confirmed" in request.POST:
        ask_erasure(identifiers=identifiers, by=request.user)
        messages.success(request, "L'effacement est demandé : il commence dans la minute.")
        return redirect(reverse("erasure:index"))
    if "erase" in request.POST:
        messages.error(request, "Cochez la case pour confirmer l'effacement.")
    return _page(request, form, footprint(identifiers=identifiers))


def _page(request: HttpRequest, form: PersonForm, found: Any = None) -> HttpResponse:
    context = {"form": form, "found": found, "index_url": reverse("erasure:index")}
    response = render(request, "xapi/admin/person.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _export(request: HttpRequest, identifiers: list[dict[str, Any]]) -> StreamingHttpResponse:
    log(request.user, "xapi.person.export", user=request.user, data=asdict(footprint(identifiers=identifiers)))
    documents = documents_of(identifiers=identifiers).iterator(chunk_size=20)
    texts = (DjangoJSONEncoder().encode(handed_over(one)) for one in documents)
    parts = itertools.chain(statements_of(identifiers=identifiers), texts)
    return download("traces-d-une-personne.json", "application/json", _array(parts))


def _array(texts: Iterator[str]) -> Iterator[bytes]:
    """A JSON array, as its items come."""
    start = b"["
    for text in texts:
        yield start + text.encode()
        start = b",\n"
    yield b"[]" if start == b"[" else b"]"
