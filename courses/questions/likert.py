"""Where one stands on a scale. Nothing is right or wrong."""

from collections.abc import Mapping
from typing import Any

from courses.errors import InvalidAnswerError
from courses.questions._base import Answers, Given, Public, QuestionKind, Verdict


class Likert(QuestionKind):
    name = "likert"
    label = "Échelle"

    def public(self, value: Mapping[str, Any]) -> Public:
        scale = [{"id": str(step), "text": text} for step, text in enumerate(value["scale"], start=1)]
        return {"prompt": value["prompt"], "choices": scale}

    def parse(self, public: Public, values: list[str], text: str) -> Given:
        if len(values) != 1 or values[0] not in {step["id"] for step in public["choices"]}:
            raise InvalidAnswerError("Choisissez une réponse pour chaque affirmation.")
        return Given(ids=values)

    def grade(self, public: Public, answers: Answers, given: Given) -> Verdict:
        return Verdict()

    def interaction(self, public: Public, answers: Answers) -> dict[str, Any]:
        scale = [{"id": step["id"], "description": step["text"]} for step in public["choices"]]
        return {"interactionType": "likert", "scale": scale}


KIND = Likert()
