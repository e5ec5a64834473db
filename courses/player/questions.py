"""One question as its template shows it."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from courses.models import Response
from courses.questions import question_kind
from courses.questions._base import MAX_TEXT
from courses.services.answers import Submitted

Public = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """A choice. `right` is None until the answer is given."""

    id: str
    text: str
    chosen: bool = False
    right: bool | None = None
    feedback: str = ""


@dataclass(frozen=True)
class Row:
    """A line to pair with one of `options`, whose values are `source:target`. `expected` holds texts."""

    id: str
    text: str
    options: list[Option]
    chosen: str = ""
    right: bool | None = None
    expected: list[str] = field(default_factory=list)
    note: str = ""
    missing: bool = False


@dataclass(frozen=True)
class QuestionView:
    """`answered` when a verdict is shown, `asked` when the fields are."""

    id: str
    kind: str
    prompt: str
    number: int
    options: list[Option]
    rows: list[Row]
    text: str
    answered: bool
    asked: bool
    repeatable: bool
    success: bool | None
    feedback: list[str]
    error: str = ""
    max_text: int = MAX_TEXT

    @property
    def template(self) -> str:
        return f"courses/questions/{self.kind}.html"

    @property
    def right_rows(self) -> int:
        return sum(bool(row.right) for row in self.rows)

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]

    @property
    def solution(self) -> list[Option]:
        return [option for option in self.options if option.right]


@dataclass(frozen=True)
class Context:
    """What the questions of one page share: what was answered, what was just sent, what was refused."""

    seed: str
    responses: Sequence[Response] = ()
    submitted: Mapping[str, Submitted] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    again: str = ""  # the question or screen to answer again
    read_only: bool = False

    def latest(self, question: str) -> Response | None:
        return next((one for one in reversed(self.responses) if one.question == question), None)


def question_view(question: Public, number: int, context: Context) -> QuestionView:
    """The question with the fields to answer it, or with its verdict."""
    kind = question_kind(question["kind"])
    response = context.latest(question["id"])
    sent = context.submitted.get(question["id"])
    again = kind.repeatable and not context.read_only and (context.again == question["id"] or sent is not None)
    answered = response is not None and not again
    given = response.given if answered and response else (sent.values if sent else [])
    text = (sent.text if sent else "") or (response.text if response else "")
    verdict = response.verdict if answered and response else {}
    return _view(
        _ordered(question, kind.shuffled, context.seed),
        number,
        given=given,
        verdict=verdict,
        text=text,
        answered=answered,
        asked=not answered and not context.read_only,
        error=context.errors.get(question["id"], ""),
    )


def key_view(question: Public, number: int, answers: Mapping[str, Any]) -> QuestionView:
    """The question with everything that is kept back, for its editors."""
    verdict = asdict(question_kind(question["kind"]).key(dict(question), dict(answers)))
    return _view(question, number, given=[], verdict=verdict, text="", answered=True, asked=False, error="")


def _view(
    question: Public,
    number: int,
    *,
    given: list[str],
    verdict: Mapping[str, Any],
    text: str,
    answered: bool,
    asked: bool,
    error: str,
) -> QuestionView:
    lines = {line["id"]: line for line in verdict.get("lines", ())}
    return QuestionView(
        id=question["id"],
        kind=question["kind"],
        prompt=question["prompt"],
        number=number,
        options=[_option(choice, given, verdict, lines) for choice in question.get("choices", ())],
        rows=[_row(source, question, given, lines, bool(error)) for source in question.get("sources", ())],
        text=text,
        answered=answered,
        asked=asked,
        repeatable=question_kind(question["kind"]).repeatable,
        success=verdict.get("success"),
        feedback=list(verdict.get("feedback", ())),
        error=error,
    )


def _option(choice: Mapping[str, str], given: list[str], verdict: Mapping[str, Any], lines: dict[str, Any]) -> Option:
    solution = verdict.get("solution")
    return Option(
        id=choice["id"],
        text=choice["text"],
        chosen=choice["id"] in given,
        right=choice["id"] in solution if solution else None,
        feedback=lines.get(choice["id"], {}).get("text", ""),
    )


def _row(source: Mapping[str, str], question: Public, given: list[str], lines: dict[str, Any], refused: bool) -> Row:
    targets = {target["id"]: target["text"] for target in question["targets"]}
    options = [
        Option(id=f"{source['id']}:{target}", text=text, chosen=f"{source['id']}:{target}" in given)
        for target, text in targets.items()
    ]
    line = lines.get(source["id"], {})
    chosen = next((option.text for option in options if option.chosen), "")
    return Row(
        id=source["id"],
        text=source["text"],
        options=options,
        chosen=chosen,
        right=line.get("right"),
        expected=[targets[target] for target in line.get("expected", ())],
        note=line.get("text", ""),
        missing=refused and not chosen,
    )


def _ordered(question: Public, names: Iterable[str], seed: str) -> Public:
    return {**question, **{name: shuffled(question[name], f"{seed}:{question['id']}") for name in names}}


def shuffled(items: Iterable[Any], seed: str) -> list[Any]:
    """`items` in an order that only depends on `seed`: the same each time an attempt shows them."""
    ordered = list(items)
    random.Random(seed).shuffle(ordered)  # noqa: S311 - an order, not a secret
    return ordered
