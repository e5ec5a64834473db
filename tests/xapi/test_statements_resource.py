"""/xapi/statements over HTTP."""

import base64
import json
import uuid

import pytest
from django.test import Client

from tests.factories.xapi import statement
from tests.xapi.conftest import XapiClient, client_for
from xapi.models import Statement
from xapi.services.keys import create_key

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def reference(target: str) -> dict:
    return {"objectType": "StatementRef", "id": target}


# -- Writing -----------------------------------------------------------------------------------------------------------


def test_a_statement_put_is_read_back_with_what_the_store_adds(lrs):
    sent = statement(timestamp="2026-03-01T10:00:00.123+01:00")
    assert lrs.put(sent, statementId=sent["id"]).status_code == 204
    read = lrs.get(statementId=sent["id"]).json()
    stored = read.pop("stored")
    authority = read.pop("authority")
    assert read == {**sent, "version": "1.0.0", "timestamp": "2026-03-01T09:00:00.123000Z"}
    assert stored.endswith("Z")
    assert authority["account"]["homePage"] == "http://localhost:8000/xapi/cles"


def test_put_without_id_in_the_body_takes_the_parameter(lrs):
    wanted = str(uuid.uuid4())
    assert lrs.put(statement(id=None), statementId=wanted).status_code == 204
    assert lrs.ids() == [wanted]


def test_post_returns_the_ids_in_order_and_makes_those_that_lack(lrs):
    first, second = statement(), statement(id=None)
    answered = lrs.post([first, second]).json()
    assert answered[0] == first["id"]
    assert sorted(lrs.ids()) == sorted(answered)
    assert uuid.UUID(answered[1])


def test_a_single_statement_posted_is_answered_as_a_list(lrs):
    sent = statement()
    assert lrs.post(sent).json() == [sent["id"]]


def test_an_empty_batch_stores_nothing(lrs):
    assert lrs.post([]).json() == []
    assert lrs.ids() == []


def test_numbers_and_escapes_come_back_as_they_were_written(lrs):
    raw = """{"actor": {"mbox": "mailto:a@b.example"}, "verb": {"id": "http://x.example/v"},
        "object": {"id": "http://x.example/a"}, "result": {"score": {"raw": 1.50, "scaled": 1e-1},
        "response": "caf\\u00e9 \\ud83d\\ude00 \\u0000 \\ud800",
        "extensions": {"http://x.example/e": 12345678901234567890.10}}}"""
    assert lrs.post(raw).status_code == 200
    text = lrs.get().content.decode()
    for kept in (
        '"raw": 1.50',
        '"scaled": 1e-1',
        "caf\\u00e9 \\ud83d\\ude00 \\u0000 \\ud800",
        "12345678901234567890.10",
    ):
        assert kept in text


def test_a_lone_context_activity_comes_back_in_an_array(lrs):
    parent = {"id": "http://x.example/parent"}
    inner = {key: value for key, value in statement().items() if key != "id"}
    inner |= {"objectType": "SubStatement", "context": {"contextActivities": {"other": parent}}}
    lrs.post([statement(context={"contextActivities": {"parent": parent}}), statement(object=inner)])
    second, first = lrs.get().json()["statements"]
    assert first["context"]["contextActivities"] == {"parent": [parent]}
    assert second["object"]["context"]["contextActivities"] == {"other": [parent]}


def test_the_same_statement_again_changes_nothing(lrs):
    sent = statement(timestamp="2026-03-01T10:00:00Z", result={"duration": "PT1.001S"})
    lrs.put(sent, statementId=sent["id"])
    before = lrs.get(statementId=sent["id"]).content
    again = {
        **sent,
        "id": sent["id"].upper(),
        "timestamp": "2026-03-01T11:00:00+01:00",
        "result": {"duration": "PT1.004S"},
        "verb": {**sent["verb"], "display": {"fr": "a vu"}},
    }
    assert lrs.put(again, statementId=sent["id"]).status_code == 204
    assert lrs.post([sent, statement()]).status_code == 200
    assert lrs.get(statementId=sent["id"]).content == before
    assert Statement.objects.count() == 2


def test_another_content_under_the_same_id_is_a_conflict_and_stores_nothing_of_the_batch(lrs):
    sent = statement()
    lrs.post(sent)
    other = {**sent, "object": {"id": "http://x.example/other"}}
    response = lrs.post([statement(), other])
    assert (response.status_code, response.json()["index"]) == (409, 1)
    assert lrs.put(other, statementId=sent["id"]).status_code == 409
    assert lrs.ids() == [sent["id"]]


