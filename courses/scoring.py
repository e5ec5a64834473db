"""The score of an attempt, as a pure function of its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """Parts and total run from 0 to 1; a part that the module does not have is None and weighs nothing."""

    quiz: float | None
    situation: float | None
    total: float


def score(*, quiz: Sequence[float], situations: Sequence[float], rule: Mapping[str, float]) -> Score:
    """The weighted score of the quiz items and the situations, each unanswered one counting 0.

    `rule`: {"mastery", "quiz_weight", "situation_weight"}. Without either part the total is 1: finishing is enough.
    """
    parts = [
        (sum(values) / len(values), rule[weight])
        for values, weight in ((quiz, "quiz_weight"), (situations, "situation_weight"))
        if values
    ]
    weights = sum(weight for _, weight in parts)
    # Rounded: 0.7 × 0.5 + 0.3 must reach a mastery of 0.65 whatever the binary rounding of the parts.
    total = round(sum(part * weight for part, weight in parts) / weights, 6) if weights else 1.0
    return Score(
        quiz=sum(quiz) / len(quiz) if quiz else None,
        situation=sum(situations) / len(situations) if situations else None,
        total=total,
    )
