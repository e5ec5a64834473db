"""What every kind of question offers."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wagtail import blocks

from courses.errors import InvalidAnswerError

Public = dict[str, Any]
Answers = dict[str, Any]

MAX_TEXT = 5000


@dataclass(frozen=True)
class Given:
    """An answer as submitted: ids (of choices, `source:target` pairs, a scale step), or free text."""

    ids: list[str] = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the answer is worth and what may be said now. `score` is 0 to 1, None when nothing is right or wrong.

    `lines` tells of each given choice {"id", "right", "text"}; `feedback` holds the feedback of the given choices only;
    `solution` holds the right ids, shown once the answer is given.
    """

    score: float | None = None
    success: bool | None = None
    partial: float | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)
    solution: list[str] = field(default_factory=list)


class QuestionKind(ABC):
    """`public` holds what may be shown before the answer, `answers` the rest; both are plain JSON."""

    name: ClassVar[str]
    label: ClassVar[str]
    in_quiz: ClassVar[bool] = False  # may an editor put it in a quiz?
    repeatable: ClassVar[bool] = False  # may the learner answer it again in the same attempt?
    shuffled: ClassVar[tuple[str, ...]] = ()  # the lists of `public` that each attempt shows in an order of its own

    def block(self) -> blocks.Block:
        """The authoring block of a question in a quiz. Its value is what `public` and `answers` take."""
        raise NotImplementedError(f"{self.name} is not written in a quiz")

    @abstractmethod
    def public(self, value: Mapping[str, Any]) -> Public:
        """What may be shown before the answer."""

    def answers(self, value: Mapping[str, Any]) -> Answers:
        """What is only shown once the answer is given."""
        return {}

    @abstractmethod
    def parse(self, public: Public, values: list[str], text: str) -> Given:
        """The submitted `values` and free `text` as an answer. Raises `InvalidAnswerError`."""

    @abstractmethod
    def grade(self, public: Public, answers: Answers, given: Given) -> Verdict:
        """What `given` is worth."""

    def key(self, public: Public, answers: Answers) -> Verdict:
        """Everything that may be said of the question, for its editors."""
        return Verdict()

    def response(self, given: Given) -> str | None:
        """`given` in the response format of its interaction type (xAPI 1.0.3, Data 2.4.4.1); None for free text."""
        return "[,]".join(given.ids)

    @abstractmethod
    def interaction(self, public: Public, answers: Answers) -> dict[str, Any]:
        """The interaction part of the activity definition (xAPI 1.0.3, Data 2.4.4.1), texts as plain strings."""


def short_id(item_id: str) -> str:
    """The public id of a list item: the first 8 hexadecimal digits of its UUID."""
    return item_id.replace("-", "")[:8]


def partner_id(item_id: str) -> str:
    """The public id of the other half of a pair, which must not be guessed from `short_id`."""
    return hashlib.sha256(f"{item_id}:partner".encode()).hexdigest()[:8]


def by_id(items: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """`items` in the order of their ids: the written order, where the right one often comes first, says nothing."""
    return sorted(items, key=lambda item: item["id"])


def known_ids(values: list[str], choices: list[dict[str, str]]) -> list[str]:
    """`values` without repetition, in the order of `choices`. Raises `InvalidAnswerError` when one is not a choice."""
    allowed = [choice["id"] for choice in choices]
    if not values or not set(values) <= set(allowed):
        raise InvalidAnswerError
    return [choice for choice in allowed if choice in values]


def written_text(text: str) -> str:
    """Free `text` stripped. Raises `InvalidAnswerError` when empty or too long."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise InvalidAnswerError("Écrivez quelques mots avant de valider.")
    if len(text) > MAX_TEXT:
        raise InvalidAnswerError(f"Votre texte compte {len(text)} caractères : la limite est de {MAX_TEXT}.")
    return text
