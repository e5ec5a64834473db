"""Any content through the reader and the writer of multipart, and garbage into the store."""

import contextlib
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.xapi.mixed import BOUNDARY, send
from xapi.multipart import BadMultipartError, Part, compose, parse

FEW = settings(max_examples=60, deadline=None)
# What could confuse a reader comes often.
PIECES = st.sampled_from(
    [b"\r\n", b"\n", b"\r", b"--", b"--b", b"\r\n--b", b"\n--b\n", b"--b--", b" ", b"\t", b":", b"\0"]
)
CONTENT = st.lists(st.one_of(PIECES, st.binary(max_size=8)), max_size=12).map(b"".join)
HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "x-a", "x-b"]), st.from_regex(r"[!-~]{1,20}", fullmatch=True)
)
PARTS = st.lists(st.builds(Part, HEADERS, CONTENT), min_size=1, max_size=5)


@FEW
@given(PARTS)
def test_what_is_composed_is_parsed_back_octet_for_octet(parts):
    assert parse(*compose(parts)) == parts


@FEW
@given(PARTS, CONTENT, CONTENT)
def test_what_surrounds_the_parts_is_ignored(parts, before, after):
    body, content_type = compose(parts)
    assert parse(before + b"\r\n" + body + after.lstrip(b" \t"), content_type) == parts


@FEW
@given(CONTENT.filter(lambda content: not re.search(rb"(^|\n)--b(--)?[ \t]*(\r|\n|$)", content)))
def test_a_boundary_of_one_letter_is_only_seen_alone_on_its_line(content):
    body = b"--b\r\nx-a: 1\r\n\r\n" + content + b"\r\n--b--"
    assert parse(body, "multipart/mixed; boundary=b") == [Part({"x-a": "1"}, content)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(PIECES, st.just(b"--" + BOUNDARY.encode()), st.binary(max_size=30)), max_size=30).map(b"".join),
    st.one_of(
        st.just(f'multipart/mixed; boundary="{BOUNDARY}"'),
        st.from_regex(r"multipart/mixed;[ -~]{0,30}", fullmatch=True),
    ),
)
def test_garbage_is_a_400(lrs, body, content_type):
    assert send(lrs, body, content_type).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"--b\r\n" * 400_000,
        b"\r\n--b " * 400_000,
        b"--b\r\n" + b" x\r\n" * 400_000,
        b"--b\r\nx: 1\r\n" + b" x\r\n" * 400_000 + b"\r\n\r\n--b--",
        b"--b" + b" " * 2_000_000,
        b"\n" * 2_000_000 + b"--b",
        b"--b\r\n" + b"\r\n" * 1_000_000,
    ],
    ids=range(7),
)
def test_the_time_is_in_proportion_to_the_size(body):
    begun = time.process_time()
    with contextlib.suppress(BadMultipartError):
        parse(body, "multipart/mixed; boundary=b")
    assert time.process_time() - begun < 2
