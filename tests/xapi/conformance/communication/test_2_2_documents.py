"""Part three, 2.2: what the three document resources share."""

import gzip
import hashlib
import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tests.xapi.conformance.documents import NEW

OCTETS = "application/octet-stream"
JSON = "application/json"


def sha1(body: bytes) -> str:
    return hashlib.sha1(body, usedforsecurity=False).hexdigest()


# -- Content -----------------------------------------------------------------------------------------------------------


CONTENTS = [
    (b'{"x": 1.50, "y": "\\u00e9", "z": 12345678901234567890}', JSON),
    (b" [1, 2]\n", "application/json; charset=utf-8"),
    (bytes(range(256)), OCTETS),
    (b"", "text/plain"),
    ("été".encode(), "text/plain; charset=UTF-8"),
    (b"<script>alert(1)</script>", "text/html"),
    (b"\x00\x01" * 500_000, "video/mp4"),
]


def test_a_document_comes_back_byte_for_byte_with_its_type(documents):
    for body, content_type in CONTENTS:
        assert documents.put(body=body, content_type=content_type).status_code == 204
        response = documents.get()
        assert (response.status_code, response.content) == (200, body)
        assert response.headers["Content-Type"] == content_type
        assert response.headers["ETag"] == f'"{sha1(body)}"'


def test_any_text_is_an_id(state):
    for doc_id in ("", " ", "état – ✓ 漢字 🎓", "\"'/\\<>&?#%", "../../x", "x" * 4096, "a/b", "null"):
        assert state.put(doc_id, b'"here"').status_code == 204
        assert state.get(doc_id).content == b'"here"'
        assert state.get(f"{doc_id}.").status_code == 404
        assert state.ids() == [doc_id]
        assert state.delete(doc_id).status_code == 204
    assert state.ids() == []


def test_ids_are_told_apart_to_the_last_character(documents):
    ids = ["x" * 4096, "x" * 4095, "X" * 4096, "é", "e\u0301"]
    for number, doc_id in enumerate(ids):
        documents.put(doc_id, number)
    assert [documents.get(doc_id).json() for doc_id in ids] == list(range(len(ids)))
    assert documents.ids() == sorted(ids)


def test_a_large_document_is_compressed_under_a_weak_tag_that_is_taken_back(documents):
    body = json.dumps({"text": "été " * 1000}).encode()
    documents.put(body=body)
    response = documents.get(headers={"Accept-Encoding": "gzip"})
    assert (response.headers["Content-Encoding"], gzip.decompress(response.content)) == ("gzip", body)
    tag = response.headers["ETag"]
    assert tag == f'W/"{sha1(body)}"'
    assert documents.call("PUT", body=b"{}", headers={"If-Match": tag}).status_code == 204


def test_what_is_stored_never_acts_as_a_page_of_the_site(documents):
    documents.put(body=b"<script>alert(1)</script>", content_type="text/html")
    headers = documents.get().headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Content-Disposition"] == "attachment"


def test_without_a_type_a_document_is_bytes(documents):
    documents.put(body=b"abc", content_type="")
    assert documents.get().headers["Content-Type"] == OCTETS


def test_a_type_that_is_none_is_refused(state):
    for content_type in ("json", "a/b/c", "text/plain é", "text/", "text/plain, text/html"):
        response = state.put(body=b"abc", content_type=content_type)
        assert (response.status_code, response.json()["rule"]) == (400, "content-type")


def test_what_says_that_it_is_json_must_be(documents):
    for body in (b"", b"{", b"abc", b'{"a": NaN}', b'{"a": 1, "a": 2}', b'"\xff"', b"{} {}"):
        for method in ("PUT", "POST"):
            assert documents.call(method, body=body, headers=NEW).status_code == 400
    assert documents.ids() == []


# -- Unknown activities and agents, methods ----------------------------------------------------------------------------


def test_no_prior_knowledge_of_the_activity_or_the_agent_is_needed(documents):
    unknown = {
        "agent": json.dumps({"mbox": "mailto:nobody@nowhere.example"}),
        "activityId": "https://nowhere.example/x",
    }
    context = {name: value for name, value in unknown.items() if name in documents.context}
    assert documents.put(**context).status_code == 204
    assert documents.get(**context).content == b"{}"
    assert documents.get().status_code == 404


