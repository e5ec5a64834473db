"""The three formats of an answer (part three, 2.1.3). « exact » is the stored text itself, never parsed."""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from xapi.comparison import as_list
from xapi.links import hash_of
from xapi.models import Activity, Verb
from xapi.validation.agents import IDENTIFIERS

Transform = Callable[[dict[str, Any]], dict[str, Any]]


class Format(StrEnum):
    EXACT = "exact"
    IDS = "ids"
    CANONICAL = "canonical"


def formatted(payloads: list[str], wanted: Format, accept_language: str = "") -> list[str]:
    """The texts of statements in the format `wanted`; `accept_language` is the header of that name."""
    if wanted == Format.EXACT:
        return payloads
    statements = [json.loads(payload) for payload in payloads]
    if wanted == Format.IDS:
        return [json.dumps(_rebuilt(statement, _ids_of_agent, _id, _id)) for statement in statements]
    languages = _languages(accept_language)
    definitions, displays = _canonical(statements)

    def activity(found: dict[str, Any]) -> dict[str, Any]:
        definition = definitions.get(found["id"], found.get("definition", {}))
        return {**found, "definition": _in_one_language(definition, languages)} if definition else found

    def verb(found: dict[str, Any]) -> dict[str, Any]:
        display = displays.get(found["id"]) or found.get("display", {})
        return {**found, "display": _one_of(display, languages)} if display else found

    return [json.dumps(_rebuilt(statement, lambda agent: agent, activity, verb)) for statement in statements]


def _rebuilt(statement: dict[str, Any], agent: Transform, activity: Transform, verb: Transform) -> dict[str, Any]:
    built = {**statement, "actor": agent(statement["actor"]), "verb": verb(statement["verb"])}
    built["object"] = _rebuilt_object(statement["object"], agent, activity, verb)
    if "authority" in statement:
        built["authority"] = agent(statement["authority"])
    if "context" in statement:
        context = dict(statement["context"])
        context.update({name: agent(context[name]) for name in context.keys() & {"instructor", "team"}})
        for name, inner in (("contextAgents", "agent"), ("contextGroups", "group")):
            if name in context:
                context[name] = [{**one, inner: agent(one[inner])} for one in context[name]]
        if "contextActivities" in context:
            context["contextActivities"] = {
                kind: [activity(one) for one in as_list(found)] for kind, found in context["contextActivities"].items()
            }
        built["context"] = context
    return built


def _rebuilt_object(found: dict[str, Any], agent: Transform, activity: Transform, verb: Transform) -> dict[str, Any]:
    kind = found.get("objectType", "Activity")
    if kind == "StatementRef":
        return found
    if kind == "SubStatement":
        return _rebuilt(found, agent, activity, verb)
    return activity(found) if kind == "Activity" else agent(found)


def _id(found: dict[str, Any]) -> dict[str, Any]:
    """A verb or an activity, which is what an object is unless it says otherwise."""
    return {"id": found["id"]}


def _ids_of_agent(agent: dict[str, Any]) -> dict[str, Any]:
    kept = {name: agent[name] for name in ("objectType", *IDENTIFIERS) if name in agent}
    if "member" in agent and len(kept) == 1:  # an anonymous group is known by its members
        kept["member"] = [_ids_of_agent(member) for member in agent["member"]]
    return kept


def _canonical(statements: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The definitions and displays that the store holds for what `statements` name."""
    activities: set[str] = set()
    verbs: set[str] = set()

    def note_activity(found: dict[str, Any]) -> dict[str, Any]:
        activities.add(found["id"])
        return found

    def note_verb(found: dict[str, Any]) -> dict[str, Any]:
        verbs.add(found["id"])
        return found

    for statement in statements:
        _rebuilt(statement, lambda agent: agent, note_activity, note_verb)
    hashes = [hash_of(iri) for iri in activities]
    definitions = Activity.objects.filter(iri_hash__in=hashes).values_list("iri", "definition")
    displays = Verb.objects.filter(iri_hash__in=[hash_of(iri) for iri in verbs]).values_list("iri", "display")
    return (
        {iri: json.loads(definition) for iri, definition in definitions},
        {iri: json.loads(display) for iri, display in displays},
    )


_COMPONENTS = ("choices", "scale", "source", "target", "steps")


def _in_one_language(definition: dict[str, Any], languages: list[str]) -> dict[str, Any]:
    built = dict(definition)
    for name in definition.keys() & {"name", "description"}:
        built[name] = _one_of(definition[name], languages)
    for name in definition.keys() & set(_COMPONENTS):
        built[name] = [
            {**one, "description": _one_of(one["description"], languages)} if "description" in one else one
            for one in definition[name]
        ]
    return built


def _one_of(texts: dict[str, str], languages: list[str]) -> dict[str, str]:
    """The entry of a language map that the reader prefers, else the first."""
    for language in languages:
        for tag, text in texts.items():
            if language == "*" or tag.lower() == language or tag.lower().startswith(f"{language}-"):
                return {tag: text}
    for language in languages:
        base = language.partition("-")[0]
        for tag, text in texts.items():
            if tag.lower().partition("-")[0] == base:
                return {tag: text}
    return dict(list(texts.items())[:1])


def _languages(header: str) -> list[str]:
    """The languages of an Accept-Language header, preferred first, in lower case."""
    weighed: list[tuple[float, int, str]] = []
    for part in header.split(","):
        tag, _, parameter = part.partition(";")
        name, _, quality = parameter.strip().partition("=")
        try:
            weight = float(quality) if name.strip() == "q" else 1.0
        except ValueError:
            weight = 0.0
        if tag.strip() and weight > 0:
            weighed.append((-weight, len(weighed), tag.strip().lower()))
    return [tag for _, _, tag in sorted(weighed)]
