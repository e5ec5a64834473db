"""Part three, 2.3: states, known by an activity, an agent and perhaps a registration."""

import json
from urllib.parse import urlencode

from tests.xapi.conformance.documents import NEW, Documents, new_uuid
from tests.xapi.conftest import client_for

REGISTRATION = "6e1c0b8e-3d8c-4b1c-9a3d-0f4a8f6f6a11"


def test_a_registration_is_part_of_the_context_of_a_state(state):
    assert state.put(body=1, registration=REGISTRATION).status_code == 204
    assert state.put(body=2).status_code == 204
    assert state.get(registration=REGISTRATION).json() == 1
    assert state.get(registration=REGISTRATION.upper()).json() == 1
    assert state.get().json() == 2
    assert state.get(registration=new_uuid()).status_code == 404


def test_ids_are_those_of_the_registration_or_of_all(state):
    state.put("here", registration=REGISTRATION)
    state.put("everywhere", registration=REGISTRATION)
    state.put("everywhere", registration=new_uuid())
    state.put("outside")
    assert state.ids(registration=REGISTRATION) == ["everywhere", "here"]
    assert state.ids(registration=new_uuid()) == []
    assert state.ids() == ["everywhere", "here", "outside"]


def test_a_registration_is_a_uuid(state):
    for value in ("", "1", "true", "not-a-uuid", "6e1c0b8e3d8c4b1c9a3d0f4a8f6f6a11"):
        for method in ("GET", "PUT", "POST", "DELETE"):
            assert state.call(method, body=b"{}", headers=NEW, registration=value).status_code == 400


def test_states_of_other_agents_and_activities_are_others(state):
    state.put(body=1)
    assert state.get(agent=json.dumps({"mbox": "mailto:other@caf.example"})).status_code == 404
    assert state.get(activityId="https://cours.example/module-2").status_code == 404


def test_an_agent_is_known_by_its_identifier_alone(state):
    state.put(body=1, agent=json.dumps({"objectType": "Agent", "mbox": "mailto:a@caf.example", "name": "A"}))
    assert state.get(agent=json.dumps({"mbox": "mailto:a@caf.example"})).json() == 1


def test_without_an_id_all_the_states_of_the_context_are_deleted(state):
    other = {"activityId": "https://cours.example/module-2"}
    for doc_id in ("a", "b"):
        state.put(doc_id)
        state.put(doc_id, registration=REGISTRATION)
    state.put("c", **other)
    assert state.delete(None, registration=REGISTRATION).status_code == 204
    assert (state.ids(registration=REGISTRATION), state.ids()) == ([], ["a", "b"])
    state.put("d", registration=REGISTRATION)
    assert state.delete(None).status_code == 204
    assert (state.ids(), state.ids(**other)) == ([], ["c"])
    assert state.delete(None).status_code == 204


def test_deleting_all_takes_the_tag_of_the_list(state):
    state.put("a")
    tag = state.get(None).headers["ETag"]
    state.put("b")
    assert state.delete(None, headers={"If-Match": tag}).status_code == 412
    assert state.ids() == ["a", "b"]
    tag = state.get(None).headers["ETag"]
    assert state.delete(None, headers={"If-Match": tag}).status_code == 204
    assert state.ids() == []


def test_a_nul_of_a_form_is_refused(db):
    lrs = client_for("old", version="1.0.3")
    form = "stateId=a%00b&activityId=https%3A%2F%2Fa.example&agent=%7B%22mbox%22%3A%22mailto%3Aa%40b.example%22%7D"
    response = lrs.client.post(
        "/xapi/activities/state?method=PUT",
        f"{form}&content=x&Content-Type=text%2Fplain",
        content_type="application/x-www-form-urlencoded",
        headers=lrs.headers,
    )
    assert (response.status_code, response.json()["parameter"]) == (400, "stateId")


def test_a_type_of_a_form_that_would_break_a_header_is_refused(db):
    lrs = client_for("old", version="1.0.3")
    form = "stateId=a&activityId=https%3A%2F%2Fa.example&agent=%7B%22mbox%22%3A%22mailto%3Aa%40b.example%22%7D"
    for broken in ("text%2Fplain%0D%0AX-Evil%3A1", "text%2Fplain%3B%0Ax", "text%2Fplain%3B%C3%A9"):
        response = lrs.client.post(
            "/xapi/activities/state?method=PUT",
            f"{form}&content=x&Content-Type={broken}",
            content_type="application/x-www-form-urlencoded",
            headers=lrs.headers,
        )
        assert (response.status_code, response.json()["rule"]) == (400, "content-type")


def test_scopes_of_states(db, version):
    body, all_ids = {"state": 204, "all": 204}, {"state": 200, "state/read": 200, "all/read": 200, "all": 200}
    for scope in ("state", "state/read", "profile", "profile/read", "statements/read", "define", "all/read", "all"):
        state = Documents(client_for(scope, scopes=[scope], version=version), "state")
        assert state.get(None).status_code == all_ids.get(scope, 403), scope
        for method in ("PUT", "POST", "DELETE"):
            assert state.call(method, scope, b"{}").status_code == body.get(scope, 403), (scope, method)


def test_the_alternate_syntax_of_1_0_3_reaches_documents(db):
    state = Documents(client_for("old", version="1.0.3"), "state")
    fields = {**state.context, "stateId": "d1", "content": "été", "Content-Type": "text/plain", "If-None-Match": "*"}
    for status in (204, 412):
        response = state.lrs.client.post(
            "/xapi/activities/state?method=PUT",
            urlencode(fields),
            content_type="application/x-www-form-urlencoded",
            headers=state.lrs.headers,
        )
        assert response.status_code == status
    assert state.get().content.decode() == "été"
