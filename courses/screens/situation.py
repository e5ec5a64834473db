"""A branching situation. Its graph is kept back: the server gives one node at a time (see `courses.situations`)."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from courses.enums import Quality
from courses.questions._base import short_id
from courses.screens._base import ScreenKind


class SituationScreen(ScreenKind):
    name = "situation"
    label = "Situation"
    icon = "site"
    scored = "situation"

    def fields(self) -> list[tuple[str, blocks.Block]]:
        node = blocks.StructBlock(
            [
                ("code", blocks.CharBlock(label="repère de l'étape", max_length=20)),
                ("text", blocks.TextBlock(label="ce qui se passe")),
                ("choices", blocks.ListBlock(_choice_block(), label="choix proposés", min_num=2)),
            ]
        )
        ending = blocks.StructBlock(
            [
                ("code", blocks.CharBlock(label="repère de la fin", max_length=20)),
                ("text", blocks.TextBlock(label="ce qui arrive et ce qu'il faut en retenir")),
            ]
        )
        return [
            ("setting", blocks.TextBlock(label="le décor")),
            ("nodes", blocks.ListBlock(node, label="étapes, la première d'abord", min_num=1)),
            ("endings", blocks.ListBlock(ending, label="fins", min_num=1)),
        ]

    def body(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {"setting": value["setting"]}

    def answers(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "start": value["nodes"][0]["code"],
            "nodes": {node["code"]: {"text": node["text"], "choices": _choices(node)} for node in value["nodes"]},
            "endings": {ending["code"]: {"text": ending["text"]} for ending in value["endings"]},
        }


def _choice_block() -> blocks.StructBlock:
    gauge = {"default": 0, "min_value": -4, "max_value": 4}
    return blocks.StructBlock(
        [
            ("text", blocks.TextBlock(label="ce que je dis ou fais")),
            ("quality", blocks.ChoiceBlock(choices=Quality.choices, label="qualité")),
            ("trust", blocks.IntegerBlock(label="effet sur la confiance", **gauge)),
            ("resolution", blocks.IntegerBlock(label="effet sur la résolution", **gauge)),
            ("alert", blocks.CharBlock(label="alerte", required=False, max_length=200)),
            ("to", blocks.CharBlock(label="mène à (repère d'une étape ou d'une fin)", max_length=20)),
        ]
    )


def _choices(node: Mapping[str, Any]) -> list[dict[str, Any]]:
    keys = ("text", "quality", "trust", "resolution", "to")
    items = node["choices"].bound_blocks
    return [
        {"id": short_id(item.id), "alert": item.value["alert"] or "", **{key: item.value[key] for key in keys}}
        for item in items
    ]


KIND = SituationScreen()
