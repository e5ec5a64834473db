"""When two statements of one id say the same thing (part two, 2.3.1: what immutability leaves out is left out)."""

import hashlib
import json
import re
from typing import Any

from xapi.validation import moment

_SET_BY_THE_STORE = {"id", "stored", "authority", "version"}
_FINE_FRACTION = re.compile(r"([.,]\d\d)\d+")


def digest(statement: dict[str, Any]) -> str:
    """The SHA-256 of what has to be equal in two copies of a valid statement."""
    return hashlib.sha256(json.dumps(_statement(statement), sort_keys=True).encode()).hexdigest()


def _statement(data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: _plain(value) for key, value in data.items() if key not in _SET_BY_THE_STORE}
    kept["actor"] = _agent(data["actor"])
    kept["verb"] = data["verb"]["id"]
    kept["object"] = _object(data["object"])
    if "timestamp" in data:
        kept["timestamp"] = str(moment(data["timestamp"]))
    if "duration" in data.get("result", {}):
        kept["result"]["duration"] = _FINE_FRACTION.sub(r"\1", data["result"]["duration"])
    if "context" in data:
        kept["context"] = _context(data["context"], kept["context"])
    return kept


def _context(context: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    for name in context.keys() & {"instructor", "team"}:
        kept[name] = _agent(context[name])
    if "registration" in context:
        kept["registration"] = context["registration"].lower()
    if "statement" in context:
        kept["statement"] = _object(context["statement"])
    if "contextActivities" in context:
        kept["contextActivities"] = {
            kind: [activity["id"] for activity in as_list(found)]
            for kind, found in context["contextActivities"].items()
        }
    return kept


def _object(data: dict[str, Any]) -> Any:
    kind = data.get("objectType", "Activity")
    if kind == "Activity":
        return data["id"]
    if kind == "StatementRef":
        return {"statement": data["id"].lower()}
    return _statement(data) if kind == "SubStatement" else _agent(data)


def _agent(data: dict[str, Any]) -> dict[str, Any]:
    kept = {"objectType": "Agent", **_plain(data)}
    if "member" in data:
        kept["member"] = sorted((_agent(member) for member in data["member"]), key=json.dumps)
    if "mbox" in data:
        local, _, domain = data["mbox"].rpartition("@")
        kept["mbox"] = f"{local}@{domain.lower()}"
    return kept


def _plain(value: Any) -> Any:
    """`value` with one writing for each number: 1 and 1.0 are equal."""
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def as_list(activities: Any) -> list[dict[str, Any]]:
    """The activities of one kind of context: a lone one may come without its array."""
    return activities if isinstance(activities, list) else [activities]