def test_one_bad_statement_refuses_the_batch_and_says_where_and_why(lrs):
    bad = statement(actor={"mbox": "mailto:a@b.example", "openid": "http://x.example/"})
    response = lrs.post([statement(), bad])
    assert response.status_code == 400
    assert response.json() == {
        "error": "only one identifier is allowed, not mbox and openid",
        "index": 1,
        "pointer": "/actor",
        "rule": "identifier",
        "section": "2.4.2.3",
    }
    assert lrs.ids() == []


def test_a_nul_in_a_name_is_kept_in_the_statement(lrs):
    actor = {"account": {"homePage": "http://x.example", "name": "a\0b"}, "name": "A\0B"}
    sent = statement(actor=actor)
    assert lrs.post(sent).status_code == 200
    assert lrs.ids(agent=json.dumps(actor)) == [sent["id"]]


def test_what_does_not_fit_the_request_is_refused(lrs):
    sent = statement()
    assert lrs.put(sent).status_code == 400
    assert lrs.put(sent, statementId="x").status_code == 400
    assert lrs.put([sent], statementId=sent["id"]).status_code == 400
    assert lrs.put(sent, statementId=str(uuid.uuid4())).status_code == 400
    assert lrs.post([sent, sent]).status_code == 400
    assert lrs.post(sent, statementId=sent["id"]).status_code == 400
    attachment = {
        "usageType": "http://x.example/u",
        "display": {"fr": "Pièce"},
        "contentType": "text/plain",
        "length": 3,
        "sha2": "0" * 64,
    }
    assert lrs.post(statement(attachments=[attachment])).json()["rule"] == "attachment"
    assert lrs.post(statement(attachments=[{**attachment, "fileUrl": "http://x.example/f"}])).status_code == 200


def test_only_json_is_taken(lrs):
    response = lrs.client.post("/xapi/statements", "{}", content_type="text/plain", headers=lrs.headers)
    assert (response.status_code, response.json()["rule"]) == (400, "content-type")


def test_a_body_too_large_is_a_413(lrs, settings):
    settings.XAPI_MAX_BODY_BYTES = 100
    assert lrs.post([statement()]).status_code == 413


# -- Credentials and versions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !!",
        "Bearer abc",
        "Basic " + base64.b64encode(b"nobody:secret").decode(),
        "Basic " + base64.b64encode(b"\xff\xff").decode(),
        "Basic " + base64.b64encode(b"a\x00b:c").decode(),
    ],
)
def test_without_good_credentials_nothing_is_told(db, authorization):
    headers = {"X-Experience-API-Version": "1.0.3", "Authorization": authorization}
    response = Client().get("/xapi/statements", headers=headers)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Basic ")
    assert response["X-Experience-API-Version"] == "1.0.3"


def test_a_wrong_secret_a_switched_off_key_and_a_session_are_refused(db, admin_client):
    key, secret = create_key(name="one")
    assert XapiClient(key.key, "wrong").get().status_code == 401
    assert XapiClient(key.key, secret).get().status_code == 200
    key.is_active = False
    key.save()
    assert XapiClient(key.key, secret).get().status_code == 401
    assert admin_client.get("/xapi/statements", headers={"X-Experience-API-Version": "1.0.3"}).status_code == 401


def test_a_key_does_only_what_its_scopes_allow(db):
    writer, reader = client_for("writer", ["statements/write"]), client_for("reader", ["statements/read"])
    sent = statement()
    assert reader.post(sent).status_code == 403
    assert writer.post(sent).status_code == 200
    assert writer.get().status_code == 403
    assert reader.ids() == [sent["id"]]
    assert writer.post(statement(verb={"id": VOIDED}, object=reference(sent["id"]))).status_code == 403
    assert reader.ids() == [sent["id"]]


def test_versions_1_0_are_taken(lrs):
    for version in ("1.0", "1.0.0", "1.0.9"):
        headers = {**lrs.headers, "X-Experience-API-Version": version}
        assert lrs.client.get("/xapi/statements", headers=headers).status_code == 200


def test_other_methods_are_refused(lrs):
    response = lrs.client.delete("/xapi/statements", headers=lrs.headers)
    assert (response.status_code, response["X-Experience-API-Version"]) == (405, "1.0.3")


def test_head_answers_as_get_without_a_body(lrs):
    lrs.post(statement())
    response = lrs.client.head("/xapi/statements", headers=lrs.headers)
    assert (response.status_code, response.content) == (200, b"")
    assert "X-Experience-API-Consistent-Through" in response


# -- Reading one -------------------------------------------------------------------------------------------------------


