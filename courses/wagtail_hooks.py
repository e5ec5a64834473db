"""The courses in Wagtail's administration."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from courses.checks import problems
from courses.models import ModulePage
from courses.viewsets import ProofGroup


@hooks.register("before_publish_page")
def refuse_broken_module(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep the draft and say what to mend: a broken module must never reach learners."""
    found = problems(page) if isinstance(page, ModulePage) else []
    if not found:
        return None
    messages.error(
        request, "Le brouillon est enregistré, mais le module n'est pas publié. À corriger : " + " ".join(found)
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_admin_viewset")
def proof_viewsets() -> ProofGroup:
    return ProofGroup()


@hooks.register("register_log_actions")
def attestation_actions(actions: LogActionRegistry) -> None:
    actions.register_action("courses.attestation.revoke", "Révoquer une attestation", "Attestation révoquée")
    actions.register_action("courses.attestation.restore", "Rétablir une attestation", "Attestation rétablie")
