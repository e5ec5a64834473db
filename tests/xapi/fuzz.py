"""What nobody should send, as hypothesis strategies: what is nearly right, and what is not at all."""

import base64
import copy
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from tests.xapi.mixed import BOUNDARY, attachment, first, joined, part

RESOURCES = (
    "/xapi/statements",
    "/xapi/activities/state",
    "/xapi/activities/profile",
    "/xapi/agents/profile",
    "/xapi/activities",
    "/xapi/agents",
    "/xapi/about",
)
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
UUID = "39e24cc4-69af-4b01-a824-1fdc6ea8a3af"
AGENT = {"mbox": "mailto:camille@caf.example", "name": "Camille"}
ACTIVITY = "https://cours.example/module-1"
# No database index holds such a text, and nothing makes it shorter.
_LONG = "".join(hashlib.sha512(bytes([number])).hexdigest() for number in range(80))
LONG_IRI = f"https://x.example/{_LONG}"

# -- Values ------------------------------------------------------------------------------------------------------------

_TIMES = (
    "2026-11-20T10:00:00Z",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.999999-12:00",
    "0000-00-00T00:00:00Z",
    "2026-11-20T10:00:00+99:59",
    "2026-11-20T10:00:00-00:00",
    "2026-12-31T23:59:60Z",
    "2026-W53-7T10Z",
    "2026-366T10:00Z",
    "2026-11-20T10:00:00." + "9" * 5000 + "Z",
    "2026-11-20",
)
_TEXTS = ("", "\0", "a\0b", "\ud800", "é\udfff", "😀", "*", "null", _LONG, LONG_IRI, "%", "\r\n", "true", "ids")
_NUMBERS = (0, -1, 1, 2**63, -(2**63) - 1, 10**400, 1.5, 1e308, 2**53 + 1)


def _nested(levels: int) -> Any:
    value: Any = "end"
    for _ in range(levels):
        value = [value]
    return value


values: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(_NUMBERS),
    st.floats(allow_nan=True),
    st.sampled_from(_TEXTS),
    st.sampled_from(_TIMES),
    st.text(max_size=20),
    st.sampled_from([[], {}, [{}], {"": ""}, {"\ud800": 1}, {"id": LONG_IRI}, AGENT, _nested(70), _nested(63)]),
)

# -- Statements --------------------------------------------------------------------------------------------------------

