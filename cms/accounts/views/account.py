"""« Mon compte »."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView, View

from cms.accounts import privacy, services
from cms.accounts.enums import MembershipOrigin
from cms.accounts.forms import EmailChangeForm, ErasureForm, ProfileForm
from cms.accounts.queries import agent_membership
from cms.accounts.requests import SignedInRequest
from cms.accounts.sections import account_sections
from cms.accounts.throttling import seconds_to_wait, too_many
from cms.accounts.tokens import email_change_by
from cms.accounts.views.base import MAILS_TO_AN_ADDRESS, OwnFormPage, PasswordGuard, dead_link


@method_decorator(never_cache, name="dispatch")
class AccountView(LoginRequiredMixin, TemplateView):
    template_name = "accounts/account.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            membership=agent_membership(self.request.user),
            roles=sorted(self.request.user.group_names),
            sections=account_sections(self.request.user),
            erasure_delay=settings.ACCOUNT_ERASURE_DELAY.days,
            **kwargs,
        )


class ProfileView(OwnFormPage):
    form_class = ProfileForm
    title = _("Modifier mon nom et mon réseau")
    submit_label = _("Enregistrer")
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        data = form.cleaned_data
        known = form.known  # type: ignore[attr-defined]
        services.update_profile(
            user=self.request.user,
            first_name=data["first_name"],
            last_name=data["last_name"],
            network=data["network"],
            origin=MembershipOrigin.DOMAIN if known else MembershipOrigin.DECLARED,
        )
        messages.success(self.request, _("Vos informations sont enregistrées."))
        return super().form_valid(form)


class EmailChangeView(PasswordGuard, OwnFormPage):
    form_class = EmailChangeForm
    title = _("Changer d’adresse électronique")
    submit_label = _("Recevoir un lien à la nouvelle adresse")
    template_name = "accounts/email_change.html"
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        user = self.request.user
        if seconds := seconds_to_wait("email-change", str(user.pk), limit=MAILS_TO_AN_ADDRESS):
            return too_many(self.request, seconds=seconds)
        services.request_email_change(user=user, email=form.cleaned_data["email"])
        messages.success(self.request, _("Suivez le lien envoyé à la nouvelle adresse : elle remplacera l’ancienne."))
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class EmailChangeConfirmView(View):
    """The link sent to a new address. Opening it changes nothing, its button does."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        change = email_change_by(kwargs["token"])
        if change is None:
            return dead_link(request)
        self.change = change
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(request, "accounts/email_change_confirm.html", {"email": self.change.email})

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        if not services.confirm_email_change(change=self.change):
            return dead_link(request)
        messages.success(request, _("Votre nouvelle adresse est enregistrée : elle sert désormais à vous connecter."))
        return redirect("accounts:account")


@never_cache
@login_required
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """Everything the site keeps about the person, as a file."""
    data = {"site": settings.SITE_URL, "exported_at": timezone.now(), **privacy.export(request.user)}
    content = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    name = f"mes-donnees-{timezone.localdate():%Y-%m-%d}.json"
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class ErasureView(PasswordGuard, OwnFormPage):
    form_class = ErasureForm
    title = _("Effacer mon compte")
    submit_label = _("Demander l’effacement de mon compte")
    template_name = "accounts/erasure.html"
    success_url = reverse_lazy("accounts:account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(erasure_delay=settings.ACCOUNT_ERASURE_DELAY.days, **kwargs)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        services.request_erasure(user=self.request.user)
        messages.success(self.request, _("Votre demande est enregistrée, un courriel vous la confirme."))
        return super().form_valid(form)


@login_required
@require_POST
def cancel_erasure(request: SignedInRequest) -> HttpResponse:
    services.cancel_erasure(user=request.user)
    messages.success(request, _("Votre demande est annulée : votre compte est conservé."))
    return redirect("accounts:account")
