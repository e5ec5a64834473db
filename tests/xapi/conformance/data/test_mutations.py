"""Whatever is done to a valid statement, the answer is 200 or a 400 that says why; what is taken is given back."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import ACCOUNT, ACTIVITY, AGENT, ATTACHMENT, GROUP, REFERENCE, sub
from tests.xapi.conftest import client_for

CONTEXT = {
    "registration": "6f1c3c0a-5b0e-5a52-9d55-0d8a3c6a2f11",
    "team": {**GROUP, "name": "T"},
    "instructor": ACCOUNT,
    "contextActivities": {"parent": [ACTIVITY], "other": ACTIVITY},
    "language": "fr-FR",
    "statement": REFERENCE,
    "extensions": {"http://x.example/e": [1, None]},
}
RELATED = {
    "contextAgents": [{"objectType": "contextAgent", "agent": AGENT, "relevantTypes": ["http://x.example/t"]}],
    "contextGroups": [{"objectType": "contextGroup", "group": GROUP}],
}
RESULT = {"score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2}, "success": True, "duration": "PT1.5S"}
CHOICE = {"interactionType": "choice", "choices": [{"id": "a", "description": {"fr": "A"}}], "name": {"fr": "A"}}
SEEDS = [
    {"context": CONTEXT, "result": RESULT, "timestamp": "2026-01-01T00:00:00+01:00"},
    {"object": sub(context=CONTEXT, result=RESULT, timestamp="2026-01-01T00:00:00Z")},
    {"object": {**ACTIVITY, "definition": CHOICE}, "attachments": [ATTACHMENT], "version": "1.0.0", "actor": GROUP},
    {"object": REFERENCE, "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}, "authority": AGENT},
]
TEXTS = st.one_of(
    st.text(max_size=20),
    st.text(st.characters(), max_size=5),  # half surrogate pairs too
    st.sampled_from([
        "", "\0", "\ud800", "fr", "http://x.example/x", "Agent", "Group", "SubStatement", "mailto:a@b", "P1D", "-00:00",
        "2026-01-01T00:00:00-00:00", "0001-01-01T00:00:00+14:00", "9" * 400, "1.0.0", "2.0.0", "a" * 64, "x" * 9000,
    ]),
)  # fmt: skip
KEYS = st.one_of(st.sampled_from(["id", "objectType", "member", "mbox", "definition", "context", "fr", "name"]), TEXTS)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


def places(value, at=()):
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in pairs:
        yield (*at, key)
        yield from places(child, (*at, key))


@st.composite
def mutated(draw, seeds):
    """One of `seeds`, once or twice changed: a value replaced, removed, moved, added, or its key renamed."""
    found = statement(**copy.deepcopy(draw(st.sampled_from(seeds))))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.sampled_from(list(places(found))))
        holder = found
        for step in at[:-1]:
            holder = holder[step]
        value = draw(st.one_of(VALUES, st.sampled_from(seeds), st.just(holder[at[-1]])))
        change = draw(st.sampled_from(["replace", "remove", "add"]))
        if change == "remove":
            del holder[at[-1]]
        elif change == "add" and isinstance(holder, dict):
            holder[draw(KEYS)] = copy.deepcopy(value)
        elif change == "add":
            holder.append(copy.deepcopy(value))
        else:
            holder[at[-1]] = copy.deepcopy(value)
    return found


def comparable(sent, answered):
    """Both without what the store sets or completes."""
    left_out = {"id", "stored", "timestamp", "authority", "version"}
    return [{key: _arrays(value) for key, value in one.items() if key not in left_out} for one in (sent, answered)]


def _arrays(part):
    if not isinstance(part, dict):
        return part
    built = {**part, "context": _arrays(part["context"])} if "context" in part else dict(part)
    if part.get("objectType") == "SubStatement":
        built.pop("timestamp", None)
    if "contextActivities" in part:
        activities = part["contextActivities"]
        built["contextActivities"] = {kind: one if isinstance(one, list) else [one] for kind, one in activities.items()}
    return built


@pytest.mark.parametrize("spoken", ["1.0.3", "2.0.0"])
def test_a_mutated_statement_is_taken_as_it_is_or_refused_with_a_reason(db, spoken):
    lrs = client_for("mutations", version=spoken)
    context = CONTEXT if spoken == "1.0.3" else {**CONTEXT, **RELATED}
    seeds = [{**SEEDS[0], "context": context}, *SEEDS[1:]]
    counts = {200: 0, 400: 0}

    @settings(max_examples=120, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(mutated(seeds))
    def check(sent):
        response = lrs.post(sent)
        counts[response.status_code] += 1
        if response.status_code == 400:
            said = response.json()
            assert said["rule"]
            assert said["section"]
            return
        [made] = response.json()
        found = lrs.get(statementId=made)
        if found.status_code == 404:  # another one of them voids it
            found = lrs.get(voidedStatementId=made)
        expected, answered = comparable(json.loads(json.dumps(sent)), found.json())
        assert answered == expected

    check()
    assert min(counts.values()) > 5, counts
