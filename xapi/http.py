"""What every xAPI resource shares: who may call it, in which version, and how it refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from xapi import clock
from xapi.access import authenticate
from xapi.calls import VERSION_HEADER, Call, Sent, sent_by, version_asked
from xapi.conditions import Conditions
from xapi.documents import etag_of
from xapi.enums import Version
from xapi.models import ApiKey
from xapi.multipart import JSON
from xapi.problems import MEDIA_TYPES, REFUSALS, Problem, bad_request, problem
from xapi.services import refused

View = Callable[[Call], HttpResponse]


@dataclass(frozen=True)
class Resource:
    """An xAPI resource: a view of `Call`, its methods, and whether each answer says up to when everything stored can be
    read. Only its own Basic credentials count, never the session of a browser; a `public` one needs neither credentials
    nor a version (part three, 2.8)."""

    view: View
    methods: tuple[str, ...]
    consistent: bool
    public: bool

    csrf_exempt: ClassVar[bool] = True

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # It speaks for a time before the request is answered.
        consistent = clock.consistent_through() if self.consistent else None
        media_type = request.get_preferred_type(list(MEDIA_TYPES)) or JSON
        try:
            response = self.perform(sent_by(request), media_type=media_type)
        except Problem as error:
            version = version_asked(request.headers.get(VERSION_HEADER, "")) or Version.V1
            response = with_version(error.response(media_type), version)
        if response.status_code >= 400:
            refused.count(status=response.status_code)
        if consistent:
            response["X-Experience-API-Consistent-Through"] = clock.text(consistent)
        return without_body(response) if request.method == "HEAD" else response

    def perform(self, sent: Sent, *, key: ApiKey | None = None, media_type: str = JSON) -> HttpResponse:
        """The answer to `sent`, made by `key`, or else by the credentials that it carries: then a refusal is kept for
        the administrators. Refusals are written in `media_type`. The answer to HEAD is that to GET, body included."""
        version = sent.version or Version.V1
        comes_in = key is None and not self.public
        try:
            if sent.method not in self.methods:
                raise Problem(405, "this resource has no such method", headers={"Allow": ", ".join(self.methods)})
            if self.public:
                key = ApiKey(scopes=[])
            else:
                key = key or authenticate(sent)
                version = sent.version or Version(key.default_version)
                _check_version(sent)
            response = self.view(Call(sent, key, version))
            if sent.method in ("GET", "HEAD"):
                response.setdefault("ETag", f'"{etag_of(response.content)}"')
        except REFUSALS as error:
            told = problem(error)
            response = told.response(media_type)
            if key and comes_in and refused.is_kept(told.status):
                refused.keep(key=key, refusals=[refused.Refusal(sent, told)])
        return with_version(response, version)


def resource(*methods: str, consistent: bool = False, public: bool = False) -> Callable[[View], Resource]:
    """A view as a :class:`Resource`; HEAD goes where GET goes (part three, 1.1)."""
    heads = ("HEAD",) if "GET" in methods else ()

    def decorate(view: View) -> Resource:
        return Resource(view, (*methods, *heads), consistent, public)

    return decorate


def answer(call: Call, body: bytes, *, modified: datetime | None = None, content_type: str = JSON) -> HttpResponse:
    """`body`, with its ETag (part three, 3.1) and the time of its last change; a 304 to whoever has it already."""
    etag = etag_of(body)
    if Conditions.of(call.headers).known(etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=content_type)
    response["ETag"] = f'"{etag}"'
    if modified:
        response["Last-Modified"] = http_date(modified.timestamp())
    return response


def without_body(response: HttpResponse) -> HttpResponse:
    """The answer to HEAD, with all the headers of the answer to GET (RFC 9110, 9.3.2)."""
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def with_version(response: HttpResponse, version: Version) -> HttpResponse:
    response["X-Experience-API-Version"] = version.value
    response["Cache-Control"] = "no-store"
    return response


def _check_version(sent: Sent) -> None:
    asked = sent.headers.get(VERSION_HEADER)
    if asked is None:
        bad_request("the header X-Experience-API-Version is missing", rule="version", section="3.3")
    if sent.version is None:
        spoken = " or ".join(Version.values)
        bad_request(f"version {asked[:20]!r} is not supported: use {spoken}", rule="version", section="3.3")
