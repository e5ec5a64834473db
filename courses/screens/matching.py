"""Pairs to rebuild."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail import blocks

from courses.screens._base import Asked, ScreenKind


class MatchingScreen(ScreenKind):
    name = "matching"
    label = "Association"
    icon = "link"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        pair = blocks.StructBlock(
            [
                ("source", blocks.CharBlock(label="à gauche", max_length=300)),
                ("target", blocks.CharBlock(label="à droite", max_length=300)),
            ]
        )
        return [
            ("prompt", blocks.CharBlock(label="consigne", max_length=300)),
            ("pairs", blocks.ListBlock(pair, label="paires", min_num=2)),
            ("remark", blocks.CharBlock(label="retour", required=False, max_length=500)),
        ]

    def questions(self, value: Mapping[str, Any], screen_id: str) -> Iterable[Asked]:
        return [Asked(screen_id, "matching", value)]


KIND = MatchingScreen()
