"""Several right answers, all or nothing (QCM)."""

from courses.questions._choice import ChoiceQuestion


class MultipleChoice(ChoiceQuestion):
    name = "multiple"
    label = "Question à réponses multiples"


KIND = MultipleChoice()
