"""When two statements of one id say the same thing: part two, 2.3.1, and IEEE 9274.1.1, 4.2, which agree but for words.

Left out: what the store sets, the timestamp with it, since a copy read back must equal the one that was sent without;
attachments; definitions and displays; the order of a group's members; a duration beyond the hundredth of a second; the
case of what has none. One digest for both versions, because a statement may come back in the other one.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from xapi.validation import moment

_ENCODER = json.JSONEncoder(sort_keys=True, check_circular=False)
_SECONDS = re.compile(r"[.,](\d+)S$")


def digest(statement: dict[str, Any]) -> str:
    """The SHA-256 of what has to be equal in two copies of a valid statement, as `xapi.jsontext` reads it."""
    return hashlib.sha256(_ENCODER.encode(_kept(statement, _STATEMENT)).encode()).hexdigest()


def identifier(name: str, value: Any) -> Any:
    """An agent's identifier in one writing: neither a mail's domain nor a hexadecimal number has a case (2.4.2.3)."""
    if name == "mbox":
        local, _, domain = value.rpartition("@")
        return f"{local}@{domain.lower()}"
    return value.lower() if name == "mbox_sha1sum" else value


def as_list(activities: Any) -> list[dict[str, Any]]:
    """The activities of one kind of context: a lone one may come without its array."""
    return activities if isinstance(activities, list) else [activities]


def _kept(data: dict[str, Any], parts: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {name: parts[name](value) for name, value in data.items() if name in parts}


def _agent(data: dict[str, Any]) -> dict[str, Any]:
    kept = {"objectType": "Agent", **{name: identifier(name, value) for name, value in data.items()}}
    if "member" in data:
        kept["member"] = sorted((_agent(member) for member in data["member"]), key=_ENCODER.encode)
    return kept


def _object(data: dict[str, Any]) -> Any:
    kind = data.get("objectType", "Activity")
    if kind == "Activity":
        return data["id"]
    if kind == "StatementRef":
        return {"statement": data["id"].lower()}
    return _kept(data, _SUBSTATEMENT) if kind == "SubStatement" else _agent(data)


def _duration(text: str) -> str:
    """Without what is beyond 0.01 s (4.6), nor zeros that say nothing."""
    found = _SECONDS.search(text)
    if not found:
        return text
    fraction = found[1][:2].rstrip("0")
    return f"{text[: found.start()]}{'.' if fraction else ''}{fraction}S"


def _result(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "duration": _duration(data["duration"])} if "duration" in data else data


def _activities(data: dict[str, Any]) -> dict[str, list[str]]:
    return {kind: [activity["id"] for activity in as_list(found)] for kind, found in data.items()}


def _related(data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, **{name: _agent(one[name]) for name in one.keys() & {"agent", "group"}}} for one in data]


_CONTEXT: Mapping[str, Callable[[Any], Any]] = {
    "registration": str.lower,
    "language": str.lower,
    "instructor": _agent,
    "team": _agent,
    "statement": _object,
    "contextActivities": _activities,
    "contextAgents": _related,
    "contextGroups": _related,
}


def _context(data: dict[str, Any]) -> dict[str, Any]:
    return {name: _CONTEXT[name](value) if name in _CONTEXT else value for name, value in data.items()}


_STATEMENT: Mapping[str, Callable[[Any], Any]] = {
    "actor": _agent,
    "verb": lambda verb: verb["id"],
    "object": _object,
    "result": _result,
    "context": _context,
}
# Nobody sets the time of a SubStatement but its author.
_SUBSTATEMENT = {**_STATEMENT, "timestamp": lambda text: str(moment(text))}
