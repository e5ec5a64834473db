"""One screen of an attempt as its template shows it, and the outline of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.models import Attempt, Response
from courses.player.questions import Context, QuestionView, question_view
from courses.player.situations import SituationView, situation_view
from courses.progress import SITUATION, ScreenStatus, by_screen_id, missing, percent, statuses
from courses.screens import screen_kind
from courses.versions import content

STATES = {"done": "fait", "skipped": "passé", "todo": "à faire"}


@dataclass(frozen=True)
class Entry:
    """A line of the outline."""

    id: str
    rank: int
    title: str
    kind_label: str
    minutes: int
    state: str
    required: bool
    current: bool = False

    @property
    def state_label(self) -> str:
        return STATES[self.state]


@dataclass(frozen=True)
class Outline:
    """All screens with their state; `minutes_left` counts those still to do; `missing` is what finishing waits for."""

    entries: list[Entry]
    percent: int
    minutes_left: int
    missing: list[Entry]

    @property
    def count(self) -> int:
        return len(self.entries)

    @property
    def done(self) -> int:
        return sum(entry.state == "done" for entry in self.entries)


@dataclass(frozen=True)
class ScreenView:
    """`next_id` is empty on the last screen, whose next step is the summary."""

    id: str
    kind: str
    kind_label: str
    title: str
    rank: int
    count: int
    intro: str
    body: Mapping[str, Any]
    questions: list[QuestionView]
    together: bool
    situation: SituationView | None
    outcome: str
    answered: int
    right: int
    done: bool
    next_id: str

    @property
    def template(self) -> str:
        return f"courses/screens/{self.kind}.html"

    @property
    def expected(self) -> int:
        return 1 if self.situation else len(self.questions)

    @property
    def asked(self) -> bool:
        return any(question.asked for question in self.questions)

    @property
    def repeatable(self) -> bool:
        return all(question.repeatable for question in self.questions)


def outline(attempt: Attempt, responses: Sequence[Response], *, current: str = "") -> Outline:
    found = statuses(attempt, responses)
    entries = {status.screen["id"]: _entry(status, current) for status in found}
    left = [status for status in found if not status.done]
    return Outline(
        entries=list(entries.values()),
        percent=percent(found),
        minutes_left=sum(status.screen["minutes"] for status in left),
        missing=[entries[status.screen["id"]] for status in missing(attempt, found)],
    )


def _entry(status: ScreenStatus, current: str) -> Entry:
    state = "done" if status.done else "skipped" if status.skipped else "todo"
    screen = status.screen
    return Entry(
        id=screen["id"],
        rank=status.rank,
        title=screen["title"],
        kind_label=screen_kind(screen["kind"]).label,
        minutes=screen["minutes"],
        state=state,
        required=screen["required"],
        current=screen["id"] == current,
    )


def rank_of(attempt: Attempt, screen_id: str) -> int:
    """The rank from 1 of a screen of the attempt's version; 1 when it has no such screen."""
    ids = [screen["id"] for screen in content(attempt.version)[0]["screens"]]
    return ids.index(screen_id) + 1 if screen_id in ids else 1


def screen_view(
    attempt: Attempt, rank: int, responses: Sequence[Response], context: Context, *, replay: str = ""
) -> ScreenView:
    """The screen of that rank. Raises `UnreachableError` when `replay` names a node off the path."""
    public, answers = content(attempt.version)
    screen = public["screens"][rank - 1]
    given = by_screen_id(responses).get(screen["id"], [])
    kind = screen_kind(screen["kind"])
    questions = [question_view(question, number, context) for number, question in enumerate(screen["questions"], 1)]
    answered = len({response.question for response in given})
    situation = None
    if screen["kind"] == SITUATION:
        situation = _situation(screen, answers["screens"][screen["id"]], given, context, replay)
        answered = int(situation.first_score is not None or situation.play > 1)
    done = answered >= (1 if situation else len(questions))
    outcome = ""
    if questions and done:
        latest = [context.latest(question.id) for question in questions]
        outcome = kind.outcome(answers["screens"][screen["id"]], [one.given for one in latest if one])
    return ScreenView(
        id=screen["id"],
        kind=kind.name,
        kind_label=kind.label,
        title=screen["title"],
        rank=rank,
        count=len(public["screens"]),
        intro=screen["intro"],
        body=screen["body"],
        questions=questions,
        together=kind.together,
        situation=situation,
        outcome=outcome,
        answered=answered,
        right=sum(bool(question.success) for question in questions),
        done=done,
        next_id=public["screens"][rank]["id"] if rank < len(public["screens"]) else "",
    )


def _situation(
    screen: dict[str, Any], graph: dict[str, Any], given: list[Response], context: Context, replay: str
) -> SituationView:
    sent = context.submitted.get(screen["id"])
    return situation_view(
        screen,
        graph,
        given,
        seed=context.seed,
        replay=replay,
        chosen=sent.values[0] if sent and sent.values else "",
        error=context.errors.get(screen["id"], ""),
        read_only=context.read_only,
    )
