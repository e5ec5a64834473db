"""One right answer among several (QCU)."""

from courses.errors import InvalidAnswerError
from courses.questions._base import Given, Public
from courses.questions._choice import ChoiceQuestion


class SingleChoice(ChoiceQuestion):
    name = "single"
    label = "Question à réponse unique"

    def parse(self, public: Public, values: list[str], text: str) -> Given:
        if len(values) > 1:
            raise InvalidAnswerError("Une seule réponse est attendue.")
        return super().parse(public, values, text)


KIND = SingleChoice()
