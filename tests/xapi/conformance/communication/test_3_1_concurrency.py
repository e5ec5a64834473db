"""Part three, 3.1: ETags, If-Match, If-None-Match; and what two writers at once get."""

import re
import threading
from collections.abc import Callable

import pytest
from django.db import connections

from tests.xapi.conformance.documents import NEW, RESOURCES, Documents
from tests.xapi.conftest import client_for

OTHER = '"1111111111111111111111111111111111111111"'


def tag_of(documents) -> str:
    return documents.get().headers["ETag"]


# -- GET ---------------------------------------------------------------------------------------------------------------


def test_each_get_has_a_quoted_sha1_as_etag(documents):
    documents.put(body={"x": 1})
    for doc_id in ("d1", None):
        assert re.fullmatch(r'"[0-9a-f]{40}"', documents.get(doc_id).headers["ETag"])


def test_the_etag_changes_with_the_content_and_only_then(documents):
    documents.put("d1", {"x": 1})
    documents.put("d2", {"x": 1})
    first = tag_of(documents)
    assert documents.get("d2").headers["ETag"] == first
    documents.put("d1", {"x": 2})
    assert tag_of(documents) != first
    documents.put("d1", {"x": 1})
    assert tag_of(documents) == first


def test_whoever_has_the_document_is_told_so(documents):
    documents.put(body={"x": 1})
    tag = tag_of(documents)
    for known in (tag, f"W/{tag}", f"{OTHER}, {tag}", "*"):
        response = documents.get(headers={"If-None-Match": known})
        assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", tag)
    assert documents.get(headers={"If-None-Match": OTHER}).status_code == 200


# -- PUT, POST, DELETE with conditions ---------------------------------------------------------------------------------


def test_if_match_lets_the_known_document_be_changed(documents):
    documents.put(body={"n": 0})
    for number, spelling in enumerate(("{}", "W/{}", f"{OTHER}, {{}}", f"{{}} ,{OTHER}", "*")):
        tag = spelling.format(tag_of(documents))
        assert documents.call("PUT", body={"n": 2 * number + 1}, headers={"If-Match": tag}).status_code == 204
        tag = spelling.format(tag_of(documents))
        assert documents.call("POST", body={"n": 2 * number + 2}, headers={"If-Match": tag}).status_code == 204
        assert documents.get().json() == {"n": 2 * number + 2}
    assert documents.delete(headers={"If-Match": tag_of(documents)}).status_code == 204


def test_a_tag_without_its_quotes_is_understood(documents):
    documents.put()
    bare = tag_of(documents).strip('"')
    assert documents.call("PUT", body=b"{}", headers={"If-Match": bare}).status_code == 204


def test_if_match_refuses_what_has_changed_and_changes_nothing(documents):
    documents.put(body={"x": 1})
    for tag in (OTHER, f"W/{OTHER}", "1234", "", f'{OTHER}, "x"'):
        for method in ("PUT", "POST", "DELETE"):
            response = documents.call(method, body={"x": 2}, headers={"If-Match": tag})
            assert (response.status_code, response.json()["rule"]) == (412, "condition")
    assert documents.get().json() == {"x": 1}


def test_if_match_refuses_where_there_is_nothing(documents):
    for tag in (OTHER, "*"):
        for method in ("PUT", "POST", "DELETE"):
            assert documents.call(method, body=b"{}", headers={"If-Match": tag}).status_code == 412
    assert documents.ids() == []


def test_if_none_match_star_is_for_new_documents(documents):
    for method in ("PUT", "POST"):
        assert documents.call(method, body={"x": method}, headers=NEW).status_code == 204
        for again in ("PUT", "POST", "DELETE"):
            assert documents.call(again, body={"x": 2}, headers=NEW).status_code == 412
        assert documents.get().json() == {"x": method}
        documents.delete()


def test_if_none_match_with_a_tag_refuses_that_content_alone(documents):
    documents.put(body={"x": 1})
    assert documents.call("PUT", body={"x": 2}, headers={"If-None-Match": tag_of(documents)}).status_code == 412
    assert documents.call("PUT", body={"x": 2}, headers={"If-None-Match": OTHER}).status_code == 204


def test_both_conditions_must_hold(documents):
    documents.put(body={"x": 1})
    both = {"If-Match": tag_of(documents), "If-None-Match": "*"}
    assert documents.call("PUT", body={"x": 2}, headers=both).status_code == 412


# -- Without conditions ------------------------------------------------------------------------------------------------


def test_a_put_without_condition_over_a_profile_is_a_conflict_that_explains(profiles):
    profiles.put(body={"x": 1})
    response = profiles.call("PUT", body={"x": 2})
    assert response.status_code == 409
    assert re.search("check its current state .* If-Match .* current ETag", response.json()["error"])
    assert profiles.get().json() == {"x": 1}


def test_a_put_without_condition_of_a_new_profile(profiles, version):
    response = profiles.call("PUT", body={"x": 1})
    if version == "1.0.3":
        assert response.status_code == 400
        assert "If-None-Match" in response.json()["error"]
        assert profiles.ids() == []
    else:
        assert response.status_code == 204


def test_a_put_without_condition_over_a_state(state, version):
    assert state.call("PUT", body={"x": 1}).status_code == 204
    response = state.call("PUT", body={"x": 2})
    if version == "1.0.3":
        assert (response.status_code, state.get().json()) == (204, {"x": 2})
    else:
        assert (response.status_code, state.get().json()) == (409, {"x": 1})
        assert "If-Match" in response.json()["error"]


def test_a_post_or_a_delete_needs_no_condition(documents):
    assert documents.post(body={"x": 1}).status_code == 204
    assert documents.post(body={"y": 2}).status_code == 204
    assert documents.delete().status_code == 204


# -- Two at once -------------------------------------------------------------------------------------------------------


def at_once(call: Callable[[int], int], count: int = 8) -> list[int]:
    """What `count` threads, each with its own connection, get from `call(number)`."""
    start, statuses = threading.Barrier(count), [0] * count

    def run(number: int) -> None:
        start.wait(timeout=30)
        try:
            statuses[number] = call(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(statuses)


@pytest.mark.django_db(transaction=True)
def test_of_writers_at_once_one_comes_first_and_merges_lose_nothing():
    lrs = client_for("at once")
    for name in RESOURCES:
        documents = Documents(lrs, name)

        def create(number: int, documents=documents) -> int:
            return documents.call("PUT", body={"n": number}, headers=NEW).status_code

        assert at_once(create) == [204] + [412] * 7
        tag = tag_of(documents)

        def replace(number: int, documents=documents, tag=tag) -> int:
            return documents.call("PUT", body={}, headers={"If-Match": tag}).status_code

        assert at_once(replace) == [204] + [412] * 7

        def merge(number: int, documents=documents) -> int:
            return documents.post(body={f"p{number}": number}).status_code

        assert at_once(merge) == [204] * 8
        assert documents.get().json() == {f"p{number}": number for number in range(8)}

        def write_or_delete(number: int, documents=documents) -> int:
            return documents.call("DELETE" if number % 2 else "POST", body={"x": number}).status_code

        assert at_once(write_or_delete) == [204] * 8
