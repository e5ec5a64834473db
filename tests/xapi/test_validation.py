"""The rules of xAPI 1.0.3, part two, section by section."""

import copy
from typing import Any

import pytest

from tests.factories.xapi import statement
from xapi.validation import Invalid, check_statement, moment

AGENT = {"mbox": "mailto:a@x.example"}
ACCOUNT = {"account": {"homePage": "https://x.example", "name": "a"}}
GROUP = {"objectType": "Group", "member": [AGENT]}
ACTIVITY = {"id": "http://x.example/a"}
REFERENCE = {"objectType": "StatementRef", "id": "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11"}
SUB = {"objectType": "SubStatement", "actor": AGENT, "verb": {"id": "http://x.example/v"}, "object": ACTIVITY}
ATTACHMENT = {
    "usageType": "http://x.example/u",
    "display": {"fr": "Pièce"},
    "contentType": "text/plain; charset=utf-8",
    "length": 0,
    "sha2": "a" * 64,
}


def broken(**changes: Any) -> tuple[str, str]:
    """Where and by which rule a statement with `changes` is refused; two empty strings if it is valid."""
    try:
        check_statement(statement(**changes))
    except Invalid as reason:
        return reason.pointer, reason.rule
    return "", ""


VALID = ("", "")


def interaction(kind: str, **parts: Any) -> dict:
    return {**ACTIVITY, "definition": {"interactionType": kind, **parts}}


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"actor": {**AGENT, "objectType": "Agent", "name": "Ann"}},
        {"actor": {"mbox_sha1sum": "A" * 40}},
        {"actor": {"openid": "http://x.example/a"}},
        {"actor": ACCOUNT},
        {"actor": GROUP},
        {"actor": {"objectType": "Group", "member": []}},
        {"actor": {"objectType": "Group", "mbox": "mailto:g@x.example"}},
        {"verb": {"id": "urn:x:y", "display": {}}},
        {"object": {**ACTIVITY, "definition": {}}},
        {"object": {**AGENT, "objectType": "Agent"}},
        {"object": GROUP},
        {"object": REFERENCE},
        {"object": SUB},
        {"object": {**SUB, "object": REFERENCE}},
        {"object": interaction("likert", scale=[{"id": "1"}])},
        {
            "object": interaction(
                "matching", source=[{"id": "1"}], target=[{"id": "1"}], correctResponsesPattern=["1[.]1"]
            )
        },
        {"object": interaction("true-false", correctResponsesPattern=[])},
        {"result": {}},
        {"result": {"score": {"scaled": -1, "raw": 1, "min": 0, "max": 2}, "success": True, "completion": False}},
        {"result": {"extensions": {"http://x.example/e": None}}},
        {"context": {"team": GROUP, "instructor": GROUP, "statement": REFERENCE, "language": "fr"}},
        {"context": {"contextActivities": {"parent": ACTIVITY, "other": [ACTIVITY, ACTIVITY], "category": []}}},
        {"context": {"revision": "1", "platform": "x"}},
        {"attachments": [ATTACHMENT]},
        {"authority": AGENT},
        {"authority": {"objectType": "Group", "member": [AGENT, ACCOUNT]}},
        {"version": "1.0.0"},
        {"version": "1.0.12"},
        {"stored": "2026-01-01T00:00:00Z"},
    ],
)
def test_valid(changes):
    assert broken(**changes) == VALID


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        # 2.2 formatting
        ({"actor": None}, ("", "required")),
        ({"verb": None}, ("", "required")),
        ({"object": None}, ("", "required")),
        ({"Actor": AGENT}, ("/Actor", "key")),
        ({"extra": 1}, ("/extra", "key")),
        ({"result": {"response": None}}, ("/result/response", "null")),
        ({"result": {"success": "true"}}, ("/result/success", "type")),
        ({"result": {"score": {"raw": "1"}}}, ("/result/score/raw", "type")),
        ({"result": {"score": {"raw": True}}}, ("/result/score/raw", "type")),
        ({"result": []}, ("/result", "type")),
        ({"context": "x"}, ("/context", "type")),
        ({"id": "x"}, ("/id", "format")),
        ({"id": 1}, ("/id", "type")),
        ({"id": "6f1c3c0a5b0e5a529d550d8a3c6a2f11"}, ("/id", "format")),
        # 2.4.2 actor
        ({"actor": {}}, ("/actor", "identifier")),
        ({"actor": {"name": "Ann"}}, ("/actor", "identifier")),
        ({"actor": {**AGENT, **ACCOUNT}}, ("/actor", "identifier")),
        ({"actor": {**AGENT, "objectType": "agent"}}, ("/actor/objectType", "enum")),
        ({"actor": {**AGENT, "objectType": "Activity"}}, ("/actor/objectType", "enum")),
        ({"actor": {**AGENT, "member": []}}, ("/actor/member", "key")),
        ({"actor": {**AGENT, "name": 1}}, ("/actor/name", "type")),
        ({"actor": {**AGENT, "name": "\ud800"}}, ("/actor/name", "format")),
        ({"actor": {"objectType": "Group"}}, ("/actor", "identifier")),
        ({"actor": {"objectType": "Group", "member": AGENT}}, ("/actor/member", "type")),
        ({"actor": {"objectType": "Group", "member": [GROUP]}}, ("/actor/member/0/objectType", "enum")),
        ({"actor": {"objectType": "Group", "member": [{"name": "x"}]}}, ("/actor/member/0", "identifier")),
        ({"actor": {**GROUP, **AGENT, **ACCOUNT}}, ("/actor", "identifier")),
        ({"actor": {"mbox": "a@x.example"}}, ("/actor/mbox", "format")),
        ({"actor": {"mbox": "mailto:x"}}, ("/actor/mbox", "format")),
        ({"actor": {"mbox": "mailto:a b@x.example"}}, ("/actor/mbox", "format")),
        ({"actor": {"mbox_sha1sum": "x"}}, ("/actor/mbox_sha1sum", "format")),
        ({"actor": {"openid": "x.example"}}, ("/actor/openid", "format")),
        ({"actor": {"account": {"name": "a"}}}, ("/actor/account", "required")),
        ({"actor": {"account": {"homePage": "https://x.example"}}}, ("/actor/account", "required")),
        ({"actor": {"account": {"homePage": "x", "name": "a"}}}, ("/actor/account/homePage", "format")),
        # 2.4.3 verb
        ({"verb": {}}, ("/verb", "required")),
        ({"verb": {"id": "experienced"}}, ("/verb/id", "format")),
        ({"verb": {"id": "http://x/v", "display": "x"}}, ("/verb/display", "type")),
        ({"verb": {"id": "http://x/v", "display": {"fr": 1}}}, ("/verb/display/fr", "type")),
        ({"verb": {"id": "http://x/v", "display": {"français": "x"}}}, ("/verb/display/français", "format")),
        ({"verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}}, ("/object", "voiding")),
        # 2.4.4 object
        ({"object": {"objectType": "Activity"}}, ("/object", "required")),
        ({"object": {"objectType": "activity", "id": "http://x/a"}}, ("/object/objectType", "enum")),
        ({"object": {"objectType": ["Agent"]}}, ("/object/objectType", "enum")),
        ({"object": AGENT}, ("/object/mbox", "key")),
        ({"object": {"objectType": "Agent"}}, ("/object", "identifier")),
        ({"object": {**REFERENCE, "id": "x"}}, ("/object/id", "format")),
        ({"object": {"objectType": "StatementRef"}}, ("/object", "required")),
        ({"object": {**ACTIVITY, "definition": {"type": "x"}}}, ("/object/definition/type", "format")),
        ({"object": {**ACTIVITY, "definition": {"moreInfo": "x"}}}, ("/object/definition/moreInfo", "format")),
        (
            {"object": {**ACTIVITY, "definition": {"extensions": {"x": 1}}}},
            ("/object/definition/extensions/x", "format"),
        ),
        ({"object": {**ACTIVITY, "definition": {"choices": []}}}, ("/object/definition", "required")),
        ({"object": interaction("Choice")}, ("/object/definition/interactionType", "enum")),
        ({"object": interaction("choice", scale=[])}, ("/object/definition/scale", "key")),
        ({"object": interaction("choice", choices={})}, ("/object/definition/choices", "type")),
        ({"object": interaction("choice", choices=[{}])}, ("/object/definition/choices/0", "required")),
        ({"object": interaction("choice", choices=[{"id": "a"}] * 2)}, ("/object/definition/choices", "distinct")),
        (
            {"object": interaction("choice", correctResponsesPattern="a")},
            ("/object/definition/correctResponsesPattern", "type"),
        ),
        ({"object": {**SUB, "id": statement()["id"]}}, ("/object/id", "key")),
        ({"object": {**SUB, "stored": "2026-01-01T00:00:00Z"}}, ("/object/stored", "key")),
        ({"object": {**SUB, "version": "1.0.0"}}, ("/object/version", "key")),
        ({"object": {**SUB, "authority": AGENT}}, ("/object/authority", "key")),
        ({"object": {**SUB, "object": SUB}}, ("/object/object/objectType", "enum")),
        ({"object": {**SUB, "actor": {}}}, ("/object/actor", "identifier")),
        # 2.4.5 result
        ({"result": {"score": {"scaled": 1.01}}}, ("/result/score/scaled", "range")),
        ({"result": {"score": {"min": 2, "max": 2}}}, ("/result/score", "range")),
        ({"result": {"score": {"raw": 3, "max": 2}}}, ("/result/score/raw", "range")),
        ({"result": {"score": {"raw": 0, "min": 1}}}, ("/result/score/raw", "range")),
        ({"result": {"duration": "1 h"}}, ("/result/duration", "format")),
        # 2.4.6 context
        ({"context": {"registration": "x"}}, ("/context/registration", "format")),
        ({"context": {"team": AGENT}}, ("/context/team", "required")),
        ({"context": {"language": "français"}}, ("/context/language", "format")),
        ({"context": {"statement": ACTIVITY}}, ("/context/statement/id", "format")),
        ({"context": {"contextActivities": {"parents": []}}}, ("/context/contextActivities/parents", "key")),
        ({"context": {"contextActivities": {"parent": "x"}}}, ("/context/contextActivities/parent", "type")),
        ({"context": {"contextActivities": {"parent": [AGENT]}}}, ("/context/contextActivities/parent/0/mbox", "key")),
        ({"context": {"platform": "x"}, "object": REFERENCE}, ("/context/platform", "context")),
        ({"context": {"revision": "x"}, "object": GROUP}, ("/context/revision", "context")),
        # 2.4.7 to 2.4.11
        ({"timestamp": "2026-01-01"}, ("/timestamp", "format")),
        ({"stored": "x"}, ("/stored", "format")),
        ({"authority": GROUP}, ("/authority", "authority")),
        ({"authority": {"objectType": "Group", "member": [AGENT, AGENT]}}, ("/authority", "authority")),
        ({"authority": {"objectType": "Group", **AGENT, "member": [AGENT, ACCOUNT]}}, ("/authority", "authority")),
        ({"version": "1.1.0"}, ("/version", "version")),
        ({"version": 1}, ("/version", "version")),
        ({"attachments": ATTACHMENT}, ("/attachments", "type")),
        ({"attachments": [{**ATTACHMENT, "length": "1"}]}, ("/attachments/0/length", "type")),
        ({"attachments": [{**ATTACHMENT, "length": True}]}, ("/attachments/0/length", "type")),
        ({"attachments": [{**ATTACHMENT, "sha2": "x"}]}, ("/attachments/0/sha2", "format")),
        ({"attachments": [{**ATTACHMENT, "contentType": "x"}]}, ("/attachments/0/contentType", "format")),
        ({"attachments": [{**ATTACHMENT, "fileUrl": "x"}]}, ("/attachments/0/fileUrl", "format")),
    ],
)
def test_invalid(changes, place):
    assert broken(**changes) == place


