"""multipart/mixed, read and written (RFC 2046, 5.1; xAPI 1.0.3, part three, 1.5.2). Octets are never touched.

Written here because no parser at hand does it: Python's `email` works on text and changes line ends, and those of the
web frameworks read form-data only.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.http import parse_header_parameters

JSON = "application/json"
MIXED = "multipart/mixed"
MAX_PARTS = 1000  # of one body
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)", re.DOTALL)


class BadMultipartError(ValueError):
    """The body is not the multipart that its content type announces."""


@dataclass(frozen=True)
class Part:
    """Names of `headers` are in lower case when read."""

    headers: Mapping[str, str]
    content: bytes


def parse(body: bytes, content_type: str) -> list[Part]:
    """The parts of `body`, sent with the header `content_type`. Raises `BadMultipartError`.

    Lines end with CRLF. A message whose first delimiter ends with a lone LF is read with LF everywhere: hashes say
    whether a content was understood.
    """
    delimiter = b"--" + re.escape(_boundary(content_type).encode())
    first = re.search(rb"(?:\A|\r?\n)" + delimiter + rb"[ \t]*(\r?\n)", body)
    if first is None:
        raise BadMultipartError("the boundary does not begin any line of the body")
    line_end = first[1]
    delimiters = re.compile(rb"(?:\A|%b)%b(--)?[ \t]*(?=%b|\Z)" % (line_end, delimiter, line_end))
    parts: list[Part] = []
    start = None
    for found in delimiters.finditer(body):
        if start is not None:
            parts.append(_part(body[start : found.start()], line_end))
        if len(parts) > MAX_PARTS:
            raise BadMultipartError(f"a body may hold {MAX_PARTS} parts")
        if found[1]:
            return parts
        start = found.end()
    raise BadMultipartError("the closing boundary is missing: the body is not whole")


def compose(parts: Sequence[Part]) -> tuple[bytes, str]:
    """A body made of `parts`, and its content type. Equal parts make an equal body."""
    boundary = _absent_from(parts)
    pieces: list[bytes] = []
    for part in parts:
        lines = [f"--{boundary}", *(f"{name}: {value}" for name, value in part.headers.items()), "", ""]
        pieces += ["\r\n".join(lines).encode(), part.content, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return b"".join(pieces), f"{MIXED}; boundary={boundary}"


def _boundary(content_type: str) -> str:
    boundary = parse_header_parameters(content_type)[1].get("boundary", "")
    if not _BOUNDARY.fullmatch(boundary):
        raise BadMultipartError("the content type needs a boundary of 1 to 70 of the characters that RFC 2046 allows")
    return boundary


def _part(block: bytes, line_end: bytes) -> Part:
    """`block` starts with the end of its delimiter's line."""
    head, _, content = block.partition(line_end * 2)
    unfolded = re.sub(line_end + rb"[ \t]+", b" ", head)
    headers: dict[str, str] = {}
    for line in unfolded.split(line_end):
        if not line:
            continue
        found = _HEADER.fullmatch(line)
        if found is None:
            raise BadMultipartError(f"this is no header of a part: {line[:40]!r}")
        name = found[1].decode().lower()
        if name in headers:
            raise BadMultipartError(f"a part has the header {name[:80]!r} twice")
        headers[name] = found[2].decode("latin-1").strip()
    return Part(headers, content)


def _absent_from(parts: Sequence[Part]) -> str:
    """A boundary that no content holds."""
    boundary = hashlib.sha256(parts[0].content).hexdigest()
    while any(boundary.encode() in part.content for part in parts):
        boundary = hashlib.sha256(boundary.encode()).hexdigest()
    return boundary
