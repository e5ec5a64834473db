"""Where a person stands with each module: the course page and the module page."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.models import Attempt, Enrolment, ModulePage
from courses.player.results import as_percent
from courses.player.screens import rank_of
from courses.versions import content


@dataclass(frozen=True)
class Standing:
    """`passed_at` and `completed_at` stick; `running` is the attempt that waits, at screen `rank` of `count`."""

    passed_at: datetime | None = None
    completed_at: datetime | None = None
    running: Attempt | None = None
    rank: int = 0
    count: int = 0
    tried: bool = False


@dataclass(frozen=True)
class Card:
    module: ModulePage
    standing: Standing


@dataclass(frozen=True)
class PastAttempt:
    attempt: Attempt
    percent: int
    is_best: bool


def standing(enrolment: Enrolment | None, running: Attempt | None) -> Standing:
    if enrolment is None:
        return Standing()
    return Standing(
        passed_at=enrolment.passed_at,
        completed_at=enrolment.completed_at,
        running=running,
        rank=rank_of(running, running.current_screen) if running else 0,
        count=len(content(running.version)[0]["screens"]) if running else 0,
        tried=enrolment.best_attempt_id is not None,
    )


def cards(
    modules: Iterable[ModulePage], enrolments: Mapping[int, Enrolment], running: Mapping[uuid.UUID, Attempt]
) -> list[Card]:
    """One card per module. `enrolments` by module id, `running` attempts by enrolment id."""
    found = []
    for module in modules:
        enrolment = enrolments.get(module.pk)
        found.append(Card(module, standing(enrolment, running.get(enrolment.pk) if enrolment else None)))
    return found


def past_attempts(attempts: Sequence[Attempt], best_id: object) -> list[PastAttempt]:
    return [
        PastAttempt(attempt, as_percent(attempt.score) or 0, attempt.pk == best_id)
        for attempt in attempts
        if not attempt.is_open
    ]