@pytest.mark.parametrize("name", list(ATTACHMENT))
def test_every_property_of_an_attachment_is_required(name):
    attachment = copy.deepcopy(ATTACHMENT)
    del attachment[name]
    assert broken(attachments=[attachment]) == ("/attachments/0", "required")


def test_a_statement_is_an_object():
    with pytest.raises(Invalid, match="an object was expected, not an array"):
        check_statement([])


def test_a_wrong_case_is_hinted():
    with pytest.raises(Invalid, match="did you mean 'objectType'"):
        check_statement(statement(actor={**AGENT, "ObjectType": "Agent"}))


def test_pointers_escape_slashes():
    assert broken(result={"extensions": {"a/b~c": 1}})[0] == "/result/extensions/a~1b~0c"


# -- Special data types ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["fr", "fr-FR", "zh-Hant-TW", "sl-rozaj-biske", "de-CH-1996", "x-private", "i-klingon",
                                 "en-GB-oed", "es-419", "en-a-bbb-x-a", "zh-cmn-Hans-CN", "abcd"])  # fmt: skip
def test_language_tags(tag):
    assert broken(context={"language": tag}) == VALID


@pytest.mark.parametrize("tag", ["", "f", "fr_FR", "fr-", "-fr", "fr-FRANCE2026", "abcdefghi", "fr-a", "12", "en-x"])
def test_bad_language_tags(tag):
    assert broken(context={"language": tag}) == ("/context/language", "format")


