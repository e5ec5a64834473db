"""What the one-answer and the several-answers questions share."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from courses.questions._base import Answers, Given, Public, QuestionKind, Verdict, by_id, known_ids, short_id


class ChoiceQuestion(QuestionKind):
    in_quiz = True
    shuffled = ("choices",)

    def block(self) -> blocks.Block:
        choice = blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label="réponse", max_length=500)),
                ("right", blocks.BooleanBlock(label="juste", required=False)),
                ("feedback", blocks.CharBlock(label="retour si elle est choisie", required=False, max_length=500)),
            ]
        )
        return blocks.StructBlock(
            [
                ("prompt", blocks.CharBlock(label="question", max_length=500)),
                ("choices", blocks.ListBlock(choice, label="réponses", min_num=2)),
                ("remark", blocks.CharBlock(label="à retenir dans tous les cas", required=False, max_length=500)),
            ],
            label=self.label,
            icon="help",
        )

    def public(self, value: Mapping[str, Any]) -> Public:
        choices = ({"id": short_id(item.id), "text": item.value["text"]} for item in value["choices"].bound_blocks)
        return {"prompt": value["prompt"], "choices": by_id(choices)}

    def answers(self, value: Mapping[str, Any]) -> Answers:
        items = value["choices"].bound_blocks
        return {
            "right": sorted(short_id(item.id) for item in items if item.value["right"]),
            "feedback": {short_id(item.id): item.value["feedback"] for item in items if item.value["feedback"]},
            "remark": value["remark"] or "",
        }

    def parse(self, public: Public, values: list[str], text: str) -> Given:
        return Given(ids=known_ids(values, public["choices"]))

    def grade(self, public: Public, answers: Answers, given: Given) -> Verdict:
        right = set(answers["right"])
        success = set(given.ids) == right
        judged_well = sum((choice["id"] in right) == (choice["id"] in given.ids) for choice in public["choices"])
        return Verdict(
            score=float(success),
            success=success,
            partial=judged_well / len(public["choices"]),
            lines=self._lines(answers, given.ids),
            feedback=[answers["remark"]] if answers["remark"] else [],
            solution=answers["right"],
        )

    def _lines(self, answers: Answers, choices: list[str]) -> list[dict[str, Any]]:
        return [
            {"id": choice, "right": choice in answers["right"], "text": answers["feedback"].get(choice, "")}
            for choice in choices
        ]

    def key(self, public: Public, answers: Answers) -> Verdict:
        return Verdict(
            lines=self._lines(answers, [choice["id"] for choice in public["choices"]]),
            feedback=[answers["remark"]] if answers["remark"] else [],
            solution=answers["right"],
        )

    def interaction(self, public: Public, answers: Answers) -> dict[str, Any]:
        choices = [{"id": choice["id"], "description": choice["text"]} for choice in public["choices"]]
        pattern = "[,]".join(choice["id"] for choice in public["choices"] if choice["id"] in answers["right"])
        return {"interactionType": "choice", "choices": choices, "correctResponsesPattern": [pattern]}
