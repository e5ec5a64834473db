"""The linear, printable version of a module."""

import uuid

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.errors import ClosedModuleError
from courses.models import Attempt
from courses.player.texts import attempt_text, editor_text
from courses.progress import forgotten
from courses.queries import ended_situations, latest_version, responses_of
from courses.services.attempts import open_alternative
from courses.versions import content
from courses.views.access import on_own_attempt
from courses.views.catalogue import module_by_key
from courses.views.pages import show_refused


@require_safe
@on_own_attempt
def attempt_version(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """The module as far as this attempt may read it. Its use is noted once per open attempt."""
    if attempt.is_open and not attempt.enrolment.session.is_open:
        return show_refused(request, ClosedModuleError(), attempt)
    if attempt.is_open and request.method == "GET":
        open_alternative(attempt=attempt, alternative="linear")
    responses = responses_of(attempt)
    page = {
        "attempt": attempt,
        "module": content(attempt.version)[0]["module"],
        "screens": attempt_text(attempt, responses, ended_situations(attempt)),
        "forgotten": forgotten(attempt, responses),
    }
    return render(request, "courses/text.html", page)


@require_safe
@never_cache
def module_version(request: HttpRequest, module_key: uuid.UUID) -> HttpResponse:
    """The whole latest version, answers included, for those who may write the module."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    module = module_by_key(module_key)
    if not module.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    version = latest_version(module)
    if version is None:
        raise Http404
    public, answers = content(version)
    page = {"version": version, "module": public["module"], "screens": editor_text(public, answers)}
    return render(request, "courses/text.html", page)