_ACTIVITY = {
    "id": ACTIVITY,
    "definition": {
        "name": {"fr": "Module", "en-GB": "Module"},
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": "choice",
        "choices": [{"id": "a", "description": {"fr": "A"}}],
        "correctResponsesPattern": ["a"],
        "extensions": {"https://x.example/e": None},
    },
}
_GROUP = {"objectType": "Group", "member": [AGENT, {"account": {"homePage": "https://rh.example", "name": "a1"}}]}
_VERB = {"id": "http://adlnet.gov/expapi/verbs/experienced", "display": {"fr": "a vu"}}
_RICH = {
    "id": UUID,
    "actor": _GROUP,
    "verb": _VERB,
    "object": _ACTIVITY,
    "result": {"score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10}, "duration": "PT1M1.239S", "success": True},
    "context": {
        "registration": UUID,
        "instructor": AGENT,
        "team": _GROUP,
        "contextActivities": {"parent": {"id": "https://x.example/p"}, "other": [_ACTIVITY]},
        "revision": "1",
        "language": "fr",
        "statement": {"objectType": "StatementRef", "id": UUID},
        "contextAgents": [{"objectType": "contextAgent", "agent": AGENT}],
        "extensions": {"https://x.example/e": {"a": [1]}},
    },
    "timestamp": "2026-11-20T10:00:00+01:00",
    "version": "1.0.3",
    "authority": AGENT,
    "attachments": [attachment()],
}
_STATEMENTS = (
    {"actor": AGENT, "verb": _VERB, "object": {"id": ACTIVITY}},
    _RICH,
    {
        "actor": AGENT,
        "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
        "object": {"objectType": "StatementRef", "id": UUID},
    },
    {
        "actor": AGENT,
        "verb": _VERB,
        "object": {
            "objectType": "SubStatement",
            "actor": AGENT,
            "verb": _VERB,
            "object": _ACTIVITY,
            "timestamp": _TIMES[0],
        },
    },
)
_REPLACED = {
    "id": (LONG_IRI, UUID.upper(), "https://x.example/é"),
    "version": ("1.0.3-rc1.of-many-letters", "1.0.30000000000000", "2.0.0", "1.0.3-aaaaaaaaaaaaaaaaaaaaaaaa"),
    "timestamp": _TIMES,
    "duration": ("P" + "9" * 5000 + "D", "PT0,001S", "P1Y2M3DT4H5M6.7S", "P4W"),
    "name": ({"fr": "\ud800\0"}, "\ud800", "a\0b"),
    "display": ({"fr": "\ud800\0"}, {"x" * 70: "a"}),
    "sha2": ("0" * 64, "A" * 64),
    "length": (2**70, -1),
}


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in children for place in _places(child, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn, sources: tuple[Any, ...] = _STATEMENTS) -> Any:
    """One of `sources` with none to three changes anywhere."""
    built = [copy.deepcopy(draw(st.sampled_from(sources)))]
    for _ in range(draw(st.integers(0, 3))):
        *way, last = draw(st.sampled_from(_places(built)[1:] or [(0,)]))
        holder: Any = built
        for step in way:
            holder = holder[step]
        match draw(st.integers(0, 5)):
            case 0 if isinstance(holder, dict):
                del holder[last]
            case 1 if isinstance(holder, dict):
                holder[draw(st.sampled_from([*_TEXTS, *_REPLACED]))] = copy.deepcopy(draw(values))
            case 2 | 3:
                holder[last] = copy.deepcopy(draw(st.sampled_from(_REPLACED.get(last, _TEXTS))))
            case _:
                holder[last] = copy.deepcopy(draw(values))
        if not built:
            built = [None]
    return built[0]


@st.composite
def cut(draw: st.DrawFn, wholes: st.SearchStrategy[bytes]) -> bytes:
    """Octets, sometimes with some replaced, removed or repeated."""
    octets = bytearray(draw(wholes))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3])) if octets else 0):
        at = draw(st.integers(0, len(octets) - 1))
        octets[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
        if not octets:
            break
    return bytes(octets)


batches = st.lists(mutated(), max_size=4) | mutated()
json_bodies = cut(batches.map(lambda batch: json.dumps(batch).encode()))


def _multipart(batch: Any, contents: list[bytes]) -> bytes:
    return joined(first(batch), *(part(content) for content in contents))


multiparts = cut(
    st.builds(_multipart, batches, st.lists(st.sampled_from([b"", b"here is a simple attachment", b"x\r\n--y"])))
)

# -- Parameters --------------------------------------------------------------------------------------------------------

_RIGHT = {
    "agent": [json.dumps(AGENT), json.dumps(_GROUP), '{"objectType":"Group","mbox":"mailto:a@b.example"}'],
    "activityId": [ACTIVITY, LONG_IRI, "urn:é"],
    "stateId": ["d1", "\0", _LONG, "é"],
    "profileId": ["d1", "\0", _LONG, "é"],
    "registration": [UUID, UUID.upper()],
    "since": _TIMES,
    "until": _TIMES,
    "verb": ["http://adlnet.gov/expapi/verbs/experienced", LONG_IRI],
    "activity": [ACTIVITY],
    "related_agents": ["true", "false"],
    "related_activities": ["true", "false"],
    "ascending": ["true", "false"],
    "limit": ["0", "1", "500", "999999999999999999", "9" * 5000, "-1", "²", "1.0"],
    "format": ["ids", "exact", "canonical", "IDS"],
    "attachments": ["true", "false"],
    "statementId": [UUID],
    "voidedStatementId": [UUID],
    "cursor": ["", "a:b:c", ".eJw:1:x"],
    "method": ["GET", "PUT", "POST", "DELETE", "HEAD", "\r\n"],
}
# What each resource asks for, so that many requests go further than their parameters.
_WANTED = {
    "/xapi/statements": (),
    "/xapi/activities/state": ("activityId", "agent", "stateId"),
    "/xapi/activities/profile": ("activityId", "profileId"),
    "/xapi/agents/profile": ("agent", "profileId"),
    "/xapi/activities": ("activityId",),
    "/xapi/agents": ("agent",),
    "/xapi/about": (),
}
_agents = mutated((AGENT, _GROUP)).map(json.dumps)


def _value(name: str) -> st.SearchStrategy[str]:
    right = st.sampled_from(_RIGHT[name])
    wrong = st.sampled_from(_TEXTS) | st.text(max_size=10)
    return st.one_of(right, right, right, _agents if name == "agent" else wrong, wrong)


@st.composite
def parameters(draw: st.DrawFn, path: str, more: str) -> list[tuple[str, str]]:
    """`more` is a good cursor."""
    names = list(_WANTED[path])
    if path == "/xapi/statements":
        names += draw(st.lists(st.sampled_from(list(_RIGHT)[:-1]), max_size=3))
    names += draw(st.sampled_from([[], [], [], ["since"], ["registration"], ["method"], ["unknown"], names[:1]]))
    if names and draw(st.integers(0, 9)) == 0:
        names.pop()
    pairs = [(name, draw(_value(name) if name in _RIGHT else st.text(max_size=5))) for name in names]
    if path == "/xapi/statements" and draw(st.integers(0, 9)) == 0:
        return [("cursor", draw(cut(st.just(more.encode()))).decode("latin-1"))]
    return pairs


def query_of(pairs: list[tuple[str, str]]) -> str:
    """The pairs percent-encoded, half a surrogate pair too."""
    return "&".join(
        f"{quote(name, errors='surrogatepass')}={quote(value, errors='surrogatepass')}" for name, value in pairs
    )


# -- Headers -----------------------------------------------------------------------------------------------------------

# What a server lets through: Latin-1 without controls.
_header_text = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=30)
_VERSIONS = [
    "1.0.3",
    "1.0.3",
    "1.0.3",
    "2.0.0",
    "2.0.0",
    "1.0",
    "2.0.1",
    "3.0",
    "",
    "1.0.٣".encode().decode("latin-1"),
    None,
]
_TAGS = ["*", '"a"', 'W/"a"', "a", "", '"', '"' + "a" * 5000 + '"', None, None, None]
_TYPES = [
    "application/json",
    "application/json",
    "application/json; charset=latin-1",
    "APPLICATION/JSON",
    f'multipart/mixed; boundary="{BOUNDARY}"',
    f'multipart/mixed; boundary="{BOUNDARY}"',
    "multipart/mixed",
    "multipart/mixed; boundary*=utf-8''%ff",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "text/plain",
    "",
    "é",
]
_ACCEPTS = [
    "*/*",
    "application/json",
    "text/html",
    "text/plain",
    "text/plain;q=nan",
    "a/b;q=-1",
    "/",
    "*",
    ";;,,",
    None,
]
_LANGUAGES = ["fr", "*", "en;q=0.5, fr;q=inf", "fr;q=nan", ";q", None, None]
_AUTHORIZATIONS = [
    "",
    "Basic",
    "Basic ",
    "Basic é",
    "Basic =",
    "Basic YQ==",
    "Basic YTpi,Basic YTpi",
    "Bearer x",
    "basic /w==",
]


