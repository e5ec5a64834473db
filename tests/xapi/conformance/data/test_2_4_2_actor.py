"""Part two, 2.4.2, and IEEE 9274.1.1, 4.2.2.1: agents and groups, wherever one may stand."""

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import (
    ACCOUNT,
    AGENT,
    GROUP,
    agent_places,
    answers,
    everywhere,
    group_places,
    valid_at,
)

IDENTIFIERS = {
    "mbox": "mailto:a@x.example",
    "mbox_sha1sum": "Ab" * 20,
    "openid": "http://x.example/a",
    "account": ACCOUNT["account"],
}
PAIRS = [(one, other) for one in IDENTIFIERS for other in IDENTIFIERS if one < other]
WRONG = {
    "mail without its scheme": ({"mbox": "a@x.example"}, "/mbox", "format"),
    "scheme in capitals": ({"mbox": "MAILTO:a@x.example"}, "/mbox", "format"),
    "mail without a domain": ({"mbox": "mailto:x"}, "/mbox", "format"),
    "mail with two @": ({"mbox": "mailto:a@b@x.example"}, "/mbox", "format"),
    "mail with a blank": ({"mbox": "mailto:a b@x.example"}, "/mbox", "format"),
    "mail that is a number": ({"mbox": 1}, "/mbox", "type"),
    "hash too short": ({"mbox_sha1sum": "a" * 39}, "/mbox_sha1sum", "format"),
    "hash of other letters": ({"mbox_sha1sum": "g" * 40}, "/mbox_sha1sum", "format"),
    "hash that is an object": ({"mbox_sha1sum": {}}, "/mbox_sha1sum", "type"),
    "openid without a scheme": ({"openid": "x.example"}, "/openid", "format"),
    "openid that is an array": ({"openid": []}, "/openid", "type"),
    "account that is a text": ({"account": "a"}, "/account", "type"),
    "account without a name": ({"account": {"homePage": "http://x.example"}}, "/account", "required"),
    "account without a home page": ({"account": {"name": "a"}}, "/account", "required"),
    "account whose home page is no IRI": ({"account": {"homePage": "x", "name": "a"}}, "/account/homePage", "format"),
    "account whose name is a number": (
        {"account": {"homePage": "http://x.example", "name": 1}},
        "/account/name",
        "type",
    ),
    "account with more": (
        {"account": {**ACCOUNT["account"], "mail": "a"}},
        "/account/mail",
        "key",
    ),
    "name that is an object": ({**AGENT, "name": {}}, "/name", "type"),
    "name that is no Unicode": ({**AGENT, "name": "\ud800"}, "/name", "format"),
    "property of its own": ({**AGENT, "age": 1}, "/age", "key"),
    "no identifier": ({"name": "Ann"}, "", "identifier"),
}


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_an_agent_has_one_of_four_identifiers(lrs, version, name):
    agent = {"objectType": "Agent", "name": "Ann", name: IDENTIFIERS[name]}
    assert answers(lrs, agent_places(version), agent) == valid_at(agent_places(version))


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_an_identified_group_has_one_of_four_identifiers_with_or_without_members(lrs, version, name):
    group = {"objectType": "Group", "name": "G", name: IDENTIFIERS[name]}
    places = group_places(version)
    assert answers(lrs, places, group) == valid_at(places)
    assert answers(lrs, places, {**group, "member": [AGENT, ACCOUNT]}) == valid_at(places)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_identifiers_are_refused(lrs, version, one, other):
    both = {name: IDENTIFIERS[name] for name in (one, other)}
    places = agent_places(version)
    assert answers(lrs, places, {"objectType": "Agent", **both}) == everywhere(places, "", "identifier")
    places = group_places(version)
    assert answers(lrs, places, {"objectType": "Group", **both}) == everywhere(places, "", "identifier")
    assert answers(lrs, places, {**GROUP, **both}) == everywhere(places, "", "identifier")


@pytest.mark.parametrize("name", WRONG)
def test_an_agent_that_follows_no_format_is_refused(lrs, version, name):
    agent, pointer, rule = WRONG[name]
    places = agent_places(version)
    assert answers(lrs, places, {"objectType": "Agent", **agent}) == everywhere(places, pointer, rule)


@pytest.mark.parametrize("name", WRONG)
def test_a_group_that_follows_no_format_is_refused(lrs, version, name):
    group, pointer, rule = WRONG[name]
    places = group_places(version)
    assert answers(lrs, places, {"objectType": "Group", **group}) == everywhere(places, pointer, rule)


def test_an_agent_has_no_members(lrs, version):
    places = agent_places(version)
    agent = {"objectType": "Agent", **AGENT, "member": []}
    assert answers(lrs, places, agent) == everywhere(places, "/member", "key")


def test_an_anonymous_group_has_members(lrs, version):
    places = group_places(version)
    assert answers(lrs, places, GROUP) == valid_at(places)
    assert answers(lrs, places, {"objectType": "Group", "name": "G"}) == everywhere(places, "", "identifier")
    assert answers(lrs, places, {"objectType": "Group", "member": []}) == everywhere(places, "", "identifier")
    assert answers(lrs, places, {"objectType": "Group", **AGENT, "member": []}) == valid_at(places)


@pytest.mark.parametrize("identifier", [{}, AGENT])
@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        (AGENT, ("", "type")),
        ("x", ("", "type")),
        ([AGENT, {"name": "x"}], ("/1", "identifier")),
        ([AGENT, GROUP], ("/1/objectType", "enum")),
        ([{**ACCOUNT, "objectType": "Group"}], ("/0/objectType", "enum")),
        (["x"], ("/0", "type")),
        ([None], ("/0", "type")),
    ],
)
def test_members_are_an_array_of_agents_never_of_groups(lrs, version, identifier, members, refusal):
    pointer, rule = refusal
    places = group_places(version)
    group = {"objectType": "Group", **identifier, "member": members}
    assert answers(lrs, places, group) == everywhere(places, f"/member{pointer}", rule)


@pytest.mark.parametrize("kind", ["agent", "GROUP", "Person", "", 1, ["Agent"]])
def test_the_type_of_an_actor_is_agent_or_group(lrs, version, kind):
    places = {name: place for name, place in agent_places(version).items() if "object" not in name}
    found = answers(lrs, places, {**AGENT, "objectType": kind})
    assert found == everywhere(places, "/objectType", "enum")


def test_a_nul_in_a_name_is_kept(lrs):
    actor = {"account": {"homePage": "http://x.example", "name": "a\0b"}, "name": "A\0B"}
    sent = statement(actor=actor)
    assert lrs.post(sent).status_code == 200
    assert lrs.get(statementId=sent["id"]).json()["actor"] == actor
