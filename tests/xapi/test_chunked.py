"""Bodies without a length (Transfer-Encoding: chunked), too long or not whole, as gunicorn hands them over."""

import json
import socket
from urllib.parse import urlencode

import pytest
from django.test.client import ClientHandler
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

from tests.factories.xapi import statement
from tests.xapi.mixed import BOUNDARY, attachment, first, joined, part, read
from xapi.models import Document

STATE = "/xapi/activities/state?" + urlencode(
    {"activityId": "http://x.example/a", "agent": '{"mbox": "mailto:a@x.example"}', "stateId": "s"}
)


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answer(lrs, body: bytes, content_type: str, *, size: int = 100):
    """The answer to a chunked POST that gunicorn reads from a socket."""
    return answer_to(lrs, chunked(body, size), content_type, {"Transfer-Encoding": "chunked"})


def answer_to(lrs, on_the_wire: bytes, content_type: str, framing: dict[str, str], path: str = "/xapi/statements"):
    """The answer to a POST whose client sends these octets, then hangs up."""
    headers = {
        **lrs.headers,
        "Host": "testserver",
        "Content-Type": content_type,
        **framing,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    here, there = socket.socketpair()
    with here, there:
        here.sendall(f"POST {path} HTTP/1.1\r\n{head}".encode() + b"\r\n" + on_the_wire)
        here.shutdown(socket.SHUT_WR)
        configuration, client = Config(), ("127.0.0.1", 1)
        request = next(RequestParser(configuration, there, client))
        _, environ = create(request, there, client, ("testserver", 80), configuration)
        assert ("CONTENT_LENGTH" in environ) == ("Content-Length" in framing)
        response = ClientHandler()(environ)
        # What is too large leaves nothing on the connection for the next request.
        assert response.status_code != 413 or request.body.read() == b""
        return response


def test_json_in_chunks_is_stored(lrs):
    sent = statement()
    response = answer(lrs, json.dumps(sent).encode(), "application/json")
    assert (response.status_code, json.loads(response.content)) == (200, [sent["id"]])
    assert lrs.ids() == [sent["id"]]


def test_multipart_in_chunks_is_stored(lrs):
    content = bytes(range(256)) * 40
    sent = statement(attachments=[attachment(content)])
    body = joined(first(sent), part(content))
    assert answer(lrs, body, f'multipart/mixed; boundary="{BOUNDARY}"', size=777).status_code == 200
    assert [found for _, found in read(lrs.get(attachments="true"))[1]] == [content]


@pytest.mark.parametrize("size", [99, 100_000])
def test_what_is_too_large_in_chunks_is_refused(lrs, settings, size):
    settings.XAPI_MAX_BODY_BYTES = 1000
    assert answer(lrs, json.dumps([statement()] * 100).encode(), "application/json", size=size).status_code == 413
    assert lrs.ids() == []


def test_what_is_declared_too_large_is_refused(lrs, settings):
    settings.XAPI_MAX_BODY_BYTES = 1000
    response = answer_to(lrs, b"x" * 100_000, "application/json", {"Content-Length": "100000"})
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("on_the_wire", "framing"),
    [
        (b"abc", {"Content-Length": "50"}),
        (b"", {"Content-Length": "50"}),
        (b"20\r\nabc", {"Transfer-Encoding": "chunked"}),
        (b"3\r\nabc\r\n", {"Transfer-Encoding": "chunked"}),
        (b"zz\r\nabc\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked"}),
    ],
)
def test_half_a_body_is_refused_and_nothing_of_it_kept(lrs, on_the_wire, framing):
    response = answer_to(lrs, on_the_wire, "text/plain", framing, path=STATE)
    assert (response.status_code, json.loads(response.content)["rule"]) == (400, "body")
    assert not Document.objects.exists()
