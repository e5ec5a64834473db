"""A free answer, then elements to compare it with. What is written never leaves the application."""

from collections.abc import Mapping
from typing import Any

from courses.questions._base import Answers, Given, Public, QuestionKind, Verdict, written_text


class FreeText(QuestionKind):
    name = "free_text"
    label = "Réponse libre"
    repeatable = True

    def public(self, value: Mapping[str, Any]) -> Public:
        return {"prompt": value["prompt"]}

    def answers(self, value: Mapping[str, Any]) -> Answers:
        return {"elements": list(value["elements"])}

    def parse(self, public: Public, values: list[str], text: str) -> Given:
        return Given(text=written_text(text))

    def grade(self, public: Public, answers: Answers, given: Given) -> Verdict:
        return Verdict(feedback=answers["elements"])

    def key(self, public: Public, answers: Answers) -> Verdict:
        return Verdict(feedback=answers["elements"])

    def response(self, given: Given) -> str | None:
        return None

    def interaction(self, public: Public, answers: Answers) -> dict[str, Any]:
        return {"interactionType": "long-fill-in"}


KIND = FreeText()
