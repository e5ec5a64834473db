"""What each scope of a key opens, and what it never tells (part three, 4.2)."""

import json
import uuid

import pytest

from tests.factories.xapi import statement
from tests.xapi.conftest import client_for
from xapi.enums import Scope
from xapi.models import ApiKey

pytestmark = pytest.mark.django_db

WRITERS = {Scope.WRITE, Scope.ALL}
READERS = {Scope.READ, Scope.READ_MINE, Scope.ALL_READ, Scope.ALL}
METRICS = {Scope.ALL_READ, Scope.ALL}
STATES = {Scope.STATE, Scope.ALL}
PROFILES = {Scope.PROFILE, Scope.ALL}
KNOWN = {Scope.READ, Scope.PROFILE_READ, Scope.PROFILE, Scope.ALL_READ, Scope.ALL}


def put(client, path, parameters):
    headers = {**client.headers, "If-None-Match": "*"}
    return client.client.put(path, "{}", content_type="application/json", query_params=parameters, headers=headers)


@pytest.mark.parametrize("scope", list(Scope))
def test_each_scope_opens_what_it_names_and_nothing_else(lrs, scope):
    secret = "SECRETDATUM"
    lrs.post(statement(actor={"account": {"homePage": "https://rh.example", "name": secret}}))
    client = client_for("essai", scopes=[scope])
    actor = json.dumps({"mbox": "mailto:a@b.fr"})
    activity = {"activityId": "https://a.example/1"}
    state, profile = {**activity, "agent": actor, "stateId": "s"}, {**activity, "profileId": "p"}
    answers = {
        "read": client.get(),
        "activities": client.get("/xapi/activities", **activity),
        "agents": client.get("/xapi/agents", agent=actor),
        "state": client.get("/xapi/activities/state", **state),
        "profile": client.get("/xapi/activities/profile", **profile),
        "agent profile": client.get("/xapi/agents/profile", agent=actor, profileId="p"),
        "state put": put(client, "/xapi/activities/state", state),
        "profile put": put(client, "/xapi/activities/profile", profile),
        "metrics": client.client.get("/xapi/extensions/metrics", headers={"Authorization": client.credentials}),
        "post": client.post(statement()),
        "put": client.put(one := statement(), statementId=one["id"]),
    }
    wanted = {
        "read": READERS,
        "metrics": METRICS,
        "post": WRITERS,
        "put": WRITERS,
        **dict.fromkeys(("activities", "agents"), KNOWN),
        "state": {*STATES, Scope.STATE_READ, Scope.ALL_READ},
        "state put": STATES,
        "profile put": PROFILES,
        **{key: {*PROFILES, Scope.PROFILE_READ, Scope.ALL_READ} for key in ("profile", "agent profile")},
    }
    assert {name for name, answer in answers.items() if answer.status_code != 403} == {
        name for name, scopes in wanted.items() if scope in scopes
    }
    refused = [answer for answer in answers.values() if answer.status_code == 403]
    assert [answer for answer in refused if secret in answer.content.decode()] == []
    if scope == Scope.READ_MINE:
        assert secret not in answers["read"].content.decode()


# -- statements/read/mine ----------------------------------------------------------------------------------------------


@pytest.fixture
def mine(db):
    return client_for("la mienne", scopes=[Scope.WRITE, Scope.READ_MINE])


def test_only_what_came_with_the_key_is_listed(lrs, mine):
    registration = str(uuid.uuid4())
    ours, theirs = (statement(context={"registration": registration}) for _ in range(2))
    mine.post(ours)
    lrs.post(theirs)
    agent = json.dumps(ours["actor"])
    for filters in (
        {},
        {"agent": agent},
        {"agent": agent, "related_agents": "true"},
        {"activity": ours["object"]["id"]},
        {"verb": ours["verb"]["id"], "agent": agent},
        {"registration": registration},
    ):
        assert mine.ids(**filters) == [ours["id"]], filters
        assert set(lrs.ids(**filters)) == {ours["id"], theirs["id"]}, filters


def test_single_statements_of_others_do_not_exist(lrs, mine):
    ours, theirs, voided = statement(), statement(), statement()
    mine.post(ours)
    lrs.post([theirs, voided])
    voids = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    lrs.post(statement(verb=voids, object={"objectType": "StatementRef", "id": voided["id"]}))
    assert mine.get(statementId=ours["id"]).status_code == 200
    assert mine.get(statementId=theirs["id"]).status_code == 404
    assert mine.get(voidedStatementId=voided["id"]).status_code == 404
    assert lrs.get(voidedStatementId=voided["id"]).status_code == 200


def test_what_refers_to_a_statement_of_others_tells_nothing_of_it(lrs, mine):
    theirs = statement(verb={"id": "https://verbes.example/secret"})
    lrs.post(theirs)
    mine.post(statement(object={"objectType": "StatementRef", "id": theirs["id"]}))
    assert mine.ids(verb="https://verbes.example/secret") == []
    ours = statement(verb={"id": "https://verbes.example/propre"})
    mine.post(ours)
    mine.post(about := statement(object={"objectType": "StatementRef", "id": ours["id"]}))
    assert set(mine.ids(verb="https://verbes.example/propre")) == {ours["id"], about["id"]}


def test_each_page_is_checked_anew(lrs):
    theirs = [statement() for _ in range(2)]
    lrs.post(theirs)
    client = client_for("restreinte", scopes=[Scope.WRITE, Scope.READ])
    client.post([statement() for _ in range(2)])
    more = client.get(limit=1).json()["more"]
    ApiKey.objects.filter(name="restreinte").update(scopes=[Scope.READ_MINE])
    found, seen = client.client.get(more, headers=client.headers), []
    while True:
        seen += [one["id"] for one in found.json()["statements"]]
        if not found.json()["more"]:
            break
        found = client.client.get(found.json()["more"], headers=client.headers)
    assert len(seen) == 1
    assert set(seen).isdisjoint(one["id"] for one in theirs)
    ApiKey.objects.filter(name="restreinte").update(scopes=[Scope.WRITE])
    assert client.client.get(more, headers=client.headers).status_code == 403
