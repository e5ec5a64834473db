"""A body without a length (Transfer-Encoding: chunked), as gunicorn hands it over."""

import json
import socket

import pytest
from django.test.client import ClientHandler
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

from tests.factories.xapi import statement
from tests.xapi.mixed import BOUNDARY, attachment, first, joined, part, read


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answer(lrs, body: bytes, content_type: str, *, size: int = 100):
    """The answer to a chunked POST that gunicorn reads from a socket."""
    headers = {
        **lrs.headers,
        "Host": "testserver",
        "Content-Type": content_type,
        "Transfer-Encoding": "chunked",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    here, there = socket.socketpair()
    with here, there:
        here.sendall(b"POST /xapi/statements HTTP/1.1\r\n" + head.encode() + b"\r\n" + chunked(body, size))
        configuration, client = Config(), ("127.0.0.1", 1)
        request = next(RequestParser(configuration, there, client))
        _, environ = create(request, there, client, ("testserver", 80), configuration)
        assert "CONTENT_LENGTH" not in environ
        return ClientHandler()(environ)


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
