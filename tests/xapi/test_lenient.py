"""Batches of which only a part can be stored: refused as a whole, unless the client or its key asks otherwise."""

import hashlib
import json

import pytest

from tests.factories.xapi import statement
from tests.xapi import mixed
from tests.xapi.conftest import client_for
from xapi.models import ApiKey, RefusedRequest, Statement
from xapi.services.refused import replay

LENIENT = {"Prefer": "handling=lenient"}


@pytest.fixture(params=["1.0.3", "2.0.0"])
def lrs(db, request):
    return client_for("lots", version=request.param)


@pytest.fixture
def lenient(lrs):
    lrs.headers |= LENIENT
    return lrs


def invalid(**changes):
    return statement(**{"verb": {"id": "no IRI"}, **changes})


def test_a_batch_is_refused_whole_unless_asked_otherwise(lrs):
    response = lrs.post([statement(), invalid()])
    assert (response.status_code, response.json()["index"]) == (400, 1)
    assert "Preference-Applied" not in response.headers
    assert Statement.objects.count() == 0


def test_what_is_invalid_or_contradicts_is_left_out(lenient):
    known, equal = statement(), statement()
    lenient.post([known, equal])
    good, unnamed, last = statement(), statement(id=None), statement()
    batch = [good, invalid(), {**known, "verb": {"id": "http://x.example/other"}}, equal, unnamed, good, last]
    response = lenient.post(batch)
    assert response.status_code == 200, response.content
    ids = response.json()
    assert [ids[0], ids[1], ids[3]] == [good["id"], equal["id"], last["id"]]
    assert len(ids) == 4
    assert response.headers["Preference-Applied"] == "handling=lenient"
    assert response.headers["X-Refused-Statements"] == "3"
    assert {str(one) for one in Statement.objects.values_list("statement_id", flat=True)} == {known["id"], *ids}
    assert lenient.get(statementId=known["id"]).json()["verb"] == known["verb"]


def test_each_statement_left_out_is_kept_alone_with_its_reason(lenient):
    bad, contradicting = invalid(), statement()
    lenient.post([contradicting])
    lenient.post([statement(), bad, {**contradicting, "verb": {"id": "http://x.example/other"}}])
    kept = RefusedRequest.objects.order_by("pk")
    assert [(one.status, one.error["index"]) for one in kept] == [(400, 1), (409, 2)]
    assert kept[0].error["pointer"] == "/verb/id"
    assert json.loads(bytes(kept[0].body)) == bad
    repaired = bytes(kept[0].body).replace(b"no IRI", b"http://x.example/v")
    RefusedRequest.objects.filter(pk=kept[0].pk).update(body=repaired, body_length=len(repaired))
    assert replay(pk=kept[0].pk).status_code == 200
    assert lenient.get(statementId=bad["id"]).status_code == 200


def test_a_batch_of_which_nothing_can_be_stored_is_refused_as_usual(lenient):
    response = lenient.post([invalid(), invalid()])
    assert (response.status_code, response.json()["index"]) == (400, 0)
    assert RefusedRequest.objects.count() == 1
    known = statement()
    lenient.post([known])
    assert lenient.post([{**known, "verb": {"id": "http://x.example/other"}}]).status_code == 409


@pytest.mark.parametrize("body", ["[", "[1]", '[{"a":1},]', "null", b"\xff"])
def test_what_is_no_batch_of_objects_is_refused_as_usual(lenient, body):
    assert lenient.post(body).status_code == 400
    assert Statement.objects.count() == 0


def test_an_empty_batch_and_a_whole_one_are_stored_as_usual(lenient):
    assert lenient.post([]).json() == []
    one = statement()
    response = lenient.post(one)
    assert (response.json(), response.headers["X-Refused-Statements"]) == ([one["id"]], "0")


@pytest.mark.parametrize(
    ("prefer", "of_key", "status"),
    [
        (None, True, 200),
        ("handling=strict", True, 400),
        ('respond-async, Handling = "lenient"; a=1', False, 200),
        ("handling=strict, handling=lenient", False, 400),
        ("xhandling=lenient", False, 400),
        ("handling=lenientt", False, 400),
    ],
)
def test_the_request_says_so_or_else_the_key(lrs, prefer, of_key, status):
    ApiKey.objects.update(lenient=of_key)
    lrs.headers |= {"Prefer": prefer} if prefer else {}
    assert lrs.post([statement(), invalid()]).status_code == status


def test_voiding_that_the_key_may_not_do_is_left_out(lrs):
    writer = client_for("écrit", ["statements/write"], lrs.headers["X-Experience-API-Version"])
    writer.headers |= LENIENT
    voiding = {"objectType": "StatementRef", "id": "39e24cc4-69af-4b01-a824-1fdc6ea8a3af"}
    batch = [statement(verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object=voiding), statement()]
    response = writer.post(batch)
    assert (response.status_code, response.json()) == (200, [batch[1]["id"]])
    assert RefusedRequest.objects.get().status == 403
    assert writer.post(batch[:1]).status_code == 403


def test_the_data_of_a_statement_left_out_is_not_kept(lenient):
    good, bad = b"good", b"bad"
    batch = [
        statement(attachments=[mixed.attachment(good)]),
        invalid(attachments=[mixed.attachment(bad)]),
    ]
    response = mixed.post(lenient, batch, good, bad)
    assert (response.status_code, response.json()) == (200, [batch[0]["id"]])
    _, parts = mixed.read(lenient.get(attachments="true"))
    assert [content for _, content in parts] == [good]
    spare = mixed.post(lenient, [statement()], bad)
    assert (spare.status_code, hashlib.sha256(bad).hexdigest() in spare.json()["error"]) == (400, True)


def test_only_so_many_statements_are_kept(lenient, settings):
    settings.XAPI_REFUSED_REQUESTS_PER_KEY = 3
    lenient.post([statement(), *(invalid() for _ in range(9))])
    assert [one.error["index"] for one in RefusedRequest.objects.order_by("pk")] == [7, 8, 9]


def test_a_page_of_another_site_may_ask_and_read_how_many_were_left_out(lenient):
    lenient.headers["Origin"] = "https://cours.example"
    exposed = lenient.post([statement()]).headers["Access-Control-Expose-Headers"]
    assert {"Preference-Applied", "X-Refused-Statements"} <= set(exposed.split(", "))
