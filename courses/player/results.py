"""The result of a finished attempt."""

from dataclasses import dataclass

from courses.models import Attempt


@dataclass(frozen=True)
class ResultView:
    """Percentages are whole numbers from 0 to 100; a part that the module does not have is None."""

    passed: bool
    percent: int
    mastery: int
    quiz: int | None
    situation: int | None
    quiz_weight: int
    situation_weight: int
    best: int
    is_best: bool
    module_passed: bool


def result_view(attempt: Attempt) -> ResultView:
    best = attempt.enrolment.best_attempt
    score = attempt.score or 0.0
    kept = best.score if best and best.score is not None else score
    return ResultView(
        passed=bool(attempt.passed),
        percent=as_percent(score) or 0,
        mastery=as_percent(attempt.rule["mastery"]) or 0,
        quiz=as_percent(attempt.quiz_score),
        situation=as_percent(attempt.situation_score),
        quiz_weight=as_percent(attempt.rule["quiz_weight"]) or 0,
        situation_weight=as_percent(attempt.rule["situation_weight"]) or 0,
        best=as_percent(kept) or 0,
        is_best=best is None or best.pk == attempt.pk,
        module_passed=attempt.enrolment.passed_at is not None,
    )


def as_percent(share: float | None) -> int | None:
    """A share from 0 to 1 as a whole percentage, rounded down: 74.9 % is not the 75 % that pass."""
    return None if share is None else int(share * 100 + 1e-6)
