"""Any sequence of operations on documents leaves what a dictionary would hold."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.xapi.conformance.documents import RESOURCES, Documents
from tests.xapi.conftest import XapiClient

REGISTRATION = "39e24cc4-69af-4b01-a824-1fdc6ea8a3af"
JSON, OTHER = "application/json", "application/octet-stream"
Place = tuple[str, str | None, str]  # the resource, the registration, the id

_places: st.SearchStrategy[Place] = st.sampled_from(
    [
        *((name, None, doc_id) for name in RESOURCES for doc_id in ("a", "é b/c?")),
        ("state", REGISTRATION, "a"),
    ]
)
_objects = st.dictionaries(
    st.sampled_from(["x", "y", "z", "é"]) | st.text(max_size=3),
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just({"deep": [1.5]}),
    max_size=3,
)
_contents = st.one_of(
    *[st.tuples(_objects.map(lambda one: json.dumps(one).encode()), st.just(JSON))] * 3,
    st.tuples(st.sampled_from([b"[1]", b"3"]), st.just(JSON)),
    st.tuples(st.binary(max_size=9), st.just(OTHER)),
)
# The precondition that a client sends: by its name, from the ETag that it should know.
CONDITIONS: dict[str, Callable[[str | None], dict[str, str]]] = {
    "none": lambda etag: {},
    "new": lambda etag: {"If-None-Match": "*"},
    "any": lambda etag: {"If-Match": "*"},
    "current": lambda etag: {"If-Match": etag or '"never"'},
    "stale": lambda etag: {"If-Match": '"stale"'},
    "changed": lambda etag: {"If-None-Match": etag or '"never"'},
}
_conditions = st.sampled_from(list(CONDITIONS))


def _holds(condition: str, *, there: bool) -> bool:
    return {
        "none": True,
        "new": not there,
        "any": there,
        "current": there,
        "stale": False,
        "changed": not there,
    }[condition]


def _is_object(content: tuple[bytes, str]) -> bool:
    return content[1] == JSON and isinstance(json.loads(content[0]), dict)


class Machine(RuleBasedStateMachine):
    """Speaks through `lrs`; each run starts from an empty store."""

    lrs: ClassVar[XapiClient]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[Place, tuple[bytes, str]] = {}
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def call(self, method: str, place: Place, condition: str = "none", content: Any = (b"", JSON)) -> int:
        name, registration, doc_id = place
        documents = Documents(self.lrs, name)
        there = documents.get(doc_id, registration=registration)
        etag = there.headers["ETag"] if there.status_code == 200 else None
        response = documents.call(
            method, doc_id, content[0], content[1], CONDITIONS[condition](etag), registration=registration
        )
        return response.status_code

    @rule(place=_places, condition=_conditions, content=_contents, version=st.sampled_from(["1.0.3", "2.0.0"]))
    def put(self, place: Place, condition: str, content: tuple[bytes, str], version: str) -> None:
        self.lrs.headers["X-Experience-API-Version"] = version
        there = place in self.kept
        status = self.call("PUT", place, condition, content)
        expected = 204 if _holds(condition, there=there) else 412
        if condition == "none" and there and (place[0] != "state" or version == "2.0.0"):
            expected = 409
        if condition == "none" and not there and place[0] != "state" and version == "1.0.3":
            expected = 400
        assert status == expected
        if status == 204:
            self.kept[place] = content

    @rule(place=_places, condition=_conditions, content=_contents)
    def post(self, place: Place, condition: str, content: tuple[bytes, str]) -> None:
        known = self.kept.get(place)
        status = self.call("POST", place, condition, content)
        if not _holds(condition, there=known is not None):
            assert status == 412
        elif known is None:
            assert status == 204
            self.kept[place] = content
        elif _is_object(known) and _is_object(content):
            assert status == 204
            merged = {**json.loads(known[0]), **json.loads(content[0])}
            self.kept[place] = (json.dumps(merged).encode(), JSON)
        else:
            assert status == 400

    @rule(place=_places, condition=_conditions)
    def delete(self, place: Place, condition: str) -> None:
        status = self.call("DELETE", place, condition)
        assert status == (204 if _holds(condition, there=place in self.kept) else 412)
        if status == 204:
            self.kept.pop(place, None)

    @rule(registration=st.sampled_from([None, REGISTRATION]))
    def delete_all_states(self, registration: str | None) -> None:
        response = Documents(self.lrs, "state").delete(None, registration=registration)
        assert response.status_code == 204
        gone = [place for place in self.kept if place[0] == "state" and registration in (None, place[1])]
        for place in gone:
            del self.kept[place]

    @invariant()
    def the_store_holds_the_same(self) -> None:
        for name in RESOURCES:
            ids = {doc_id for resource, _, doc_id in self.kept if resource == name}
            assert Documents(self.lrs, name).ids() == sorted(ids)
        for (name, registration, doc_id), (body, content_type) in self.kept.items():
            response = Documents(self.lrs, name).get(doc_id, registration=registration)
            assert response["Content-Type"] == content_type
            if content_type == JSON:
                assert json.loads(response.content) == json.loads(body)
            else:
                assert response.content == body


def test_documents_are_a_dictionary(lrs):
    run_state_machine_as_test(
        type("Bound", (Machine,), {"lrs": lrs}),
        settings=settings(
            max_examples=settings.default.max_examples // 6,
            stateful_step_count=12,
            suppress_health_check=list(HealthCheck),
        ),
    )
