"""Part two, 2.6: signed statements. The learning record provider signs; the store must refuse what is malformed."""

import base64
import json
import re
from pathlib import Path

import pytest

from tests.factories.xapi import statement
from tests.xapi.mixed import attachment, first, joined, part, read, send
from tests.xapi.signing import certificate, encoded, jws, key, other_kind_of_key, signed
from xapi.models import Statement


def post(lrs, sent: dict, signature: bytes, *others: bytes):
    parts = [part(signature, Content_Type="application/octet-stream"), *(part(one) for one in others)]
    return send(lrs, joined(first(sent), *parts))


def refused(response) -> str:
    """The reason of a refusal."""
    assert (response.status_code, response.json()["rule"]) == (400, "signature"), response.content
    assert Statement.objects.count() == 0
    return response.json()["error"]


# -- What is accepted --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("alg", ["RS256", "RS384", "RS512"])
@pytest.mark.parametrize("x5c", [True, False])
def test_a_signature_with_one_of_the_three_algorithms_is_accepted_and_given_back(lrs, alg, x5c):
    original = statement(timestamp="2026-03-01T10:00:00Z")
    signature = jws(original, alg=alg, x5c=[certificate()] if x5c else None)
    sent = signed(original, signature)
    assert post(lrs, sent, signature).status_code == 200
    [(headers, content)] = read(lrs.get(statementId=sent["id"], attachments="true"))[1]
    assert (content, headers["Content-Type"]) == (signature, "application/octet-stream")


def test_the_example_of_the_specification_is_accepted(lrs):
    example = json.loads((Path(__file__).parent / "appendix_d.json").read_text())
    original = example["statement"]
    signature = example["signature"].encode()
    sent = signed(original, signature)
    assert sent["attachments"][0]["sha2"] == example["sha2"]
    assert post(lrs, sent, signature).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"version": "1.0.0"},
        {"stored": "2026-03-01T10:00:00Z"},
        {"authority": {"mbox": "mailto:authority@x.example"}},
        {"timestamp": None},
        {"timestamp": "2026-03-01T11:00:00.000+01:00"},
        {"verb": {"id": "http://x.example/v", "display": {"fr": "signa"}}},
        {"object": {"id": "http://x.example/a", "definition": {"name": {"en": "Other"}}}},
        {"result": {"duration": "PT1.234S"}},
        {"attachments": [attachment(b"another", fileUrl="https://x.example/f")]},
    ],
    ids=str,
)
def test_differences_that_immutability_excepts_are_ignored(lrs, change):
    """2.3.1: what a store sets, times in another writing, definitions, displays, attachments; 4.6: below 0.01 s."""
    original = statement(
        timestamp="2026-03-01T10:00:00Z",
        verb={"id": "http://x.example/v"},
        object={"id": "http://x.example/a"},
        result={"duration": "PT1.239S"},
    )
    payload = {name: value for name, value in {**original, **change}.items() if value is not None}
    signature = jws(payload)
    assert post(lrs, signed(original, signature), signature).status_code == 200


def test_two_signatures_and_another_attachment(lrs):
    original = statement(attachments=[attachment(b"certificate")])
    one = jws(original, x5c=[certificate()])
    two = jws(original, alg="RS512", signer=key("second"), x5c=[certificate(key("second")), "later ones are not read"])
    sent = signed(signed(original, one), two)
    body = joined(first(sent), *(part(content, Content_Type=None) for content in (one, two, b"certificate")))
    assert send(lrs, body).status_code == 200


def test_a_signature_that_is_elsewhere_is_not_fetched(lrs):
    assert lrs.post(signed(statement(), b"x", fileUrl="https://x.example/signature")).status_code == 200


def test_a_statement_sent_again_signed_may_be_put(lrs):
    original = statement()
    signature = jws(original, x5c=[certificate()])
    sent = signed(original, signature)
    body = joined(first(sent), part(signature, Content_Type="application/octet-stream"))
    for _ in range(2):
        assert send(lrs, body, method="put", statementId=sent["id"]).status_code == 204


# -- What the store must refuse ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("alg", ["HS256", "none", "None", "PS256", "ES256", "rs256", "", None, 256, ["RS256"]])
def test_another_algorithm_is_refused(lrs, alg):
    original = statement()
    signature = jws(original, alg=alg)
    assert "RS256" in refused(post(lrs, signed(original, signature), signature))


def test_an_unsigned_jws_is_refused(lrs):
    original = statement()
    signature = encoded({"alg": "none"}) + b"." + encoded(original) + b"."
    refused(post(lrs, signed(original, signature), signature))


