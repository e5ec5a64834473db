"""The document resources: state, agent profiles, activity profiles (part three, 2.2, 2.3, 2.6, 2.7).

One mechanism for the three: a `Shelf` says in which they differ.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from xapi import jsontext
from xapi.access import require
from xapi.calls import Call
from xapi.conditions import Conditions
from xapi.documents import Content, Context, Place
from xapi.enums import DocumentKind, Scope, Version
from xapi.http import Resource, answer, resource
from xapi.links import named_agent
from xapi.problems import Problem, bad_request
from xapi.queries import document_at, document_ids
from xapi.services.documents import Check, delete_document, delete_documents, post_document, put_document
from xapi.validation import Invalid, check_iri, check_timestamp, check_uuid, moment
from xapi.validation.agents import check_agent

_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+[ \t]*(;[\x20-\x7e\t]*)?", re.ASCII)
# Whatever a client stored, it never acts as a page of this site.
_HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": "attachment",
}


@dataclass(frozen=True)
class Unconditional:
    """The refusals of a PUT without If-Match and If-None-Match, over a document and of a new one; None: it is done."""

    over: int | None
    new: int | None


@dataclass(frozen=True)
class Shelf:
    """A document resource: its parameters, its scopes, and its answer to a PUT without conditions."""

    kind: DocumentKind
    section: str
    id_name: str
    about: tuple[str, ...]
    optional: tuple[str, ...]
    read: Scope
    write: Scope
    unconditional: dict[Version, Unconditional]
    deletes_all: bool = False


_ALLOWED = Unconditional(None, None)
# 1.0.3 wants a client to send a condition (3.1) and its tests a 400 without; those of 2.0 want a 409 for state too.
_PROFILE = {Version.V1: Unconditional(409, 400), Version.V2: Unconditional(409, None)}
_STATE = {Version.V1: _ALLOWED, Version.V2: Unconditional(409, None)}

SHELVES = {
    shelf.kind: shelf
    for shelf in (
        Shelf(
            kind=DocumentKind.STATE,
            section="2.3",
            id_name="stateId",
            about=("activityId", "agent"),
            optional=("registration",),
            read=Scope.STATE_READ,
            write=Scope.STATE,
            unconditional=_STATE,
            deletes_all=True,
        ),
        Shelf(
            kind=DocumentKind.ACTIVITY_PROFILE,
            section="2.7",
            id_name="profileId",
            about=("activityId",),
            optional=(),
            read=Scope.PROFILE_READ,
            write=Scope.PROFILE,
            unconditional=_PROFILE,
        ),
        Shelf(
            kind=DocumentKind.AGENT_PROFILE,
            section="2.6",
            id_name="profileId",
            about=("agent",),
            optional=(),
            read=Scope.PROFILE_READ,
            write=Scope.PROFILE,
            unconditional=_PROFILE,
        ),
    )
}


def documents(kind: DocumentKind) -> Resource:
    """The resource of the documents of `kind`."""
    shelf = SHELVES[kind]

    @resource("GET", "PUT", "POST", "DELETE")
    def view(call: Call) -> HttpResponse:
        reading = call.method in ("GET", "HEAD")
        require(call.key, shelf.read if reading else shelf.write)
        return _VIEWS[call.method](call, shelf)

    return view


def _get(call: Call, shelf: Shelf) -> HttpResponse:
    wanted = call.parameters([*shelf.about, *shelf.optional, shelf.id_name, "since"], shelf.about)
    context = _context(wanted, shelf)
    since = wanted.get("since")
    if since is not None:
        check_timestamp(since, ("since",), call.version)
    if shelf.id_name in wanted:
        return _one(call, Place(context, wanted[shelf.id_name]))
    ids = document_ids(context, since=moment(since) if since else None)
    return answer(call, ids.text.encode(), modified=ids.updated)


def _one(call: Call, place: Place) -> HttpResponse:
    found = document_at(place).first()
    if found is None:
        raise Problem(404, "no such document")
    response = answer(call, bytes(found.content), modified=found.updated, content_type=found.content_type)
    for name, value in _HARMLESS.items():
        response[name] = value
    return response


def _put(call: Call, shelf: Shelf) -> HttpResponse:
    place, content = _sent(call, shelf)
    put_document(place=place, content=content, check=_check(call, shelf.unconditional[call.version]))
    return HttpResponse(status=204)


def _post(call: Call, shelf: Shelf) -> HttpResponse:
    place, content = _sent(call, shelf)
    post_document(place=place, content=content, check=_check(call))
    return HttpResponse(status=204)


def _delete(call: Call, shelf: Shelf) -> HttpResponse:
    """One document, absent already or not; of states, all those of a context too."""
    required = shelf.about if shelf.deletes_all else (*shelf.about, shelf.id_name)
    wanted = call.parameters([*shelf.about, *shelf.optional, shelf.id_name], required)
    context = _context(wanted, shelf)
    if shelf.id_name in wanted:
        delete_document(place=Place(context, wanted[shelf.id_name]), check=_check(call))
    else:
        delete_documents(context=context, check=_check(call))
    return HttpResponse(status=204)


_VIEWS: dict[str, Callable[[Call, Shelf], HttpResponse]] = {
    "GET": _get,
    "HEAD": _get,
    "PUT": _put,
    "POST": _post,
    "DELETE": _delete,
}


# -- What was sent -----------------------------------------------------------------------------------------------------


def agent_of(value: str) -> dict[str, Any]:
    """The agent, never a group, of an `agent` parameter."""
    found: dict[str, Any] = jsontext.loads(value)
    try:
        check_agent(found)
    except Invalid as reason:
        raise reason.under("agent") from None
    return found


def _context(wanted: dict[str, str], shelf: Shelf) -> Context:
    for name, value in wanted.items():
        if "\0" in value:
            bad_request(f"{name!r} holds a NUL", rule="parameter", section=shelf.section, parameter=name)
    if "activityId" in wanted:
        check_iri(wanted["activityId"], ("activityId",))
    if "registration" in wanted:
        check_uuid(wanted["registration"], ("registration",))
    return Context(
        kind=shelf.kind,
        activity=wanted.get("activityId"),
        agent=named_agent(agent_of(wanted["agent"])) if "agent" in wanted else None,
        registration=UUID(wanted["registration"]) if "registration" in wanted else None,
    )


def _sent(call: Call, shelf: Shelf) -> tuple[Place, Content]:
    """Where to keep what, of a PUT or a POST. What says that it is JSON has to be (3.2)."""
    required = [*shelf.about, shelf.id_name]
    wanted = call.parameters([*required, *shelf.optional], required)
    place = Place(_context(wanted, shelf), wanted[shelf.id_name])
    content = Content(call.body, call.headers.get("content-type", "").strip() or "application/octet-stream")
    if not _MEDIA_TYPE.fullmatch(content.media_type):
        bad_request("the content type is not a media type", rule="content-type", section="3.2")
    if content.is_json:
        jsontext.loads(jsontext.decode(content.body))
    return place, content


# -- Conditions (3.1) --------------------------------------------------------------------------------------------------


def _check(call: Call, without: Unconditional = _ALLOWED) -> Check:
    """The conditions of `call`; `without` says what to do when it has none."""
    conditions = Conditions.of(call.headers)

    def check(etag: str | None) -> None:
        if not conditions.any:
            _check_unconditional(without, etag)
        elif not conditions.hold(etag):
            now = f'its ETag is "{etag}"' if etag else "there is none"
            raise Problem(412, f"the document is not as your condition says: {now}", rule="condition", section="3.1")

    return check


def _check_unconditional(without: Unconditional, etag: str | None) -> None:
    if etag is None and without.new:
        explanation = "a PUT needs the header If-Match or If-None-Match: for a new document send If-None-Match: *"
        raise Problem(without.new, explanation, rule="condition", section="3.1")
    if etag is not None and without.over:
        explanation = (
            "a document is already there: check its current state with a GET, "
            "then set the header If-Match to its current ETag to replace it"
        )
        raise Problem(without.over, explanation, rule="condition", section="3.1")
