"""Part three, 2.4: a Person, made of what is known about an agent."""

import json

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.documents import Documents
from tests.xapi.conftest import client_for

AGENTS = "/xapi/agents"


def person(lrs, agent):
    return lrs.get(AGENTS, agent=agent if isinstance(agent, str) else json.dumps(agent))


@pytest.mark.parametrize(
    "identifier",
    [
        {"mbox": "mailto:a@caf.example"},
        {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
        {"openid": "https://a.example"},
        {"account": {"homePage": "https://rh.example", "name": "a1"}},
    ],
)
def test_an_unknown_agent_comes_back_as_a_person_in_arrays(lrs, identifier):
    [(name, value)] = identifier.items()
    assert person(lrs, identifier).json() == {"objectType": "Person", name: [value]}
    assert person(lrs, {**identifier, "name": "Anne"}).json() == {
        "objectType": "Person",
        "name": ["Anne"],
        name: [value],
    }


def test_the_name_known_from_a_statement_is_told(lrs):
    lrs.post(statement(actor={"mbox": "mailto:a@caf.example", "name": "Anne"}))
    found = {"objectType": "Person", "name": ["Anne"], "mbox": ["mailto:a@caf.example"]}
    assert person(lrs, {"mbox": "mailto:a@caf.example"}).json() == found
    assert person(lrs, {"mbox": "mailto:a@caf.example", "name": "Anne"}).json() == found
    assert person(lrs, {"mbox": "mailto:a@caf.example", "name": "A."}).json()["name"] == ["Anne", "A."]
    assert "name" not in person(lrs, {"mbox": "mailto:b@caf.example"}).json()


def test_the_name_known_from_a_document_is_told(lrs):
    agent = {"mbox": "mailto:a@caf.example", "name": "Anne \u0000"}
    assert Documents(lrs, "agent profile").put("p", agent=json.dumps(agent)).status_code == 204
    assert person(lrs, {"mbox": "mailto:a@caf.example"}).json()["name"] == ["Anne "]


def test_a_person_has_an_etag(lrs):
    agent = json.dumps({"mbox": "mailto:a@caf.example"})
    tag = person(lrs, agent).headers["ETag"]
    headers = {**lrs.headers, "If-None-Match": tag}
    assert lrs.client.get(AGENTS, {"agent": agent}, headers=headers).status_code == 304
    lrs.post(statement(actor={"mbox": "mailto:a@caf.example", "name": "Anne"}))
    assert person(lrs, agent).headers["ETag"] != tag


def test_the_agent_is_required_and_an_agent(lrs):
    assert lrs.get(AGENTS).status_code == 400
    for wrong in (
        "",
        "1",
        "true",
        "not JSON",
        "{}",
        '{"name": "x"}',
        '{"objectType": "Group", "mbox": "mailto:a@b.example"}',
        '{"objectType": "Person", "mbox": ["mailto:a@b.example"]}',
        '{"mbox": "mailto:a@b.example", "openid": "https://a.example"}',
    ):
        assert person(lrs, wrong).status_code == 400, wrong
    for unknown in ("Agent", "limit"):
        response = lrs.get(AGENTS, agent='{"mbox": "mailto:a@b.example"}', **{unknown: "1"})
        assert (response.status_code, response.json()["rule"]) == (400, "parameter")


def test_agents_are_only_read(lrs):
    for method in ("POST", "PUT", "DELETE"):
        assert lrs.client.generic(method, AGENTS, headers=lrs.headers).status_code == 405


@pytest.mark.parametrize("path", ["/xapi/agents", "/xapi/activities"])
def test_whoever_reads_statements_or_profiles_reads_agents_and_activities(db, version, path):
    query = {"/xapi/agents": {"agent": '{"mbox": "mailto:a@b.example"}'}}.get(path, {"activityId": "https://a.example"})
    allowed = {"statements/read", "profile", "profile/read", "all/read", "all"}
    for scope in (*allowed, "statements/write", "statements/read/mine", "state", "state/read", "define"):
        lrs = client_for(scope, scopes=[scope], version=version)
        assert lrs.get(path, **query).status_code == (200 if scope in allowed else 403), scope
