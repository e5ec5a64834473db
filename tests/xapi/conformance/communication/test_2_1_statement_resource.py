"""Part three, 2.1: the statement resource; 3.1 for entity tags."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from tests.factories.xapi import statement
from tests.xapi.conftest import client_for
from xapi.models import Statement
from xapi.validation import moment

VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}
ANN = {"mbox": "mailto:ann@x.example"}
BOOK = {"id": "http://x.example/book"}


def reference(target: str) -> dict:
    return {"objectType": "StatementRef", "id": target}


def about(target: str, **changes) -> dict:
    return statement(object=reference(target), actor={"mbox": "mailto:referee@x.example"}, **changes)


def voiding(target: str) -> dict:
    return about(target, verb=VOIDED)


# -- 2.1.1 PUT ---------------------------------------------------------------------------------------------------------


def test_put_answers_204_without_content(lrs):
    sent = statement()
    response = lrs.put(sent, statementId=sent["id"])
    assert (response.status_code, response.content) == (204, b"")


def test_the_id_of_a_statement_must_match_the_parameter(lrs):
    wanted = str(uuid.uuid4())
    assert lrs.put(statement(), statementId=wanted).status_code == 400
    assert lrs.put(statement(id=None), statementId=wanted).status_code == 204
    assert lrs.put(statement(id=wanted.upper()), statementId=wanted).status_code == 204  # the same statement
    assert lrs.ids() == [wanted]


@pytest.mark.parametrize("parameters", [{}, {"statementId": ""}, {"statementId": "x"}, {"statementid": "x"}])
def test_put_requires_a_statement_id(lrs, parameters):
    assert lrs.put(statement(), **parameters).status_code == 400


def test_put_takes_one_statement_and_its_parameter_alone(lrs):
    sent = statement()
    assert lrs.put([sent], statementId=sent["id"]).status_code == 400
    assert lrs.put([], statementId=sent["id"]).status_code == 400
    assert lrs.put(sent, statementId=[sent["id"], sent["id"]]).status_code == 400
    assert lrs.put(sent, statementId=sent["id"], limit=1).status_code == 400
    assert lrs.ids() == []


def test_a_known_id_changes_nothing_whatever_the_answer(lrs):
    sent = statement(result={"score": {"raw": 1}})
    lrs.post(sent)
    before = lrs.get(statementId=sent["id"]).content
    assert lrs.put(sent, statementId=sent["id"]).status_code == 204
    assert lrs.post([sent]).json() == [sent["id"]]
    other = {**sent, "result": {"score": {"raw": 2}}}
    assert lrs.put(other, statementId=sent["id"]).status_code == 409
    assert lrs.post([statement(), other]).status_code == 409
    assert lrs.get(statementId=sent["id"]).content == before
    assert Statement.objects.count() == 1


# -- 2.1.2 POST --------------------------------------------------------------------------------------------------------


def test_post_answers_the_ids_in_order(lrs):
    batch = [statement(), statement(id=None), statement()]
    response = lrs.post(batch)
    answered = response.json()
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert (answered[0], answered[2]) == (batch[0]["id"], batch[2]["id"])
    assert lrs.ids(ascending="true") == answered
    assert lrs.post(statement(id=None)).json()[0] in lrs.ids()


def test_an_id_twice_in_a_batch_refuses_it(lrs):
    sent = statement()
    response = lrs.post([sent, {**sent, "id": sent["id"].upper()}])
    assert (response.status_code, response.json()["index"]) == (400, 1)
    assert lrs.ids() == []


def test_an_empty_batch_stores_nothing(lrs):
    assert (lrs.post([]).json(), lrs.ids()) == ([], [])


@pytest.mark.parametrize("parameters", [{"statementId": str(uuid.uuid4())}, {"limit": 1}, {"Method": "PUT"}])
def test_post_has_no_parameter(lrs, parameters):
    assert lrs.post(statement(), **parameters).status_code == 400


@pytest.mark.parametrize("body", [b"", b"x", b"null", b"1", b'"x"', b"[null]", b"[[]]", b"{}", b"[{}]", b"true"])
def test_what_holds_no_statement_is_refused(lrs, body):
    assert lrs.post(body).status_code == 400


# -- 2.1.3 GET: parameters ---------------------------------------------------------------------------------------------

UUID = "7f3a7ce2-0d14-4a34-93e2-9c7b10d2f3f1"


@pytest.mark.parametrize("single", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("agent", json.dumps(ANN)),
        ("verb", VOIDED["id"]),
        ("activity", BOOK["id"]),
        ("registration", UUID),
        ("related_activities", "true"),
        ("related_agents", "false"),
        ("since", "2026-01-01T00:00:00Z"),
        ("until", "2026-01-01T00:00:00Z"),
        ("limit", "0"),
        ("ascending", "true"),
        ("cursor", "x"),
        ("unknown", "x"),
    ],
)
def test_one_statement_is_asked_for_with_no_other_parameter(lrs, single, name, value):
    assert lrs.get(**{single: UUID, name: value}).status_code == 400


def test_both_single_ids_are_refused(lrs):
    sent = statement()
    lrs.post(sent)
    assert lrs.get(statementId=sent["id"], voidedStatementId=sent["id"]).status_code == 400


@pytest.mark.parametrize("attachments", ["true", "false"])
@pytest.mark.parametrize("name", ["ids", "exact", "canonical"])
def test_one_statement_may_have_a_format_and_attachments(lrs, name, attachments):
    sent = statement()
    lrs.post(sent)
    response = lrs.get(statementId=sent["id"], format=name, attachments=attachments)
    assert response.status_code == 200
    assert sent["id"].encode() in response.content


@pytest.mark.parametrize(
    "query",
    [
        "verb=no-iri",
        "activity=no-iri",
        "registration=x",
        "agent=x",
        "agent={}",
        "agent=[]",
        'agent={"mbox":"ann@x.example"}',
        'agent={"objectType":"Group","member":[]}',
        "since=yesterday",
        "until=2026-13-01T00:00:00Z",
        "limit=-1",
        "limit=1.5",
        "limit=x",
        "limit=",
        "format=full",
        "format=IDS",
        "format=",
        "related_agents=True",
        "related_activities=1",
        "ascending=",
        "attachments=TRUE",
        "attachments=",
        "Verb=http://x.example/v",
        "LIMIT=1",
        "StatementID=" + UUID,
        "statement_id=" + UUID,
        "limit=1&limit=1",
        "verb=http://x.example/v&verb=http://x.example/w",
        "statementId=" + UUID + "&statementId=" + UUID,
        "unknown=1",
    ],
)
def test_what_is_unknown_repeated_in_another_case_or_out_of_range_is_refused(lrs, query):
    response = lrs.client.get(f"/xapi/statements?{query}", headers=lrs.headers)
    assert (response.status_code, bool(response.json()["rule"])) == (400, True)


@pytest.mark.parametrize("name", ["since", "until"])
def test_a_time_is_checked_as_one_of_a_statement_of_the_same_version(lrs, version, name):
    response = lrs.get(**{name: "2020-01-01T00:00:00-00:00"})
    assert response.status_code == (200 if version == "2.0.0" else 400)


def test_limit_zero_is_the_most_that_the_server_allows(lrs):
    lrs.post([statement() for _ in range(3)])
    assert len(lrs.ids(limit=0)) == len(lrs.ids()) == len(lrs.ids(limit=10_000_000)) == 3
    assert len(lrs.ids(limit=2)) == 2


def test_filters_that_nothing_matches_answer_an_empty_result(lrs):
    response = lrs.get(verb="http://x.example/never")
    assert (response.status_code, response.json()["statements"]) == (200, [])


def test_newest_first_unless_ascending(lrs):
    ids = [lrs.post(statement()).json()[0] for _ in range(3)]
    assert lrs.ids() == ids[::-1]
    assert lrs.ids(ascending="false") == ids[::-1]
    assert lrs.ids(ascending="true") == ids


def test_since_is_exclusive_and_until_inclusive(lrs):
    ids = [lrs.post(statement()).json()[0] for _ in range(3)]
    stored = lrs.get(statementId=ids[1]).json()["stored"]
    assert lrs.ids(since=stored) == [ids[2]]
    assert lrs.ids(until=stored) == [ids[1], ids[0]]


def test_related_agents_and_activities(lrs):
    team = {"objectType": "Group", "name": "Team", "member": [ANN]}
    inner = {name: value for name, value in statement(actor=ANN, object=BOOK).items() if name != "id"}
    wide = [
        statement(context={"instructor": ANN, "contextActivities": {"other": [BOOK]}}),
        statement(context={"team": team, "contextActivities": {"parent": [BOOK]}}),
        statement(object={**inner, "objectType": "SubStatement"}),
    ]
    narrow = [statement(actor=ANN, object=BOOK), statement(actor=team, object=BOOK)]
    lrs.post([*wide, *narrow])
    for name, value in (("agent", json.dumps(ANN)), ("activity", BOOK["id"])):
        related = {"agent": "related_agents", "activity": "related_activities"}[name]
        assert lrs.ids(**{name: value}) == [one["id"] for one in narrow[::-1]]
        assert set(lrs.ids(**{name: value, related: "true"})) == {one["id"] for one in [*wide, *narrow]}
    authority = lrs.get(limit=1).json()["statements"][0]["authority"]
    assert lrs.ids(agent=json.dumps(authority)) == []
    assert len(lrs.ids(agent=json.dumps(authority), related_agents="true")) == 5


# -- 2.1.3 GET: headers ------------------------------------------------------------------------------------------------


def test_every_answer_says_up_to_when_it_is_consistent(lrs):
    sent = statement()
    before = datetime.now(UTC)
    answers = [
        lrs.post(sent),
        lrs.put(sent, statementId=sent["id"]),
        lrs.get(),
        lrs.get(statementId=sent["id"]),
        lrs.get(statementId=UUID),
        lrs.get(attachments="true"),
        lrs.get(unknown="x"),
        lrs.post(b"{"),
        lrs.client.get("/xapi/statements"),
        lrs.client.delete("/xapi/statements", headers=lrs.headers),
        lrs.client.head("/xapi/statements", headers=lrs.headers),
    ]
    assert [one.status_code for one in answers] == [200, 204, 200, 200, 404, 200, 400, 400, 401, 405, 200]
    for one in answers:
        told = moment(one["X-Experience-API-Consistent-Through"])
        assert before <= told <= datetime.now(UTC)


def test_last_modified_is_when_the_statement_was_stored(lrs):
    sent = statement()
    lrs.post(sent)
    response = lrs.get(statementId=sent["id"])
    stored = moment(response.json()["stored"]).replace(microsecond=0)
    assert parsedate_to_datetime(response["Last-Modified"]) == stored


@pytest.mark.parametrize("parameters", [{}, {"statementId": UUID}, {"attachments": "true"}, {"limit": "1"}])
def test_a_get_has_an_entity_tag_the_sha1_of_its_content_in_quotes(lrs, parameters):
    lrs.post([statement(id=UUID), statement()])
    response = lrs.get(**parameters)
    assert response["ETag"] == f'"{hashlib.sha1(response.content).hexdigest()}"'  # noqa: S324 - as specified


# -- 2.1.3 GET: statements that refer to others ------------------------------------------------------------------------


def test_who_targets_a_match_matches_through_any_chain_by_its_own_time(lrs):
    registration = str(uuid.uuid4())
    base = statement(actor=ANN, object=BOOK, verb={"id": "http://x.example/v"}, context={"registration": registration})
    first = about(base["id"])
    second = about(first["id"])
    unrelated = about(str(uuid.uuid4()))
    stored = {}
    for one in (base, first, unrelated, second):
        lrs.post(one)
        stored[one["id"]] = lrs.get(statementId=one["id"]).json()["stored"]
    for wanted in (
        {"agent": json.dumps(ANN)},
        {"activity": BOOK["id"]},
        {"verb": "http://x.example/v"},
        {"registration": registration},
        {"agent": json.dumps(ANN), "verb": "http://x.example/v"},
    ):
        assert lrs.ids(**wanted) == [second["id"], first["id"], base["id"]]
        assert lrs.ids(**wanted, limit=1) == [second["id"]]
        assert lrs.ids(**wanted, since=stored[base["id"]]) == [second["id"], first["id"]]
        assert lrs.ids(**wanted, since=stored[first["id"]]) == [second["id"]]
        assert lrs.ids(**wanted, until=stored[first["id"]]) == [first["id"], base["id"]]
        assert lrs.ids(**wanted, ascending="true", limit=2) == [base["id"], first["id"]]


def test_a_reference_in_the_context_does_not_count(lrs):
    base = statement(actor=ANN)
    lrs.post([base, statement(context={"statement": reference(base["id"])})])
    assert lrs.ids(agent=json.dumps(ANN)) == [base["id"]]


def test_a_single_statement_is_never_found_by_what_refers_to_it(lrs):
    missing = str(uuid.uuid4())
    lrs.post(about(missing))
    assert lrs.get(statementId=missing).status_code == 404


# -- 2.1.4 Voided statements -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target_first", [True, False])
def test_a_voided_statement_is_only_given_as_voided(lrs, target_first):
    target = statement(actor=ANN)
    void, comment = voiding(target["id"]), about(target["id"])
    order = [target, comment, void] if target_first else [void, comment, target]
    for one in order:
        assert lrs.post(one).status_code == 200
    assert lrs.get(statementId=target["id"]).status_code == 404
    assert lrs.get(voidedStatementId=target["id"]).json()["id"] == target["id"]
    # What targets it is returned still, the voiding statement with it.
    targeting = [one["id"] for one in reversed(order) if one is not target]
    assert lrs.ids() == targeting
    assert lrs.ids(agent=json.dumps(ANN)) == targeting


def test_a_statement_that_is_not_voided_is_not_given_as_voided(lrs):
    target = statement()
    void = voiding(target["id"])
    lrs.post([target, void])
    assert lrs.get(voidedStatementId=void["id"]).status_code == 404
    assert lrs.get(voidedStatementId=UUID).status_code == 404


def test_a_voiding_statement_cannot_be_voided(lrs):
    target = statement()
    void = voiding(target["id"])
    again = voiding(void["id"])
    lrs.post([again, void, target])
    assert lrs.get(statementId=void["id"]).status_code == 200
    assert lrs.get(voidedStatementId=target["id"]).status_code == 200


def test_a_voided_statement_stays_voided_when_it_is_sent_again(lrs):
    target = statement()
    lrs.post([target, voiding(target["id"])])
    assert lrs.post(target).status_code == 200
    assert lrs.get(statementId=target["id"]).status_code == 404


@pytest.mark.parametrize("target", [BOOK, {**ANN, "objectType": "Agent"}, {"objectType": "StatementRef"}])
def test_voiding_needs_a_statement_reference(lrs, target):
    assert lrs.post(statement(verb=VOIDED, object=target)).status_code == 400


def test_who_may_not_void_is_forbidden_the_whole_request(lrs, version):
    target = statement()
    lrs.post(target)
    writer = client_for("writer", ["statements/write"], version)
    assert writer.post([statement(), voiding(target["id"])]).status_code == 403
    assert lrs.ids() == [target["id"]]
