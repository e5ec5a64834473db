"""Each item in its category. An item written in several categories is right in each of them."""

from collections.abc import Mapping
from typing import Any

from courses.questions._base import Answers, Public, by_id, short_id
from courses.questions._pairs import PairsQuestion


class Sorting(PairsQuestion):
    name = "sorting"
    label = "Tri"
    shuffled = ("sources",)

    def public(self, value: Mapping[str, Any]) -> Public:
        categories = value["categories"].bound_blocks
        return {
            "prompt": value["prompt"],
            "sources": by_id({"id": item_id, "text": text} for text, item_id in _items(value).items()),
            "targets": [{"id": short_id(category.id), "text": category.value["name"]} for category in categories],
        }

    def answers(self, value: Mapping[str, Any]) -> Answers:
        ids = _items(value)
        right: dict[str, list[str]] = {item_id: [] for item_id in ids.values()}
        notes: dict[str, str] = {}
        for category in value["categories"].bound_blocks:
            for item in category.value["items"].bound_blocks:
                item_id = ids[item.value["text"]]
                right[item_id].append(short_id(category.id))
                if item.value["note"]:
                    notes[item_id] = item.value["note"]
        return {"right": right, "notes": notes, "remark": value["remark"] or ""}


def _items(value: Mapping[str, Any]) -> dict[str, str]:
    """The id of each item by its text, that of its first appearance."""
    ids: dict[str, str] = {}
    for category in value["categories"].bound_blocks:
        for item in category.value["items"].bound_blocks:
            ids.setdefault(item.value["text"], short_id(item.id))
    return ids


KIND = Sorting()
