"""Part two, 2.3, and IEEE 9274.1.1, 4.2 and 4.2.5: what may differ between two copies, and voiding."""

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import (
    ACCOUNT,
    ACTIVITY,
    AGENT,
    ATTACHMENT,
    GROUP,
    REFERENCE,
    VERB,
    answer,
    sub,
    without,
)

VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}
DEFINED = {**ACTIVITY, "definition": {"name": {"fr": "A"}}}
OTHER = {"mbox": "mailto:b@x.example"}
UUID = "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11"


def again(lrs, first, second):
    """The status of a statement sent as `first`, then, under the same id, as `second`."""
    sent = statement()
    assert lrs.post({**sent, **first}).status_code == 200
    return lrs.post({**sent, **second}).status_code


SAME = {
    "timestamp given and not": ({}, {"timestamp": "2026-01-01T00:00:00Z"}),
    "timestamp in another zone": (
        {"timestamp": "2026-01-01T00:00:00Z"},
        {"timestamp": "2026-01-01T01:00:00+01:00"},
    ),
    "stored": ({}, {"stored": "2020-01-01T00:00:00Z"}),
    "authority": ({}, {"authority": OTHER}),
    "attachments": ({}, {"attachments": [ATTACHMENT]}),
    "display": ({"verb": VERB}, {"verb": {**VERB, "display": {"fr": "a vu"}}}),
    "definition": ({"object": ACTIVITY}, {"object": DEFINED}),
    "definition in a context": (
        {"context": {"contextActivities": {"parent": [ACTIVITY]}}},
        {"context": {"contextActivities": {"parent": DEFINED}}},
    ),
    "definition in a SubStatement": ({"object": sub()}, {"object": sub(object=DEFINED)}),
    "order of members": (
        {"actor": {"objectType": "Group", "member": [AGENT, ACCOUNT]}},
        {"actor": {"objectType": "Group", "member": [ACCOUNT, AGENT]}},
    ),
    "case of a mail's domain": ({"actor": AGENT}, {"actor": {"mbox": "mailto:a@X.Example"}}),
    "case of a hash": ({"actor": {"mbox_sha1sum": "a" * 40}}, {"actor": {"mbox_sha1sum": "A" * 40}}),
    "case of a registration": ({"context": {"registration": UUID}}, {"context": {"registration": UUID.upper()}}),
    "case of a reference": ({"object": REFERENCE}, {"object": {**REFERENCE, "id": UUID.upper()}}),
    "case of a language": ({"context": {"language": "fr-FR"}}, {"context": {"language": "fr-fr"}}),
    "duration beyond 0.01 s": ({"result": {"duration": "PT1.001S"}}, {"result": {"duration": "PT1.004S"}}),
    "duration without hundredths": ({"result": {"duration": "PT1S"}}, {"result": {"duration": "PT1.00S"}}),
    "the writing of a number": ({"result": {"score": {"raw": 1}}}, {"result": {"score": {"raw": 1.0}}}),
}


@pytest.mark.parametrize("name", SAME)
def test_what_immutability_leaves_out_is_not_compared(lrs, name):
    first, second = SAME[name]
    assert again(lrs, first, second) == 200
    assert again(lrs, second, first) == 200


DIFFERENT = {
    "actor": ({"actor": AGENT}, {"actor": OTHER}),
    "case of a mail's local part": ({"actor": AGENT}, {"actor": {"mbox": "mailto:A@x.example"}}),
    "case of an account": ({"actor": ACCOUNT}, {"actor": {"account": {**ACCOUNT["account"], "name": "A"}}}),
    "members": ({"actor": GROUP}, {"actor": {**GROUP, "member": [AGENT, OTHER]}}),
    "verb": ({"verb": VERB}, {"verb": {"id": "http://x.example/V"}}),
    "object": ({"object": ACTIVITY}, {"object": {"id": "http://x.example/b"}}),
    "kind of object": ({"object": REFERENCE}, {"object": sub()}),
    "SubStatement's verb": ({"object": sub()}, {"object": sub(verb={"id": "http://x.example/w"})}),
    "SubStatement's time": (
        {"object": sub(timestamp="2026-01-01T00:00:00Z")},
        {"object": sub(timestamp="2027-01-01T00:00:00Z")},
    ),
    "result": ({}, {"result": {"success": True}}),
    "response": ({"result": {"response": "a"}}, {"result": {"response": "A"}}),
    "duration at 0.01 s": ({"result": {"duration": "PT1.01S"}}, {"result": {"duration": "PT1.02S"}}),
    "duration in other units": ({"result": {"duration": "PT60S"}}, {"result": {"duration": "PT1M"}}),
    "parts of a year": ({"result": {"duration": "P1.001Y"}}, {"result": {"duration": "P1.009Y"}}),
    "context": ({}, {"context": {"platform": "p"}}),
    "order of context activities": (
        {"context": {"contextActivities": {"other": [ACTIVITY, {"id": "http://x.example/b"}]}}},
        {"context": {"contextActivities": {"other": [{"id": "http://x.example/b"}, ACTIVITY]}}},
    ),
    "extensions": (
        {"context": {"extensions": {"http://x.example/e": "a"}}},
        {"context": {"extensions": {"http://x.example/e": "A"}}},
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_everything_else_is_another_statement(lrs, name):
    first, second = DIFFERENT[name]
    assert again(lrs, first, second) == 409


def test_a_copy_read_back_is_the_same_statement(lrs):
    sent = statement(context={"contextActivities": {"parent": ACTIVITY}}, result={"score": {"scaled": 0.5}})
    lrs.post(sent)
    assert lrs.post(lrs.get(statementId=sent["id"]).json()).status_code == 200


def test_the_members_of_a_context_group_have_no_order(lrs, version):
    def related(*members):
        group = {"objectType": "Group", "member": list(members)}
        return {"context": {"contextGroups": [{"objectType": "contextGroup", "group": group}]}}

    if version == "2.0.0":
        assert again(lrs, related(AGENT, ACCOUNT), related(ACCOUNT, AGENT)) == 200
        assert again(lrs, related(AGENT, ACCOUNT), related(AGENT, OTHER)) == 409


@pytest.mark.parametrize("target", [ACTIVITY, {**AGENT, "objectType": "Agent"}, GROUP, sub()])
def test_what_voids_has_a_reference_as_object(lrs, target):
    assert answer(lrs, {"verb": VOIDED, "object": target}) == (400, "/object", "voiding")


def test_what_voids_names_its_target(lrs):
    assert answer(lrs, {"verb": VOIDED, "object": without(REFERENCE, "id")}) == (400, "/object", "required")


def test_a_target_that_is_not_there_is_no_reason_to_refuse(lrs):
    void = statement(verb=VOIDED, object=REFERENCE)
    assert lrs.post(void).status_code == 200
    target = statement(id=REFERENCE["id"])
    lrs.post(target)
    assert lrs.get(statementId=target["id"]).status_code == 404
    assert lrs.get(voidedStatementId=target["id"]).status_code == 200
