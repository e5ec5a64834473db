"""Statements and SubStatements: part two, section 2.4. What the versions do not share is data: :class:`_Rules`."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xapi.enums import Version
from xapi.validation.activities import check_activity
from xapi.validation.agents import check_actor, check_agent, check_authority, check_group
from xapi.validation.sections import section_in
from xapi.validation.shapes import (
    Check,
    Invalid,
    array_of,
    check_boolean,
    check_number,
    check_object,
    check_string,
    one_of,
    refuse,
    shape,
)
from xapi.validation.values import (
    check_duration,
    check_extensions,
    check_iri,
    check_language,
    check_language_map,
    check_media_type,
    check_sha2,
    check_timestamp,
    check_uuid,
)

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_check_verb = shape({"id": check_iri, "display": check_language_map}, section="2.4.3", required=["id"])
_check_reference = shape(
    {"objectType": one_of({"StatementRef"}, "2.4.4.3"), "id": check_uuid},
    section="2.4.4.3",
    required=["objectType", "id"],
)

# -- Result ------------------------------------------------------------------------------------------------------------

_check_numbers = shape(dict.fromkeys(("scaled", "raw", "min", "max"), check_number), section="2.4.5.1")


def _check_score(value: Any) -> None:
    _check_numbers(value)
    if not -1 <= value.get("scaled", 0) <= 1:
        refuse("'scaled' runs from -1 to 1", ("scaled",), rule="range", section="2.4.5.1")
    low, high = value.get("min"), value.get("max")
    if low is not None and high is not None and low >= high:
        refuse("'min' must be less than 'max'", rule="range", section="2.4.5.1")
    raw = value.get("raw")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        refuse("'raw' must lie between 'min' and 'max'", ("raw",), rule="range", section="2.4.5.1")


_check_result = shape(
    {
        "score": _check_score,
        "success": check_boolean,
        "completion": check_boolean,
        "response": check_string,
        "duration": check_duration,
        "extensions": check_extensions,
    },
    section="2.4.5",
)

# -- Context -----------------------------------------------------------------------------------------------------------

_check_activities = array_of(check_activity, "2.4.6.2")


def _check_activity_or_activities(value: Any) -> None:
    if isinstance(value, list):
        _check_activities(value)
    else:
        check_activity(value)


_CONTEXT: Mapping[str, Check] = {
    "registration": check_uuid,
    "instructor": check_actor,
    "team": check_group,
    "contextActivities": shape(
        dict.fromkeys(("parent", "grouping", "category", "other"), _check_activity_or_activities), section="2.4.6.2"
    ),
    "revision": check_string,
    "platform": check_string,
    "language": check_language,
    "statement": _check_reference,
    "extensions": check_extensions,
}


def _related(kind: str, name: str, check: Check) -> Check:
    """The check of 2.0's contextAgents and contextGroups: IEEE 9274.1.1, 4.2.2.5."""
    section = "4.2.2.5"
    types = array_of(check_iri, section, empty=False)
    properties = {"objectType": one_of({kind}, section), name: check, "relevantTypes": types}
    return array_of(shape(properties, section=section, required=["objectType", name]), section)


# -- Attachments -------------------------------------------------------------------------------------------------------


def _check_length(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        refuse("a number of octets was expected", rule="type", section="2.4.11")


_check_attachment = shape(
    {
        "usageType": check_iri,
        "display": check_language_map,
        "description": check_language_map,
        "contentType": check_media_type,
        "length": _check_length,
        "sha2": check_sha2,
        "fileUrl": check_iri,
    },
    section="2.4.11",
    required=["usageType", "display", "contentType", "length", "sha2"],
)

# -- Statement ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rules:
    """What is not the same in both versions: the versions of statements taken, and what a context may hold."""

    version: Version
    versions: re.Pattern[str]
    context: Mapping[str, Check]

    def check_version(self, value: Any) -> None:
        if not isinstance(value, str) or not self.versions.fullmatch(value):
            refuse(f"a version like {self.version.of_data} was expected", rule="version", section="2.4.10")


# Semantic Versioning 1.0.0, where letters may follow the patch. « 1.0 » is read as the header of that name (3.3).
_PATCH = r"(\.\d+([A-Za-z-][0-9A-Za-z-]*)?)?"
_RULES = {
    Version.V1: _Rules(Version.V1, re.compile(rf"1\.0{_PATCH}", re.ASCII), _CONTEXT),
    # 2.0 advises against refusing a statement for its version alone (4.2.4.2): one of 1.0 is welcome. But what this
    # store does not speak, it cannot vouch for.
    Version.V2: _Rules(
        Version.V2,
        re.compile(rf"[12]\.0{_PATCH}", re.ASCII),
        {
            **_CONTEXT,
            "contextAgents": _related("contextAgent", "agent", check_agent),
            "contextGroups": _related("contextGroup", "group", check_group),
        },
    ),
}
_OBJECTS: Mapping[str, Check] = {
    "Activity": check_activity,
    "Agent": check_agent,
    "Group": check_group,
    "StatementRef": _check_reference,
}


def _statement_check(rules: _Rules) -> Check:
    check_time = functools.partial(check_timestamp, version=rules.version)
    core: Mapping[str, Check] = {
        "actor": check_actor,
        "verb": _check_verb,
        "result": _check_result,
        "context": shape(rules.context, section="2.4.6"),
        "timestamp": check_time,
        "attachments": array_of(_check_attachment, "2.4.11"),
    }
    substatement: Mapping[str, Check] = {
        **core,
        "objectType": one_of({"SubStatement"}, "2.4.4.3"),
        "object": _object_of(_OBJECTS),
    }
    objects: Mapping[str, Check] = {**_OBJECTS, "SubStatement": _as_statement(substatement, "2.4.4.3")}
    statement: Mapping[str, Check] = {
        **core,
        "object": _object_of(objects),
        "id": check_uuid,
        "stored": check_time,
        "authority": check_authority,
        "version": rules.check_version,
    }
    return _as_statement(statement, "2.4")


def _object_of(kinds: Mapping[str, Check]) -> Check:
    """The check of an object by its objectType, one of `kinds`."""

    def check_kind(value: Any) -> None:
        check_object(value, "2.4.4")
        kind = value.get("objectType", "Activity")
        if not isinstance(kind, str) or kind not in kinds:
            refuse(f"one of {', '.join(sorted(kinds))} was expected", ("objectType",), rule="enum", section="2.4.4")
        kinds[kind](value)

    return check_kind


def _as_statement(properties: Mapping[str, Check], section: str) -> Check:
    check_properties = shape(properties, section=section, required=["actor", "verb", "object"])

    def check_as_statement(value: Any) -> None:
        check_properties(value)
        kind = value["object"].get("objectType", "Activity")
        if kind != "Activity":
            for name in value.get("context", {}).keys() & {"revision", "platform"}:
                refuse(f"{name!r} needs an activity as object", ("context", name), rule="context", section="2.4.6")
        if kind != "StatementRef" and value["verb"]["id"] == VOIDED:
            refuse("to void, the object must be a StatementRef", ("object",), rule="voiding", section="2.3.2")

    return check_as_statement


_CHECKS = {version: _statement_check(rules) for version, rules in _RULES.items()}


def check_statement(value: Any, version: Version = Version.V1) -> None:
    """Raise `Invalid` unless `value`, as parsed from JSON, is a statement of xAPI `version`."""
    try:
        _CHECKS[version](value)
    except Invalid as reason:
        reason.section = section_in(version, reason.section)
        raise