def test_an_unknown_statement_is_a_404(lrs):
    assert lrs.get(statementId=str(uuid.uuid4())).status_code == 404
    assert lrs.get(voidedStatementId=str(uuid.uuid4())).status_code == 404


@pytest.mark.parametrize(
    "parameters",
    [
        {"statementId": "x"},
        {"statementId": str(uuid.uuid4()), "voidedStatementId": str(uuid.uuid4())},
        {"statementId": str(uuid.uuid4()), "verb": "http://x.example/v"},
        {"voidedStatementId": str(uuid.uuid4()), "limit": "1"},
        {"StatementId": str(uuid.uuid4())},
        {"unknown": "1"},
        {"limit": "-1"},
        {"limit": "x"},
        {"limit": "٣"},
        {"limit": "9" * 40},
        {"verb": "experienced"},
        {"activity": "no iri"},
        {"activity": "http://x/\0"},
        {"agent": "x"},
        {"agent": "[" * 5000},
        {"agent": "{}"},
        {"agent": '{"objectType": "Group", "member": []}'},
        {"registration": "1"},
        {"since": "yesterday"},
        {"until": "2026-02-30T00:00:00Z"},
        {"since": "0001-01-01T00:00:00+10:00"},
        {"ascending": "True"},
        {"related_agents": "1"},
        {"format": "xml"},
        {"attachments": "yes"},
        {"cursor": "x"},
        {"cursor": "x", "limit": "1"},
        {"verb": ["http://x.example/1", "http://x.example/2"]},
    ],
)
def test_a_question_badly_put_is_a_400(lrs, parameters):
    response = lrs.get(**parameters)
    assert response.status_code == 400
    assert response.json()["rule"]


# -- Voiding and references --------------------------------------------------------------------------------------------


def voiding(target: str) -> dict:
    return statement(verb={"id": VOIDED}, object=reference(target), actor={"mbox": "mailto:admin@x.example"})


@pytest.mark.parametrize("target_first", [True, False])
def test_a_voided_statement_is_only_found_as_voided_and_what_refers_to_it_still_answers(lrs, target_first):
    target = statement(verb={"id": "http://x.example/did"})
    void = voiding(target["id"])
    for sent in (target, void) if target_first else (void, target):
        assert lrs.post(sent).status_code == 200
    assert lrs.get(statementId=target["id"]).status_code == 404
    assert lrs.get(voidedStatementId=target["id"]).json()["id"] == target["id"]
    assert lrs.get(voidedStatementId=void["id"]).status_code == 404
    assert lrs.ids() == [void["id"]]
    assert lrs.ids(agent=json.dumps(target["actor"])) == [void["id"]]
    assert lrs.ids(verb="http://x.example/did") == [void["id"]]
    assert lrs.ids(verb=VOIDED) == [void["id"]]
    assert lrs.ids(activity=target["object"]["id"], agent=json.dumps(target["actor"])) == [void["id"]]


def test_a_voiding_statement_cannot_be_voided(lrs):
    target = statement()
    void = voiding(target["id"])
    lrs.post([target, void, voiding(void["id"])])
    assert lrs.get(statementId=void["id"]).status_code == 200
    assert lrs.get(voidedStatementId=target["id"]).status_code == 200


def test_references_answer_by_chains_in_any_order_of_arrival(lrs):
    base = statement(context={"registration": str(uuid.uuid4())}, verb={"id": "http://x.example/base"})
    middle = statement(object=reference(base["id"]), actor={"mbox": "mailto:m@x.example"})
    end = statement(object=reference(middle["id"]), actor={"mbox": "mailto:e@x.example"})
    for sent in (end, base, middle):
        lrs.post(sent)
    everything = {base["id"], middle["id"], end["id"]}
    assert set(lrs.ids(agent=json.dumps(base["actor"]))) == everything
    assert set(lrs.ids(registration=base["context"]["registration"])) == everything
    assert set(lrs.ids(agent=json.dumps(middle["actor"]))) == {middle["id"], end["id"]}
    # Both filters must hold for one and the same statement.
    assert lrs.ids(agent=json.dumps(middle["actor"]), verb="http://x.example/base") == []
    assert lrs.ids(agent=json.dumps(base["actor"]), verb="http://x.example/base", limit=2, ascending="true") == [
        end["id"],
        base["id"],
    ]


def test_two_statements_that_refer_to_each_other_do_not_loop(lrs):
    one, two = str(uuid.uuid4()), str(uuid.uuid4())
    lrs.post([statement(id=one, object=reference(two)), statement(id=two, object=reference(one))])
    assert sorted(lrs.ids(verb=statement()["verb"]["id"])) == sorted([one, two])
