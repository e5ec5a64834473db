"""Part two, 2.4.4, and IEEE 9274.1.1, 4.2.2.3: activities, agents, statements and SubStatements as objects."""

import pytest

from tests.xapi.conformance.data.places import (
    ACTIVITIES,
    ACTIVITY,
    AGENT,
    GROUP,
    REFERENCE,
    VALID,
    also_within,
    answer,
    answers,
    everywhere,
    sub,
    valid_at,
)
from xapi.validation.activities import COMPONENTS

OBJECTS = also_within({"object": lambda part: {"object": part}})
LISTS = ["choices", "scale", "source", "target", "steps"]
A, B = {"id": "a", "description": {"fr": "A"}}, {"id": "b"}


def defined(**definition):
    return {**ACTIVITY, "definition": definition}


# -- Activities --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "activity",
    [
        ACTIVITY,
        {**ACTIVITY, "objectType": "Activity"},
        defined(name={"fr": "A"}, description={"fr": "A"}, type="http://x.example/t", moreInfo="http://x.example/i"),
        defined(extensions={"http://x.example/e": None}),
    ],
)
def test_an_activity_has_an_id_and_may_be_defined(lrs, activity):
    assert answers(lrs, ACTIVITIES, activity) == valid_at(ACTIVITIES)


@pytest.mark.parametrize(
    ("activity", "refusal"),
    [
        ({"objectType": "Activity"}, ("", "required")),
        ({"id": "a"}, ("/id", "format")),
        ({"id": 1}, ("/id", "type")),
        ({**ACTIVITY, "name": "A"}, ("/name", "key")),
        ({**ACTIVITY, "definition": "A"}, ("/definition", "type")),
        (defined(name="A"), ("/definition/name", "type")),
        (defined(description="A"), ("/definition/description", "type")),
        (defined(type="course"), ("/definition/type", "format")),
        (defined(moreInfo="/info"), ("/definition/moreInfo", "format")),
        (defined(extensions={"e": 1}), ("/definition/extensions/e", "format")),
        (defined(extensions=[]), ("/definition/extensions", "type")),
        (defined(language="fr"), ("/definition/language", "key")),
    ],
)
def test_another_shape_is_refused(lrs, activity, refusal):
    assert answers(lrs, ACTIVITIES, activity) == everywhere(ACTIVITIES, *refusal)


# -- Interactions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", COMPONENTS)
def test_each_type_of_interaction_takes_its_own_lists_only(lrs, kind):
    own = {name: [A, B] for name in COMPONENTS[kind]}
    valid = defined(interactionType=kind, correctResponsesPattern=["a[,]b"], **own)
    assert answers(lrs, ACTIVITIES, valid) == valid_at(ACTIVITIES)
    for name in set(LISTS) - set(COMPONENTS[kind]):
        refused = answers(lrs, OBJECTS, defined(interactionType=kind, **{name: [A]}))
        assert refused == everywhere(OBJECTS, f"/definition/{name}", "key")


@pytest.mark.parametrize("name", [*LISTS, "correctResponsesPattern"])
def test_an_interaction_tells_its_type(lrs, name):
    refused = answers(lrs, ACTIVITIES, defined(**{name: []}))
    assert refused == everywhere(ACTIVITIES, "/definition", "required")


@pytest.mark.parametrize("kind", ["Choice", "multiple-choice", "", 1, ["choice"]])
def test_another_type_of_interaction_is_refused(lrs, kind):
    refused = answers(lrs, ACTIVITIES, defined(interactionType=kind))
    assert refused == everywhere(ACTIVITIES, "/definition/interactionType", "enum")


@pytest.mark.parametrize(
    ("components", "refusal"),
    [
        ({}, ("", "type")),
        (["a"], ("/0", "type")),
        ([A, {}], ("/1", "required")),
        ([{"id": 1}], ("/0/id", "type")),
        ([{"id": "a", "description": "A"}], ("/0/description", "type")),
        ([{"id": "a", "name": "A"}], ("/0/name", "key")),
        ([A, B, A], ("", "distinct")),
    ],
)
@pytest.mark.parametrize("kind", [kind for kind, lists in COMPONENTS.items() if lists])
def test_components_have_distinct_ids(lrs, kind, components, refusal):
    pointer, rule = refusal
    for name in COMPONENTS[kind]:
        found = answers(lrs, OBJECTS, defined(interactionType=kind, **{name: components}))
        assert found == everywhere(OBJECTS, f"/definition/{name}{pointer}", rule)


def test_patterns_are_texts_of_any_length_and_number(lrs):
    patterns = ["x" * 5000, *(str(number) for number in range(500)), "{case_matters=maybe}x"]
    assert answer(lrs, {"object": defined(interactionType="fill-in", correctResponsesPattern=patterns)}) == VALID
    for wrong, pointer in (("a", ""), ([1], "/0")):
        found = answers(lrs, OBJECTS, defined(interactionType="fill-in", correctResponsesPattern=wrong))
        assert found == everywhere(OBJECTS, f"/definition/correctResponsesPattern{pointer}", "type")


# -- Agents, groups and statements -------------------------------------------------------------------------------------


def test_an_agent_or_group_as_object_says_so(lrs):
    for part in ({**AGENT, "objectType": "Agent"}, GROUP, {**AGENT, "objectType": "Group"}):
        assert answers(lrs, OBJECTS, part) == valid_at(OBJECTS)
    assert answers(lrs, OBJECTS, AGENT) == everywhere(OBJECTS, "/mbox", "key")


@pytest.mark.parametrize(
    ("reference", "refusal"),
    [
        ({"objectType": "StatementRef"}, ("", "required")),
        ({**REFERENCE, "id": "x"}, ("/id", "format")),
        ({**REFERENCE, "verb": {}}, ("/verb", "key")),
    ],
)
def test_a_reference_holds_an_id_alone(lrs, reference, refusal):
    assert answers(lrs, OBJECTS, REFERENCE) == valid_at(OBJECTS)
    assert answers(lrs, OBJECTS, reference) == everywhere(OBJECTS, *refusal)


@pytest.mark.parametrize("name", ["id", "stored", "version", "authority"])
def test_a_substatement_lacks_what_belongs_to_a_stored_one(lrs, name):
    value = {"id": REFERENCE["id"], "stored": "2026-01-01T00:00:00Z", "version": "1.0.0", "authority": AGENT}[name]
    assert answer(lrs, {"object": sub(**{name: value})}) == (400, f"/object/{name}", "key")


def test_a_substatement_holds_no_other(lrs):
    assert answer(lrs, {"object": sub()}) == VALID
    assert answer(lrs, {"object": sub(object=sub())}) == (400, "/object/object/objectType", "enum")


def test_a_substatement_says_what_it_is(lrs):
    inner = {name: part for name, part in sub().items() if name != "objectType"}
    assert answer(lrs, {"object": inner})[0] == 400


@pytest.mark.parametrize("kind", ["Statement", "Verb", "", 1, None])
def test_other_kinds_of_object_are_refused(lrs, kind):
    assert answer(lrs, {"object": {**ACTIVITY, "objectType": kind}}) == (400, "/object/objectType", "enum")
