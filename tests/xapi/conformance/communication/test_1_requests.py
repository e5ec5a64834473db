"""Part three, 1: HEAD, headers, the alternate request syntax, encoding."""

import json
from urllib.parse import urlencode

import pytest

from tests.factories.xapi import statement
from tests.xapi.conftest import client_for

FORM = "application/x-www-form-urlencoded"


def form(lrs, method: str, fields: dict[str, str], *, headers=None, query: str = "", content_type: str = FORM):
    """A call in the alternate syntax, its headers among the fields."""
    in_form = {**lrs.headers, "Content-Type": "application/json", **fields}
    body = urlencode({name: value for name, value in in_form.items() if value is not None})
    return lrs.client.post(
        f"/xapi/statements?method={method}{query}", body, content_type=content_type, headers=headers or {}
    )


@pytest.fixture
def old(db):
    """The only version with an alternate syntax."""
    return client_for("old", version="1.0.3")


# -- 1.1 HEAD ----------------------------------------------------------------------------------------------------------


def test_head_is_a_get_without_its_body(lrs):
    sent = statement()
    lrs.post(sent)
    for path, query in (
        ("/xapi/statements", {"statementId": sent["id"]}),
        ("/xapi/statements", {}),
        ("/xapi/about", {}),
    ):
        got = lrs.client.get(path, query, headers=lrs.headers)
        head = lrs.client.head(path, query, headers=lrs.headers)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers.keys() >= got.headers.keys() - {"Content-Length"}


def test_head_is_refused_as_get_is(lrs):
    assert lrs.client.head("/xapi/statements", {"unknown": "1"}, headers=lrs.headers).status_code == 400
    assert lrs.client.head("/xapi/statements").status_code == 401


# -- 1.3 Alternate request syntax --------------------------------------------------------------------------------------


def test_put_as_a_form(old):
    sent = statement()
    response = form(old, "PUT", {"statementId": sent["id"], "content": json.dumps(sent)})
    assert response.status_code == 204
    assert old.ids() == [sent["id"]]


def test_post_as_a_form(old):
    sent = statement(result={"response": "été & « plus » %"})
    assert form(old, "POST", {"content": json.dumps(sent, ensure_ascii=False)}).json() == [sent["id"]]
    assert old.get(statementId=sent["id"]).json()["result"] == sent["result"]


@pytest.mark.parametrize("content_type", [None, "application/json"])
def test_the_form_does_not_have_to_say_the_type_of_its_content(old, content_type):
    sent = statement()
    fields = {"statementId": sent["id"], "content": json.dumps(sent), "Content-Type": content_type}
    assert form(old, "PUT", fields).status_code == 204
    assert old.ids() == [sent["id"]]


def test_get_as_a_form_takes_its_filters_from_the_form(old):
    first, second = statement(), statement(verb={"id": "https://verbes.example/autre"})
    old.post([first, second])
    found = form(old, "GET", {"verb": "https://verbes.example/autre"}).json()["statements"]
    assert [one["id"] for one in found] == [second["id"]]


def test_credentials_may_come_in_the_real_headers(old):
    response = form(old, "GET", {"Authorization": None}, headers={"Authorization": old.credentials})
    assert response.status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", ""])
def test_a_browser_that_cannot_set_a_content_type_is_understood(old, content_type):
    assert form(old, "GET", {}, content_type=content_type).status_code == 200


def test_nothing_else_may_stand_in_the_query(old):
    assert form(old, "GET", {}, query="&limit=1").json()["rule"] == "alternate-syntax"


@pytest.mark.parametrize("fields", [{"unknown": "1"}, {"Limit": "1"}])
def test_other_fields_are_parameters_and_checked_as_such(old, fields):
    assert form(old, "GET", fields).json()["rule"] == "parameter"


def test_a_form_that_is_not_utf8_is_refused(old):
    response = old.client.post("/xapi/statements?method=GET", b"\xff=%ff", content_type=FORM)
    assert (response.status_code, response.json()["rule"]) == (400, "encoding")


def test_an_unknown_method_is_refused(old):
    assert form(old, "PATCH", {}).status_code == 405


def test_version_2_has_no_alternate_syntax(db):
    lrs = client_for("new", version="2.0.0")
    assert form(lrs, "GET", {}).json()["rule"] == "alternate-syntax"
    assert form(lrs, "GET", {}, headers=lrs.headers).json()["rule"] == "parameter"


# -- 1.4 Encoding ------------------------------------------------------------------------------------------------------


def test_what_is_not_utf8_is_refused(lrs):
    assert lrs.post(b'{"id": "\xff"}').json()["rule"] == "json"
    response = lrs.client.get("/xapi/statements?verb=%ff", headers=lrs.headers)
    assert (response.status_code, response.json()["rule"]) == (400, "encoding")


# -- Addresses ---------------------------------------------------------------------------------------------------------


def test_a_doubled_slash_is_read_as_one(lrs):
    sent = statement()
    response = lrs.client.post(
        "/xapi//statements", json.dumps(sent), content_type="application/json", headers=lrs.headers
    )
    assert response.json() == [sent["id"]]
    assert lrs.get("/xapi//statements", limit=1).json()["statements"][0]["id"] == sent["id"]


@pytest.mark.parametrize("path", ["/xapi/statements/", "/xapi/nowhere", "/xapi/activities/states"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_an_unknown_address_is_a_404_and_never_a_redirection(lrs, version, path, method):
    response = getattr(lrs.client, method)(path, headers=lrs.headers)
    assert (response.status_code, response.headers["X-Experience-API-Version"]) == (404, version)
    assert "no such resource" in response.json()["error"]