@pytest.mark.parametrize(
    "change",
    [
        {"id": "0eb81ee7-71c6-4081-bccf-6a5c1491207d"},
        {"timestamp": "2026-03-01T10:00:01Z"},
        {"actor": {"mbox": "mailto:another@x.example"}},
        {"verb": {"id": "http://x.example/another"}},
        {"object": {"id": "http://x.example/another"}},
        {"result": {"duration": "PT1.25S"}},
        {"result": {"duration": "PT1.23S", "success": True}},
        {"result": None},
        {"context": {"platform": "another"}},
    ],
    ids=str,
)
def test_a_payload_that_is_not_the_statement_is_refused(lrs, change):
    original = statement(timestamp="2026-03-01T10:00:00Z", result={"duration": "PT1.23S"})
    payload = {name: value for name, value in {**original, **change}.items() if value is not None}
    signature = jws(payload, x5c=[certificate()])
    assert "signed statement" in refused(post(lrs, signed(original, signature), signature))


def test_a_signature_of_another_key_than_that_of_its_certificate_is_refused(lrs):
    original = statement()
    signature = jws(original, signer=key("thief"), x5c=[certificate()])
    assert "certificate" in refused(post(lrs, signed(original, signature), signature))


@pytest.mark.parametrize(
    "x5c",
    [[], "", {}, None, [1], ["é"], ["not base64!"], [base64.b64encode(b"no certificate").decode()], [["x"]]],
    ids=str,
)
def test_a_malformed_certificate_is_refused(lrs, x5c):
    original = statement()
    content = encoded({"alg": "RS256", "x5c": x5c}) + b"." + encoded(original)
    refused(post(lrs, signed(original, content + b".AAAA"), content + b".AAAA"))


def test_a_certificate_of_another_kind_of_key_is_refused(lrs):
    original = statement()
    signature = jws(original, x5c=[certificate(other_kind_of_key())])
    assert "RSA" in refused(post(lrs, signed(original, signature), signature))


def _pieces(signature: bytes) -> list[bytes]:
    return signature.split(b".")


@pytest.mark.parametrize(
    "broken",
    [
        lambda jws_: b"",
        lambda jws_: b"not a signature",
        lambda jws_: b".".join(_pieces(jws_)[:2]),
        lambda jws_: jws_ + b".more",
        lambda jws_: jws_ + b"\n",
        lambda jws_: b".." + _pieces(jws_)[2],
        lambda jws_: json.dumps({"payload": "", "signatures": []}).encode(),
        lambda jws_: encoded(b"[" * 100_000) + b"." + b".".join(_pieces(jws_)[1:]),
        lambda jws_: encoded(b'{"alg": "RS256", "alg": "RS256"}') + b"." + b".".join(_pieces(jws_)[1:]),
        lambda jws_: encoded([]) + b"." + b".".join(_pieces(jws_)[1:]),
        lambda jws_: _pieces(jws_)[0] + b"." + encoded(b"{}") + b".AA",
        lambda jws_: _pieces(jws_)[0] + b"." + encoded(b"\xff") + b".AA",
        lambda jws_: _pieces(jws_)[0] + b"." + encoded(b"[]") + b".AA",
        lambda jws_: b".".join([*_pieces(jws_)[:2], b"A"]),
        lambda jws_: jws_.replace(b".", b"=."),
    ],
)
def test_a_malformed_signature_is_refused(lrs, broken):
    original = statement()
    signature = broken(jws(original, x5c=None))
    refused(post(lrs, signed(original, signature), signature))


def test_critical_parameters_that_are_not_known_are_refused(lrs):
    """RFC 7515, 4.1.11."""
    original = statement()
    signature = jws(original, crit=["b64"], b64=False)
    refused(post(lrs, signed(original, signature), signature))


def test_the_content_type_must_be_octet_stream(lrs):
    original = statement()
    signature = jws(original)
    sent = signed(original, signature)
    sent["attachments"][0]["contentType"] = "application/jose"
    response = send(lrs, joined(first(sent), part(signature, Content_Type="application/jose")))
    assert response.json()["pointer"] == "/attachments/0/contentType"
    refused(response)


def test_of_a_batch_the_malformed_one_is_named(lrs):
    original = statement()
    signature = jws(original)
    batch = [statement(), signed(statement(), signature)]
    response = send(lrs, joined(first(batch), part(signature, Content_Type=None)))
    assert response.json()["index"] == 1
    assert re.search("another id", refused(response))
