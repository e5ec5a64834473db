"""A whole module as one text to read or print: what an attempt has the right to see, or everything for an editor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.enums import Quality
from courses.models import Attempt, Response
from courses.player.questions import Context, QuestionView, key_view, question_view
from courses.player.situations import Gauge, gauges
from courses.progress import SITUATION, by_screen_id, positions
from courses.screens import screen_kind
from courses.situations import Graph
from courses.versions import Answers, Public, content


@dataclass(frozen=True)
class ChoiceText:
    """A choice of a node; its worth and where it leads are empty until they may be told."""

    text: str
    quality_label: str = ""
    alert: str = ""
    effects: list[Gauge] = field(default_factory=list)
    leads_to: str = ""


@dataclass(frozen=True)
class NodeText:
    code: str
    text: str
    choices: list[ChoiceText] = field(default_factory=list)


@dataclass(frozen=True)
class ScreenText:
    """`whole` is False when a part of a situation is still to be discovered."""

    kind: str
    kind_label: str
    title: str
    rank: int
    minutes: int
    intro: str
    body: Mapping[str, Any]
    questions: list[QuestionView]
    outcomes: list[str] = field(default_factory=list)
    nodes: list[NodeText] = field(default_factory=list)
    endings: list[NodeText] = field(default_factory=list)
    whole: bool = True

    @property
    def templates(self) -> list[str]:
        """The kind's own text template if it has one, else the one that suits all."""
        return [f"courses/text/{self.kind}.html", "courses/text/screen.html"]


def attempt_text(attempt: Attempt, responses: Sequence[Response], ended: frozenset[str]) -> list[ScreenText]:
    """The module for the learner of `attempt`. `ended` holds the situations that the person ended at least once.

    Keys and feedback are those of the questions answered in this attempt; a situation shows the nodes reached so far,
    or all of them once it was ended.
    """
    public, answers = content(attempt.version)
    context = Context(seed=str(attempt.pk), responses=responses, read_only=True)
    given = by_screen_id(responses)
    screens = []
    for rank, screen in enumerate(public["screens"], 1):
        questions = [question_view(question, number, context) for number, question in enumerate(screen["questions"], 1)]
        kept = answers["screens"][screen["id"]]
        nodes: dict[str, Any] = {}
        if screen["kind"] == SITUATION:
            mine = given.get(screen["id"], [])
            nodes = _all_nodes(kept) if screen["id"] in ended else _reached_nodes(kept, mine)
        screens.append(_screen_text(screen, rank, questions, [_outcome(screen, kept, context)], **nodes))
    return screens


def editor_text(public: Public, answers: Answers) -> list[ScreenText]:
    """The module with everything that is kept back from learners."""
    screens = []
    for rank, screen in enumerate(public["screens"], 1):
        questions = [
            key_view(question, number, answers["questions"][question["id"]])
            for number, question in enumerate(screen["questions"], 1)
        ]
        kept = answers["screens"][screen["id"]]
        outcomes = [f"{band['minimum']} à {band['maximum']} : {band['text']}" for band in kept.get("bands", ())]
        nodes = _all_nodes(kept) if screen["kind"] == SITUATION else {}
        screens.append(_screen_text(screen, rank, questions, outcomes, **nodes))
    return screens


def _screen_text(
    screen: Mapping[str, Any], rank: int, questions: list[QuestionView], outcomes: list[str], **nodes: Any
) -> ScreenText:
    return ScreenText(
        kind=screen["kind"],
        kind_label=screen_kind(screen["kind"]).label,
        title=screen["title"],
        rank=rank,
        minutes=screen["minutes"],
        intro=screen["intro"],
        body=screen["body"],
        questions=questions,
        outcomes=[outcome for outcome in outcomes if outcome],
        **nodes,
    )


def _outcome(screen: Mapping[str, Any], kept: Mapping[str, Any], context: Context) -> str:
    latest = [context.latest(question["id"]) for question in screen["questions"]]
    given = [response.given for response in latest if response]
    return screen_kind(screen["kind"]).outcome(kept, given) if given and len(given) == len(latest) else ""


def _all_nodes(graph: Graph) -> dict[str, Any]:
    return {
        "nodes": [
            NodeText(code, node["text"], [_choice_text(choice) for choice in node["choices"]])
            for code, node in graph["nodes"].items()
        ],
        "endings": [NodeText(code, ending["text"]) for code, ending in graph["endings"].items()],
        "whole": True,
    }


def _reached_nodes(graph: Graph, responses: Sequence[Response]) -> dict[str, Any]:
    """The nodes that the learner has had before their eyes; only the choices taken tell what they were worth."""
    plays = positions(graph, list(responses))
    taken = {(step.node, step.choice["id"]) for play in plays for step in play.steps}
    codes = dict.fromkeys([graph["start"], *(code for play in plays for code in [*play.path, play.node] if code)])
    nodes = [
        NodeText(
            code,
            graph["nodes"][code]["text"],
            [
                _choice_text(choice) if (code, choice["id"]) in taken else ChoiceText(choice["text"])
                for choice in sorted(graph["nodes"][code]["choices"], key=lambda choice: choice["id"])
            ],
        )
        for code in codes
        if code in graph["nodes"]
    ]
    return {"nodes": nodes, "whole": False}


def _choice_text(choice: Mapping[str, Any]) -> ChoiceText:
    return ChoiceText(
        text=choice["text"],
        quality_label=Quality(choice["quality"]).label.lower(),
        alert=choice["alert"],
        effects=gauges({name: choice[name] for name in ("trust", "resolution")}),
        leads_to=choice["to"],
    )
