"""Whether a statement follows our profile. The tests run it on every statement that this site emits."""

import re
from typing import Any

from xapi import vocabulary as v
from xapi.profile.templates import EXCLUDED, INCLUDED, INTERACTION_RULES, Template, templates

_STEP = re.compile(r"\.(\w+)|\['([^']+)'\]")
_MISSING = object()


def problems(statement: dict[str, Any]) -> list[str]:
    """What `statement`, valid xAPI, lacks or has too much for our profile. Empty when it follows it."""
    template = template_of(statement)
    if template is None:
        return [f"no template for {statement['verb']['id']} on {_type(statement['object'])}"]
    rules = template.all_rules()
    rules += INTERACTION_RULES.get(_at(statement, "$.object.definition.interactionType"), ())
    found = [problem for location, presence in rules if (problem := _broken(statement, location, presence))]
    account = statement["actor"].get("account", {})
    if account.get("homePage") != v.agents_home():
        found.append("the actor is not one of our pseudonyms")
    categories = _at(statement, "$.context.contextActivities.category")
    if categories is _MISSING or v.own("profil/1.0") not in [one["id"] for one in categories]:
        found.append("the category does not hold the profile")
    return [f"{template.name}: {problem}" for problem in found]


def template_of(statement: dict[str, Any]) -> Template | None:
    """The template of a statement, by its verb, the type of its object and that of its parent."""
    parents = _at(statement, "$.context.contextActivities.parent")
    parent = "" if parents is _MISSING else _type(parents[0])
    key = (statement["verb"]["id"], _type(statement["object"]), parent)
    return next(
        (one for one in templates() if (v.verb_iri(one.verb), one.object_type, one.parent) == key),
        None,
    )


def _type(activity: dict[str, Any]) -> str:
    return str(activity.get("definition", {}).get("type", ""))


def _broken(statement: dict[str, Any], location: str, presence: str) -> str:
    is_there = _at(statement, location) is not _MISSING
    if presence == INCLUDED and not is_there:
        return f"{location} is missing"
    return f"{location} must not be there" if presence == EXCLUDED and is_there else ""


def _at(value: Any, location: str) -> Any:
    """What is at a JSON path made of names, or `_MISSING`."""
    for name, quoted in _STEP.findall(location):
        if not isinstance(value, dict) or (name or quoted) not in value:
            return _MISSING
        value = value[name or quoted]
    return value
