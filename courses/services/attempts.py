"""An attempt from its first screen to its result."""

import uuid
from datetime import datetime

from django.utils import timezone

from cms.accounts.models import User
from cms.core.announcements import announcing
from courses import keys
from courses.errors import (
    ClosedModuleError,
    FinishedAttemptError,
    ForgedRequestError,
    IncompleteModuleError,
    StaleAttemptError,
)
from courses.models import Attempt, Enrolment, ModulePage, Response
from courses.progress import attempt_score, missing, percent, statuses
from courses.queries import attempts_with_context, latest_version, responses_of
from courses.services.attestations import issue_attestation
from courses.services.delivery import enrol
from courses.services.events import tell
from courses.signals import (
    AlternativeOpened,
    AttemptSubmitted,
    CardsRead,
    ModuleCompleted,
    ModuleLeft,
    ModuleOpened,
    ModuleResumed,
    ProgressReached,
    ScreenSeen,
    ScreenSkipped,
)
from courses.versions import content, rule

MILESTONES = (25, 50, 75)
# Time on a screen is the browser's claim. Beyond this nobody was reading.
LONGEST_STAY = 30 * 60


@announcing()
def start(*, user: User, module: ModulePage) -> Attempt:
    """The person's running attempt at `module`, or a new one. Raises `ClosedModuleError`."""
    version = latest_version(module)
    if not module.live or version is None:
        raise ClosedModuleError
    enrolment = enrol(user=user, module=module)
    # Two clicks at once: the second waits here, then finds the attempt of the first.
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("session").get(pk=enrolment.pk)
    if not enrolment.session.is_open:
        raise ClosedModuleError
    running = attempts_with_context().filter(enrolment=enrolment, finished_at=None).first()
    if running:
        return _resume(running)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        version=version,
        number=enrolment.attempts.count() + 1,
        rule=rule(module),
        current_screen=content(version)[0]["screens"][0]["id"],
    )
    if enrolment.started_at is None:
        enrolment.started_at = attempt.started_at
        enrolment.save(update_fields=["started_at"])
    tell(ModuleOpened, attempt)
    return attempt


def _resume(attempt: Attempt) -> Attempt:
    if attempt.suspended:
        wake(attempt)
        save_step(attempt)
    return attempt


def locked(attempt_id: uuid.UUID) -> Attempt:
    """The attempt, locked for this transaction. Raises `FinishedAttemptError` or `ClosedModuleError`."""
    attempt = attempts_with_context().select_for_update(of=("self",)).get(pk=attempt_id)
    if not attempt.is_open:
        raise FinishedAttemptError
    if not attempt.enrolment.session.is_open:
        raise ClosedModuleError
    return attempt


def refuse_stale(attempt: Attempt, seq: int) -> None:
    if seq != attempt.seq:
        raise StaleAttemptError


def wake(attempt: Attempt) -> None:
    """Note that an attempt left for later is taken up again, before the write that shows it."""
    if attempt.suspended:
        attempt.suspended = False
        tell(ModuleResumed, attempt)


def bounded(attempt: Attempt, seconds: int | None) -> int | None:
    """A claimed duration, never longer than the time since the last action."""
    if seconds is None:
        return None
    elapsed = int((timezone.now() - attempt.last_at).total_seconds()) + 1
    return max(0, min(seconds, elapsed, LONGEST_STAY))


def save_step(attempt: Attempt, *, seconds: int | None = None) -> None:
    """Save the attempt after one write: its sequence moves on, which makes older pages stale."""
    attempt.seq += 1
    attempt.active_seconds += seconds or 0
    attempt.last_at = timezone.now()
    attempt.save()


def refresh(attempt: Attempt, responses: list[Response]) -> None:
    """Announce the milestones just reached, and the module's completion, which sticks."""
    found = statuses(attempt, responses)
    reached = [step for step in MILESTONES if attempt.progress < step <= percent(found)]
    for step in reached:
        tell(ProgressReached, attempt, key=f"{attempt.uuid}:progress:{step}", percent=step)
    if reached:
        attempt.progress = reached[-1]
        attempt.save(update_fields=["progress"])
    enrolment = attempt.enrolment
    if enrolment.completed_at is None and not missing(attempt, found):
        enrolment.completed_at = timezone.now()
        enrolment.save(update_fields=["completed_at"])
        tell(ModuleCompleted, attempt, key=keys.completed(enrolment.uuid), seconds=attempt.active_seconds or None)


