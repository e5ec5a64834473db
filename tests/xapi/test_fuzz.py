"""Whatever is sent, the store answers as it says it does: never with a failure of its own.

`pytest tests/xapi/test_fuzz.py --hypothesis-profile=long` sends other requests each time, and many more.
"""

import json
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.accounts.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.xapi import statement
from tests.xapi import fuzz
from tests.xapi.fuzz import Request
from tests.xapi.mixed import attachment, post
from xapi.models import RefusedRequest, Statement

STATUSES = {200, 204, 304, 400, 401, 403, 404, 405, 409, 412, 413}
_OTHERWISE = ("X-Experience-API-Consistent-Through", "Vary")
_NOT_PER_EXAMPLE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example]


@pytest.fixture
def more(lrs) -> str:
    """A store that holds something, and the cursor of its second page."""
    kept = [statement(id=fuzz.UUID, attachments=[attachment()]), statement(actor=fuzz.AGENT)]
    assert post(lrs, kept, b"here is a simple attachment").status_code == 200
    for path, parameters in (
        ("/xapi/activities/state", {"activityId": fuzz.ACTIVITY, "agent": json.dumps(fuzz.AGENT), "stateId": "d1"}),
        ("/xapi/activities/profile", {"activityId": fuzz.ACTIVITY, "profileId": "d1"}),
        ("/xapi/agents/profile", {"agent": json.dumps(fuzz.AGENT), "profileId": "d1"}),
    ):
        there = lrs.client.post(
            path, '{"a":1}', content_type="application/json", query_params=parameters, headers=lrs.headers
        )
        assert there.status_code == 204
    return lrs.get(limit=1).json()["more"].partition("cursor=")[2]


def send(request: Request, method: str | None = None) -> HttpResponse:
    """An exception in the store is one here: the client of Django raises it again."""
    client = Client()
    return client.generic(
        method or request.method,
        request.path,
        request.body,
        content_type=request.headers.get("Content-Type", ""),
        headers=request.headers,
        QUERY_STRING=request.query,
    )


def check(response: HttpResponse, method: str) -> None:
    assert response.status_code in STATUSES
    assert response["X-Experience-API-Version"] in ("1.0.3", "2.0.0")
    if response.status_code >= 400 and method != "HEAD":
        content_type = response["Content-Type"].partition(";")[0]
        assert content_type in ("application/json", "text/plain", "text/html")
        if content_type == "application/json":
            assert json.loads(response.content)["error"]
    if response.status_code == 200 and method in ("GET", "HEAD"):
        assert response["ETag"].startswith('"')


@settings(suppress_health_check=_NOT_PER_EXAMPLE)
@given(data=st.data())
def test_no_request_makes_the_store_fail(lrs, more, data):
    request = data.draw(fuzz.requests(lrs.credentials, more))
    with transaction.atomic():
        check(send(request), request.method)
        transaction.set_rollback(True)


@settings(suppress_health_check=_NOT_PER_EXAMPLE)
@given(data=st.data())
def test_head_answers_as_get_does(lrs, more, data):
    request = data.draw(fuzz.requests(lrs.credentials, more))
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False):
        get, head = send(request, "GET"), send(request, "HEAD")
    check(get, "GET")
    assert head.status_code == get.status_code
    assert head.content == b""
    assert _headers(head) == _headers(get)


def _headers(response: HttpResponse) -> dict[str, Any]:
    """But the time, and that what compresses bodies says of the ones that are long enough."""
    return {name: value for name, value in response.items() if name not in _OTHERWISE}


@settings(suppress_health_check=_NOT_PER_EXAMPLE)
@given(batch=st.lists(fuzz.mutated(), min_size=1, max_size=3), version=st.sampled_from(["1.0.3", "2.0.0"]))
def test_what_is_acknowledged_can_be_read_in_every_format(lrs, batch, version):
    lrs.headers["X-Experience-API-Version"] = version
    with transaction.atomic():
        response = lrs.post(json.dumps(batch))
        check(response, "POST")
        if response.status_code == 200:
            for one in response.json():
                answers = [lrs.get(statementId=one, format=form) for form in ("exact", "ids", "canonical")]
                if answers[0].status_code == 404:
                    answers = [lrs.get(voidedStatementId=one)]
                assert [answer.json()["id"] for answer in answers] == [one] * len(answers)
            assert lrs.get(attachments="true").status_code == 200
        transaction.set_rollback(True)


@settings(suppress_health_check=_NOT_PER_EXAMPLE, max_examples=settings.default.max_examples // 6)
@given(batch=st.lists(fuzz.mutated(), min_size=1, max_size=3))
def test_an_administrator_sees_what_is_stored_and_what_is_refused(lrs, client, batch):
    lrs.headers["X-Experience-API-Version"] = "2.0.0"
    with transaction.atomic():
        client.force_login(UserFactory(role=Role.ADMINISTRATOR))
        if lrs.post(json.dumps(batch)).status_code == 200:
            assert client.get("/admin/statement/").status_code == 200
            for one in Statement.objects.all():
                assert client.get(f"/admin/statement/inspect/{one.pk}/").status_code == 200
        for refused in RefusedRequest.objects.all():
            assert client.get("/admin/xapi_refused/").status_code == 200
            assert client.get(f"/admin/xapi_refused/inspect/{refused.pk}/").status_code == 200
        transaction.set_rollback(True)
