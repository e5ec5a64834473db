"""Part two, 2.4.11, and IEEE 9274.1.1, 4.2.2.6: what describes an attachment."""

import pytest

from tests.xapi.conformance.data.places import ATTACHMENT, also_within, answer, answers, everywhere, valid_at, without

PLACES = also_within({"statement": lambda attachment: {"attachments": [ATTACHMENT, attachment]}})


@pytest.mark.parametrize("name", ["usageType", "display", "contentType", "length", "sha2"])
def test_required_properties(lrs, name):
    assert answers(lrs, PLACES, without(ATTACHMENT, name)) == everywhere(PLACES, "", "required")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"description": {"fr": "A"}},
        {"length": 10**12},
        {"contentType": "application/vnd.api+json"},
        {"contentType": 'multipart/mixed; boundary="a b"'},
        *({"sha2": digit * length} for digit, length in (("a", 56), ("0", 64), ("F", 96), ("9", 128))),
    ],
)
def test_attachments(lrs, changes):
    assert answers(lrs, PLACES, {**ATTACHMENT, **changes}) == valid_at(PLACES)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("usageType", "certificate", "format"),
        ("usageType", {}, "type"),
        ("display", "A", "type"),
        ("description", "A", "type"),
        ("contentType", "text", "format"),
        ("contentType", "text/plain; x=\r\nX-Header: 1", "format"),
        ("contentType", "text/plain; x=\ud800", "format"),
        ("contentType", 1, "type"),
        ("length", "27", "type"),
        ("length", -1, "type"),
        ("length", 1.5, "type"),
        ("length", True, "type"),
        ("sha2", "a" * 63, "format"),
        ("sha2", "a" * 40, "format"),
        ("sha2", "g" * 64, "format"),
        ("sha2", 1, "type"),
        ("fileUrl", "file.txt", "format"),
        ("fileUrl", 1, "type"),
        ("name", "A", "key"),
    ],
)
def test_another_shape_is_refused(lrs, name, value, rule):
    assert answers(lrs, PLACES, {**ATTACHMENT, name: value}) == everywhere(PLACES, f"/{name}", rule)


def test_attachments_are_an_array_of_objects(lrs):
    assert answer(lrs, {"attachments": ATTACHMENT}) == (400, "/attachments", "type")
    assert answer(lrs, {"attachments": ["x"]}) == (400, "/attachments/0", "type")
