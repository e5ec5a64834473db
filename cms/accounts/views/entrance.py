"""Coming in and going out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from cms.accounts import services
from cms.accounts.forms import ConfirmForm, EmailForm, SignInForm, SignUpForm
from cms.accounts.throttling import seconds_to_wait, too_many
from cms.accounts.tokens import confirmed_by
from cms.accounts.views.base import FormPage, MailingFormPage, dead_link

BACKEND = "cms.accounts.backends.ConfirmedAccountBackend"
CONFIRMATION_TRIES = 10


class SignInView(LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        del context["site"], context["site_name"]  # Django's own, named after the Host header
        return context

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return super().get(request, *args, **kwargs)
        target = self.get_redirect_url()
        if target.startswith(reverse("wagtailadmin_home")) and not request.user.has_perm("wagtailadmin.access_admin"):
            # Wagtail sends here whoever may not enter: sending them back would turn in circles.
            return render(request, "accounts/not_allowed.html", status=403)
        return redirect(target or "accounts:account")


@method_decorator(never_cache, name="dispatch")
class SignOutView(LogoutView):
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask: a link or an image must not sign anybody out."""
        return render(request, "accounts/logout.html")


def other_door(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in pages lead to ours."""
    return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"), settings.LOGIN_URL)


class SignUpView(MailingFormPage):
    form_class = SignUpForm
    title = _("Créer un compte")
    submit_label = _("Créer mon compte")
    template_name = "accounts/sign_up.html"
    success_url = reverse_lazy("accounts:sign_up_done")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("accounts:account")
        return super().get(request, *args, **kwargs)

    def write(self, form: BaseForm) -> None:
        services.sign_up(**form.cleaned_data)


class ResendView(MailingFormPage):
    form_class = EmailForm
    title = _("Recevoir un nouveau lien de confirmation")
    submit_label = _("Envoyer le lien")
    success_url = reverse_lazy("accounts:sign_up_done")

    def write(self, form: BaseForm) -> None:
        services.resend_confirmation(email=form.cleaned_data["email"])


class ConfirmView(FormPage):
    """The page of the link sent at sign-up. Opening it changes nothing: mail firewalls open links too."""

    form_class = ConfirmForm
    title = _("Confirmer mon inscription")
    submit_label = _("Confirmer et me connecter")
    template_name = "accounts/confirm.html"
    success_url = reverse_lazy("accounts:account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = confirmed_by(kwargs["uidb64"], kwargs["token"])
        if user is None:
            return dead_link(request)
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if seconds := seconds_to_wait("confirm", str(self.user.pk), limit=CONFIRMATION_TRIES):
            return too_many(request, seconds=seconds)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.user}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        user = services.confirm_account(user=self.user)
        login(self.request, user, backend=BACKEND)
        messages.success(self.request, _("Votre adresse est confirmée : bienvenue."))
        return super().form_valid(form)
