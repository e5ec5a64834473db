"""Items to put into categories, without drag and drop."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail import blocks

from courses.screens._base import Asked, ScreenKind


class SortingScreen(ScreenKind):
    name = "sorting"
    label = "Tri"
    icon = "list-ul"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        item = blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label="élément", max_length=300)),
                ("note", blocks.CharBlock(label="précision donnée au retour", required=False, max_length=300)),
            ]
        )
        category = blocks.StructBlock(
            [
                ("name", blocks.CharBlock(label="catégorie", max_length=100)),
                ("items", blocks.ListBlock(item, label="éléments qui y vont")),
            ]
        )
        return [
            ("prompt", blocks.CharBlock(label="consigne", max_length=300)),
            ("categories", blocks.ListBlock(category, label="catégories", min_num=2)),
            ("remark", blocks.CharBlock(label="retour", required=False, max_length=500)),
        ]

    def questions(self, value: Mapping[str, Any], screen_id: str) -> Iterable[Asked]:
        return [Asked(screen_id, "sorting", value)]


KIND = SortingScreen()
