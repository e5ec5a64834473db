"""Rendering the pages of the player."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.errors import ClosedModuleError, LearningError, UnreachableError
from courses.models import Attempt, Response
from courses.player.questions import Context
from courses.player.results import result_view
from courses.player.screens import ScreenView, outline, screen_view
from courses.progress import forgotten
from courses.queries import responses_of
from courses.services.answers import Submitted
from courses.versions import content


@dataclass(frozen=True)
class Refusal:
    """Why the same page comes back: `error` at the top, `errors` at the questions, with what had been sent."""

    error: LearningError | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    submitted: Mapping[str, Submitted] = field(default_factory=dict)
    replay: str = ""

    @property
    def status(self) -> int:
        return self.error.status if self.error else 200


def show_screen(
    request: HttpRequest,
    attempt: Attempt,
    rank: int,
    *,
    replay: str = "",
    again: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page of one screen: to do while the attempt is open, to read again afterwards."""
    if attempt.is_open and not attempt.enrolment.session.is_open:
        return show_refused(request, ClosedModuleError(), attempt)
    public = content(attempt.version)[0]
    if not 1 <= rank <= len(public["screens"]):
        raise Http404
    refusal = refusal or Refusal()
    responses = responses_of(attempt)
    context = Context(
        seed=str(attempt.pk),
        responses=responses,
        submitted=refusal.submitted,
        errors=refusal.errors,
        again=again,
        read_only=not attempt.is_open,
    )
    try:
        screen = screen_view(attempt, rank, responses, context, replay=refusal.replay or replay)
    except UnreachableError as error:
        refusal = Refusal(error=error)
        screen = screen_view(attempt, rank, responses, context)
    page = {
        **_frame(attempt, responses, current=screen.id),
        "screen": screen,
        "refusal": refusal,
        "errors": _named(screen, refusal.errors),
        "title_prefix": _("Erreur : ") if refusal.error else "",
    }
    return render(request, "courses/screen.html", page, status=refusal.status)


def _named(screen: ScreenView, errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The refused questions for the summary of errors: the anchor of the place to correct, its wording, the reason."""
    found = []
    for item, message in errors.items():
        question = next((one for one in screen.questions if one.id == item), None)
        row = next((row.id for row in question.rows if row.missing), "") if question else ""
        anchor = f"q-{item}-{row}" if row else f"q-{item}"
        found.append({"anchor": anchor, "label": question.prompt if question else screen.title, "message": message})
    return found


def show_summary(request: HttpRequest, attempt: Attempt, *, error: LearningError | None = None) -> HttpResponse:
    """What is left before the end, or the result."""
    if attempt.is_open and not attempt.enrolment.session.is_open:
        return show_refused(request, ClosedModuleError(), attempt)
    responses = responses_of(attempt)
    page = _frame(attempt, responses)
    page["refusal"] = Refusal(error=error)
    page["title_prefix"] = _("Erreur : ") if error else ""
    if attempt.is_open:
        return render(request, "courses/summary.html", page, status=error.status if error else 200)
    page["result"] = result_view(attempt)
    return render(request, "courses/result.html", page)


def show_refused(request: HttpRequest, error: LearningError, attempt: Attempt | None = None) -> HttpResponse:
    """A page of its own for what can't go on, with a way on."""
    page: dict[str, Any] = {"error": error, "attempt": attempt}
    if attempt:
        page |= {"module": content(attempt.version)[0]["module"], "module_url": _module_url(attempt)}
    return render(request, "courses/refused.html", page, status=error.status)


def _frame(attempt: Attempt, responses: list[Response], *, current: str = "") -> dict[str, Any]:
    """What every page of an attempt shows around its content."""
    public = content(attempt.version)[0]
    module_url = _module_url(attempt)
    return {
        "attempt": attempt,
        "module": public["module"],
        "outline": outline(attempt, responses, current=current),
        "forgotten": forgotten(attempt, responses),
        "new_key": uuid.uuid4,
        "module_url": module_url,
        "trail": [
            {"title": public["course"]["title"], "url": module_url.rstrip("/").rpartition("/")[0] + "/"},
            {"title": public["module"]["title"], "url": module_url},
        ],
    }


def _module_url(attempt: Attempt) -> str:
    return attempt.enrolment.module.url or reverse("sitemap_page")
