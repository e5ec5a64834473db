"""Part two, 2.2, and IEEE 9274.1.1, 4.2.1: what every statement must look like."""

import json

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import (
    ACTIVITIES,
    AGENT,
    ATTACHMENT,
    STATEMENTS,
    VALID,
    VERB,
    agent_places,
    answer,
    answers,
    everywhere,
    sub,
    without,
)
from xapi.models import Statement


@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_actor_verb_and_object_are_required(lrs, name):
    assert answer(lrs, {name: None}) == (400, "", "required")
    assert answer(lrs, {"object": without(sub(), name)}) == (400, "/object", "required")


FULL = {
    "actor": {"objectType": "Agent", "name": "Ann", "account": {"homePage": "http://x.example", "name": "a"}},
    "verb": {**VERB, "display": {"fr": "a vu"}},
    "object": {
        "objectType": "Activity",
        "id": "http://x.example/a",
        "definition": {
            "name": {"fr": "A"},
            "description": {"fr": "A"},
            "type": "http://x.example/t",
            "moreInfo": "http://x.example/i",
            "interactionType": "choice",
            "correctResponsesPattern": ["a"],
            "choices": [{"id": "a", "description": {"fr": "A"}}],
        },
    },
    "result": {
        "score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2},
        "success": True,
        "completion": True,
        "response": "a",
        "duration": "PT1S",
    },
    "context": {
        "registration": "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11",
        "instructor": AGENT,
        "team": {"objectType": "Group", "name": "T", "member": [AGENT]},
        "contextActivities": {"parent": [{"id": "http://x.example/p"}]},
        "revision": "1",
        "platform": "p",
        "language": "fr",
        "statement": {"objectType": "StatementRef", "id": "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11"},
    },
    "timestamp": "2026-01-01T00:00:00Z",
    "attachments": [{**ATTACHMENT, "description": {"fr": "A"}}],
}


