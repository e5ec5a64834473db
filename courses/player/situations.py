"""A situation as its template shows it: the node where the learner stands, or how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.enums import Quality
from courses.models import Response
from courses.player.questions import Option, shuffled
from courses.progress import positions
from courses.situations import GAUGE_LIMIT, Graph, Position, Step, advised_path, follow, replay_from


@dataclass(frozen=True)
class Gauge:
    """A gauge in words and as a value for its drawing, from -4 to 4."""

    label: str
    value: int
    limit: int = GAUGE_LIMIT

    @property
    def signed(self) -> str:
        # A true minus sign: screen readers say « moins ».
        return f"+{self.value}" if self.value > 0 else str(self.value).replace("-", "\u2212")


@dataclass(frozen=True)
class StepView:
    """One decision: what happened, what was chosen, what it was worth, what was advised."""

    node: str
    text: str
    choice: str
    quality: str
    quality_label: str
    alert: str
    advice: str = ""
    gauges: list[Gauge] = field(default_factory=list)


@dataclass(frozen=True)
class SituationView:
    """At `node` while the play goes on, `ending` once it is over. Scores run from 0 to 100."""

    setting: str
    play: int
    node: str = ""
    text: str = ""
    options: list[Option] = field(default_factory=list)
    decision: int = 1
    gauges: list[Gauge] = field(default_factory=list)
    last: StepView | None = None
    ending: str = ""
    path: list[StepView] = field(default_factory=list)
    advised: list[StepView] = field(default_factory=list)
    first_score: int | None = None
    last_score: int | None = None
    replaying: bool = False
    asked: bool = True
    error: str = ""


def situation_view(
    screen: dict[str, Any],
    graph: Graph,
    responses: Sequence[Response],
    *,
    seed: str,
    replay: str = "",
    chosen: str = "",
    error: str = "",
    read_only: bool = False,
) -> SituationView:
    """Where the situation stands; with `replay`, at that node again. Raises `UnreachableError` off the ended path."""
    plays = positions(graph, responses)
    setting = screen["body"]["setting"]
    if plays and plays[-1].ending and not (replay and not read_only):
        return _ended(setting, graph, plays)
    position = plays[-1] if plays else follow(graph, [])
    if replay and plays and plays[-1].ending:
        position = replay_from(graph, plays[-1], replay)
    node = graph["nodes"][position.node]
    # Replaying from a node starts fresh: what its last decision brought was said the first time.
    replaying = bool(replay)
    return SituationView(
        setting=setting,
        play=len(plays) + 1 if replaying or not plays else len(plays),
        node=position.node,
        text=node["text"],
        options=[
            Option(choice["id"], choice["text"], chosen=choice["id"] == chosen)
            for choice in shuffled(node["choices"], f"{seed}:{screen['id']}:{position.node}")
        ],
        decision=len(position.steps) + 1,
        gauges=gauges(position.gauges),
        last=_step(graph, position.steps[-1]) if position.steps and not replaying else None,
        replaying=replaying or len(plays) > 1,
        asked=not read_only,
        error=error,
    )


def _ended(setting: str, graph: Graph, plays: list[Position]) -> SituationView:
    last = plays[-1]
    return SituationView(
        setting=setting,
        play=len(plays),
        gauges=gauges(last.gauges),
        last=_step(graph, last.steps[-1]),
        ending=graph["endings"][last.ending]["text"],
        path=[_step(graph, step) for step in last.steps],
        advised=[_step(graph, step) for step in advised_path(graph)],
        first_score=round(100 * plays[0].score),
        last_score=round(100 * last.score),
        replaying=len(plays) > 1,
        asked=False,
    )


def gauges(values: dict[str, int]) -> list[Gauge]:
    return [
        Gauge("Confiance de l’usager", values["trust"]),
        Gauge("Résolution de la demande", values["resolution"]),
    ]


def _step(graph: Graph, step: Step) -> StepView:
    quality = Quality(step.choice["quality"])
    adapted = [item["text"] for item in graph["nodes"][step.node]["choices"] if item["quality"] == Quality.ADAPTED]
    return StepView(
        node=step.node,
        text=graph["nodes"][step.node]["text"],
        choice=step.choice["text"],
        quality=quality.value,
        quality_label=quality.label.lower(),
        alert=step.choice["alert"],
        advice="" if quality == Quality.ADAPTED else next(iter(adapted), ""),
        gauges=gauges(step.gauges),
    )
