"""Valid, and yet what nobody expects: found by sending anything (`test_fuzz.py`), each tried by itself."""

import hashlib
import json

import pytest
from django.test import Client

from cms.accounts.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.xapi import statement
from tests.xapi.conftest import client_for
from xapi.models import RefusedRequest, Statement
from xapi.services.refused import replay

# No database index holds it, and nothing makes it shorter.
LONG = "".join(hashlib.sha512(bytes([number])).hexdigest() for number in range(80))


def test_a_verb_of_ten_thousand_characters_is_stored_and_found(lrs):
    verb = {"id": f"https://x.example/{LONG}"}
    one = statement(verb=verb)
    assert lrs.post(one).status_code == 200
    assert lrs.ids(verb=verb["id"]) == [one["id"]]
    assert lrs.ids(verb="https://x.example/other") == []


def test_a_version_may_be_long(lrs):
    one = statement(version="1.0.3-draft-of-many-letters")
    assert lrs.post(one).status_code == 200
    assert lrs.get(statementId=one["id"]).json()["version"] == one["version"]


@pytest.mark.parametrize("accept", ["application/json", "text/plain", "text/html"])
def test_half_a_surrogate_pair_is_refused_in_any_format(lrs, accept):
    lrs.headers["Accept"] = accept
    for body in ({"\ud800": 1}, {**statement(), "result": {"extensions": {"\ud800": 1}}}):
        assert lrs.post(body).status_code == 400


def test_head_by_a_form_is_a_whole_answer(lrs):
    response = lrs.client.post(
        "/xapi/statements?method=HEAD",
        f"Authorization={lrs.credentials.replace('+', '%2B').replace('=', '%3D')}&X-Experience-API-Version=1.0.3&x=1",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 400
    assert int(response.headers["Content-Length"]) == len(response.content)


def test_about_has_an_etag_and_no_other_methods(db):
    client = Client()
    get, head, post = client.get("/xapi/about"), client.head("/xapi/about"), client.post("/xapi/about", {})
    assert get.headers["ETag"] == head.headers["ETag"]
    assert int(head.headers["Content-Length"]) == len(get.content)
    assert (post.status_code, post.headers["Allow"], post.headers["X-Experience-API-Version"]) == (
        405,
        "GET, HEAD",
        "1.0.3",
    )


def test_a_refused_head_is_made_again(lrs):
    lrs.client.head("/xapi/statements", {"unknown": 1}, headers=lrs.headers)
    kept = RefusedRequest.objects.get()
    assert replay(pk=kept.pk).status_code == 400
    kept.refresh_from_db()
    assert "unknown" in kept.error["error"]


ODD = {
    "display": {"verb": {"id": "http://x.example/v", "display": {"fr": "\ud800\0"}}},
    "verb": {"verb": {"id": "http://[x"}},
    "name": {"object": {"id": "https://x.example/a", "definition": {"name": {"fr": "a\udfff"}}}},
    "scheme": {"object": {"id": "http://[x", "definition": {"moreInfo": "javascript:alert(1)"}}},
    "score": {"result": {"score": {"raw": 10**400}}},
    "response": {"result": {"response": "\ud800", "duration": "P" + "9" * 5000 + "D"}},
    "extension": {"result": {"extensions": {"https://x.example/e": {"\ud800": ["\0", 10**400]}}}},
    "empty display": {"verb": {"id": "http://x.example/v", "display": {}}},
    "first year": {"timestamp": "0001-01-01T00:00:00Z"},
    "last year": {"timestamp": "9999-12-31T23:59:59.999999Z"},
}


@pytest.mark.parametrize("changes", ODD.values(), ids=ODD)
def test_an_administrator_sees_it(db, client, changes):
    lrs = client_for("bizarre", version="2.0.0")
    one = statement(**changes)
    assert lrs.post(one).status_code == 200
    assert lrs.post({**one, "unknown\ud800": one}).status_code == 400
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    stored, refused = Statement.objects.get(), RefusedRequest.objects.get()
    for page in ("statement/", f"statement/inspect/{stored.pk}/", f"statement/{stored.pk}/annuler/"):
        assert client.get(f"/admin/{page}").status_code == 200
    for page in ("xapi_refused/", f"xapi_refused/inspect/{refused.pk}/"):
        assert client.get(f"/admin/{page}").status_code == 200
    assert client.get("/admin/").status_code == 200
    person = {"kind": "account", "value": "a1", "home_page": "https://rh.example", "export": "1"}
    exported = b"".join(client.post("/admin/erasure/new/", person))
    assert json.loads(exported)[0]["id"] == one["id"]


@pytest.mark.parametrize("body", ["[" * 900 + "]" * 900, '{"a":' * 500 + "1" + "}" * 500, "1" * 5000, b"\xff\x00"])
def test_an_administrator_sees_what_is_no_statement_at_all(lrs, client, body):
    assert lrs.post(body).status_code == 400
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    assert client.get(f"/admin/xapi_refused/inspect/{RefusedRequest.objects.get().pk}/").status_code == 200
