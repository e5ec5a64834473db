"""Answering questions and deciding in situations. Scores come from here and nowhere else."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cms.core.announcements import announcing
from courses.errors import AlreadyAnsweredError, ForgedRequestError, InvalidAnswerError, UnreachableError
from courses.models import Attempt, Response
from courses.progress import SITUATION, positions
from courses.questions import Given, Verdict, question_kind
from courses.screens import screen_kind
from courses.services.attempts import bounded, locked, refresh, refuse_stale, save_step, wake
from courses.services.events import tell
from courses.signals import PledgeTaken, QuestionAnswered, QuizEnded, SituationDecided, SituationEnded
from courses.situations import Graph, Position, advance, follow, replay_from
from courses.versions import content


@dataclass(frozen=True)
class Submitted:
    """What a form sends for one question."""

    values: list[str] = field(default_factory=list)
    text: str = ""


@announcing()
def answer(
    *,
    attempt_id: uuid.UUID,
    seq: int,
    screen: str,
    submitted: Mapping[str, Submitted],
    key: uuid.UUID,
    seconds: int | None = None,
) -> list[Response]:
    """Store and grade the answers to questions of one screen, all or none. The same `key` again changes nothing.

    Raises `InvalidAnswerError` (its `errors` by question id), `AlreadyAnsweredError`, `StaleAttemptError`,
    `ForgedRequestError`.
    """
    attempt = locked(attempt_id)
    keys = {question: uuid.uuid5(key, question) for question in submitted}
    earlier = list(attempt.responses.all())
    known = [response for response in earlier if response.key in keys.values()]
    if known:
        return known
    shown = _screen(attempt, screen)
    questions = {question["id"]: question for question in shown["questions"]}
    _refuse_wrong_set(shown, questions, submitted)
    given = _parsed(questions, submitted)
    _refuse_answered(questions, submitted, earlier)
    refuse_stale(attempt, seq)
    wake(attempt)
    seconds = bounded(attempt, seconds)
    new = [_graded(attempt, questions[item], given[item]) for item in submitted]
    for response in new:
        response.key = keys[response.question]
        response.screen = screen
        response.play = 1 + sum(before.question == response.question for before in earlier)
        response.seconds = None if seconds is None else seconds // len(new)
    Response.objects.bulk_create(new)
    _step(attempt, shown["id"], seconds)
    for response in new:
        _tell_answer(attempt, response, questions[response.question])
    _tell_quiz_end(attempt, shown, [*earlier, *new], new)
    refresh(attempt, [*earlier, *new])
    return new


def _screen(attempt: Attempt, screen_id: str) -> dict[str, Any]:
    for screen in content(attempt.version)[0]["screens"]:
        if screen["id"] == screen_id:
            return dict(screen)
    raise ForgedRequestError


def _step(attempt: Attempt, screen: str, seconds: int | None) -> None:
    attempt.current_screen = screen
    save_step(attempt, seconds=seconds)


def _refuse_wrong_set(screen: dict[str, Any], questions: Mapping[str, Any], submitted: Mapping[str, Submitted]) -> None:
    whole = screen_kind(screen["kind"]).together
    if not submitted or not set(submitted) <= set(questions) or (whole and set(submitted) != set(questions)):
        raise ForgedRequestError


def _refuse_answered(questions: Mapping[str, Any], submitted: Mapping[str, Submitted], earlier: list[Response]) -> None:
    answered = {response.question for response in earlier}
    if any(item in answered and not question_kind(questions[item]["kind"]).repeatable for item in submitted):
        raise AlreadyAnsweredError


def _parsed(questions: Mapping[str, Any], submitted: Mapping[str, Submitted]) -> dict[str, Given]:
    given: dict[str, Given] = {}
    errors: dict[str, str] = {}
    for item, sent in submitted.items():
        try:
            given[item] = question_kind(questions[item]["kind"]).parse(questions[item], sent.values, sent.text)
        except InvalidAnswerError as error:
            errors[item] = error.message
    if errors:
        raise InvalidAnswerError(errors=errors)
    return given


def _graded(attempt: Attempt, question: dict[str, Any], given: Given) -> Response:
    answers = content(attempt.version)[1]["questions"][question["id"]]
    verdict: Verdict = question_kind(question["kind"]).grade(question, answers, given)
    return Response(
        attempt=attempt,
        question=question["id"],
        kind=question["kind"],
        given=given.ids,
        text=given.text,
        score=verdict.score,
        success=verdict.success,
        verdict=asdict(verdict),
    )


def _tell_answer(attempt: Attempt, response: Response, question: dict[str, Any]) -> None:
    key = f"{attempt.uuid}:{attempt.seq}:{response.question}"
    length = len(response.text) if response.text else None
    if response.kind == "pledge":
        tell(PledgeTaken, attempt, key=key, screen=response.screen, choices=response.given, length=length)
        return
    scale = [int(choice["id"]) for choice in question["choices"]] if response.kind == "likert" else []
    tell(
        QuestionAnswered,
        attempt,
        key=key,
        screen=response.screen,
        question=response.question,
        response=question_kind(response.kind).response(Given(response.given, response.text)),
        success=response.success,
        scaled=response.score,
        raw=int(response.given[0]) if scale else None,
        minimum=min(scale, default=None),
        maximum=max(scale, default=None),
        partial=response.verdict["partial"],
        length=length,
        seconds=response.seconds,
        play=response.play,
    )


def _tell_quiz_end(attempt: Attempt, screen: dict[str, Any], responses: list[Response], new: list[Response]) -> None:
    if screen_kind(screen["kind"]).scored != "quiz":
        return
    given = [response for response in responses if response.screen == screen["id"]]
    if len({response.question for response in given}) < len(screen["questions"]):
        return
    raw = sum(bool(response.success) for response in given)
    tell(
        QuizEnded, attempt, key=f"{attempt.uuid}:quiz:{screen['id']}", screen=screen["id"], raw=raw, maximum=len(given)
    )


@announcing()
def decide(
    *,
    attempt_id: uuid.UUID,
    seq: int,
    screen: str,
    play: int,
    node: str,
    choice: str,
    key: uuid.UUID,
    seconds: int | None = None,
) -> Response:
    """Take a decision of a situation. A `play` one above the last, at a node of the ended path, is a replay from there.

    The same `key` again changes nothing. Raises `UnreachableError`, `InvalidAnswerError`, `StaleAttemptError`.
    """
    attempt = locked(attempt_id)
    responses = list(attempt.responses.all())
    known = next((response for response in responses if response.key == key), None)
    if known:
        return known
    shown = _screen(attempt, screen)
    if shown["kind"] != SITUATION:
        raise ForgedRequestError
    if not choice:
        raise InvalidAnswerError(errors={screen: InvalidAnswerError.message})
    graph = content(attempt.version)[1]["screens"][screen]
    before = _position(graph, [response for response in responses if response.screen == screen], play, node)
    after = advance(graph, before, (node, choice))
    refuse_stale(attempt, seq)
    wake(attempt)
    seconds = bounded(attempt, seconds)
    step = after.steps[-1]
    response = Response.objects.create(
        attempt=attempt,
        key=key,
        screen=screen,
        question=screen,
        kind=SITUATION,
        node=node,
        play=play,
        given=[choice],
        score=step.points / 2,
        seconds=seconds,
    )
    _step(attempt, screen, seconds)
    _tell_decision(attempt, response, after)
    refresh(attempt, [*responses, response])
    return response


def _position(graph: Graph, responses: list[Response], play: int, node: str) -> Position:
    """Where the play that a decision claims to continue stands. Raises `UnreachableError`."""
    plays = positions(graph, responses)
    if plays and play == len(plays):
        return plays[-1]
    if play != len(plays) + 1:
        raise UnreachableError
    return replay_from(graph, plays[-1], node) if plays else follow(graph, [])


def _tell_decision(attempt: Attempt, response: Response, after: Position) -> None:
    step = after.steps[-1]
    tell(
        SituationDecided,
        attempt,
        screen=response.screen,
        node=step.node,
        choice=step.choice["id"],
        points=step.points,
        next_node=after.node or after.ending,
        gauges=after.gauges,
        alert=step.choice["alert"],
        play=response.play,
        seconds=response.seconds,
    )
    if after.ending:
        tell(
            SituationEnded,
            attempt,
            screen=response.screen,
            ending=after.ending,
            path=after.path,
            scaled=after.score,
            play=response.play,
        )
