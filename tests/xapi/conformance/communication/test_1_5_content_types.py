"""Part three, 1.5: application/json and multipart/mixed (RFC 2046)."""

import hashlib
import json

import pytest

from tests.factories.xapi import statement
from tests.xapi.mixed import BOUNDARY, attachment, first, joined, part, post, read, send
from xapi import queries
from xapi.models import Attachment, Statement

DATA = b"here is a simple attachment"
AWKWARD = bytes(range(256)) + b"\r\n\r\n--\r\n--" + BOUNDARY[:-1].encode() + b"\r\n\n\r"


def contents(response) -> list[bytes]:
    return [content for _, content in read(response)[1]]


# -- 1.5.1 application/json --------------------------------------------------------------------------------------------


def test_json_without_attachments_is_accepted(lrs):
    assert lrs.post([statement(), statement()]).status_code == 200


def test_json_with_only_file_urls_is_accepted(lrs):
    sent = statement(attachments=[attachment(fileUrl="https://x.example/f"), attachment(b"", fileUrl="urn:x:y")])
    assert lrs.post(sent).status_code == 200
    assert lrs.get(statementId=sent["id"]).json()["attachments"] == sent["attachments"]


def test_json_must_include_a_file_url_for_every_attachment(lrs):
    attachments = [attachment(fileUrl="https://x.example/f"), attachment()]
    response = lrs.post([statement(), statement(attachments=attachments)])
    assert (response.status_code, response.json()["index"]) == (400, 1)
    assert (response.json()["pointer"], response.json()["rule"]) == ("/attachments/1", "attachment")
    assert lrs.put(statement(attachments=attachments, id=None), statementId=statement()["id"]).status_code == 400
    assert lrs.ids() == []


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON ;charset=UTF-8"])
def test_a_content_type_may_have_parameters(lrs, content_type):
    assert send(lrs, json.dumps(statement()).encode(), content_type).status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "application/xml",
        "json",
    ],
)
@pytest.mark.parametrize("method", ["post", "put"])
def test_another_content_type_is_refused(lrs, method, content_type):
    sent = statement()
    parameters = {"statementId": sent["id"]} if method == "put" else {}
    response = send(lrs, json.dumps(sent).encode(), content_type, method, **parameters)
    assert (response.status_code, response.json()["rule"]) == (400, "content-type")


# -- 1.5.2 multipart/mixed: requests -----------------------------------------------------------------------------------


def test_multipart_without_attachments_is_accepted(lrs):
    sent = [statement(), statement(attachments=[attachment(fileUrl="https://x.example/f")])]
    assert post(lrs, sent).json() == [one["id"] for one in sent]


@pytest.mark.parametrize("method", ["post", "put"])
@pytest.mark.parametrize("content", [DATA, AWKWARD, b"", b"\r\n", b"\n", b"--"])
def test_the_data_is_kept_octet_for_octet(lrs, method, content):
    sent = statement(attachments=[attachment(content)])
    parameters = {"statementId": sent["id"]} if method == "put" else {}
    response = send(lrs, joined(first(sent), part(content)), method=method, **parameters)
    assert response.status_code in (200, 204), response.content
    answered, parts = read(lrs.get(statementId=sent["id"], attachments="true"))
    assert answered["attachments"] == sent["attachments"]
    assert parts == [
        (
            {
                "Content-Type": "text/plain",
                "Content-Transfer-Encoding": "binary",
                "X-Experience-API-Hash": sent["attachments"][0]["sha2"],
            },
            content,
        )
    ]


