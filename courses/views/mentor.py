"""Leaving for Mentor: what would leave, then the files."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.accounts.models import Network, User
from cms.core.exports import download
from courses.exports import Built, ExportFile, ExportProblemError, Line, Scope, files, lines
from courses.forms import MentorForm
from courses.permissions import export_networks
from courses.services.exports import log_export


@dataclass(frozen=True)
class Preview:
    """A file that may be made, or the problem to solve first."""

    kind: ExportFile
    built: Built | None
    problem: str = ""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mentor(request: HttpRequest) -> HttpResponse:
    """The form, and once it is sent what each file would hold."""
    form = MentorForm(request.POST or None, networks=_networks(request))
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        scope = form.scope()
        found = list(lines(scope.passed()))
        context |= {"scope": scope, "previews": [_preview(kind, scope, found) for kind in files().values()]}
    return render(request, "courses/mentor.html", context)


@login_required
@never_cache
@require_POST
def mentor_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    form = MentorForm(request.POST, networks=_networks(request))
    if kind not in files():
        raise Http404
    if not form.is_valid():
        return render(request, "courses/mentor.html", {"form": form}, status=400)
    scope = form.scope()
    preview = _preview(files()[kind], scope, list(lines(scope.passed())))
    if preview.built is None:
        return render(request, "courses/mentor.html", {"form": form, "previews": [preview]}, status=409)
    log_export(user=cast("User", request.user), kind=kind, scope=scope, count=preview.built.count)
    return download(preview.built.filename, preview.built.content_type, preview.built.chunks)


def _networks(request: HttpRequest) -> list[Network]:
    networks = export_networks(request.user)
    if not networks:
        raise PermissionDenied
    return networks


def _preview(kind: ExportFile, scope: Scope, found: list[Line]) -> Preview:
    try:
        return Preview(kind, kind.build(scope, found))
    except ExportProblemError as error:
        return Preview(kind, None, str(error))