@pytest.mark.parametrize("duration", ["PT4H35M59.14S", "PT16559.14S", "P3Y1M29DT4H35M59.14S", "P3Y", "P4W", "PT0S",
                                      "P1DT12H", "P0.5Y", "PT0,5S"])  # fmt: skip
def test_durations(duration):
    assert broken(result={"duration": duration}) == VALID


@pytest.mark.parametrize("duration", ["", "P", "PT", "P1DT", "P4W1D", "4H", "PT1.5H3M", "P1H", "PT-1S", "-P1D", "P1S",
                                      "P0001-01-01T00:00:00", "PT1S ", "pt1s"])  # fmt: skip
def test_bad_durations(duration):
    assert broken(result={"duration": duration}) == ("/result/duration", "format")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-02-28T12:00:00Z", "2026-02-28T12:00:00+00:00"),
        ("2026-02-28T12:00:00.1234567+01:00", "2026-02-28T11:00:00.123456+00:00"),
        ("2026-02-28T12:00:00,5-0330", "2026-02-28T15:30:00.500000+00:00"),
        ("2026-02-28T12:00:00+02", "2026-02-28T10:00:00+00:00"),
        ("2026-02-28T12:00:00", "2026-02-28T12:00:00+00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999+00:00"),
        ("2026-02-28T12:00Z", "2026-02-28T12:00:00+00:00"),
    ],
)
def test_timestamps(text, utc):
    assert moment(text).isoformat() == utc


@pytest.mark.parametrize("text", ["", "2026-02-30T12:00:00Z", "2026-02-28T25:00:00Z",
                                  "2026-02-28T12:00:00+24:00", "2026-02-28T12:00:00+01:60", "9999-12-31T23:59:59-01:00",
                                  "0000-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "20260228T120000Z",
                                  "２026-02-28T12:00:00Z", "2026-02-28T12:00:00Z\n"])  # fmt: skip
def test_bad_timestamps(text):
    assert moment(text) is None


@pytest.mark.parametrize("iri", ["http://x.example/é", "urn:isbn:123", "tag:a,2026:b", "http://x/?a=[1]#f"])
def test_iris(iri):
    assert broken(object={"id": iri}) == VALID


@pytest.mark.parametrize("iri", ["", "x", "/a", "//x/a", "http:", "1http://x", "http://x/a b", "http://x/<a>",
                                 'http://x/"', "http://x/\\", "http://x/\n", "http://x/\ud800"])  # fmt: skip
def test_bad_iris(iri):
    assert broken(object={"id": iri}) == ("/object/id", "format")
