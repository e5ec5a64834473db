"""Statements and SubStatements: part two, section 2.4."""

import re
from collections.abc import Collection
from typing import Any

from xapi.validation.activities import check_activity
from xapi.validation.agents import check_actor, check_agent, check_authority, check_group
from xapi.validation.shapes import (
    Check,
    Path,
    array_of,
    check_boolean,
    check_number,
    check_object,
    check_shape,
    check_string,
    one_of,
    refuse,
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
_VERSION = re.compile(r"1\.0\.\d+", re.ASCII)


def _check_verb(value: Any, at: Path) -> None:
    properties: dict[str, Check] = {"id": check_iri, "display": check_language_map}
    check_shape(value, at, properties, section="2.4.3", required=["id"])


_REFERENCE: dict[str, Check] = {"objectType": one_of({"StatementRef"}, "2.4.4.3"), "id": check_uuid}


def _check_reference(value: Any, at: Path) -> None:
    check_shape(value, at, _REFERENCE, section="2.4.4.3", required=_REFERENCE)


# -- Result ------------------------------------------------------------------------------------------------------------

_SCORE: dict[str, Check] = dict.fromkeys(("scaled", "raw", "min", "max"), check_number)


def _check_score(value: Any, at: Path) -> None:
    check_shape(value, at, _SCORE, section="2.4.5.1")
    if not -1 <= value.get("scaled", 0) <= 1:
        refuse("'scaled' runs from -1 to 1", (*at, "scaled"), rule="range", section="2.4.5.1")
    low, high = value.get("min"), value.get("max")
    if low is not None and high is not None and low >= high:
        refuse("'min' must be less than 'max'", at, rule="range", section="2.4.5.1")
    raw = value.get("raw")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        refuse("'raw' must lie between 'min' and 'max'", (*at, "raw"), rule="range", section="2.4.5.1")


_RESULT: dict[str, Check] = {
    "score": _check_score,
    "success": check_boolean,
    "completion": check_boolean,
    "response": check_string,
    "duration": check_duration,
    "extensions": check_extensions,
}


def _check_result(value: Any, at: Path) -> None:
    check_shape(value, at, _RESULT, section="2.4.5")


# -- Context -----------------------------------------------------------------------------------------------------------

_check_activities = array_of(check_activity, "2.4.6.2")


def _check_activity_or_activities(value: Any, at: Path) -> None:
    if isinstance(value, list):
        _check_activities(value, at)
    else:
        check_activity(value, at)


_CONTEXT_ACTIVITIES: dict[str, Check] = dict.fromkeys(
    ("parent", "grouping", "category", "other"), _check_activity_or_activities
)


def _check_context_activities(value: Any, at: Path) -> None:
    check_shape(value, at, _CONTEXT_ACTIVITIES, section="2.4.6.2")


_CONTEXT: dict[str, Check] = {
    "registration": check_uuid,
    "instructor": check_actor,
    "team": check_group,
    "contextActivities": _check_context_activities,
    "revision": check_string,
    "platform": check_string,
    "language": check_language,
    "statement": _check_reference,
    "extensions": check_extensions,
}


def _check_context(value: Any, at: Path) -> None:
    check_shape(value, at, _CONTEXT, section="2.4.6")


# -- Attachments -------------------------------------------------------------------------------------------------------


def _check_length(value: Any, at: Path) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        refuse("a number of octets was expected", at, rule="type", section="2.4.11")


_ATTACHMENT: dict[str, Check] = {
    "usageType": check_iri,
    "display": check_language_map,
    "description": check_language_map,
    "contentType": check_media_type,
    "length": _check_length,
    "sha2": check_sha2,
    "fileUrl": check_iri,
}


def _check_attachment(value: Any, at: Path) -> None:
    required = ["usageType", "display", "contentType", "length", "sha2"]
    check_shape(value, at, _ATTACHMENT, section="2.4.11", required=required)


# -- Statement ---------------------------------------------------------------------------------------------------------

_OBJECTS: dict[str, Check] = {
    "Activity": check_activity,
    "Agent": check_agent,
    "Group": check_group,
    "StatementRef": _check_reference,
}


def _check_object_in_substatement(value: Any, at: Path) -> None:
    check_object(value, at, "2.4.4")
    object_type = value.get("objectType", "Activity")
    if not isinstance(object_type, str) or object_type not in _OBJECTS:
        names = ", ".join(sorted({*_OBJECTS, "SubStatement"}))
        refuse(f"one of {names} was expected", (*at, "objectType"), rule="enum", section="2.4.4")
    _OBJECTS[object_type](value, at)


def _check_statement_object(value: Any, at: Path) -> None:
    check_object(value, at, "2.4.4")
    if value.get("objectType") == "SubStatement":
        _check_as_statement(value, at, _SUBSTATEMENT, "2.4.4.3")
    else:
        _check_object_in_substatement(value, at)


def _check_version(value: Any, at: Path) -> None:
    if not isinstance(value, str) or not _VERSION.fullmatch(value):
        refuse("a version 1.0.x was expected", at, rule="version", section="2.4.10")


_CORE: dict[str, Check] = {
    "actor": check_actor,
    "verb": _check_verb,
    "result": _check_result,
    "context": _check_context,
    "timestamp": check_timestamp,
    "attachments": array_of(_check_attachment, "2.4.11"),
}
_SUBSTATEMENT: dict[str, Check] = {
    **_CORE,
    "objectType": one_of({"SubStatement"}, "2.4.4.3"),
    "object": _check_object_in_substatement,
}
_STATEMENT: dict[str, Check] = {
    **_CORE,
    "object": _check_statement_object,
    "id": check_uuid,
    "stored": check_timestamp,
    "authority": check_authority,
    "version": _check_version,
}
_REQUIRED: Collection[str] = ("actor", "verb", "object")


def _check_as_statement(value: Any, at: Path, properties: dict[str, Check], section: str) -> None:
    check_shape(value, at, properties, section=section, required=_REQUIRED)
    object_type = value["object"].get("objectType", "Activity")
    if object_type != "Activity":
        for name in value.get("context", {}).keys() & {"revision", "platform"}:
            refuse(f"{name!r} needs an activity as object", (*at, "context", name), rule="context", section="2.4.6")
    if value["verb"]["id"] == VOIDED and object_type != "StatementRef":
        refuse("to void, the object must be a StatementRef", (*at, "object"), rule="voiding", section="2.3.2")


def check_statement(value: Any) -> None:
    """Raise `Invalid` unless `value`, as parsed from JSON, is a statement of xAPI 1.0.3."""
    _check_as_statement(value, (), _STATEMENT, "2.4")
