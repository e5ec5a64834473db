"""A client that speaks xAPI, with its own key."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from xapi.services.keys import create_key


class XapiClient:
    """Requests to the store with Basic credentials and the version header."""

    def __init__(self, username: str, secret: str, version: str = "1.0.3") -> None:
        self.credentials = "Basic " + base64.b64encode(f"{username}:{secret}".encode()).decode()
        self.headers = {"Authorization": self.credentials, "X-Experience-API-Version": version}
        self.client = Client()

    def get(self, path: str = "/xapi/statements", /, **parameters: Any):
        return self.client.get(path, parameters, headers=self.headers)

    def post(self, body: Any, **parameters: Any):
        return self._send(self.client.post, body, parameters)

    def put(self, body: Any, **parameters: Any):
        return self._send(self.client.put, body, parameters)

    def _send(self, method, body, parameters):
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return method(
            "/xapi/statements",
            data,
            content_type="application/json",
            query_params=parameters,
            headers=self.headers,
        )

    def ids(self, **parameters: Any) -> list[str]:
        """The ids of the statements found, of the first page."""
        response = self.get(**parameters)
        assert response.status_code == 200, response.content
        return [statement["id"] for statement in response.json()["statements"]]


def client_for(name: str, scopes: list[str] | None = None, version: str = "1.0.3", **limits: Any) -> XapiClient:
    """A client that speaks `version`, with a key of its own."""
    key, secret = create_key(name=name, scopes=scopes, version=version, **limits)
    return XapiClient(key.key, secret, version)


@pytest.fixture
def lrs(db) -> XapiClient:
    return client_for("tests")
