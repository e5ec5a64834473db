"""Where an attempt stands, worked out from its answers: pure functions, nothing stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import timezone

from courses.models import Attempt, Response
from courses.scoring import Score, score
from courses.screens import screen_kind
from courses.situations import Position, replays
from courses.versions import content

SITUATION = "situation"


@dataclass(frozen=True)
class ScreenStatus:
    """A screen of the version and what the attempt did with it. `answered` of `expected` questions or situations."""

    screen: dict[str, Any]
    rank: int  # from 1
    seen: bool
    skipped: bool
    answered: int
    expected: int

    @property
    def is_scored(self) -> bool:
        return bool(screen_kind(self.screen["kind"]).scored)

    @property
    def done(self) -> bool:
        # Answering everything is having seen it; a screen without question is done when it was left.
        return self.answered >= self.expected if self.expected else self.seen


def statuses(attempt: Attempt, responses: Iterable[Response]) -> list[ScreenStatus]:
    """The status of each screen of the attempt's version, in order."""
    public, answers = content(attempt.version)
    by_screen = by_screen_id(responses)
    return [
        ScreenStatus(
            screen=screen,
            rank=rank,
            seen=screen["id"] in attempt.seen,
            skipped=screen["id"] in attempt.skipped,
            answered=_answered(screen, answers, by_screen.get(screen["id"], [])),
            expected=1 if screen["kind"] == SITUATION else len(screen["questions"]),
        )
        for rank, screen in enumerate(public["screens"], start=1)
    ]


def forgotten(attempt: Attempt, responses: Iterable[Response]) -> bool:
    """Whether the attempt is older than its answers may be, so that the oldest of them may be gone."""
    limit = timezone.now() - settings.RETENTION["answers"]
    return attempt.started_at < limit and all(response.given_at >= limit for response in responses)


def by_screen_id(responses: Iterable[Response]) -> dict[str, list[Response]]:
    found: dict[str, list[Response]] = {}
    for response in responses:
        found.setdefault(response.screen, []).append(response)
    return found


def _answered(screen: Mapping[str, Any], answers: Mapping[str, Any], responses: list[Response]) -> int:
    if screen["kind"] == SITUATION:
        return int(any(play.ending for play in positions(answers["screens"][screen["id"]], responses)))
    return len({response.question for response in responses})


def positions(graph: dict[str, Any], responses: Iterable[Response]) -> list[Position]:
    """The position of each play of a situation, from its decisions."""
    ordered = sorted(responses, key=lambda response: (response.play, response.pk or 0))
    plays = [
        [(response.node, response.given[0]) for response in play]
        for _, play in groupby(ordered, key=lambda response: response.play)
    ]
    return replays(graph, plays)


def missing(attempt: Attempt, found: Sequence[ScreenStatus]) -> list[ScreenStatus]:
    """What is left before the attempt may be finished.

    Until the module was completed once: every required screen. After that, what makes the score is enough.
    """
    if attempt.enrolment.completed_at:
        return [status for status in found if status.is_scored and not status.done]
    return [status for status in found if (status.screen["required"] or status.is_scored) and not status.done]


def percent(found: Sequence[ScreenStatus]) -> int:
    """The share of required screens done, 0 to 100."""
    required = [status.done for status in found if status.screen["required"]]
    return 100 * sum(required) // len(required) if required else 100


def attempt_score(attempt: Attempt, responses: Iterable[Response]) -> Score:
    """The score from the answers alone: first answer of each quiz item, first play of each situation."""
    public, answers = content(attempt.version)
    by_screen = by_screen_id(responses)
    quiz: list[float] = []
    situations: list[float] = []
    for screen in public["screens"]:
        given = by_screen.get(screen["id"], [])
        if screen_kind(screen["kind"]).scored == "quiz":
            scores = {response.question: response.score or 0.0 for response in given if response.play == 1}
            quiz.extend(scores.get(question["id"], 0.0) for question in screen["questions"])
        elif screen["kind"] == SITUATION:
            plays = positions(answers["screens"][screen["id"]], given)
            situations.append(plays[0].score if plays and plays[0].ending else 0.0)
    return score(quiz=quiz, situations=situations, rule=attempt.rule)
