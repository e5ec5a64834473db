"""What matching and sorting share: every source gets one target."""

from typing import Any

from courses.errors import InvalidAnswerError
from courses.questions._base import Answers, Given, Public, QuestionKind, Verdict


class PairsQuestion(QuestionKind):
    """public: {"prompt", "sources": [{"id", "text"}], "targets": […]}; answers: {"right": {source: [targets]}, …}."""

    repeatable = True

    def parse(self, public: Public, values: list[str], text: str) -> Given:
        chosen = dict(value.split(":", 1) for value in values if ":" in value)
        targets = {target["id"] for target in public["targets"]}
        missing = [source["text"] for source in public["sources"] if not chosen.get(source["id"])]
        if missing:
            raise InvalidAnswerError(f"{_count(len(missing))} sur {len(public['sources'])} : complétez chaque ligne.")
        if set(chosen) != {source["id"] for source in public["sources"]} or not set(chosen.values()) <= targets:
            raise InvalidAnswerError
        return Given(ids=[f"{source['id']}:{chosen[source['id']]}" for source in public["sources"]])

    def grade(self, public: Public, answers: Answers, given: Given) -> Verdict:
        lines = []
        for pair in given.ids:
            source, target = pair.split(":")
            right = answers["right"][source]
            lines.append(
                {
                    "id": source,
                    "target": target,
                    "right": target in right,
                    "expected": right,
                    "text": self.note(answers, source),
                }
            )
        share = sum(line["right"] for line in lines) / len(lines)
        return Verdict(
            score=share,
            success=share == 1,
            lines=lines,
            feedback=[answers["remark"]] if answers.get("remark") else [],
            solution=_solution(answers),
        )

    def key(self, public: Public, answers: Answers) -> Verdict:
        lines = [
            {"id": source, "expected": targets, "text": self.note(answers, source)}
            for source, targets in answers["right"].items()
        ]
        return Verdict(
            lines=lines, feedback=[answers["remark"]] if answers.get("remark") else [], solution=_solution(answers)
        )

    def note(self, answers: Answers, source: str) -> str:
        return str(answers.get("notes", {}).get(source, ""))

    def response(self, given: Given) -> str | None:
        return "[,]".join(pair.replace(":", "[.]") for pair in given.ids)

    def interaction(self, public: Public, answers: Answers) -> dict[str, Any]:
        return {
            "interactionType": "matching",
            "source": [{"id": item["id"], "description": item["text"]} for item in public["sources"]],
            "target": [{"id": item["id"], "description": item["text"]} for item in public["targets"]],
            "correctResponsesPattern": [
                "[,]".join(f"{item['id']}[.]{answers['right'][item['id']][0]}" for item in public["sources"])
            ],
        }


def _solution(answers: Answers) -> list[str]:
    return [f"{source}:{target}" for source, targets in answers["right"].items() for target in targets]


def _count(missing: int) -> str:
    return f"Il manque {missing} réponse{'s' if missing > 1 else ''}"
