"""Reading an attempt: nothing here changes it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from courses.models import Attempt
from courses.versions import content
from courses.views import pending
from courses.views.access import on_own_attempt, to_position, to_screen
from courses.views.pages import Refusal, show_screen, show_summary


@require_safe
@on_own_attempt
def position(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """To the screen where the attempt stands, or to its result."""
    waiting = pending.screen(request, attempt.pk)
    return to_screen(attempt, waiting) if waiting and attempt.is_open else to_position(attempt)


@require_safe
@on_own_attempt
def screen(request: HttpRequest, attempt: Attempt, rank: int) -> HttpResponse:
    screens = content(attempt.version)[0]["screens"]
    kept = pending.take(request, attempt.pk, screens[rank - 1]["id"]) if 1 <= rank <= len(screens) else {}
    return show_screen(
        request,
        attempt,
        rank,
        replay=request.GET.get("rejouer", "")[:40],
        again=request.GET.get("refaire", "")[:40],
        refusal=Refusal(submitted=kept),
    )


@require_safe
@on_own_attempt
def summary(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    return show_summary(request, attempt)
