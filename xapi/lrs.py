"""Another Learning Record Store, through tincan's client with what it lacks: time-outs, a limit to what is read, and a
refusal to go where an address must not lead (no redirection is followed; private addresses need a setting)."""

import base64
import http.client
import ipaddress
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings
from tincan import RemoteLRS
from tincan.http_request import HTTPRequest
from tincan.lrs_response import LRSResponse

from xapi.attachments import with_attachments
from xapi.enums import Version
from xapi.queries import Attached

MAX_ANSWER = 2_000_000
TOTAL_SECONDS = 60


class UnreachableError(Exception):
    """No whole answer came: no connection, a time-out, a connection cut, or no HTTP."""


class ForbiddenAddressError(UnreachableError):
    """The address leads where this site must not go."""


@dataclass(frozen=True)
class Answer:
    """What a store answered. `retry_after` is in seconds, when it says so."""

    status: int
    body: str
    retry_after: float | None = None

    @property
    def excerpt(self) -> str:
        """The start of the body, as a reason to show."""
        return storable(self.body[:500])


class _Post(HTTPRequest):
    """tincan's request makes text of its content, which is sent in Latin-1 then: octets stay octets here."""

    @property
    def content(self) -> bytes | None:
        return self._content

    @content.setter
    def content(self, value: bytes | None) -> None:
        self._content = value


class Store(RemoteLRS):
    """tincan's client for one store."""

    def __init__(self, *, endpoint: str, username: str, secret: str, version: str = Version.V1) -> None:
        credentials = base64.b64encode(f"{username}:{secret}".encode()).decode()
        super().__init__(endpoint=endpoint, version=version, auth=f"Basic {credentials}")

    @property
    def version(self) -> str:
        """The version of xAPI spoken: tincan's own takes 1.0 only."""
        return self._version

    @version.setter
    def version(self, value: str) -> None:
        self._version = value

    def send(self, statements: list[str], attached: Sequence[Attached] = ()) -> Answer:
        """POST a batch, each statement as its own text: another writing of a number would be another statement. With
        data of attachments it goes as multipart (part three, 1.5.2)."""
        content = f"[{','.join(statements)}]".encode()
        content_type = "application/json; charset=utf-8"
        if attached:
            content, content_type = with_attachments(content, attached)
        headers = {"Content-Type": content_type}
        return self._answer(_Post(method="POST", resource="statements", headers=headers, content=content))

    def fetch(self, statement_id: str, *, voided: bool = False) -> Answer:
        """GET one statement."""
        parameter = "voidedStatementId" if voided else "statementId"
        query = {parameter: statement_id}
        return self._answer(HTTPRequest(method="GET", resource="statements", query_params=query))

    def describe(self) -> Answer:
        """GET the about resource."""
        return self._answer(HTTPRequest(method="GET", resource="about"))

    def _answer(self, request: HTTPRequest) -> Answer:
        answered = self._send_request(request)
        retry_after = _seconds(answered.response.getheader("Retry-After"))
        return Answer(answered.response.status, answered.data, retry_after)

    def _send_request(self, request: HTTPRequest) -> LRSResponse:
        """What tincan calls for each of its methods. Raises `UnreachableError`."""
        url = urlsplit(self.endpoint + request.resource)
        connection = _connection(url)
        try:
            connection.connect()
            connection.sock.settimeout(settings.XAPI_TIMEOUT_SECONDS[1])
            connection.request(
                request.method, _path(url, request), body=request.content, headers=self._headers(request)
            )
            response = connection.getresponse()
            data = _read(response)
        except ForbiddenAddressError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UnreachableError(storable(f"{type(error).__name__}: {error}")) from error
        finally:
            connection.close()
        text = data.decode(errors="replace")  # tincan would raise on what is not UTF-8
        return LRSResponse(success=200 <= response.status < 300, request=request, response=response, data=text)

    def _headers(self, request: HTTPRequest) -> dict[str, str]:
        return {
            "X-Experience-API-Version": self.version,
            "Authorization": self.auth,
            "Accept": "application/json",
            **request.headers,
        }


def storable(text: str) -> str:
    """What others sent, as a text that the database takes."""
    return text.replace("\0", "").strip()


def _path(url: SplitResult, request: HTTPRequest) -> str:
    query = urlencode(request.query_params)
    return f"{url.path}?{query}" if query else url.path


def _connection(url: SplitResult) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    host = url.hostname or ""
    if url.scheme != "https" and host not in settings.XAPI_TRUSTED_TARGETS:
        raise ForbiddenAddressError("https is required")
    connection = kind(host, url.port, timeout=settings.XAPI_TIMEOUT_SECONDS[0])
    # The name is resolved once, checked, and the address that was checked is the one connected to.
    connection._create_connection = _checked_connection  # type: ignore[attr-defined] # noqa: SLF001 - its only hook
    return connection


def _checked_connection(address: tuple[str, int], *args: Any) -> socket.socket:
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    allowed = [one for one in addresses if host in settings.XAPI_TRUSTED_TARGETS or _is_public(one)]
    if not allowed:
        raise ForbiddenAddressError("the address is not a public one")
    return socket.create_connection((allowed[0], port), *args)


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast


def _read(response: http.client.HTTPResponse) -> bytes:
    """The whole body, within limits of size and time. Raises `HTTPException` when some of it is missing."""
    deadline = time.monotonic() + TOTAL_SECONDS
    expected = response.length
    data = bytearray()
    while chunk := response.read1(65_536):
        data += chunk
        if len(data) > MAX_ANSWER or time.monotonic() > deadline:
            raise http.client.HTTPException("the answer is too long")
    if expected is not None and len(data) < expected:
        raise http.client.IncompleteRead(bytes(data), expected - len(data))
    return bytes(data)


def _seconds(retry_after: str | None) -> float | None:
    """A Retry-After header, a number of seconds or a date, in seconds from now."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
