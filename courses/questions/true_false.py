"""True or false."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from courses.errors import InvalidAnswerError
from courses.questions._base import Answers, Given, Public, QuestionKind, Verdict

CHOICES = [{"id": "true", "text": "Vrai"}, {"id": "false", "text": "Faux"}]


class TrueFalse(QuestionKind):
    name = "true_false"
    label = "Vrai ou faux"
    in_quiz = True

    def block(self) -> blocks.Block:
        return blocks.StructBlock(
            [
                ("prompt", blocks.CharBlock(label="affirmation", max_length=500)),
                ("right", blocks.BooleanBlock(label="l'affirmation est vraie", required=False)),
                ("remark", blocks.CharBlock(label="retour", max_length=500)),
            ],
            label=self.label,
            icon="check",
        )

    def public(self, value: Mapping[str, Any]) -> Public:
        return {"prompt": value["prompt"], "choices": CHOICES}

    def answers(self, value: Mapping[str, Any]) -> Answers:
        return {"right": "true" if value["right"] else "false", "remark": value["remark"]}

    def parse(self, public: Public, values: list[str], text: str) -> Given:
        if values not in (["true"], ["false"]):
            raise InvalidAnswerError
        return Given(ids=values)

    def grade(self, public: Public, answers: Answers, given: Given) -> Verdict:
        success = given.ids == [answers["right"]]
        return Verdict(
            score=float(success),
            success=success,
            lines=[{"id": given.ids[0], "right": success, "text": ""}],
            feedback=[answers["remark"]],
            solution=[answers["right"]],
        )

    def key(self, public: Public, answers: Answers) -> Verdict:
        return Verdict(feedback=[answers["remark"]], solution=[answers["right"]])

    def interaction(self, public: Public, answers: Answers) -> dict[str, Any]:
        return {"interactionType": "true-false", "correctResponsesPattern": [answers["right"]]}


KIND = TrueFalse()
