"""The statements resource and the about resource (part three, 2.1 and 2.8)."""

import functools
import re
from dataclasses import replace
from uuid import UUID

from django.core import signing
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date, urlencode

from xapi import cursors, jsontext, queries, vocabulary
from xapi.access import require
from xapi.attachments import Files, opened, with_attachments
from xapi.calls import Call
from xapi.cursors import Walk
from xapi.enums import Scope, Version
from xapi.formats import Format, formatted
from xapi.http import resource
from xapi.instance import instance_id
from xapi.jsontext import Received
from xapi.links import ifi_of
from xapi.multipart import JSON, MIXED, parse
from xapi.problems import Problem, bad_request, problem
from xapi.queries import Filter
from xapi.services import refused
from xapi.services.refused import Refusal
from xapi.services.store import StatementError, store_statements, store_what_is_valid
from xapi.validation import check_identified, check_iri, check_timestamp, check_uuid, moment

MAX_LIMIT = 500
_FILTERS = (
    "agent",
    "verb",
    "activity",
    "registration",
    "related_activities",
    "related_agents",
    "since",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
)
_SINGLE = ("statementId", "voidedStatementId")


@resource("GET", public=True)
def about(call: Call) -> HttpResponse:
    """What this store speaks: of each major version the latest, and the ones before it."""
    call.parameters([])
    versions = [Version.V2, Version.V1, "1.0.2", "1.0.1", "1.0.0"]
    extensions = {vocabulary.extension("instance"): instance_id()}
    return JsonResponse({"version": versions, "extensions": extensions})


@resource("GET", "PUT", "POST", consistent=True)
def statements(call: Call) -> HttpResponse:
    if call.method == "PUT":
        return _put(call)
    return _post(call) if call.method == "POST" else _get(call)


# -- Writing -----------------------------------------------------------------------------------------------------------


def _put(call: Call) -> HttpResponse:
    require(call.key, Scope.WRITE)
    wanted = call.parameters(["statementId"], required=["statementId"])
    check_uuid(wanted["statementId"], ())
    batch, is_array, files = _body(call)
    if is_array:
        bad_request("PUT takes one statement, not an array", rule="json", section="2.1.1")
    received = batch[0]
    given = received.data.setdefault("id", wanted["statementId"])
    if not isinstance(given, str) or given.lower() != wanted["statementId"].lower():
        bad_request("'id' differs from 'statementId'", rule="id", section="2.1.1", pointer="/id")
    store_statements(batch=[received], key=call.key, version=call.version, files=files)
    return HttpResponse(status=204)


def _post(call: Call) -> HttpResponse:
    require(call.key, Scope.WRITE)
    call.parameters([])
    batch, _, files = _body(call)
    if call.lenient:
        return _post_what_is_valid(call, batch, files)
    ids = store_statements(batch=batch, key=call.key, version=call.version, files=files)
    return _stored(ids)


def _post_what_is_valid(call: Call, batch: list[Received], files: Files) -> HttpResponse:
    """Each statement that is left out is kept by itself for the administrators."""
    ids, errors = store_what_is_valid(batch=batch, key=call.key, version=call.version, files=files)
    refused.keep(key=call.key, refusals=[_refusal(call, batch[error.index], error) for error in errors])
    response = _stored(ids)
    response["Preference-Applied"] = "handling=lenient"
    response["X-Refused-Statements"] = str(len(errors))
    return response


def _refusal(call: Call, statement: Received, error: StatementError) -> Refusal:
    headers = {**call.headers, "content-type": JSON}
    sent = replace(call.sent, headers=headers, body=jsontext.joined(statement.raw).encode())
    return Refusal(sent, problem(error))


def _stored(ids: list[UUID]) -> HttpResponse:
    return JsonResponse([str(one) for one in ids], safe=False)


def _body(call: Call) -> tuple[list[Received], bool, Files]:
    """The statements of the body, whether they are an array, and the data of their attachments."""
    if call.sent.content_type == MIXED:
        content, files = opened(parse(call.body, call.headers["content-type"]))
    elif call.sent.content_type == JSON:
        content, files = call.body, Files()
    else:
        bad_request(f"the content type must be {JSON} or {MIXED}", rule="content-type", section="1.5")
    return *jsontext.received(jsontext.decode(content)), files


# -- Reading -----------------------------------------------------------------------------------------------------------


def _get(call: Call) -> HttpResponse:
    mine = _only_mine(call)
    wanted = call.parameters([*_FILTERS, *_SINGLE, "cursor"])
    if "cursor" in wanted:
        return _next_page(call, mine)
    if any(name in wanted for name in _SINGLE):
        return _single(call, wanted, mine)
    chosen = replace(_filter(wanted, call.version), key=mine)
    limit = _limit(wanted.get("limit", "0"))
    within = queries.whole_range(chosen)
    walk = Walk(chosen, within, limit, _format(wanted), _boolean(wanted, "attachments"))
    return _page(call, walk)