def test_head_is_get_without_the_body(documents):
    documents.put(body={"x": 1})
    for doc_id in ("d1", None, "absent"):
        got, head = documents.get(doc_id), documents.call("HEAD", doc_id)
        assert (head.status_code, head.content) == (got.status_code, b"")
        for name in ("ETag", "Last-Modified", "Content-Type", "X-Experience-API-Version"):
            assert head.headers.get(name) == got.headers.get(name)


def test_an_absent_document_is_a_404_and_may_be_deleted(documents):
    assert documents.get().status_code == 404
    assert documents.delete().status_code == 204


def test_a_deleted_document_is_gone_and_alone(documents):
    documents.put("d1")
    documents.put("d2")
    assert documents.delete("d1").status_code == 204
    assert documents.get("d1").status_code == 404
    assert documents.ids() == ["d2"]


def test_other_methods_are_refused(documents):
    assert documents.call("PATCH").status_code == 405


# -- Last-Modified, since ----------------------------------------------------------------------------------------------


def test_last_modified_is_that_of_the_document_and_of_the_latest_of_several(documents):
    before = datetime.now(UTC).replace(microsecond=0)
    documents.put("d1")
    documents.put("d2")
    one = parsedate_to_datetime(documents.get("d1").headers["Last-Modified"])
    several = parsedate_to_datetime(documents.get(None).headers["Last-Modified"])
    assert before <= one <= several <= datetime.now(UTC)
    assert "Last-Modified" not in documents.get(None, since="2999-01-01T00:00:00Z").headers


def test_since_is_exclusive_and_bears_on_changes(documents):
    documents.put("old")
    documents.put("changed")
    middle = datetime.now(UTC).isoformat()
    documents.put("new")
    documents.put("changed", {"x": 1})
    assert documents.ids(since=middle) == ["changed", "new"]
    assert documents.ids(since=(datetime.now(UTC) + timedelta(hours=1)).isoformat()) == []
    assert documents.ids(since="2020-01-01T00:00:00Z") == ["changed", "new", "old"]


# -- POST merges -------------------------------------------------------------------------------------------------------


def test_post_merges_top_level_properties_alone(documents):
    documents.post(body={"x": "foo", "y": "bar", "deep": {"a": 1, "b": 2}})
    assert documents.post(body={"x": "bash", "z": "faz", "deep": {"a": 3}}).status_code == 204
    assert documents.get().json() == {"x": "bash", "y": "bar", "z": "faz", "deep": {"a": 3}}


def test_a_merge_leaves_numbers_and_texts_as_they_were_written(documents):
    documents.post(body=b'{"price": 1.50, "big": 12345678901234567890123, "caf\\u00e9": "\\u00e9", "gone": 1e2}')
    documents.post(body=b'{"gone": 1.0, "new": [ 1.10 ]}', content_type="application/json; charset=utf-8")
    text = documents.get().content.decode()
    assert text == '{"price":1.50,"big":12345678901234567890123,"caf\\u00e9":"\\u00e9","gone":1.0,"new":[ 1.10 ]}'


def test_post_to_no_document_keeps_it_as_put_does(documents):
    form = "application/x-www-form-urlencoded"
    for body, content_type in [(b'{"a": 1}', JSON), (b"1", JSON), (b"true", form), (b"\xff\x00", OCTETS)]:
        assert documents.post(body=body, content_type=content_type).status_code == 204
        response = documents.get()
        assert (response.content, response.headers["Content-Type"]) == (body, content_type)
        documents.delete()


