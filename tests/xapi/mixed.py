"""multipart/mixed as a client of the store writes and reads it, without the code under test."""

import hashlib
import json
from typing import Any

BOUNDARY = "abcABC0123'()+_,-./:=?"  # the sample of the specification


def attachment(content: bytes = b"here is a simple attachment", **changes: Any) -> dict[str, Any]:
    """The attachment object for `content`; a change to None removes the property."""
    built = {
        "usageType": "http://x.example/attachment-usage",
        "display": {"fr": "Une pièce"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
        **changes,
    }
    return {name: value for name, value in built.items() if value is not None}


def part(content: bytes = b"here is a simple attachment", **headers: str | None) -> bytes:
    """A part for `content`. Headers are named with underscores; one that is None is left out."""
    said = {
        "Content_Type": "text/plain",
        "Content_Transfer_Encoding": "binary",
        "X_Experience_API_Hash": hashlib.sha256(content).hexdigest(),
        **headers,
    }
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items() if value is not None]
    return "".join(lines).encode() + b"\r\n" + content


def first(statements: Any, content_type: str = "application/json") -> bytes:
    return f"Content-Type: {content_type}\r\n\r\n".encode() + json.dumps(statements).encode()


def joined(*parts: bytes, boundary: str = BOUNDARY) -> bytes:
    start = f"--{boundary}\r\n".encode()
    return b"".join(start + one + b"\r\n" for one in parts) + f"--{boundary}--".encode()


def send(lrs, body: bytes, content_type: str = f'multipart/mixed; boundary="{BOUNDARY}"', method="post", **parameters):
    return getattr(lrs.client, method)(
        "/xapi/statements", body, content_type=content_type, query_params=parameters, headers=lrs.headers
    )


def post(lrs, statements: Any, *contents: bytes):
    """POST `statements` with the data of their attachments."""
    return send(lrs, joined(first(statements), *(part(content) for content in contents)))


Parts = list[tuple[dict[str, str], bytes]]


def read(response) -> tuple[Any, Parts]:
    """The JSON of a multipart answer, and the headers and content of each of its other parts."""
    assert response.status_code == 200
    return taken_apart(response.content, response["Content-Type"])


def taken_apart(body: bytes, content_type: str) -> tuple[Any, Parts]:
    """The JSON of a body that the store wrote, and the headers and content of each of its other parts."""
    kind, _, boundary = content_type.partition("; boundary=")
    assert kind == "multipart/mixed"
    start, end = f"--{boundary}\r\n".encode(), f"\r\n--{boundary}--\r\n".encode()
    assert body.startswith(start)
    assert body.endswith(end)
    assert body.count(f"--{boundary}".encode()) == body.count(start) + 1
    pieces = body.removesuffix(end).removeprefix(start).split(b"\r\n" + start)
    parts = []
    for piece in pieces:
        head, _, content = piece.partition(b"\r\n\r\n")
        parts.append((dict(line.split(": ", 1) for line in head.decode().split("\r\n")), content))
    headers, content = parts[0]
    assert headers == {"Content-Type": "application/json"}
    return json.loads(content), parts[1:]
