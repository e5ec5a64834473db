"""Valid parts of statements, every place where one may stand, and what the store answers to a statement."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from tests.factories.xapi import statement
from tests.xapi.conftest import XapiClient

AGENT = {"mbox": "mailto:a@x.example"}
ACCOUNT = {"account": {"homePage": "https://x.example", "name": "a"}}
GROUP = {"objectType": "Group", "member": [AGENT]}
VERB = {"id": "http://x.example/v"}
ACTIVITY = {"id": "http://x.example/a"}
REFERENCE = {"objectType": "StatementRef", "id": "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11"}
ATTACHMENT = {
    "usageType": "http://x.example/u",
    "display": {"fr": "Pièce"},
    "contentType": "text/plain; charset=utf-8",
    "length": 0,
    "sha2": "a" * 64,
    "fileUrl": "http://x.example/f",
}

Place = Callable[[Any], dict[str, Any]]
VALID = (200, "", "")


def sub(**changes: Any) -> dict[str, Any]:
    """A SubStatement."""
    return {"objectType": "SubStatement", "actor": AGENT, "verb": VERB, "object": ACTIVITY, **changes}


def also_within(places: Mapping[str, Place]) -> dict[str, Place]:
    """`places` of a statement, and the same ones of a SubStatement."""
    inner: dict[str, Place] = {
        f"SubStatement's {name}": lambda part, place=place: {"object": sub(**place(part))}
        for name, place in places.items()
    }
    return {**places, **inner}


def _related(kind: str) -> Place:
    return lambda part: {"context": {f"context{kind}s": [{"objectType": f"context{kind}", kind.lower(): part}]}}


_AGENTS = also_within(
    {
        "actor": lambda agent: {"actor": agent},
        "object": lambda agent: {"object": agent},
        "instructor": lambda agent: {"context": {"instructor": agent}},
        "member of the actor": lambda agent: {"actor": {"objectType": "Group", "member": [AGENT, agent]}},
        "member of the team": lambda agent: {"context": {"team": {"objectType": "Group", "member": [agent]}}},
    }
)
_GROUPS = also_within(
    {
        "actor": lambda group: {"actor": group},
        "object": lambda group: {"object": group},
        "instructor": lambda group: {"context": {"instructor": group}},
        "team": lambda group: {"context": {"team": group}},
    }
)


def agent_places(version: str) -> dict[str, Place]:
    places = {**_AGENTS, "authority": lambda agent: {"authority": agent}}
    return places if version == "1.0.3" else {**places, **also_within({"contextAgents": _related("Agent")})}


def group_places(version: str) -> dict[str, Place]:
    return _GROUPS if version == "1.0.3" else {**_GROUPS, **also_within({"contextGroups": _related("Group")})}


ACTIVITIES = also_within(
    {
        "object": lambda activity: {"object": activity},
        "parent": lambda activity: {"context": {"contextActivities": {"parent": [ACTIVITY, activity]}}},
        "grouping": lambda activity: {"context": {"contextActivities": {"grouping": activity}}},
        "category": lambda activity: {"context": {"contextActivities": {"category": [activity]}}},
        "other": lambda activity: {"context": {"contextActivities": {"other": [activity]}}},
    }
)
STATEMENTS = also_within({"statement": lambda changes: changes})


def answer(lrs: XapiClient, changes: dict[str, Any]) -> tuple[int, str, str]:
    """The status, and where and by which rule a statement with `changes` is refused."""
    response = lrs.post(statement(**changes))
    if response.status_code == 200:
        return VALID
    said = response.json()
    assert said["section"]
    return response.status_code, said.get("pointer", ""), said["rule"]


def answers(lrs: XapiClient, places: Mapping[str, Place], part: Any) -> dict[str, tuple[int, str, str]]:
    """What is answered to `part` at each of `places`."""
    return {name: answer(lrs, place(part)) for name, place in places.items()}


def everywhere(places: Mapping[str, Place], pointer: str, rule: str) -> dict[str, tuple[int, str, str]]:
    """A refusal by `rule` at `pointer`, from each of `places` on."""
    return {name: (400, f"{_pointer(place)}{pointer}", rule) for name, place in places.items()}


def valid_at(places: Mapping[str, Place]) -> dict[str, tuple[int, str, str]]:
    return dict.fromkeys(places, VALID)


def without(part: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in copy.deepcopy(part).items() if key != name}


def _pointer(place: Place) -> str:
    """Where `place` puts a part, as a JSON pointer."""
    return _path(place({"here": 0})) or ""


def _path(value: Any) -> str | None:
    if isinstance(value, dict) and "here" in value:
        return ""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = ((key, _path(child)) for key, child in pairs)
    return next((f"/{key}{path}" for key, path in found if path is not None), None)