def _only_mine(call: Call) -> int | None:
    """The key, when it may read no more than what was stored with it. Raises a 403 `Problem` when it may not even."""
    require(call.key, Scope.READ_MINE)
    return None if call.key.allows(Scope.READ) else call.key.pk


def _single(call: Call, wanted: dict[str, str], mine: int | None) -> HttpResponse:
    name, *others = [name for name in _SINGLE if name in wanted]
    others += [other for other in wanted if other in _FILTERS and other not in ("format", "attachments")]
    if others:
        bad_request(f"{others[0]!r} cannot go with {name!r}", rule="parameter", section="2.1.3", parameter=others[0])
    check_uuid(wanted[name], ())
    found = queries.statement(UUID(wanted[name]), voided=name == "voidedStatementId", key=mine)
    answer_format, attachments = _format(wanted), _boolean(wanted, "attachments")
    if found is None:
        raise Problem(404, "no such statement")
    [text] = formatted([found.payload], answer_format, call.headers.get("accept-language", ""))
    response = _answer(text, [found.seq] if attachments else None)
    response["Last-Modified"] = http_date(found.stored.timestamp())
    return response


def _next_page(call: Call, mine: int | None) -> HttpResponse:
    cursor = call.parameters(["cursor"])["cursor"]
    try:
        walk = cursors.load(cursor, key_id=call.key.pk)
    except signing.BadSignature:
        bad_request("this 'more' link is not one of yours", rule="cursor", section="2.5", parameter="cursor")
    # The scopes of a key may have changed since the page before.
    return _page(call, replace(walk, wanted=replace(walk.wanted, key=mine)))


def _page(call: Call, walk: Walk) -> HttpResponse:
    page = queries.page(walk.wanted, walk.within, walk.limit, attachments=walk.attachments)
    more = ""
    if page.rest:
        cursor = cursors.dump(replace(walk, within=page.rest), key_id=call.key.pk)
        more = f"{reverse('xapi:statements')}?{urlencode({'cursor': cursor})}"
    texts = formatted(page.payloads, walk.format, call.headers.get("accept-language", ""))
    body = f'{{"statements":[{",".join(texts)}],"more":"{more}"}}'
    return _answer(body, page.seqs if walk.attachments else None)


def _answer(text: str, attached: list[int] | None) -> HttpResponse:
    """The JSON `text`, in a multipart with the data of the statements `attached` when there is such a list."""
    if attached is None:
        return HttpResponse(text, content_type=JSON)
    body, content_type = with_attachments(text.encode(), queries.attached_to(attached))
    return HttpResponse(body, content_type=content_type)


def _filter(wanted: dict[str, str], version: Version) -> Filter:
    check_time = functools.partial(check_timestamp, version=version)
    for name, check in (
        ("verb", check_iri),
        ("activity", check_iri),
        ("registration", check_uuid),
        ("since", check_time),
        ("until", check_time),
    ):
        if name in wanted:
            check(wanted[name], (name,))
    return Filter(
        agent=_agent(wanted["agent"]) if "agent" in wanted else None,
        verb=wanted.get("verb"),
        activity=wanted.get("activity"),
        registration=UUID(wanted["registration"]) if "registration" in wanted else None,
        related_agents=_boolean(wanted, "related_agents"),
        related_activities=_boolean(wanted, "related_activities"),
        since=moment(wanted["since"]) if "since" in wanted else None,
        until=moment(wanted["until"]) if "until" in wanted else None,
        ascending=_boolean(wanted, "ascending"),
    )


def _agent(value: str) -> str | None:
    agent = jsontext.loads(value)
    check_identified(agent, ("agent",))
    return ifi_of(agent)


def _boolean(wanted: dict[str, str], name: str) -> bool:
    value = wanted.get(name, "false")
    if value not in ("true", "false"):
        bad_request(f"{name!r} is true or false", rule="parameter", section="2.1.3", parameter=name)
    return value == "true"


def _limit(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", value):
        bad_request("'limit' is a whole number, 0 or more", rule="parameter", section="2.1.3", parameter="limit")
    return min(int(value) or MAX_LIMIT, MAX_LIMIT)


def _format(wanted: dict[str, str]) -> Format:
    value = wanted.get("format", Format.EXACT)
    if value not in set(Format):
        bad_request("'format' is ids, exact or canonical", rule="parameter", section="2.1.3", parameter="format")
    return Format(value)
