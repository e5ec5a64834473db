"""A case to comment freely, then elements of answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail import blocks

from courses.screens._base import INLINE, Asked, ScreenKind, rich


class Case(ScreenKind):
    name = "case"
    label = "Cas à commenter"
    icon = "comment"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        return [
            ("story", blocks.RichTextBlock(label="récit", features=[*INLINE, "blockquote"])),
            ("prompt", blocks.CharBlock(label="consigne", max_length=500)),
            ("elements", blocks.ListBlock(blocks.TextBlock(), label="éléments de réponse", min_num=1)),
        ]

    def body(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"story": rich(value["story"])}

    def questions(self, value: Mapping[str, Any], screen_id: str) -> Iterable[Asked]:
        return [Asked(screen_id, "free_text", value)]


KIND = Case()
