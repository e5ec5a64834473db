"""The three document resources as the tests speak to them."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from tests.xapi.conftest import XapiClient

AGENT = {"mbox": "mailto:camille@caf.example"}
ACTIVITY = "https://cours.example/module-1"
NEW = {"If-None-Match": "*"}

# Path, parameters of the context, name of the id.
RESOURCES: dict[str, tuple[str, dict[str, str], str]] = {
    "state": ("/xapi/activities/state", {"activityId": ACTIVITY, "agent": json.dumps(AGENT)}, "stateId"),
    "activity profile": ("/xapi/activities/profile", {"activityId": ACTIVITY}, "profileId"),
    "agent profile": ("/xapi/agents/profile", {"agent": json.dumps(AGENT)}, "profileId"),
}
PROFILES = ("activity profile", "agent profile")


@dataclass
class Documents:
    """One document resource; a parameter that is None is left out."""

    lrs: XapiClient
    name: str

    @property
    def context(self) -> dict[str, str]:
        return RESOURCES[self.name][1]

    def call(
        self,
        method: str,
        doc_id: str | None = "d1",
        body: Any = b"",
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
        **changes: str | None,
    ) -> HttpResponse:
        path, context, id_name = RESOURCES[self.name]
        parameters = {**context, id_name: doc_id, **changes}
        return self.lrs.client.generic(
            method,
            path,
            body if isinstance(body, bytes) else json.dumps(body).encode(),
            query_params={name: value for name, value in parameters.items() if value is not None},
            # The client forgets the type of an empty body.
            headers={**self.lrs.headers, "Content-Type": content_type, **(headers or {})},
        )

    def get(self, doc_id: str | None = "d1", **options: Any) -> HttpResponse:
        return self.call("GET", doc_id, **options)

    def put(self, doc_id: str | None = "d1", body: Any = b"{}", **options: Any) -> HttpResponse:
        """A PUT over whatever is there."""
        changes = {name: value for name, value in options.items() if name in (*self.context, "registration")}
        there = self.get(doc_id, **changes)
        condition = {"If-Match": there.headers["ETag"]} if there.status_code == 200 else NEW
        return self.call("PUT", doc_id, body, **{"headers": condition, **options})

    def post(self, doc_id: str | None = "d1", body: Any = b"{}", **options: Any) -> HttpResponse:
        return self.call("POST", doc_id, body, **options)

    def delete(self, doc_id: str | None = "d1", **options: Any) -> HttpResponse:
        return self.call("DELETE", doc_id, **options)

    def ids(self, **options: Any) -> list[str]:
        response = self.get(None, **options)
        assert response.status_code == 200, response.content
        return response.json()


def new_uuid() -> str:
    return str(uuid.uuid4())
