from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from cms.accounts import services
from cms.accounts.forms import EmailForm, NewPasswordForm, StyledPasswordChangeForm
from cms.accounts.models import User
from cms.accounts.requests import SignedInRequest
from cms.accounts.views.base import MailingFormPage, PasswordGuard, dead_link


class ResetView(MailingFormPage):
    form_class = EmailForm
    title = _("Mot de passe oublié")
    submit_label = _("Recevoir un lien")
    template_name = "accounts/password_reset.html"
    success_url = reverse_lazy("accounts:password_reset_done")

    def write(self, form: BaseForm) -> None:
        services.send_password_reset(email=form.cleaned_data["email"])


class ResetConfirmView(PasswordResetConfirmView):
    form_class = NewPasswordForm
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("accounts:login")
    title = _("Choisir un nouveau mot de passe")
    user: User

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, **kwargs) if self.validlink else dead_link(self.request)

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        response = super().form_valid(form)
        services.after_password_set(user=self.user, by_link=True)
        messages.success(self.request, _("Votre mot de passe est enregistré : vous pouvez vous connecter."))
        return response


@method_decorator(never_cache, name="dispatch")
class ChangeView(PasswordGuard, PasswordChangeView):
    form_class = StyledPasswordChangeForm
    template_name = "accounts/form.html"
    success_url = reverse_lazy("accounts:account")
    title = _("Changer de mot de passe")
    request: SignedInRequest
    extra_context = {"submit_label": _("Enregistrer le nouveau mot de passe"), "in_account": True}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        services.after_password_set(user=self.request.user)
        messages.success(self.request, _("Votre mot de passe est changé. Vos autres appareils sont déconnectés."))
        return response
