"""Part two, 2.5: StatementResult and its `more`."""

import pytest

from tests.factories.xapi import statement
from tests.xapi.conftest import client_for
from tests.xapi.mixed import attachment, post, read


def test_a_result_holds_statements_and_more(lrs):
    assert lrs.get().json() == {"statements": [], "more": ""}
    sent = [statement() for _ in range(3)]
    lrs.post(sent)
    result = lrs.get(limit=2).json()
    assert [one["id"] for one in result["statements"]] == [sent[2]["id"], sent[1]["id"]]
    assert result.keys() == {"statements", "more"}


@pytest.mark.parametrize("attachments", ["true", "false"])
def test_more_is_relative_with_the_full_path_and_leads_to_the_end(lrs, attachments):
    sent = [statement(attachments=[attachment(name)]) for name in (b"a", b"b", b"c")]
    post(lrs, sent, b"a", b"b", b"c")
    response = lrs.get(limit=1, attachments=attachments)
    ids, contents = [], []
    while True:
        result, parts = read(response) if attachments == "true" else (response.json(), [])
        ids += [one["id"] for one in result["statements"]]
        contents += [content for _, content in parts]
        if not result["more"]:
            break
        assert result["more"].startswith("/xapi/statements?")
        assert len(result["more"]) < 500
        response = lrs.client.get(result["more"], headers=lrs.headers)
    assert ids == [one["id"] for one in reversed(sent)]
    assert contents == ([b"c", b"b", b"a"] if attachments == "true" else [])


def test_more_needs_the_same_key_and_the_right_to_read(lrs, version):
    lrs.post([statement(), statement()])
    more = lrs.get(limit=1).json()["more"]
    other = client_for("other", version=version)
    assert other.client.get(more, headers=other.headers).status_code == 400
    assert other.client.get(more).status_code == 401
    assert lrs.client.get(more + "x", headers=lrs.headers).status_code == 400


def test_more_leaves_out_what_was_voided_in_between(lrs):
    sent = [statement() for _ in range(3)]
    lrs.post(sent)
    more = lrs.get(limit=1).json()["more"]
    lrs.post(
        statement(
            verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
            object={"objectType": "StatementRef", "id": sent[1]["id"]},
        )
    )
    result = lrs.client.get(more, headers=lrs.headers).json()
    assert [one["id"] for one in result["statements"]] == [sent[0]["id"]]