REFUSED_MERGES = [
    (b'{"a": 1}', JSON, b'{"b": 2}', OCTETS),
    (b'{"a": 1}', JSON, b'{"b": 2}', "text/json"),
    (b'{"a": 1}', OCTETS, b'{"b": 2}', JSON),
    (b"abc", OCTETS, b"abc", OCTETS),
    (b'{"a": 1}', JSON, b"[1]", JSON),
    (b'{"a": 1}', JSON, b'[{"b": 1}]', JSON),
    (b'{"a": 1}', JSON, b"[]", JSON),
    (b'{"a": 1}', JSON, b"1", JSON),
    (b'{"a": 1}', JSON, b'{"b": 2}{', JSON),
    (b"[1]", JSON, b'{"b": 2}', JSON),
    (b'[{"b": 1}, {}]', JSON, b'{"b": 2}', JSON),
    (b'"text"', JSON, b'{"b": 2}', JSON),
]


def test_a_merge_of_anything_but_json_objects_is_refused_and_changes_nothing(documents):
    for known, known_type, posted, posted_type in REFUSED_MERGES:
        documents.put(body=known, content_type=known_type)
        response = documents.post(body=posted, content_type=posted_type)
        assert response.status_code == 400
        assert response.json()["rule"] in ("merge", "json")
        after = documents.get()
        assert (after.content, after.headers["Content-Type"]) == (known, known_type)


def test_documents_do_not_grow_past_the_size_of_a_request(documents, settings):
    settings.XAPI_MAX_BODY_BYTES = 100
    documents.post(body={"a": "x" * 60})
    response = documents.post(body={"b": "x" * 60})
    assert (response.status_code, response.json()["rule"]) == (413, "size")
    assert documents.get().json().keys() == {"a"}
    assert documents.put("d2", b"x" * 101, content_type=OCTETS).status_code == 413


# -- Parameters --------------------------------------------------------------------------------------------------------


def test_unknown_and_miswritten_parameters_are_refused(documents):
    for wrong in ({"unknown": "1"}, {"stateID": "1"}, {"ProfileId": "1"}, {"ActivityId": "x"}, {"Agent": "x"}):
        for method in ("GET", "PUT", "POST", "DELETE"):
            response = documents.call(method, body=b"{}", headers=NEW, **wrong)
            assert (response.status_code, response.json()["rule"]) == (400, "parameter")


def test_since_is_for_reading(documents):
    for method in ("PUT", "POST", "DELETE"):
        assert documents.call(method, body=b"{}", headers=NEW, since="2020-01-01T00:00:00Z").status_code == 400


def test_since_is_a_timestamp(documents):
    for since in ("", "yesterday", "true", "2020-13-01T00:00:00Z", "1"):
        assert documents.get(None, since=since).status_code == 400


def test_a_document_needs_its_id_and_its_context(documents):
    for method in ("PUT", "POST"):
        assert documents.call(method, None, b"{}", headers=NEW).json()["rule"] == "parameter"
    for name in documents.context:
        for method in ("GET", "PUT", "POST", "DELETE"):
            response = documents.call(method, body=b"{}", headers=NEW, **{name: None})
            assert (response.status_code, response.json()["parameter"]) == (400, name)
    assert documents.ids() == []


WRONG = {
    "activityId": ["", "module-1", "true", "1", "https://a b"],
    "agent": [
        "",
        "camille",
        "1",
        "[]",
        "{}",
        '{"objectType": "Agent"}',
        '{"name": "x"}',
        '{"mbox": "camille@caf.example"}',
        '{"mbox": "mailto:a@b.example", "openid": "https://a.example"}',
        '{"mbox": "mailto:a@b.example", "extra": 1}',
        '{"objectType": "Group", "mbox": "mailto:a@b.example"}',
        '{"objectType": "Person", "mbox": ["mailto:a@b.example"]}',
    ],
}


def test_parameters_have_the_type_that_the_specification_says(documents):
    for name in documents.context:
        for value in WRONG[name]:
            for method in ("GET", "PUT", "POST", "DELETE"):
                response = documents.call(method, body=b"{}", headers=NEW, **{name: value})
                assert response.status_code == 400, (name, value, method)
    assert documents.ids() == []


def test_a_call_without_credentials_or_version_is_refused(documents):
    assert documents.get(headers={"Authorization": ""}).status_code == 401
    assert documents.get(headers={"X-Experience-API-Version": "0.9"}).status_code == 400
