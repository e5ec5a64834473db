"""Answers that refuse: each says where, which rule, and which section of the specification holds it."""

import functools
import json
from collections.abc import Callable
from typing import Any, NoReturn

from django.http import HttpResponse
from django.utils.html import format_html

from xapi import jsontext
from xapi.documents import UnmergeableError
from xapi.multipart import BadMultipartError
from xapi.services.documents import TooLargeError
from xapi.services.store import ConflictError, InvalidStatementError, VoidingForbiddenError
from xapi.validation import Invalid


class Problem(Exception):  # noqa: N818 - the answer to a request, not a failure of ours
    """An answer that refuses: `details` are members of its JSON beside `error`."""

    def __init__(self, status: int, error: str, *, headers: dict[str, str] | None = None, **details: Any) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.headers = headers or {}
        self.details = details

    @property
    def content(self) -> dict[str, Any]:
        return {"error": self.error, **self.details}

    def response(self, media_type: str = "application/json") -> HttpResponse:
        """The refusal in one of `MEDIA_TYPES` (part three, 3.2: the format is negotiated)."""
        content_type = media_type if media_type == "application/json" else f"{media_type}; charset=utf-8"
        # A place in what was sent may hold half a surrogate pair.
        body = MEDIA_TYPES[media_type](self.content).encode(errors="backslashreplace")
        return HttpResponse(body, status=self.status, content_type=content_type, headers=self.headers)


def _as_json(content: dict[str, Any]) -> str:
    return json.dumps(content)


def _as_text(content: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in content.items())


def _as_html(content: dict[str, Any]) -> str:
    page = '<!DOCTYPE html><html lang="en"><title>xAPI</title><h1>Refused</h1><pre>{}</pre></html>'
    return format_html(page, _as_text(content))


MEDIA_TYPES: dict[str, Callable[[dict[str, Any]], str]] = {
    "application/json": _as_json,
    "text/plain": _as_text,
    "text/html": _as_html,
}


def bad_request(error: str, *, rule: str, section: str, **details: Any) -> NoReturn:
    """Refuse with 400: the broken `rule` and the `section` of the specification that holds it."""
    raise Problem(400, error, rule=rule, section=section, **details)


# What a view may raise, beside `Problem`.
REFUSALS = (
    Problem,
    InvalidStatementError,
    Invalid,
    jsontext.BadJsonError,
    BadMultipartError,
    ConflictError,
    VoidingForbiddenError,
    UnmergeableError,
    TooLargeError,
)


@functools.singledispatch
def problem(error: Exception) -> Problem:
    """The answer to one of `REFUSALS`."""
    raise TypeError(f"no answer is known for {type(error)}")


@problem.register
def _(error: Problem) -> Problem:
    return error


@problem.register
def _(error: InvalidStatementError) -> Problem:
    return _invalid(error.reason, index=error.index)


@problem.register
def _(error: Invalid) -> Problem:
    return _invalid(error)


@problem.register
def _(error: jsontext.BadJsonError) -> Problem:
    return Problem(400, str(error), rule="json", section="2.2")


@problem.register
def _(error: BadMultipartError) -> Problem:
    return Problem(400, str(error), rule="multipart", section="1.5.2")


@problem.register
def _(error: ConflictError) -> Problem:
    return Problem(409, str(error), index=error.index)


@problem.register
def _(error: VoidingForbiddenError) -> Problem:
    return Problem(403, str(error), index=error.index, rule="voiding", section="2.3.2")


@problem.register
def _(error: UnmergeableError) -> Problem:
    return Problem(400, str(error), rule="merge", section="2.2")


@problem.register
def _(error: TooLargeError) -> Problem:
    return Problem(413, str(error), rule="size", section="3.2")


def _invalid(reason: Invalid, **details: Any) -> Problem:
    return Problem(400, reason.message, **details, pointer=reason.pointer, rule=reason.rule, section=reason.section)
