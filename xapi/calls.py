"""One call of the API, however it was sent: the usual way or in the alternate syntax (xAPI 1.0.3, part three, 1.3)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from gunicorn.http.errors import ParseException

from cms.accounts.throttling import client_address
from xapi.enums import Version
from xapi.models import ApiKey
from xapi.problems import Problem, bad_request

FORM = "application/x-www-form-urlencoded"
VERSION_HEADER = "x-experience-api-version"
_VERSIONS = {
    Version.V1: re.compile(r"1\.0(\.\d+)?", re.ASCII),
    Version.V2: re.compile(r"2\.0(\.\d+)?", re.ASCII),
}
# The headers that come as form parameters in the alternate syntax.
_FORM_HEADERS = {
    "authorization",
    VERSION_HEADER,
    "content-type",
    "content-length",
    "if-match",
    "if-none-match",
}
_HANDLING = re.compile(r'(?:^|[,\s])handling\s*=\s*"?(lenient|strict)\b', re.IGNORECASE | re.ASCII)
_MAX_PARAMETERS = 100
_MAX_DRAINED = 100_000_000  # octets
_PIECE = 65_536
_LONGEST_LENGTH = 18  # digits of a Content-Length: Python reads no number of thousands of them


def version_asked(header: str) -> Version | None:
    """The version that a version header asks for; None when it is not spoken here (part three, 3.3)."""
    return next((version for version, pattern in _VERSIONS.items() if pattern.fullmatch(header)), None)


@dataclass(frozen=True)
class Sent:
    """What came in, before anybody asked who sends it. Names of `headers` are in lower case; `address` is where the
    request comes from."""

    method: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    address: str = ""

    @property
    def version(self) -> Version | None:
        return version_asked(self.headers.get(VERSION_HEADER, ""))

    @property
    def content_type(self) -> str:
        """The media type of the body, in lower case, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Call:
    """A request with the key that it is allowed by, and the version that it speaks."""

    sent: Sent
    key: ApiKey
    version: Version

    @property
    def method(self) -> str:
        return self.sent.method

    @property
    def headers(self) -> Mapping[str, str]:
        return self.sent.headers

    @property
    def lenient(self) -> bool:
        """Whether the client wants the valid part of a batch stored (RFC 7240, 4.4); else its key says so."""
        asked = _HANDLING.search(self.headers.get("prefer", ""))
        return asked[1].lower() == "lenient" if asked else self.key.lenient

    @property
    def body(self) -> bytes:
        return self.sent.body

    def parameters(self, known: Collection[str], required: Collection[str] = ()) -> dict[str, str]:
        """The query parameters: each of `known`, given once, all the `required` there. Raises a 400 `Problem`."""
        found: dict[str, str] = {}
        for name, value in self.sent.parameters:
            if name not in known:
                _refuse_unknown(name, known)
            if name in found:
                bad_request(f"parameter {name!r} is given twice", rule="parameter", section="3.2", parameter=name)
            found[name] = value
        for name in required:
            if name not in found:
                bad_request(f"parameter {name!r} is missing", rule="parameter", section="3.2", parameter=name)
        return found


def _refuse_unknown(name: str, known: Collection[str]) -> None:
    close = next((one for one in known if one.lower() == name.lower()), None)
    hint = f": did you mean {close!r}?" if close else ""
    bad_request(f"unknown parameter {name[:80]!r}{hint}", rule="parameter", section="3.2", parameter=name[:80])


def sent_by(request: HttpRequest) -> Sent:
    """What `request` sends. Raises a 400 or 413 `Problem`."""
    sent = Sent(
        method=request.method or "",
        path=request.path,
        parameters=_parsed(request.META.get("QUERY_STRING", ""), "the query"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=_body(request),
        address=client_address(request) or "",
    )
    alternate = sent.method == "POST" and any(name == "method" for name, _ in sent.parameters)
    return _unfolded(sent) if alternate and sent.version != Version.V2 else sent


def _parsed(text: str, what: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS))
    except UnicodeDecodeError:
        bad_request(f"{what} is not UTF-8", rule="encoding", section="1.4")
    except ValueError:
        bad_request(f"{what} has too many parameters", rule="parameter", section="3.2")


def _unfolded(sent: Sent) -> Sent:
    """The call that a form of the alternate syntax stands for."""
    if len(sent.parameters) > 1:
        bad_request("'method' must be the only query parameter", rule="alternate-syntax", section="1.3")
    if sent.content_type not in (FORM, "", "text/plain"):
        bad_request(f"the content type must be {FORM}", rule="alternate-syntax", section="1.3")
    try:
        form = _parsed(sent.body.decode(), "the form")
    except UnicodeDecodeError:
        bad_request("the form is not UTF-8", rule="encoding", section="1.4")
    headers = {name: value for name, value in sent.headers.items() if name not in ("content-type", "content-length")}
    headers["content-type"] = "application/json"  # the usual one (1.5), as the form does not have to say it
    headers |= {name.lower(): value for name, value in form if name.lower() in _FORM_HEADERS}
    unfolded = Sent(
        method=sent.parameters[0][1],
        path=sent.path,
        parameters=tuple(pair for pair in form if pair[0] != "content" and pair[0].lower() not in _FORM_HEADERS),
        headers=headers,
        body=next((value for name, value in form if name == "content"), "").encode(),
        address=sent.address,
    )
    if unfolded.version == Version.V2:
        bad_request("xAPI 2.0 has no alternate request syntax", rule="alternate-syntax", section="1.3")
    return unfolded


def _body(request: HttpRequest) -> bytes:
    """The whole body, with or without a declared length. Raises a 400 or 413 `Problem`."""
    limit = settings.XAPI_MAX_BODY_BYTES
    length = request.headers.get("Content-Length", "")
    declared = int(length[:_LONGEST_LENGTH]) if length.isdecimal() else 0
    # Without a length Django reads nothing; the server says when it ends a chunked body itself.
    chunked = not length and request.META.get("wsgi.input_terminated")
    stream = request.META["wsgi.input"] if chunked else request
    try:
        body: bytes = b"" if declared > limit else stream.read(limit + 1)
        if max(declared, len(body)) > limit:
            _drain(stream)
            raise Problem(413, f"a request may hold {limit} bytes", rule="size", section="3.2")
    except (OSError, ParseException):
        _refuse_partial()
    if len(body) < declared:
        _refuse_partial()
    return body


def _drain(stream: Any) -> None:
    """Read what the client still sends, within reason: only then it reads the answer, and may go on with the
    connection."""
    left = _MAX_DRAINED
    while left > 0 and (piece := stream.read(min(left, _PIECE))):
        left -= len(piece)


def _refuse_partial() -> NoReturn:
    bad_request("the body is not whole, or not in the chunks that it announces", rule="body", section="3.2")