def _basic(credentials: bytes) -> str:
    return "Basic " + base64.b64encode(credentials).decode()


_authorizations = st.one_of(
    st.sampled_from(_AUTHORIZATIONS), _header_text.map("Basic {}".format), st.binary(max_size=40).map(_basic)
)


def _of(fixed: list[str | None]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.sampled_from(fixed), st.sampled_from(fixed), st.sampled_from(fixed), _header_text)


@st.composite
def headers(draw: st.DrawFn, credentials: str) -> dict[str, str]:
    trusted = draw(st.integers(0, 9)) > 0
    drawn = {
        "Authorization": credentials if trusted else draw(_authorizations),
        "X-Experience-API-Version": draw(st.sampled_from(_VERSIONS)),
        "If-Match": draw(_of(_TAGS)),
        "If-None-Match": draw(_of(_TAGS)),
        "Accept": draw(_of(_ACCEPTS)),
        "Accept-Language": draw(_of(_LANGUAGES)),
        "Content-Type": draw(_of(_TYPES)),
        "Prefer": draw(st.sampled_from(["handling=lenient", 'handling="lenient"; a, x', "handling=", None, None])),
        "Origin": draw(st.sampled_from(["https://a.example", None, None, None])),
    }
    return {name: value for name, value in drawn.items() if value is not None}


# -- Requests ----------------------------------------------------------------------------------------------------------


@dataclass
class Request:
    method: str
    path: str
    query: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@st.composite
def forms(draw: st.DrawFn, path: str, credentials: str, more: str) -> bytes:
    """A form of the alternate syntax."""
    pairs = draw(parameters(path, more))
    pairs += [(name, value) for name, value in draw(headers(credentials)).items() if draw(st.booleans())]
    pairs += [("content", draw(json_bodies).decode("latin-1"))]
    return query_of(pairs).encode()


@st.composite
def requests(draw: st.DrawFn, credentials: str, more: str) -> Request:
    path = draw(st.sampled_from(RESOURCES))
    method = draw(st.sampled_from([*METHODS, *METHODS, *METHODS, "OPTIONS", "PATCH", "TRACE", "get", "BREW"]))
    sent = draw(headers(credentials))
    if method == "POST" and draw(st.integers(0, 5)) == 0:
        query = "method=" + quote(draw(st.sampled_from(_RIGHT["method"])))
        sent |= {"Content-Type": "application/x-www-form-urlencoded", "X-Experience-API-Version": "1.0.3"}
        return Request("POST", path, query, sent, draw(cut(forms(path, credentials, more))))
    query = query_of(draw(parameters(path, more)))
    if draw(st.integers(0, 19)) == 0:
        query = draw(_header_text)
    if method in ("PUT", "POST") and draw(st.booleans()):
        kind = draw(st.integers(0, 1))
        sent["Content-Type"] = _TYPES[kind and 4]
        return Request(method, path, query, sent, draw(multiparts if kind else json_bodies))
    return Request(method, path, query, sent, draw(st.binary(max_size=50) | json_bodies))
