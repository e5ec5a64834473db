from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View

from cms.accounts.requests import SignedInRequest
from cms.accounts.throttling import client_address, seconds_to_wait, too_many

MAILS_TO_AN_ADDRESS = 3
MAILS_FROM_A_PLACE = 300  # an hour: a whole building may sign up on the day of its training

PASSWORD_TRIES = 20  # an hour


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class FormPage(FormView[BaseForm]):
    """A page with one form: `title`, an introduction in the template's block, and the words of its button."""

    template_name = "accounts/form.html"
    title: Any = ""
    submit_label: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, submit_label=self.submit_label, **kwargs)


class OwnFormPage(LoginRequiredMixin, FormPage):
    """A form about the account of whoever is signed in."""

    request: SignedInRequest
    extra_context = {"in_account": True}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}


class PasswordGuard(View):
    """Counts the tries of a form that asks for the password of whoever is signed in: a session left open gives few."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if seconds := seconds_to_wait("password", str(request.user.pk), limit=PASSWORD_TRIES):
            return too_many(request, seconds=seconds)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]


class MailingFormPage(FormPage):
    """A form that writes to the address typed in it, whose answer is the same whatever the address."""

    def write(self, form: BaseForm) -> None:
        """Write to the address of `form`."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        place = client_address(self.request)
        if seconds := seconds_to_wait("mails-from", place, limit=MAILS_FROM_A_PLACE):
            return too_many(self.request, seconds=seconds)
        # Too many mails to one address: not one more, and nothing shows.
        if not seconds_to_wait("mails-to", form.cleaned_data["email"].lower(), limit=MAILS_TO_AN_ADDRESS):
            self.write(form)
        return super().form_valid(form)


def dead_link(request: HttpRequest) -> HttpResponse:
    """410: the link was wrong, too old, or already followed."""
    return render(request, "accounts/dead_link.html", status=410)
