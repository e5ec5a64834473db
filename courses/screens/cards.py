"""Cards to turn over."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from courses.screens._base import ScreenKind
from courses.screens._cards import cards_block, cards_body


class Cards(ScreenKind):
    name = "cards"
    label = "Cartes"
    icon = "copy"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        return [("cards", cards_block())]

    def body(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"cards": cards_body(value)}


KIND = Cards()
