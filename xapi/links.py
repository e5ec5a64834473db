"""What a statement names: the agents, activities and statements under which it will be found."""

import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from xapi.comparison import as_list, identifier
from xapi.validation.agents import IDENTIFIERS
from xapi.validation.statements import VOIDED

_text = json.JSONEncoder().encode


class NamedAgent(NamedTuple):
    ifi: str
    is_group: bool
    name: str


@dataclass
class Links:
    """By hash: those named directly (actor or object) and those named anywhere; definitions received on the way."""

    verb: str
    display: dict[str, str]
    direct_agents: set[bytes] = field(default_factory=set)
    agents: dict[bytes, NamedAgent] = field(default_factory=dict)
    direct_activities: set[bytes] = field(default_factory=set)
    activities: dict[bytes, str] = field(default_factory=dict)
    definitions: dict[bytes, dict[str, Any]] = field(default_factory=dict)
    registration: UUID | None = None
    target: UUID | None = None  # of a StatementRef

    @property
    def voids(self) -> bool:
        return self.verb == VOIDED


@functools.lru_cache(maxsize=20_000)
def hash_of(text: str) -> bytes:
    """The 16 bytes under which an IRI or an identifier is indexed."""
    return hashlib.sha256(text.encode()).digest()[:16]


def ifi_of(agent: dict[str, Any]) -> str | None:
    """The identifier of an agent or group as JSON text, None for an anonymous group."""
    for name in IDENTIFIERS:
        if name in agent:
            value = identifier(name, agent[name])
            return f'{{"{name}": {_account(**value) if name == "account" else _text(value)}}}'
    return None


def _account(homePage: str, name: str) -> str:  # noqa: N803 - the names of the specification
    return f'{{"homePage": {_text(homePage)}, "name": {_text(name)}}}'


def related_agents(context: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The agents and groups of the contextAgents and contextGroups of 2.0."""
    yield from (one["agent"] for one in context.get("contextAgents", ()))
    yield from (one["group"] for one in context.get("contextGroups", ()))


def named_agent(agent: dict[str, Any]) -> NamedAgent:
    """An agent or group; its `ifi` is empty when it has no identifier."""
    name = agent.get("name", "").replace("\0", "")  # PostgreSQL's text cannot hold it
    return NamedAgent(ifi_of(agent) or "", agent.get("objectType") == "Group", name)


def links_of(statement: dict[str, Any]) -> Links:
    """The links of a valid statement, its authority included."""
    links = Links(verb=statement["verb"]["id"], display=statement["verb"].get("display", {}))
    registration = statement.get("context", {}).get("registration")
    links.registration = UUID(registration) if registration else None
    _collect(statement, links, direct=True)
    if "authority" in statement:
        _add_agent(statement["authority"], links, direct=False)
    return links


def _collect(statement: dict[str, Any], links: Links, *, direct: bool) -> None:
    _add_agent(statement["actor"], links, direct=direct)
    _collect_object(statement["object"], links, direct=direct)
    context = statement.get("context", {})
    for name in context.keys() & {"instructor", "team"}:
        _add_agent(context[name], links, direct=False)
    for agent in related_agents(context):
        _add_agent(agent, links, direct=False)
    for activities in context.get("contextActivities", {}).values():
        for activity in as_list(activities):
            _add_activity(activity, links, direct=False)


def _collect_object(target: dict[str, Any], links: Links, *, direct: bool) -> None:
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        _add_activity(target, links, direct=direct)
    elif kind == "SubStatement":
        _collect(target, links, direct=False)
    elif kind != "StatementRef":
        _add_agent(target, links, direct=direct)
    elif direct:
        links.target = UUID(target["id"])


def _add_agent(agent: dict[str, Any], links: Links, *, direct: bool) -> None:
    for one in _with_members(agent):
        named = named_agent(one)
        if not named.ifi:
            continue
        key = hash_of(named.ifi)
        links.agents.setdefault(key, named)
        if direct:
            links.direct_agents.add(key)


def _with_members(agent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield agent
    yield from agent.get("member", [])


def _add_activity(activity: dict[str, Any], links: Links, *, direct: bool) -> None:
    key = hash_of(activity["id"])
    links.activities[key] = activity["id"]
    if direct:
        links.direct_activities.add(key)
    if activity.get("definition"):
        links.definitions[key] = activity["definition"]
