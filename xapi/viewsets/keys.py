"""Keys: made, limited, given a new secret, switched off and on again. None is deleted: statements refer to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import date
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from xapi.explanations import explanation
from xapi.figures import last_refusals, stored_with
from xapi.forms import KeyForm
from xapi.models import ApiKey, RefusedRequest
from xapi.services import keys
from xapi.viewsets.common import action_view, check_administrator, confirmation, told


def state(key: ApiKey) -> str:
    """Whether the key is let in, in words."""
    if not key.is_active:
        return "Désactivée : ses requêtes sont refusées"
    if not key.expires_at:
        return "Active"
    until = date(timezone.localtime(key.expires_at), "j F Y à H:i")
    if key.expires_at <= timezone.now():
        return f"Expirée depuis le {until} : ses requêtes sont refusées"
    return f"Active jusqu'au {until}"


def last_problem(refused: RefusedRequest | None) -> str:
    """Why the last request of a key was refused, empty when none was."""
    if refused is None:
        return ""
    at = date(timezone.localtime(refused.at), "j F à H:i")
    return f"{refused.status}, le {at} : {explanation(refused.status, refused.error)}"


def shown_once(request: HttpRequest, key: ApiKey, secret: str, title: str) -> HttpResponse:
    """The secret in the answer itself: neither a message nor a cookie ever holds it."""
    context = {"key": key, "secret": secret, "title": title, "endpoint": endpoint(request)}
    response = render(request, "xapi/admin/key_created.html", {**context, "index_url": reverse("apikey:index")})
    response["Cache-Control"] = "no-store"
    return response


def endpoint(request: HttpRequest) -> str:
    """The address that clients are given."""
    return request.build_absolute_uri(reverse("xapi:statements").removesuffix("statements"))


class KeyIndexView(generic.IndexView):
    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        refusals = last_refusals()
        for key in context["object_list"]:
            key.stored = told(stored_with(key))
            key.last_problem = last_problem(refusals.get(key.pk))
        return context


class KeyCreateView(generic.CreateView):
    def save_instance(self) -> ApiKey:
        version = self.form.cleaned_data.pop("default_version")
        key, self.secret = keys.create_key(version=version, **self.form.cleaned_data)
        return key

    def save_action(self) -> HttpResponse:
        return shown_once(self.request, self.object, self.secret, "Clé d'accès créée")


class KeyEditView(generic.EditView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(state=state(self.object), **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, after a confirmation."""
    check_administrator(request)
    key = get_object_or_404(ApiKey, pk=pk)
    if request.method == "POST":
        secret = keys.rotate_key(key=key)
        log(key, "xapi.key.rotate", user=request.user)
        return shown_once(request, key, secret, "Nouveau secret")
    question = (
        f"Donner un nouveau secret à la clé « {key} » ? L'ancien cesse aussitôt d'être accepté : tout ce qui l'utilise "
        "devra recevoir le nouveau, qui ne sera affiché qu'une fois."
    )
    back = reverse("apikey:edit", args=[pk])
    return confirmation(
        request, title="Nouveau secret", question=question, button="Donner un nouveau secret", back=back
    )


def _switch_off(key: ApiKey) -> str:
    keys.switch_key(key=key, active=False)
    return f"La clé « {key} » est désactivée : ses requêtes sont refusées. Ce qu'elle a enregistré reste."


def _switch_on(key: ApiKey) -> str:
    keys.switch_key(key=key, active=True)
    return f"La clé « {key} » est à nouveau active."


class KeyViewSet(ModelViewSet):
    model = ApiKey
    add_to_reference_index = False
    icon = "key"
    menu_label = "Clés d'accès"
    list_display = [
        "name",
        Column("key", label="Identifiant"),
        Column("state", label="État", accessor=state),
        DateColumn("last_used_at", label="Dernière utilisation"),
        Column("stored", label="Traces enregistrées"),
        Column("last_problem", label="Dernier refus"),
    ]
    copy_view_enabled = False
    index_view_class = KeyIndexView
    add_view_class = KeyCreateView
    edit_view_class = KeyEditView
    edit_template_name = "xapi/admin/key_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[KeyForm]:
        return KeyForm

    def get_urlpatterns(self) -> list[URLPattern]:
        off = action_view(ApiKey, self.name, _switch_off, logged="xapi.key.off")
        on = action_view(ApiKey, self.name, _switch_on, logged="xapi.key.on")
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/desactiver/", off, name="off"),
            path("<int:pk>/reactiver/", on, name="on"),
            path("<int:pk>/secret/", rotate, name="rotate"),
        ]
