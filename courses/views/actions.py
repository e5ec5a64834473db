"""What a learner does: each POST calls one service, then the next page is read anew."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.errors import FinishedAttemptError, ForgedRequestError, InvalidAnswerError, LearningError
from courses.models import Attempt
from courses.player.screens import rank_of
from courses.queries import own_attempt
from courses.services import answers as answer_services
from courses.services import attempts as attempt_services
from courses.services.answers import Submitted
from courses.views import reading
from courses.views.access import learner, on_own_attempt, posted, redirect_to, to_position, to_screen
from courses.views.catalogue import open_module
from courses.views.pages import Refusal, show_refused, show_screen, show_summary


@never_cache
def start(request: HttpRequest, module_key: uuid.UUID) -> HttpResponse:
    """Start the module, or go on with the attempt that is open."""
    module = open_module(request, module_key)
    if request.method != "POST":
        return redirect_to(module.url or "/")
    if not request.user.is_authenticated:
        return redirect_to_login(module.url or "/")
    try:
        if set(request.POST) - {"csrfmiddlewaretoken"}:
            raise ForgedRequestError
        return to_position(attempt_services.start(user=learner(request), module=module))
    except LearningError as error:
        return show_refused(request, error)


@on_own_attempt
@posted
def move(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Leave a screen for another, or for the summary."""

    def act() -> HttpResponse:
        sent = reading.step(request.POST, "vers", "passer", "cartes")
        to = request.POST.get("vers", "")
        attempt_services.move(
            attempt_id=attempt.pk,
            seq=sent.seq,
            screen=sent.screen,
            to=to,
            skip=request.POST.get("passer") == "1",
            seconds=sent.seconds,
            cards_seen=reading.number(request.POST, "cartes"),
        )
        return to_screen(attempt, to) if to else _to_summary(attempt)

    return _guard(request, attempt, act, lambda error: _show_current(request, attempt, error))


@on_own_attempt
@posted
def answer(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Answer one or several questions of a screen."""
    submitted, names = reading.answers(request.POST)

    def act() -> HttpResponse:
        sent = reading.step(request.POST, *(name for name in names if name[:2] == "t-"), others=names)
        answer_services.answer(
            attempt_id=attempt.pk,
            seq=sent.seq,
            screen=sent.screen,
            submitted=submitted,
            key=sent.key,
            seconds=sent.seconds,
        )
        return to_screen(attempt, sent.screen, anchor=f"retour-{next(iter(submitted))}")

    return _guard(request, attempt, act, lambda error: _show_again(request, attempt, error, submitted))


@on_own_attempt
@posted
def decide(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Take a decision of a situation."""
    screen = request.POST.get("ecran", "")
    names = ("noeud", "partie", f"q-{screen}")

    def act() -> HttpResponse:
        sent = reading.step(request.POST, *names)
        answer_services.decide(
            attempt_id=attempt.pk,
            seq=sent.seq,
            screen=sent.screen,
            play=reading.number(request.POST, "partie") or 0,
            node=request.POST.get("noeud", ""),
            choice=request.POST.get(f"q-{screen}", ""),
            key=sent.key,
            seconds=sent.seconds,
        )
        return to_screen(attempt, sent.screen, anchor=f"retour-{sent.screen}")

    submitted = {screen: Submitted(values=request.POST.getlist(f"q-{screen}"))}
    return _guard(request, attempt, act, lambda error: _show_again(request, attempt, error, submitted))


@on_own_attempt
@posted
def leave(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Stop for now."""

    def act() -> HttpResponse:
        sent = reading.step(request.POST)
        left = attempt_services.leave(attempt_id=attempt.pk, seq=sent.seq, seconds=sent.seconds)
        rank = rank_of(left, left.current_screen)
        messages.success(request, _("Votre place est gardée : vous reprendrez à l’écran %(rank)d.") % {"rank": rank})
        return redirect_to(left.enrolment.module.url or "/")

    return _guard(request, attempt, act, lambda error: _show_current(request, attempt, error))


@on_own_attempt
@posted
def finish(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Submit the attempt."""

    def act() -> HttpResponse:
        sent = reading.step(request.POST)
        attempt_services.finish(attempt_id=attempt.pk, seq=sent.seq)
        return _to_summary(attempt)

    return _guard(request, attempt, act, lambda error: show_summary(request, _fresh(request, attempt), error=error))


@on_own_attempt
@posted
def transcript(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Note that the transcript of a screen was opened."""

    def act() -> HttpResponse:
        sent = reading.step(request.POST)
        if not attempt.is_open:
            raise FinishedAttemptError
        attempt_services.open_alternative(attempt=attempt, alternative="transcript", screen=sent.screen)
        return HttpResponse(status=204)

    return _guard(request, attempt, act, lambda error: _show_current(request, attempt, error))


def _guard(
    request: HttpRequest,
    attempt: Attempt,
    act: Callable[[], HttpResponse],
    again: Callable[[LearningError], HttpResponse],
) -> HttpResponse:
    """Do `act`; what it refuses gets a page of its own when nothing can go on, else the same page `again`."""
    try:
        return act()
    except LearningError as error:
        if isinstance(error, ForgedRequestError | FinishedAttemptError) or error.status == 403:
            return show_refused(request, error, _fresh(request, attempt))
        return again(error)


def _fresh(request: HttpRequest, attempt: Attempt) -> Attempt:
    """The attempt as it is now: a refused action was often decided on an older state."""
    found = own_attempt(learner(request), attempt.pk)
    if found is None:
        raise Http404
    return found


def _show_current(request: HttpRequest, attempt: Attempt, error: LearningError) -> HttpResponse:
    now = _fresh(request, attempt)
    return show_screen(request, now, rank_of(now, now.current_screen), refusal=Refusal(error=error))


def _show_again(
    request: HttpRequest, attempt: Attempt, error: LearningError, submitted: dict[str, Submitted]
) -> HttpResponse:
    now = _fresh(request, attempt)
    errors = error.errors if isinstance(error, InvalidAnswerError) else {}
    refusal = Refusal(error=error, errors=errors, submitted=submitted, replay=_replay(request, errors))
    return show_screen(request, now, rank_of(now, request.POST.get("ecran", "")), refusal=refusal)


def _replay(request: HttpRequest, errors: object) -> str:
    """The node that was being replayed when no choice was made."""
    return request.POST.get("noeud", "") if errors and request.POST.get("partie", "1") != "1" else ""


def _to_summary(attempt: Attempt) -> HttpResponse:
    return redirect_to(reverse("courses:summary", args=[attempt.pk]))
