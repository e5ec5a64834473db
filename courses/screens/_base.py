"""What every kind of screen offers."""

from abc import ABC
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wagtail import blocks

from cms.core.html import clean
from courses.questions import QuestionKind, question_kind

INLINE = ["bold", "italic", "link"]


@dataclass(frozen=True)
class Asked:
    """A question of a screen: its id, its kind by name, and the value that the kind reads."""

    id: str
    kind_name: str
    value: Mapping[str, Any]

    @property
    def kind(self) -> QuestionKind:
        return question_kind(self.kind_name)


class ScreenKind(ABC):
    """How a screen is written (`fields`); what of it is public (`body`), asked (`questions`), kept back (`answers`)."""

    name: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[str] = "doc-full"
    # The part of the module's score that the screen's answers make: "quiz", "situation" or none.
    scored: ClassVar[str] = ""
    # True when the questions are answered in one go, False when each has its own button.
    together: ClassVar[bool] = True

    def fields(self) -> list[tuple[str, blocks.Block]]:
        return []

    def block(self) -> blocks.StructBlock:
        """The authoring block: what all screens have, then `fields`."""
        return blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label="titre", max_length=200)),
                ("minutes", blocks.IntegerBlock(label="durée en minutes", min_value=1, max_value=60)),
                ("required", blocks.BooleanBlock(label="nécessaire pour terminer", required=False, default=True)),
                ("intro", blocks.RichTextBlock(label="introduction", required=False, features=[*INLINE, "ul", "ol"])),
                *self.fields(),
            ],
            label=self.label,
            icon=self.icon,
        )

    def body(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """What is shown before any answer, as plain JSON."""
        return {}

    def questions(self, value: Mapping[str, Any], screen_id: str) -> Iterable[Asked]:
        return ()

    def answers(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """What is only shown once the screen's answers are given."""
        return {}

    def outcome(self, answers: Mapping[str, Any], given: Sequence[Sequence[str]]) -> str:
        """What is said once every question is answered; `given` holds the chosen ids of each question."""
        return ""


def rich(value: Any) -> str:
    """Rich text as clean HTML."""
    return str(clean(str(getattr(value, "source", value) or "")))
