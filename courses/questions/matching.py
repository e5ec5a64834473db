"""Each line of the left with its line of the right."""

from collections.abc import Mapping
from typing import Any

from courses.questions._base import Answers, Public, by_id, partner_id, short_id
from courses.questions._pairs import PairsQuestion


class Matching(PairsQuestion):
    name = "matching"
    label = "Association"
    shuffled = ("targets",)

    def public(self, value: Mapping[str, Any]) -> Public:
        pairs = value["pairs"].bound_blocks
        return {
            "prompt": value["prompt"],
            "sources": [{"id": short_id(pair.id), "text": pair.value["source"]} for pair in pairs],
            "targets": by_id({"id": partner_id(pair.id), "text": pair.value["target"]} for pair in pairs),
        }

    def answers(self, value: Mapping[str, Any]) -> Answers:
        pairs = value["pairs"].bound_blocks
        return {"right": {short_id(pair.id): [partner_id(pair.id)] for pair in pairs}, "remark": value["remark"] or ""}


KIND = Matching()