def paths(value, at=()):
    """Every place in `value`."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in pairs:
        yield (*at, key)
        yield from paths(child, (*at, key))


def changed(at, value):
    """FULL with `value` at a place."""
    found = json.loads(json.dumps(FULL))
    holder = found
    for step in at[:-1]:
        holder = holder[step]
    holder[at[-1]] = value
    return found


def pointer(at):
    return "".join(f"/{step}" for step in at)


PLACES = list(paths(FULL))


def test_the_statement_that_uses_each_property_is_valid(lrs):
    assert answer(lrs, FULL) == VALID
    assert answer(lrs, {"object": {"objectType": "SubStatement", **FULL}}) == VALID


def test_null_is_refused_at_every_place(lrs):
    found = {at: answer(lrs, {"object": sub(**changed(at, None))})[:2] for at in PLACES}
    assert found == {at: (400, f"/object{pointer(at)}") for at in PLACES}


def at_place(at):
    found = FULL
    for step in at:
        found = found[step]
    return found


NUMBERS = (int, float)


@pytest.mark.parametrize("wrong", [12, True, "x", [1], {"x": 1}], ids=["number", "boolean", "text", "array", "object"])
def test_another_type_of_data_is_refused_at_every_place(lrs, wrong):
    kind = NUMBERS if type(wrong) is int else (type(wrong),)
    places = [at for at in PLACES if type(at_place(at)) not in kind]
    found = {at: answer(lrs, changed(at, wrong)) for at in places}
    assert {at: said for at, said in found.items() if said[0] != 400 or not said[1].startswith(pointer(at))} == {}


def test_numbers_and_booleans_as_texts_are_refused(lrs):
    assert answer(lrs, {"result": {"score": {"raw": "1"}}}) == (400, "/result/score/raw", "type")
    assert answer(lrs, {"result": {"success": "true"}}) == (400, "/result/success", "type")
    assert answer(lrs, {"result": {"completion": 1}}) == (400, "/result/completion", "type")


def renamed(value, at, name):
    if not at:
        return value
    step, *rest = at
    if isinstance(value, list):
        return [renamed(child, rest, name) if index == step else child for index, child in enumerate(value)]
    return {
        (name(key) if not rest and key == step else key): renamed(child, rest, name) if key == step else child
        for key, child in value.items()
    }


# A missing fileUrl is first seen missing by the request (part three, 1.5.2).
KEYS = [at for at in PLACES if isinstance(at[-1], str) and at[-1] not in ("fr", "fileUrl")]


@pytest.mark.parametrize("name", [str.upper, lambda key: key + "s", lambda key: " " + key], ids=["case", "s", "blank"])
def test_a_key_in_another_case_or_unknown_is_refused_at_every_place(lrs, name):
    found = {at: answer(lrs, renamed(FULL, at, name)) for at in KEYS}
    assert found == {at: (400, pointer((*at[:-1], name(at[-1]))), "key") for at in KEYS}


def test_a_wrong_case_is_hinted(lrs):
    response = lrs.post(statement(actor={**AGENT, "ObjectType": "Agent"}))
    assert response.json()["error"] == "property 'ObjectType' is not allowed here: did you mean 'objectType'?"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"actor": {**AGENT, "objectType": "agent"}}, "/actor/objectType"),
        ({"object": {"id": "http://x.example/a", "objectType": "activity"}}, "/object/objectType"),
        ({"object": {"id": "http://x.example/a", "objectType": ["Activity"]}}, "/object/objectType"),
        ({"object": {"objectType": "statementRef", "id": "x"}}, "/object/objectType"),
        ({"object": sub(objectType="Substatement")}, "/object/objectType"),
        (
            {"object": {"id": "http://x.example/a", "definition": {"interactionType": "Choice"}}},
            "/object/definition/interactionType",
        ),
    ],
)
def test_enumerated_values_are_matched_with_their_case(lrs, changes, place):
    assert answer(lrs, changes) == (400, place, "enum")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"id": ""}, "/id"),
        ({"actor": {"mbox": ""}}, "/actor/mbox"),
        ({"actor": {"mbox_sha1sum": ""}}, "/actor/mbox_sha1sum"),
        ({"actor": {"openid": ""}}, "/actor/openid"),
        ({"verb": {"id": ""}}, "/verb/id"),
        ({"object": {"id": ""}}, "/object/id"),
        ({"verb": {**VERB, "display": {"": "x"}}}, "/verb/display/"),
        ({"result": {"duration": ""}}, "/result/duration"),
        ({"result": {"extensions": {"": 1}}}, "/result/extensions/"),
        ({"context": {"registration": ""}}, "/context/registration"),
        ({"context": {"language": ""}}, "/context/language"),
        ({"timestamp": ""}, "/timestamp"),
        ({"attachments": [{**ATTACHMENT, "contentType": ""}]}, "/attachments/0/contentType"),
        ({"attachments": [{**ATTACHMENT, "sha2": ""}]}, "/attachments/0/sha2"),
    ],
)
def test_the_empty_text_follows_no_format(lrs, changes, place):
    assert answer(lrs, changes) == (400, place, "format")


def test_texts_without_a_format_may_be_empty(lrs):
    account = {"homePage": "http://x.example", "name": ""}
    changes = {
        "actor": {"account": account, "name": ""},
        "verb": {**VERB, "display": {"fr": ""}},
        "result": {"response": ""},
        "context": {"revision": "", "platform": ""},
    }
    assert answer(lrs, changes) == VALID


def test_empty_objects_are_only_advised_against(lrs):
    changes = {
        "verb": {**VERB, "display": {}},
        "object": {"id": "http://x.example/a", "definition": {"name": {}, "extensions": {}}},
        "result": {"score": {}, "extensions": {}},
        "context": {"contextActivities": {}, "extensions": {}},
        "attachments": [],
    }
    assert answer(lrs, changes) == VALID
    assert answer(lrs, {"result": {}, "context": {}}) == VALID


def test_properties_come_in_any_order(lrs):
    sent = dict(reversed(statement().items()))
    assert lrs.post(sent).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[1]",
        b"null",
        b'"statement"',
        b"[{}",
        b"[{},]",
        b"{} {}",
        b"[" * 100_000,
        b'{"actor": ' + b"[" * 2000 + b"]" * 2000 + b"}",
        b'{"actor": ' + b'{"a":' * 200 + b"1" + b"}" * 200 + b"}",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"actor": "\x00"}',
        b'{"a": 1, "a": 2}',
        b'{"actor": {"name": "a", "name": "b"}}',
        b'{"result": NaN}',
        b'{"result": {"score": {"raw": Infinity}}}',
        b'{"result": {"score": {"raw": 1e400}}}',
        b'{"result": {"score": {"raw": 01}}}',
        b'{"result": {"score": {"raw": ' + b"9" * 5000 + b"}}}",
        b'{"actor" "x"}',
        b'{"actor": {},}',
        b"{'actor': 1}",
        b'{"actor": {"mbox": "mailto:\\ud800@b.example"}, "verb": {"id": "http://x/v"}, "object": {"id": "http://x/a"}}',
        b'{"actor": {"openid": "http://x/a"}, "verb": {"id": "http://x/\\u0000"}, "object": {"id": "http://x/a"}}',
    ],
)
def test_a_body_that_is_no_statement_is_a_400_with_a_reason(lrs, body):
    """Each property once, no number that JSON does not know, no half of a surrogate pair in an identifier."""
    response = lrs.post(body)
    assert response.status_code == 400
    assert response.json()["rule"]
    assert Statement.objects.count() == 0


KEPT = [
    '"raw" : 1.50',
    '"scaled":1e-1',
    '"caf\\u00e9 \\ud83d\\ude00 \\u0000 \\ud800 é"',
    "12345678901234567890.10",
    "-0.0",
    "123456789012345678901234567890",
]


def test_numbers_and_texts_come_back_as_they_were_written(lrs):
    """No other serialization is returned: precision, escapes, and what has no IEEE 754 form at all."""
    raw, scaled, text, large, zero, whole = KEPT
    body = f"""{{"actor": {{"mbox": "mailto:a@b.example"}}, "verb": {{"id": "http://x.example/v"}},
        "object": {{"id": "http://x.example/a"}}, "result": {{"score": {{{raw}, {scaled}}}, "response": {text},
        "extensions": {{"http://x.example/e": [{large}, {zero}]}}}},
        "context": {{"contextActivities": {{"parent": {{"id": "http://x.example/p"}}}},
        "extensions": {{"http://x.example/e": {whole}}}}}}}"""
    assert lrs.post(body).status_code == 200
    answered = lrs.get().content.decode()
    assert [kept for kept in KEPT if kept not in answered] == []


def test_pointers_escape_slashes(lrs):
    assert answer(lrs, {"result": {"extensions": {"a/b~c": 1}}})[1] == "/result/extensions/a~1b~0c"


def test_the_section_is_that_of_the_version(lrs, version):
    response = lrs.post(statement(actor={}))
    assert response.json()["section"] == {"1.0.3": "2.4.2.3", "2.0.0": "4.2.2.1"}[version]


@pytest.mark.parametrize("wrong", [1, "x", [], True])
def test_an_agent_or_an_activity_is_an_object(lrs, version, wrong):
    places = agent_places(version)
    assert answers(lrs, places, wrong) == everywhere(places, "", "type")
    if wrong != []:  # an array of activities may stand in the context
        assert answers(lrs, ACTIVITIES, wrong) == everywhere(ACTIVITIES, "", "type")


def test_what_is_no_array_is_refused_as_one(lrs):
    found = answers(lrs, STATEMENTS, {"attachments": {}})
    assert found == everywhere(STATEMENTS, "/attachments", "type")
