"""« Demain, je… »: one change that the learner chooses."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail import blocks

from courses.screens._base import Asked, ScreenKind


class PledgeScreen(ScreenKind):
    name = "pledge"
    label = "Engagement « Demain, je… »"
    icon = "pick"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        return [
            ("prompt", blocks.CharBlock(label="consigne", max_length=300)),
            ("choices", blocks.ListBlock(blocks.CharBlock(max_length=200), label="propositions", min_num=2)),
        ]

    def questions(self, value: Mapping[str, Any], screen_id: str) -> Iterable[Asked]:
        return [Asked(screen_id, "pledge", value)]


KIND = PledgeScreen()
