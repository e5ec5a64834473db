"""Activities and interactions: part two, section 2.4.4.1."""

from typing import Any

from xapi.validation.shapes import Check, Path, array_of, check_shape, check_string, one_of, refuse
from xapi.validation.values import check_extensions, check_iri, check_language_map

SECTION = "2.4.4.1"
# The component lists that each type of interaction takes.
COMPONENTS: dict[str, tuple[str, ...]] = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}
_COMPONENT: dict[str, Check] = {"id": check_string, "description": check_language_map}


def _check_component(value: Any, at: Path) -> None:
    check_shape(value, at, _COMPONENT, section=SECTION, required=["id"])


_check_array = array_of(_check_component, SECTION)


def _check_components(value: Any, at: Path) -> None:
    _check_array(value, at)
    ids = [component["id"] for component in value]
    if len(set(ids)) != len(ids):
        refuse("the ids of interaction components must differ", at, rule="distinct", section=SECTION)


_LISTS: dict[str, Check] = dict.fromkeys(("choices", "scale", "source", "target", "steps"), _check_components)
_INTERACTION: dict[str, Check] = {
    "interactionType": one_of(COMPONENTS, SECTION),
    "correctResponsesPattern": array_of(check_string, SECTION),
    **_LISTS,
}
_DEFINITION: dict[str, Check] = {
    "name": check_language_map,
    "description": check_language_map,
    "type": check_iri,
    "moreInfo": check_iri,
    "extensions": check_extensions,
    **_INTERACTION,
}


def _check_definition(value: Any, at: Path) -> None:
    check_shape(value, at, _DEFINITION, section=SECTION)
    if not value.keys() & _INTERACTION.keys():
        return
    if "interactionType" not in value:
        refuse("property 'interactionType' is missing", at, rule="required", section=SECTION)
    for name in value.keys() & _LISTS.keys():
        if name not in COMPONENTS[value["interactionType"]]:
            refuse(f"{name!r} does not go with this interactionType", (*at, name), rule="key", section=SECTION)


_ACTIVITY: dict[str, Check] = {
    "objectType": one_of({"Activity"}, SECTION),
    "id": check_iri,
    "definition": _check_definition,
}


def check_activity(value: Any, at: Path) -> None:
    check_shape(value, at, _ACTIVITY, section=SECTION, required=["id"])
