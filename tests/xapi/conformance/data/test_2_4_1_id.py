"""Part two, 2.4.1 and 4.4, and IEEE 9274.1.1, 4.2.4.2 and 4.2.7: ids and UUIDs."""

import uuid

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import REFERENCE, VALID, Place, answers, sub

PLACES: dict[str, Place] = {
    "id": lambda found: {"id": found},
    "registration": lambda found: {"context": {"registration": found}},
    "SubStatement's registration": lambda found: {"object": sub(context={"registration": found})},
    "object": lambda found: {"object": {**REFERENCE, "id": found}},
    "context's statement": lambda found: {"context": {"statement": {**REFERENCE, "id": found}}},
}
POINTERS = {
    "id": "/id",
    "registration": "/context/registration",
    "SubStatement's registration": "/object/context/registration",
    "object": "/object/id",
    "context's statement": "/context/statement/id",
}


def test_an_id_is_made_for_a_statement_without(lrs):
    [made] = lrs.post(statement(id=None)).json()
    assert lrs.get(statementId=made).json()["id"] == str(uuid.UUID(made))


@pytest.mark.parametrize(
    "found",
    [
        "6f1c3c0a-5b0e-1a52-9d55-0d8a3c6a2f11",
        "6f1c3c0a-5b0e-7a52-9d55-0d8a3c6a2f11",
        "6F1C3C0A-5B0E-5A52-9D55-0D8A3C6A2F11",
        "12345678-1234-5678-1234-567812345678",
        "00000000-0000-0000-0000-000000000000",
    ],
)
def test_every_version_and_variant_is_taken(lrs, found):
    assert answers(lrs, PLACES, found) == dict.fromkeys(PLACES, VALID)


@pytest.mark.parametrize(
    "found",
    [
        "x",
        "6f1c3c0a5b0e5a529d550d8a3c6a2f11",
        "{6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11}",
        "urn:uuid:6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11",
        "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f111",
        "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f1",
        "gf1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11",
        "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11\n",
        "６f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11",
    ],
)
def test_other_forms_are_refused(lrs, found):
    assert answers(lrs, PLACES, found) == {name: (400, pointer, "format") for name, pointer in POINTERS.items()}


def test_another_type_is_refused(lrs):
    assert answers(lrs, {"id": PLACES["id"]}, 1) == {"id": (400, "/id", "type")}
    context = {"registration": PLACES["registration"]}
    assert answers(lrs, context, {}) == {"registration": (400, "/context/registration", "type")}


def test_the_same_id_twice_in_a_batch_is_refused(lrs):
    sent = statement()
    response = lrs.post([sent, {**sent, "id": sent["id"].upper()}])
    assert (response.status_code, response.json()["rule"], response.json()["index"]) == (400, "distinct", 1)
