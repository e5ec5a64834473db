"""What the learner decides to change tomorrow: a proposal of the list, or one's own words."""

from collections.abc import Mapping
from typing import Any

from courses.errors import InvalidAnswerError
from courses.questions._base import Answers, Given, Public, QuestionKind, Verdict, known_ids, short_id, written_text

OWN = "own"


class Pledge(QuestionKind):
    name = "pledge"
    label = "Engagement « Demain, je… »"
    repeatable = True

    def public(self, value: Mapping[str, Any]) -> Public:
        choices = [{"id": short_id(item.id), "text": item.value} for item in value["choices"].bound_blocks]
        return {"prompt": value["prompt"], "choices": [*choices, {"id": OWN, "text": "Autre chose, avec mes mots"}]}

    def parse(self, public: Public, values: list[str], text: str) -> Given:
        if len(values) > 1:
            raise InvalidAnswerError("Choisissez un seul engagement : c'est le meilleur moyen de le tenir.")
        chosen = known_ids(values, public["choices"])
        return Given(ids=chosen, text=written_text(text) if chosen == [OWN] else "")

    def grade(self, public: Public, answers: Answers, given: Given) -> Verdict:
        return Verdict()

    def interaction(self, public: Public, answers: Answers) -> dict[str, Any]:
        choices = [{"id": choice["id"], "description": choice["text"]} for choice in public["choices"]]
        return {"interactionType": "choice", "choices": choices}


KIND = Pledge()
