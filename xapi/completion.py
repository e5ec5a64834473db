"""What the store writes again in a statement that it keeps: the text of every other member stays as it was sent."""

import json

from xapi import jsontext
from xapi.jsontext import Received
from xapi.validation import in_utc


def completed(statement: Received) -> dict[str, str]:
    """The members of a valid statement or SubStatement to write again, as text.

    Lone context activities go into arrays (part two, 2.4.6.2); times are told in UTC (4.5, IEEE 9274.1.1, 4.2.7).
    """
    parts: dict[str, str] = {}
    time = statement.data.get("timestamp", "Z")
    if in_utc(time) != time:
        parts["timestamp"] = json.dumps(in_utc(time))
    activities = statement.data.get("context", {}).get("contextActivities", {})
    if any(isinstance(found, dict) for found in activities.values()):
        parts["context"] = _with_arrays(statement.raw["context"])
    if statement.data["object"].get("objectType") == "SubStatement":
        inner = jsontext.members(statement.raw["object"])
        again = completed(inner)
        if again:
            parts["object"] = jsontext.joined({**inner.raw, **again})
    return parts


def _with_arrays(context: str) -> str:
    parts = jsontext.members(context).raw
    activities = jsontext.members(parts["contextActivities"]).raw
    arrays = {kind: text if text.startswith("[") else f"[{text}]" for kind, text in activities.items()}
    return jsontext.joined({**parts, "contextActivities": jsontext.joined(arrays)})