@announcing()
def move(
    *,
    attempt_id: uuid.UUID,
    seq: int,
    screen: str,
    to: str,
    skip: bool = False,
    seconds: int | None = None,
    cards_seen: int | None = None,
) -> Attempt:
    """Leave `screen` for `to` (a screen id, or "" for the summary), as seen or, with `skip`, for later."""
    attempt = locked(attempt_id)
    if _moved_already(attempt, seq, screen, to, skip=skip):
        return attempt
    refuse_stale(attempt, seq)
    screens = {item["id"]: item for item in content(attempt.version)[0]["screens"]}
    if screen not in screens or (to and to not in screens):
        raise ForgedRequestError
    wake(attempt)
    seconds = bounded(attempt, seconds)
    if to:
        attempt.current_screen = to
    if skip:
        attempt.skipped = [*dict.fromkeys([*attempt.skipped, screen])]
    else:
        attempt.seen = [*dict.fromkeys([*attempt.seen, screen])]
        attempt.skipped = [item for item in attempt.skipped if item != screen]
    save_step(attempt, seconds=seconds)
    if skip:
        tell(ScreenSkipped, attempt, screen=screen)
    else:
        tell(ScreenSeen, attempt, screen=screen, seconds=seconds)
        _tell_cards(attempt, screens[screen], cards_seen)
    refresh(attempt, responses_of(attempt))
    return attempt


def _moved_already(attempt: Attempt, seq: int, screen: str, to: str, *, skip: bool) -> bool:
    """True for a move to where one stands, and for the last move sent again (a button pressed twice)."""
    if screen == attempt.current_screen == to:
        return True
    left = screen in (attempt.skipped if skip else attempt.seen)
    return seq == attempt.seq - 1 and left and to in ("", attempt.current_screen)


def _tell_cards(attempt: Attempt, screen: dict, cards_seen: int | None) -> None:
    cards = len(screen["body"].get("cards", ()))
    if not cards:
        return
    # Without JavaScript every card shows both its sides: leaving the screen is having had them all before one's eyes.
    seen = cards if cards_seen is None else max(0, min(cards_seen, cards))
    tell(CardsRead, attempt, screen=screen["id"], cards_seen=seen, completed=seen == cards)


@announcing()
def leave(*, attempt_id: uuid.UUID, seq: int, seconds: int | None = None) -> Attempt:
    """Stop for now: the attempt waits where it is."""
    attempt = locked(attempt_id)
    if attempt.suspended:
        return attempt
    refuse_stale(attempt, seq)
    seconds = bounded(attempt, seconds)
    attempt.suspended = True
    save_step(attempt, seconds=seconds)
    tell(ModuleLeft, attempt, seconds=attempt.active_seconds or None, suspended=True)
    return attempt


@announcing()
def open_alternative(*, attempt: Attempt, alternative: str, screen: str = "") -> None:
    """Note that a transcript or the linear version was opened: once per attempt, it measures use, not persons.

    Raises `ForgedRequestError` for a screen that the module does not have.
    """
    if screen and screen not in [item["id"] for item in content(attempt.version)[0]["screens"]]:
        raise ForgedRequestError
    key = f"{attempt.uuid}:{alternative}:{screen}"
    tell(AlternativeOpened, attempt, key=key, screen=screen, alternative=alternative)


@announcing()
def finish(*, attempt_id: uuid.UUID, seq: int) -> Attempt:
    """Submit the attempt: the score is worked out from the answers, the best attempt is kept.

    Raises `IncompleteModuleError` when something is left to do. Submitting twice gives the same result.
    """
    finished = attempts_with_context().filter(pk=attempt_id).exclude(finished_at=None).first()
    if finished:
        return finished
    attempt = locked(attempt_id)
    refuse_stale(attempt, seq)
    wake(attempt)
    responses = responses_of(attempt)
    if missing(attempt, statuses(attempt, responses)):
        raise IncompleteModuleError
    result = attempt_score(attempt, responses)
    attempt.quiz_score, attempt.situation_score, attempt.score = result.quiz, result.situation, result.total
    attempt.passed = result.total >= attempt.rule["mastery"]
    attempt.finished_at = timezone.now()
    save_step(attempt)
    refresh(attempt, responses)
    _keep_best(attempt, attempt.finished_at)
    tell(
        AttemptSubmitted,
        attempt,
        key=keys.submitted(attempt.uuid),
        scaled=result.total,
        passed=attempt.passed,
        mastery=attempt.rule["mastery"],
    )
    tell(ModuleLeft, attempt, seconds=attempt.active_seconds or None, suspended=False)
    if attempt.passed:
        issue_attestation(attempt=attempt)
    return attempt


def _keep_best(attempt: Attempt, now: datetime) -> None:
    enrolment = attempt.enrolment
    best = enrolment.best_attempt
    if best is None or (attempt.score or 0) > (best.score or 0):
        enrolment.best_attempt = attempt
    if attempt.passed and enrolment.passed_at is None:
        enrolment.passed_at = now
    enrolment.save(update_fields=["best_attempt", "passed_at"])
