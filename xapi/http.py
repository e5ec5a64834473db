"""What every xAPI resource shares: credentials, versions, parameters, and errors that say where and which rule."""

import base64
import binascii
import functools
import re
from collections.abc import Callable, Collection
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from xapi import jsontext
from xapi.enums import Scope
from xapi.models import ApiKey
from xapi.services.keys import find_key
from xapi.services.store import ConflictError, InvalidStatementError, VoidingForbiddenError
from xapi.validation import Invalid

VERSION = "1.0.3"
_VERSIONS = re.compile(r"1\.0(\.\d+)?", re.ASCII)

Resource = Callable[[HttpRequest, ApiKey], HttpResponse]


class Problem(Exception):  # noqa: N818 - the answer to a request, not a failure of ours
    """An answer that refuses: `details` are members of its JSON beside `error`."""

    def __init__(self, status: int, error: str, **details: Any) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.details = details

    def response(self) -> HttpResponse:
        response = JsonResponse({"error": self.error, **self.details}, status=self.status)
        if self.status == 401:
            response["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
        return response


def bad_request(error: str, *, rule: str, section: str, **details: Any) -> NoReturn:
    """Refuse with 400: the broken `rule` and the `section` of the specification that holds it."""
    raise Problem(400, error, rule=rule, section=section, **details)


def resource(*methods: str) -> Callable[[Resource], Callable[[HttpRequest], HttpResponse]]:
    """An xAPI resource: only its own Basic credentials count, never the session of a browser, hence no CSRF token."""

    def decorate(view: Resource) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @functools.wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            response = _answer(request, view, methods)
            return with_version(response)

        return answer

    return decorate


def with_version(response: HttpResponse) -> HttpResponse:
    response["X-Experience-API-Version"] = VERSION
    response["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, view: Resource, methods: Collection[str]) -> HttpResponse:
    if request.method not in methods:
        return HttpResponseNotAllowed(methods)
    try:
        key = authenticate(request)
        _check_version(request)
        return view(request, key)
    except _REFUSALS as error:
        return _problem(error).response()


_REFUSALS = (
    Problem,
    InvalidStatementError,
    Invalid,
    jsontext.BadJsonError,
    ConflictError,
    VoidingForbiddenError,
    RequestDataTooBig,
)


@functools.singledispatch
def _problem(error: Exception) -> Problem:
    raise TypeError(f"no answer is known for {type(error)}")


@_problem.register
def _(error: Problem) -> Problem:
    return error


@_problem.register
def _(error: InvalidStatementError) -> Problem:
    return _invalid(error.reason, index=error.index)


@_problem.register
def _(error: Invalid) -> Problem:
    return _invalid(error)


@_problem.register
def _(error: jsontext.BadJsonError) -> Problem:
    return Problem(400, str(error), rule="json", section="2.2")


@_problem.register
def _(error: ConflictError) -> Problem:
    return Problem(409, str(error), index=error.index)


@_problem.register
def _(error: VoidingForbiddenError) -> Problem:
    return Problem(403, str(error), rule="voiding", section="2.3.2")


@_problem.register
def _(error: RequestDataTooBig) -> Problem:
    return Problem(413, "the request is larger than this store accepts")


def _invalid(reason: Invalid, **details: Any) -> Problem:
    return Problem(400, reason.message, **details, pointer=reason.pointer, rule=reason.rule, section=reason.section)


def authenticate(request: HttpRequest) -> ApiKey:
    """The key whose credentials the request carries. Raises a 401 `Problem`."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        raise Problem(401, "Basic credentials are required")
    try:
        username, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Problem(401, "the credentials cannot be read") from None
    key = find_key(username=username, secret=secret)
    if key is None:
        raise Problem(401, "unknown credentials")
    return key


def require(key: ApiKey, scope: Scope) -> None:
    """Raise a 403 `Problem` unless `key` allows `scope`."""
    if not key.allows(scope):
        raise Problem(403, f"this key lacks the scope {scope.value}")


def _check_version(request: HttpRequest) -> None:
    version = request.headers.get("X-Experience-API-Version")
    if version is None:
        bad_request("the header X-Experience-API-Version is missing", rule="version", section="3.3")
    if not _VERSIONS.fullmatch(version):
        bad_request(f"version {version[:20]!r} is not supported: use {VERSION}", rule="version", section="3.3")


def parameters(request: HttpRequest, known: Collection[str]) -> dict[str, str]:
    """The query parameters, each known and given once. Raises a 400 `Problem`."""
    found = {}
    for name, values in request.GET.lists():
        if name not in known:
            close = next((one for one in known if one.lower() == name.lower()), None)
            hint = f": did you mean {close!r}?" if close else ""
            bad_request(f"unknown parameter {name[:80]!r}{hint}", rule="parameter", section="3.2", parameter=name[:80])
        if len(values) > 1:
            bad_request(f"parameter {name!r} is given twice", rule="parameter", section="3.2", parameter=name)
        found[name] = values[0]
    return found
