"""Part three, 2.5: activities with their canonical definitions."""

import json

from tests.factories.xapi import statement
from tests.xapi.conftest import client_for

ACTIVITIES = "/xapi/activities"
IRI = "https://cours.example/module-9"


def sent(lrs, definition, **changes):
    response = lrs.post(statement(object={"id": IRI, "definition": definition}, **changes))
    assert response.status_code == 200, response.content


def test_an_unknown_activity_comes_back_with_its_id_alone(lrs):
    response = lrs.get(ACTIVITIES, activityId=IRI)
    assert (response.status_code, response.json()) == (200, {"objectType": "Activity", "id": IRI})
    lrs.post(statement(object={"id": IRI}))
    assert lrs.get(ACTIVITIES, activityId=IRI).json() == {"objectType": "Activity", "id": IRI}


def test_all_that_statements_told_is_in_the_definition(lrs):
    sent(lrs, {"name": {"fr": "Module 9"}, "type": "http://adlnet.gov/expapi/activities/module"})
    sent(lrs, {"name": {"en": "Module nine"}, "extensions": {"https://a.example/e": 1}})
    assert lrs.get(ACTIVITIES, activityId=IRI).json() == {
        "objectType": "Activity",
        "id": IRI,
        "definition": {
            "name": {"fr": "Module 9", "en": "Module nine"},
            "type": "http://adlnet.gov/expapi/activities/module",
            "extensions": {"https://a.example/e": 1},
        },
    }


def test_an_activity_has_an_etag(lrs):
    tag = lrs.get(ACTIVITIES, activityId=IRI).headers["ETag"]
    headers = {**lrs.headers, "If-None-Match": tag}
    assert lrs.client.get(ACTIVITIES, {"activityId": IRI}, headers=headers).status_code == 304
    sent(lrs, {"name": {"fr": "Module 9"}})
    assert lrs.get(ACTIVITIES, activityId=IRI).headers["ETag"] != tag


def test_the_id_is_required_and_an_iri(lrs):
    assert lrs.get(ACTIVITIES).status_code == 400
    for wrong in ("", "1", "true", "module-9", json.dumps({"id": IRI})):
        assert lrs.get(ACTIVITIES, activityId=wrong).status_code == 400, wrong
    for unknown in ("activityID", "format"):
        assert lrs.get(ACTIVITIES, activityId=IRI, **{unknown: "1"}).json()["rule"] == "parameter"


def test_activities_are_only_read(lrs):
    for method in ("POST", "PUT", "DELETE"):
        assert lrs.client.generic(method, ACTIVITIES, headers=lrs.headers).status_code == 405


def test_without_the_scope_a_statement_defines_nothing(lrs, version):
    sent(client_for("writes", scopes=["statements/write"], version=version), {"name": {"fr": "Non"}})
    assert "definition" not in lrs.get(ACTIVITIES, activityId=IRI).json()
    sent(client_for("defines", scopes=["statements/write", "define"], version=version), {"name": {"fr": "Oui"}})
    assert lrs.get(ACTIVITIES, activityId=IRI).json()["definition"] == {"name": {"fr": "Oui"}}
