"""A short reading, with cards if need be (« repère »)."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from courses.screens._base import INLINE, ScreenKind, rich
from courses.screens._cards import cards_block, cards_body


class Landmark(ScreenKind):
    name = "landmark"
    label = "Repère"
    icon = "info-circle"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        return [
            ("text", blocks.RichTextBlock(label="texte", required=False, features=[*INLINE, "ul", "ol"])),
            ("cards", cards_block(minimum=0)),
        ]

    def body(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": rich(value["text"]), "cards": cards_body(value)}


KIND = Landmark()
