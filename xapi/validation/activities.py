"""Activities and interactions: part two, section 2.4.4.1."""

from typing import Any

from xapi.validation.shapes import Check, array_of, check_string, one_of, refuse, shape
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
_check_component = shape({"id": check_string, "description": check_language_map}, section=SECTION, required=["id"])
_check_array = array_of(_check_component, SECTION)


def _check_components(value: Any) -> None:
    _check_array(value)
    ids = [component["id"] for component in value]
    if len(set(ids)) != len(ids):
        refuse("the ids of interaction components must differ", rule="distinct", section=SECTION)


_LISTS: dict[str, Check] = dict.fromkeys(("choices", "scale", "source", "target", "steps"), _check_components)
_INTERACTION: dict[str, Check] = {
    "interactionType": one_of(COMPONENTS, SECTION),
    "correctResponsesPattern": array_of(check_string, SECTION),
    **_LISTS,
}
_check_properties = shape(
    {
        "name": check_language_map,
        "description": check_language_map,
        "type": check_iri,
        "moreInfo": check_iri,
        "extensions": check_extensions,
        **_INTERACTION,
    },
    section=SECTION,
)


def _check_definition(value: Any) -> None:
    _check_properties(value)
    if _INTERACTION.keys().isdisjoint(value):
        return
    if "interactionType" not in value:
        refuse("property 'interactionType' is missing", rule="required", section=SECTION)
    for name in value.keys() & _LISTS.keys():
        if name not in COMPONENTS[value["interactionType"]]:
            refuse(f"{name!r} does not go with this interactionType", (name,), rule="key", section=SECTION)


check_activity = shape(
    {"objectType": one_of({"Activity"}, SECTION), "id": check_iri, "definition": _check_definition},
    section=SECTION,
    required=["id"],
)
