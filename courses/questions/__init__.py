"""The kinds of question, one module each. A new kind is one module here, one template and one test.

The template is `courses/questions/<name>.html`; `_base.py` says what a kind must offer.
"""

from cms.core.registry import kinds
from courses.questions._base import Given, QuestionKind, Verdict


def question_kind(name: str) -> QuestionKind:
    return kinds("courses.questions")[name]


__all__ = ["Given", "QuestionKind", "Verdict", "question_kind"]
