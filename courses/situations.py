"""Branching situations as pure functions over a graph and the decisions taken.

graph: {"start": code, "nodes": {code: {"text", "choices": [{"id", "text", "quality", "trust", "resolution", "alert",
"to"}]}}, "endings": {code: {"text"}}}. A decision is a (node code, choice id) pair. Gauges run from -4 to 4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.enums import Quality
from courses.errors import UnreachableError

Graph = dict[str, Any]
Decision = tuple[str, str]

POINTS = {Quality.ADAPTED: 2, Quality.IMPROVABLE: 1, Quality.AVOID: 0}
GAUGE_LIMIT = 4
# An early ending weighs on the score: fewer decisions count as this many.
SHORTEST_PATH = 3


@dataclass(frozen=True)
class Step:
    """One decision with what it brought."""

    node: str
    choice: dict[str, Any]
    points: int
    gauges: dict[str, int]


@dataclass(frozen=True)
class Position:
    """Where a play stands: at `node`, or at `ending` when it is over."""

    node: str = ""
    ending: str = ""
    gauges: dict[str, int] = field(default_factory=lambda: {"trust": 0, "resolution": 0})
    steps: tuple[Step, ...] = ()

    @property
    def score(self) -> float:
        """Points obtained over two per decision, three decisions at least: 0 to 1."""
        return sum(step.points for step in self.steps) / (2 * max(len(self.steps), SHORTEST_PATH))

    @property
    def path(self) -> list[str]:
        return [step.node for step in self.steps] + ([self.ending] if self.ending else [])


def choice_of(graph: Graph, node: str, choice_id: str) -> dict[str, Any]:
    """The choice of a node. Raises `UnreachableError` when there is none."""
    for choice in graph["nodes"].get(node, {}).get("choices", ()):
        if choice["id"] == choice_id:
            return dict(choice)
    raise UnreachableError


def advance(graph: Graph, position: Position, decision: Decision) -> Position:
    """The position after `decision`. Raises `UnreachableError` when the position's node does not offer it."""
    node, choice_id = decision
    if node != position.node:
        raise UnreachableError
    choice = choice_of(graph, node, choice_id)
    gauges = {
        name: max(-GAUGE_LIMIT, min(GAUGE_LIMIT, value + choice[name])) for name, value in position.gauges.items()
    }
    steps = (*position.steps, Step(node, choice, POINTS[Quality(choice["quality"])], gauges))
    target = choice["to"]
    if target in graph["endings"]:
        return Position(ending=target, gauges=gauges, steps=steps)
    return Position(node=target, gauges=gauges, steps=steps)


def follow(graph: Graph, decisions: Iterable[Decision]) -> Position:
    """The position after `decisions` from the start."""
    position = Position(node=graph["start"])
    for decision in decisions:
        position = advance(graph, position, decision)
    return position


def replays(graph: Graph, plays: Sequence[Sequence[Decision]]) -> list[Position]:
    """The position of each play. A replay that starts at a later node keeps what the play before it did until there."""
    positions: list[Position] = []
    decisions: list[Decision] = []
    for play in plays:
        decisions = [*_until(decisions, play[0][0]), *play]
        positions.append(follow(graph, decisions))
    return positions


def replay_from(graph: Graph, position: Position, node: str) -> Position:
    """The position of a replay of an ended play that starts again at `node`. Raises `UnreachableError` off its path."""
    if not position.ending or node not in [step.node for step in position.steps]:
        raise UnreachableError
    return follow(graph, _until([(step.node, step.choice["id"]) for step in position.steps], node))


def _until(decisions: Iterable[Decision], node: str) -> list[Decision]:
    kept: list[Decision] = []
    for decision in decisions:
        if decision[0] == node:
            break
        kept.append(decision)
    return kept


def advised_path(graph: Graph) -> list[Step]:
    """The adapted choice of each node from the start to an ending; stops where there is none, or on a loop."""
    position = Position(node=graph["start"])
    while position.node and position.node not in [step.node for step in position.steps]:
        adapted = [item for item in graph["nodes"][position.node]["choices"] if item["quality"] == Quality.ADAPTED]
        if not adapted:
            break
        position = advance(graph, position, (position.node, adapted[0]["id"]))
    return list(position.steps)


def interaction(public_screen: dict[str, Any], answers_screen: Graph, node: str) -> dict[str, Any]:
    """The interaction part of the activity definition of a decision (xAPI 1.0.3, Data 2.4.4.1)."""
    choices = answers_screen["nodes"][node]["choices"]
    described = [{"id": choice["id"], "description": choice["text"]} for choice in choices]
    return {"interactionType": "choice", "choices": described}
