"""One's own attestations, and the public page that checks a code."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.accounts.models import User
from cms.accounts.throttling import client_address, seconds_to_wait
from cms.core import codes, pdf
from courses.forms import AttestationCodeForm
from courses.models import Attestation
from courses.services.attestations import render_attestation

CHECKS = {"limit": 30, "window": 600}  # per address, in seconds
PER_PAGE = 20


@require_safe
@login_required
@never_cache
def own_attestations(request: HttpRequest) -> HttpResponse:
    page = Paginator(_own(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/own_attestations.html", {"page_obj": page, "pdf_available": pdf.available()})


@require_safe
@login_required
@never_cache
def own_attestation(request: HttpRequest, code: str) -> HttpResponse:
    """The attestation as a page: the accessible twin of the file, and all there is without Pango."""
    attestation = get_object_or_404(_own(request), code=codes.parsed(code))
    return render(
        request,
        "courses/own_attestation.html",
        {"attestation": attestation, "pdf_available": pdf.available(), "check_url": attestation.check_url},
    )


@require_safe
@login_required
@never_cache
def attestation_file(request: HttpRequest, code: str) -> HttpResponseBase:
    attestation = get_object_or_404(_own(request).valid(), code=codes.parsed(code))
    if not attestation.file and not pdf.available():
        return redirect("courses:own_attestation", attestation.shown_code)
    name = f"attestation-{slugify(attestation.title)[:60]}-{attestation.shown_code}.pdf"
    return FileResponse(render_attestation(attestation=attestation).file.open("rb"), as_attachment=True, filename=name)


@require_safe
@never_cache
def attestation_form(request: HttpRequest) -> HttpResponse:
    form = AttestationCodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("courses:attestation_check", codes.shown(form.cleaned_data["code"]))
    return _unlisted(request, "courses/attestation_form.html", {"form": form})


@require_safe
@never_cache
def attestation_check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether `code` is that of a valid attestation. An unknown code and a mistyped one get the same answer."""
    if wait := seconds_to_wait("attestation-check", client_address(request), **CHECKS):
        response = _unlisted(request, "courses/attestation_wait.html", {"minutes": -(-wait // 60)}, status=429)
        response["Retry-After"] = str(wait)
        return response
    attestation = Attestation.objects.filter(code=codes.parsed(code)).first()
    if attestation is None:
        context = {"form": AttestationCodeForm(), "unknown": True}
        return _unlisted(request, "courses/attestation_form.html", context, status=404)
    return _unlisted(request, "courses/attestation_check.html", {"attestation": attestation})


def _own(request: HttpRequest) -> Any:
    return Attestation.objects.filter(user=cast("User", request.user)).select_related("version")


def _unlisted(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page that search engines leave alone."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
