"""Part two, 2.4.6, and IEEE 9274.1.1, 4.2.2.5: contexts; contextAgents and contextGroups, which 2.0 adds."""

import json

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import (
    ACTIVITY,
    AGENT,
    GROUP,
    REFERENCE,
    also_within,
    answers,
    everywhere,
    sub,
    valid_at,
)

PLACES = also_within({"statement": lambda context: {"context": context}})
ROLE = "http://x.example/role"
KINDS = {"contextAgents": ("contextAgent", "agent", AGENT), "contextGroups": ("contextGroup", "group", GROUP)}


def related(name, /, **changes):
    kind, inner, who = KINDS[name]
    one = {"objectType": kind, inner: who, "relevantTypes": [ROLE], **changes}
    return {key: value for key, value in one.items() if value is not None}


@pytest.mark.parametrize(
    ("context", "refusal"),
    [
        ({"registration": "x"}, ("/registration", "format")),
        ({"instructor": "x"}, ("/instructor", "type")),
        ({"team": AGENT}, ("/team", "required")),
        ({"team": {**AGENT, "objectType": "Agent"}}, ("/team/objectType", "enum")),
        ({"contextActivities": []}, ("/contextActivities", "type")),
        ({"contextActivities": {"parents": [ACTIVITY]}}, ("/contextActivities/parents", "key")),
        ({"contextActivities": {"parent": "x"}}, ("/contextActivities/parent", "type")),
        ({"contextActivities": {"other": [AGENT]}}, ("/contextActivities/other/0/mbox", "key")),
        ({"contextActivities": {"other": [REFERENCE]}}, ("/contextActivities/other/0/objectType", "enum")),
        ({"revision": 1}, ("/revision", "type")),
        ({"platform": {}}, ("/platform", "type")),
        ({"language": "français"}, ("/language", "format")),
        ({"language": {"fr": "x"}}, ("/language", "type")),
        ({"statement": REFERENCE["id"]}, ("/statement", "type")),
        ({"statement": {"id": REFERENCE["id"]}}, ("/statement", "required")),
        ({"statement": sub()}, ("/statement/objectType", "enum")),
        ({"extensions": {"e": 1}}, ("/extensions/e", "format")),
        ({"extensions": "x"}, ("/extensions", "type")),
        ({"location": "x"}, ("/location", "key")),
        ("x", ("", "type")),
    ],
)
def test_another_shape_is_refused(lrs, context, refusal):
    assert answers(lrs, PLACES, context) == everywhere(PLACES, *refusal)


@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize("target", [{**AGENT, "objectType": "Agent"}, GROUP, REFERENCE], ids=["agent", "group", "ref"])
def test_revision_and_platform_go_with_an_activity_alone(lrs, name, target):
    places = also_within({"statement": lambda context: {"context": context, "object": target}})
    assert answers(lrs, places, {name: "1"}) == everywhere(places, f"/{name}", "context")
    places = {"statement": lambda context: {"context": context, "object": sub()}}
    assert answers(lrs, places, {name: "1"}) == everywhere(places, f"/{name}", "context")


def test_lone_context_activities_are_answered_in_arrays(lrs):
    context = {"contextActivities": {"parent": ACTIVITY, "grouping": [ACTIVITY]}}
    sent = [statement(context=context), statement(object=sub(context=context))]
    lrs.post(sent)
    first, second = (lrs.get(statementId=one["id"]).json() for one in sent)
    arrays = {"contextActivities": {"parent": [ACTIVITY], "grouping": [ACTIVITY]}}
    assert first["context"] == arrays
    assert second["object"]["context"] == arrays


# -- contextAgents and contextGroups -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_related_agents_and_groups_belong_to_2_0(lrs, version, name):
    for found in ([related(name)], [related(name, relevantTypes=None)] * 2, []):
        expected = valid_at(PLACES) if version == "2.0.0" else everywhere(PLACES, f"/{name}", "key")
        assert answers(lrs, PLACES, {name: found}) == expected


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"objectType": None}, ("", "required")),
        ({"objectType": "Agent"}, ("/objectType", "enum")),
        ({"objectType": "ContextAgent"}, ("/objectType", "enum")),
        ({"relevantTypes": []}, ("/relevantTypes", "empty")),
        ({"relevantTypes": ROLE}, ("/relevantTypes", "type")),
        ({"relevantTypes": [ROLE, "role"]}, ("/relevantTypes/1", "format")),
        ({"relevantTypes": [1]}, ("/relevantTypes/0", "type")),
        ({"name": "x"}, ("/name", "key")),
    ],
)
def test_another_shape_of_a_relation_is_refused(lrs, version, name, changes, refusal):
    if version == "1.0.3":
        pytest.skip("no such property")
    pointer, rule = refusal
    found = answers(lrs, PLACES, {name: [related(name, **changes)]})
    assert found == everywhere(PLACES, f"/{name}/0{pointer}", rule)


@pytest.mark.parametrize("name", KINDS)
def test_a_relation_holds_one_agent_or_one_group(lrs, version, name):
    if version == "1.0.3":
        pytest.skip("no such property")
    _, inner, _ = KINDS[name]
    assert answers(lrs, PLACES, {name: [related(name, **{inner: None})]}) == everywhere(
        PLACES, f"/{name}/0", "required"
    )
    assert answers(lrs, PLACES, {name: related(name)}) == everywhere(PLACES, f"/{name}", "type")
    other = {"agent": GROUP, "group": {**AGENT, "objectType": "Agent"}}[inner]
    found = answers(lrs, PLACES, {name: [related(name, **{inner: other})]})
    assert {said[0] for said in found.values()} == {400}


def test_related_agents_groups_and_members_are_found(lrs, version):
    if version == "1.0.3":
        pytest.skip("no such property")
    member, agent, inner = ({"mbox": f"mailto:{name}@x.example"} for name in ("member", "agent", "inner"))
    group = {"objectType": "Group", "account": {"homePage": "http://x.example", "name": "g"}, "member": [member]}
    context = {
        "contextAgents": [related("contextAgents", agent=agent)],
        "contextGroups": [related("contextGroups", group=group)],
    }
    within = {"contextAgents": [related("contextAgents", agent=inner)]}
    sent = statement(context=context, object=sub(context=within))
    lrs.post(sent)
    for who in (member, agent, inner, {"objectType": "Group", "account": group["account"]}):
        assert lrs.ids(agent=json.dumps(who), related_agents="true") == [sent["id"]]
        assert lrs.ids(agent=json.dumps(who)) == []


def test_format_ids_leaves_only_identifiers_in_relations(lrs, version):
    if version == "1.0.3":
        pytest.skip("no such property")
    named = related("contextAgents", agent={**AGENT, "name": "Ann"})
    group = related("contextGroups", group={**GROUP, "name": "G", "member": [{**AGENT, "name": "Ann"}]})
    lrs.post(statement(context={"contextAgents": [named], "contextGroups": [group]}))
    [found] = lrs.get(format="ids").json()["statements"]
    assert found["context"]["contextAgents"] == [related("contextAgents")]
    assert found["context"]["contextGroups"] == [related("contextGroups")]