@pytest.mark.parametrize("algorithm", ["sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_each_sha2_in_either_case(lrs, algorithm, case):
    sha2 = hashlib.new(algorithm, DATA).hexdigest()
    sent = statement(attachments=[attachment(sha2=case(sha2))])
    body = joined(first(sent), part(X_Experience_API_Hash=sha2.upper() if case is str.lower else sha2))
    assert send(lrs, body).status_code == 200
    assert contents(lrs.get(attachments="true")) == [DATA]


def test_attachments_of_a_substatement_count(lrs):
    inner = {name: value for name, value in statement(attachments=[attachment()]).items() if name != "id"}
    sent = statement(object={**inner, "objectType": "SubStatement"})
    assert lrs.post(sent).json()["pointer"] == "/object/attachments/0"
    assert post(lrs, sent).status_code == 400
    assert post(lrs, sent, DATA).status_code == 200
    assert contents(lrs.get(attachments="true")) == [DATA]


def test_one_copy_is_enough_for_many_statements_and_more_do_no_harm(lrs):
    batch = [statement(attachments=[attachment()]) for _ in range(3)]
    assert post(lrs, batch, DATA).status_code == 200
    again = statement(attachments=[attachment(), attachment(display={"en": "again"})])
    assert post(lrs, again, DATA, DATA).status_code == 200
    assert Attachment.objects.count() == 1
    assert contents(lrs.get(attachments="true")) == [DATA]


SENT = statement(attachments=[attachment()])


@pytest.mark.parametrize(
    ("why", "body"),
    [
        ("statements must come first", joined(part(), first(SENT))),
        ("nothing but the data", joined(part())),
        ("no part", joined()),
        ("first part must be JSON", joined(first(SENT, "text/plain"), part())),
        ("first part must say that it is JSON", joined(b"\r\n" + json.dumps(SENT).encode(), part())),
        ("a hash is a MUST", joined(first(SENT), part(X_Experience_API_Hash=None))),
        ("the hash must be a SHA-2", joined(first(SENT), part(X_Experience_API_Hash="0" * 40))),
        ("the hash must be hexadecimal", joined(first(SENT), part(X_Experience_API_Hash="é" * 32))),
        ("the hash must be that of the content", joined(first(SENT), part(X_Experience_API_Hash="0" * 64))),
        ("binary encoding is a MUST", joined(first(SENT), part(Content_Transfer_Encoding=None))),
        ("no other encoding", joined(first(SENT), part(Content_Transfer_Encoding="base64"))),
        ("the content type must match", joined(first(SENT), part(Content_Type="image/png"))),
        ("the length must match", joined(first(SENT), part(Content_Length="3"))),
        ("spare part", joined(first(SENT), part(), part(b"spare"))),
        ("spare part of a statement without attachments", joined(first(statement()), part())),
        ("missing part", joined(first(SENT))),
        ("missing part of the second", joined(first([statement(), SENT]))),
        ("a header twice", joined(first(SENT), b"Content-Type: text/plain\r\n" + part())),
        ("no header", joined(first(SENT), b"no header\r\n" + part())),
        ("no closing boundary", joined(first(SENT), part())[:-2]),
        ("cut in the data", joined(first(SENT), part())[:-40]),
        ("empty", b""),
        ("line ends", joined(first(SENT), part()).replace(b"\r\n", b"\r")),
        ("not JSON", joined(b"Content-Type: application/json\r\n\r\n{", part())),
        ("no statement", joined(first({"attachments": [attachment()]}), part())),
        ("too many parts", joined(first(SENT), *[part()] * 1001)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_breaks_a_rule_of_multipart_is_refused(lrs, why, body):
    response = send(lrs, body)
    assert response.status_code == 400
    assert response.json()["rule"]
    assert (Statement.objects.count(), Attachment.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/mixed",
        "multipart/mixed; boundary=",
        'multipart/mixed; boundary=""',
        'multipart/mixed; boundary="another"',
        f"multipart/mixed; boundary={'x' * 71}",
        'multipart/mixed; boundary="é"',
        'multipart/mixed; boundary="ends with a space "',
        "multipart/mixed; boundary=a\x00b",
    ],
)
def test_a_boundary_that_is_missing_wrong_or_not_allowed_is_refused(lrs, content_type):
    response = send(lrs, joined(first(SENT), part()), content_type)
    assert (response.status_code, response.json()["rule"]) == (400, "multipart")


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/mixed; boundary=simple", "simple"),
        ("MULTIPART/Mixed; charset=utf-8; Boundary=simple", "simple"),
        ('multipart/mixed;boundary="with space:and=signs"; x=y', "with space:and=signs"),
        ("multipart/mixed; boundary=not:quoted?", "not:quoted?"),
        (f"multipart/mixed; boundary={'x' * 70}", "x" * 70),
        ("multipart/mixed; boundary=(a+b)?.", "(a+b)?."),
    ],
)
def test_boundaries_quoted_or_not(lrs, content_type, boundary):
    body = joined(first(SENT), part(), boundary=boundary)
    assert send(lrs, body, content_type).status_code == 200
    assert contents(lrs.get(attachments="true")) == [DATA]


@pytest.mark.parametrize(
    "changed",
    [
        lambda body: b"Preamble --x\r\n" + body,
        lambda body: b"\r\n" + body,
        lambda body: (
            body + b"\r\nEpilogue --" + BOUNDARY.encode() + b"\r\n--" + BOUNDARY.encode() + b"\r\nno header\r\n"
        ),
        lambda body: body.replace(BOUNDARY.encode() + b"\r\n", BOUNDARY.encode() + b" \t \r\n"),
        lambda body: body.replace(b"binary", b"\r\n Binary "),
        lambda body: body.replace(b"Content-Type:", b"content-TYPE  : \t"),
        lambda body: body.replace(b"\r\n", b"\n"),
    ],
    ids=["preamble", "first CRLF", "epilogue", "blanks", "folded", "case", "LF"],
)
def test_what_rfc_2046_allows_is_read(lrs, changed):
    assert send(lrs, changed(joined(first(SENT), part()))).status_code == 200
    assert contents(lrs.get(attachments="true")) == [DATA]


def test_a_part_may_say_no_content_type_or_other_parameters(lrs):
    sent = statement(attachments=[attachment(contentType="text/plain; charset=ascii")])
    assert send(lrs, joined(first(sent), part(Content_Type=None))).status_code == 200
    assert (
        send(lrs, joined(first({**sent, "id": statement()["id"]}), part(Content_Type="Text/Plain"))).status_code == 200
    )
    [(headers, _)] = read(lrs.get(attachments="true"))[1]
    assert headers["Content-Type"] == "text/plain; charset=ascii"


def test_a_body_larger_than_allowed_is_refused_whole(lrs, settings):
    settings.XAPI_MAX_BODY_BYTES = 1000
    content = b"x" * 1000
    assert post(lrs, statement(attachments=[attachment(content)]), content).status_code == 413
    assert lrs.ids() == []


# -- 1.5.2 multipart/mixed: answers ------------------------------------------------------------------------------------


def test_attachments_are_included_when_asked_for_and_only_then(lrs):
    sent = statement(attachments=[attachment(), attachment(b"two")])
    post(lrs, sent, DATA, b"two")
    for parameters in ({}, {"statementId": sent["id"]}):
        assert sorted(contents(lrs.get(attachments="true", **parameters))) == sorted([DATA, b"two"])
        for without in ({}, {"attachments": "false"}):
            response = lrs.get(**without, **parameters)
            assert response["Content-Type"] == "application/json"
            assert DATA not in response.content


def test_the_answer_is_multipart_even_with_nothing_to_attach(lrs):
    sent = statement(attachments=[attachment(fileUrl="https://x.example/f")])
    lrs.post(sent)
    assert read(lrs.get(attachments="true", statementId=sent["id"]))[0]["id"] == sent["id"]
    assert read(lrs.get(attachments="true", verb="http://x.example/nothing")) == ({"statements": [], "more": ""}, [])


def test_a_multipart_answer_has_the_headers_of_the_other(lrs):
    sent = statement(attachments=[attachment()])
    post(lrs, sent, DATA)
    one, other = lrs.get(statementId=sent["id"]), lrs.get(statementId=sent["id"], attachments="true")
    assert one["Last-Modified"] == other["Last-Modified"]
    assert "X-Experience-API-Consistent-Through" in other
    assert other["ETag"] == lrs.get(statementId=sent["id"], attachments="true")["ETag"] != one["ETag"]
    head = lrs.client.head("/xapi/statements", {"attachments": "true"}, headers=lrs.headers)
    got = lrs.get(attachments="true")
    assert (head.status_code, head.content) == (200, b"")
    assert (head["Content-Type"], head["ETag"]) == (got["Content-Type"], got["ETag"])


def test_formats_go_into_the_first_part(lrs):
    sent = statement(
        attachments=[attachment()], verb={"id": "http://x.example/v", "display": {"fr": "vit", "en": "saw"}}
    )
    post(lrs, sent, DATA)
    for name, display in (("ids", None), ("canonical", {"fr": "vit"}), ("exact", sent["verb"]["display"])):
        headers = {**lrs.headers, "Accept-Language": "fr"}
        response = lrs.client.get("/xapi/statements", {"attachments": "true", "format": name}, headers=headers)
        answered, parts = read(response)
        assert answered["statements"][0]["verb"].get("display") == display
        assert len(parts) == 1


def test_pages_keep_to_attachments_and_hold_no_more_than_fits_in_memory(lrs, monkeypatch):
    monkeypatch.setattr(queries, "MAX_ATTACHED", 100)
    # Each octet string counts once: a and a fit together.
    wanted = [b"a" * 60, b"a" * 60, b"b" * 60, b"c" * 500, b"d" * 10, b"e" * 10]
    for content in wanted:
        post(lrs, statement(attachments=[attachment(content)]), content)
    answer = lrs.get(attachments="true", ascending="true")
    pages = []
    while True:
        answered, parts = read(answer)
        pages.append((len(answered["statements"]), [content[:1] for _, content in parts]))
        if not answered["more"]:
            break
        answer = lrs.client.get(answered["more"], headers=lrs.headers)
    assert pages == [(2, [b"a"]), (1, [b"b"]), (1, [b"c"]), (2, [b"d", b"e"])]
    assert read(lrs.get(attachments="true", limit=1))[0]["more"]


def test_no_part_holds_the_boundary_of_the_answer(lrs):
    sent = statement(attachments=[attachment()])
    post(lrs, sent, DATA)
    boundary = lrs.get(statementId=sent["id"], attachments="true")["Content-Type"].partition("=")[2]
    # Whoever knows the boundary of an answer may send it in the next attachment.
    other = statement(attachments=[attachment(boundary.encode())])
    post(lrs, other, boundary.encode())
    assert sorted(contents(lrs.get(attachments="true"))) == sorted([DATA, boundary.encode()])


def test_a_content_type_cannot_break_the_headers(lrs):
    for nasty in ("text/plain; a=\r\nX-Header: 1", "text/plain; a=\x00", "text/plain; a=é\u2028"):
        sent = statement(attachments=[attachment(contentType=nasty)])
        if post(lrs, sent, DATA).status_code == 200:  # a stricter validation may refuse it
            [(headers, _)] = read(lrs.get(statementId=sent["id"], attachments="true"))[1]
            assert headers["Content-Type"] == "text/plain"


def test_statements_that_disagree_on_a_content_type_share_a_part_that_says_none(lrs):
    one, other = (statement(attachments=[attachment(contentType=kind)]) for kind in ("text/plain", "text/csv"))
    assert send(lrs, joined(first([one, other]), part(), part(Content_Type="text/csv"))).status_code == 200
    [(headers, content)] = read(lrs.get(attachments="true"))[1]
    assert (content, "Content-Type" in headers) == (DATA, False)
    [(headers, _)] = read(lrs.get(attachments="true", statementId=other["id"]))[1]
    assert headers["Content-Type"] == "text/csv"
