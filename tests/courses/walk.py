"""Going through a module as a learner would, through the services."""

import uuid
from collections.abc import Iterable

from courses.models import Attempt, ModulePage
from courses.progress import positions
from courses.queries import attempts_with_context
from courses.services.answers import Submitted, answer, decide
from courses.services.attempts import finish, move, start
from courses.versions import content


class Walk:
    """One attempt of one person. `right` says which quiz questions are answered rightly, by their place from 0."""

    def __init__(self, user, module: ModulePage) -> None:
        self.user = user
        self.attempt = start(user=user, module=module)
        self.public, self.answers = content(self.attempt.version)
        self.screens = {screen["kind"]: screen for screen in self.public["screens"]}

    def fresh(self) -> Attempt:
        self.attempt = attempts_with_context().get(pk=self.attempt.pk)
        return self.attempt

    def right_values(self, question: dict) -> list[str]:
        right = self.answers["questions"][question["id"]].get("right")
        if question["kind"] in ("matching", "sorting"):
            return [f"{source}:{targets[0]}" for source, targets in right.items()]
        if question["kind"] == "likert":
            return ["2"]
        if question["kind"] == "pledge":
            return [question["choices"][0]["id"]]
        return [right] if isinstance(right, str) else list(right or [])

    def wrong_values(self, question: dict) -> list[str]:
        right = self.right_values(question)
        return [next(choice["id"] for choice in question["choices"] if [choice["id"]] != right)]

    def answer(self, questions: Iterable[dict], *, right: bool = True, key: uuid.UUID | None = None):
        questions = list(questions)
        screen = next(item for item in self.public["screens"] if questions[0] in item["questions"])
        sent = {
            question["id"]: Submitted(
                self.right_values(question) if right else self.wrong_values(question),
                "Je lui propose de s'asseoir." if question["kind"] == "free_text" else "",
            )
            for question in questions
        }
        attempt = self.fresh()
        return answer(
            attempt_id=attempt.pk, seq=attempt.seq, screen=screen["id"], submitted=sent, key=key or uuid.uuid4()
        )

    def choose(self, node: str, quality: str = "adapted", *, play: int = 1, key: uuid.UUID | None = None):
        screen = self.screens["situation"]
        choices = self.answers["screens"][screen["id"]]["nodes"][node]["choices"]
        choice = next(item["id"] for item in choices if item["quality"] == quality)
        attempt = self.fresh()
        return decide(
            attempt_id=attempt.pk,
            seq=attempt.seq,
            screen=screen["id"],
            play=play,
            node=node,
            choice=choice,
            key=key or uuid.uuid4(),
        )

    def leave(self, kind: str, *, skip: bool = False, to: str = "", **claims):
        attempt = self.fresh()
        screen = self.screens[kind]["id"]
        return move(attempt_id=attempt.pk, seq=attempt.seq, screen=screen, to=to, skip=skip, **claims)

    def situation(self, qualities: tuple[str, ...] = ("adapted", "adapted", "adapted")) -> None:
        for quality in qualities:
            self.choose(self.node(), quality)

    def node(self) -> str:
        graph = self.answers["screens"][self.screens["situation"]["id"]]
        decided = positions(graph, self.attempt.responses.filter(kind="situation"))
        return decided[-1].node if decided else graph["start"]

    def quiz(self, *, right: int = 8) -> None:
        for place, question in enumerate(self.screens["quiz"]["questions"]):
            self.answer([question], right=place < right)

    def everything(self, *, right: int = 8, qualities: tuple[str, ...] = ("adapted", "adapted", "adapted")) -> None:
        """All screens of the module, in order; the attempt is left to be finished."""
        for screen in self.public["screens"]:
            if screen["kind"] == "quiz":
                self.quiz(right=right)
            elif screen["kind"] == "situation":
                self.situation(qualities)
            elif screen["questions"]:
                self.answer(screen["questions"])
            self.leave(screen["kind"])

    def finish(self) -> Attempt:
        attempt = self.fresh()
        return finish(attempt_id=attempt.pk, seq=attempt.seq)
