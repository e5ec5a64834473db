"""Questions with their feedback, which make a part of the module's score."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail import blocks

from cms.core.registry import kinds
from courses.screens._base import Asked, ScreenKind


class Quiz(ScreenKind):
    name = "quiz"
    label = "Quiz"
    icon = "help"
    scored = "quiz"
    together = False

    def fields(self) -> list[tuple[str, blocks.Block]]:
        items = [(name, kind.block()) for name, kind in kinds("courses.questions").items() if kind.in_quiz]
        return [("items", blocks.StreamBlock(items, label="questions", min_num=1))]

    def questions(self, value: Mapping[str, Any], screen_id: str) -> Iterable[Asked]:
        for item in value["items"]:
            yield Asked(item.id, item.block_type, item.value)


KIND = Quiz()
