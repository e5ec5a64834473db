"""Cards with two sides, used by several kinds of screen."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks


def cards_block(*, minimum: int = 1) -> blocks.ListBlock:
    card = blocks.StructBlock(
        [
            ("front", blocks.CharBlock(label="recto", max_length=200)),
            ("back", blocks.TextBlock(label="verso")),
        ]
    )
    return blocks.ListBlock(card, label="cartes", min_num=minimum)


def cards_body(value: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"id": item.id, "front": item.value["front"], "back": item.value["back"]}
        for item in value["cards"].bound_blocks
    ]
