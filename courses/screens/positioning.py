"""Where the learner stands, before and after: a scale for each statement, never scored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wagtail import blocks

from courses.screens._base import Asked, ScreenKind


class Positioning(ScreenKind):
    name = "positioning"
    label = "Positionnement"
    icon = "radio-full"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        band = blocks.StructBlock(
            [
                ("minimum", blocks.IntegerBlock(label="de")),
                ("maximum", blocks.IntegerBlock(label="à")),
                ("text", blocks.CharBlock(label="retour", max_length=500)),
            ]
        )
        return [
            (
                "scale",
                blocks.ListBlock(blocks.CharBlock(max_length=60), label="échelle, du plus bas au plus haut", min_num=2),
            ),
            ("statements", blocks.ListBlock(blocks.CharBlock(max_length=300), label="affirmations", min_num=1)),
            ("bands", blocks.ListBlock(band, label="retours selon le total")),
        ]

    def questions(self, value: Mapping[str, Any], screen_id: str) -> Iterable[Asked]:
        scale = list(value["scale"])
        for item in value["statements"].bound_blocks:
            yield Asked(item.id, "likert", {"prompt": item.value, "scale": scale})

    def answers(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"bands": [{key: band[key] for key in ("minimum", "maximum", "text")} for band in value["bands"]]}

    def outcome(self, answers: Mapping[str, Any], given: Sequence[Sequence[str]]) -> str:
        total = sum(int(ids[0]) for ids in given)
        return next((band["text"] for band in answers["bands"] if band["minimum"] <= total <= band["maximum"]), "")


KIND = Positioning()
