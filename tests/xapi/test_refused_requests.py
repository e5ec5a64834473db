"""What is kept of a refused request, for how long, and what makes it again."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.xapi import statement
from tests.xapi.conftest import XapiClient, client_for
from xapi.models import ApiKey, RefusedRequest, Statement
from xapi.services.refused import CannotReplayError, replay
from xapi.tasks import forget_refused_requests

pytestmark = pytest.mark.django_db


def test_a_refused_batch_is_kept_with_its_reason(lrs):
    lrs.post([statement(), statement(actor={"mbox": "nowhere"})])
    kept = RefusedRequest.objects.get()
    assert (kept.key.name, kept.method, kept.path, kept.status) == ("tests", "POST", "/xapi/statements", 400)
    assert (kept.error["index"], kept.error["pointer"]) == (1, "/actor/mbox")
    assert kept.error["section"]
    assert json.loads(bytes(kept.body))[1]["actor"] == {"mbox": "nowhere"}
    assert kept.headers == {"content-type": "application/json", "x-experience-api-version": "1.0.3"}


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda lrs: lrs.get(unknown="1"), 400),
        (lambda lrs: lrs.post(b"\xff"), 400),
        (lambda lrs: lrs.post("{\x00"), 400),
        (lambda lrs: lrs.get(verb="\x00"), 400),
        (lambda lrs: lrs.post('{"\\u0000": "\\ud800"}'), 400),
        (lambda lrs: client_for("lecture", scopes=["statements/read"]).post(statement()), 403),
        (lambda lrs: lrs.get(statementId="00000000-0000-4000-8000-000000000000"), None),
        (lambda lrs: XapiClient("personne", "faux").get(), None),
        (lambda lrs: lrs.client.delete("/xapi/statements", headers=lrs.headers), None),
        (lambda lrs: lrs.post(statement()), None),
    ],
)
def test_which_refusals_are_kept(lrs, make, status):
    response = make(lrs)
    kept = list(RefusedRequest.objects.values_list("status", flat=True))
    assert kept == ([status] if status else [])
    assert status in (None, response.status_code)


def test_credentials_are_never_kept_nor_is_anything_logged(lrs, caplog):
    caplog.set_level(logging.DEBUG)
    lrs.post(statement(actor={"mbox": "SECRETDATUM"}))
    row = RefusedRequest.objects.values().get()
    assert lrs.credentials.removeprefix("Basic ") not in str(row)
    assert "SECRETDATUM" not in caplog.text


def test_the_oldest_of_a_key_make_room_and_long_bodies_are_cut(lrs, settings):
    settings.XAPI_REFUSED_REQUESTS_PER_KEY = 3
    settings.XAPI_REFUSED_BODY_BYTES = 10
    client_for("autre").post("[")
    for number in range(5):
        lrs.post("[" + " " * 20 + str(number))
    kept = RefusedRequest.objects.filter(key__name="tests")
    assert kept.count() == 3
    assert RefusedRequest.objects.count() == 4
    assert {(bytes(row.body), row.body_length) for row in kept} == {(b"[" + b" " * 9, 22)}
    with pytest.raises(CannotReplayError, match="trop long"):
        replay(pk=kept[0].pk)


def test_they_are_forgotten_after_some_days(lrs, settings):
    lrs.post("[")
    lrs.post("[")
    old = timezone.now() - settings.XAPI_REFUSED_REQUESTS_KEPT - timedelta(minutes=1)
    RefusedRequest.objects.filter(pk=RefusedRequest.objects.earliest("pk").pk).update(at=old)
    assert forget_refused_requests() == 1
    assert RefusedRequest.objects.count() == 1


def test_a_refusal_reaches_its_client_even_when_it_cannot_be_kept(lrs, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE xapi_refusedrequest RENAME COLUMN body TO elsewhere")
    response = lrs.post("[")
    assert (response.status_code, response.json()["rule"]) == (400, "json")
    assert "could not be kept" in caplog.text


# -- Again -------------------------------------------------------------------------------------------------------------


def test_a_request_is_made_again_by_the_key_that_made_it_once_its_cause_is_gone(db):
    client = client_for("sans droit", scopes=["statements/read"])
    client.post([statement(), statement()])
    kept = RefusedRequest.objects.get()
    assert replay(pk=kept.pk).status_code == 403
    ApiKey.objects.update(scopes=["statements/write"])
    assert replay(pk=kept.pk).status_code == 200
    kept.refresh_from_db()
    assert kept.settled_at
    assert {one.key.name for one in Statement.objects.select_related("key")} == {"sans droit"}
    with pytest.raises(CannotReplayError, match="déjà"):
        replay(pk=kept.pk)
    assert (Statement.objects.count(), RefusedRequest.objects.count()) == (2, 1)


def test_a_request_that_is_refused_again_tells_its_new_reason(lrs):
    lrs.post([statement(result={"success": "yes"})])
    kept = RefusedRequest.objects.get()
    ApiKey.objects.update(scopes=["statements/read"])
    replay(pk=kept.pk)
    kept.refresh_from_db()
    assert (kept.status, kept.settled_at) == (403, None)
    assert "scope" in kept.error["error"]


def test_a_key_that_is_shut_out_makes_nothing_again(lrs):
    lrs.post("[")
    ApiKey.objects.update(is_active=False)
    with pytest.raises(CannotReplayError, match="désactivée"):
        replay(pk=RefusedRequest.objects.get().pk)


def test_a_document_put_again_keeps_its_conditions_and_parameters(lrs):
    sent = statement()
    lrs.put(statement(id=sent["id"], result={"success": 1}), statementId=sent["id"])
    kept = RefusedRequest.objects.get()
    assert kept.parameters == [["statementId", sent["id"]]]
    RefusedRequest.objects.update(body=json.dumps(sent).encode(), body_length=len(json.dumps(sent)))
    assert replay(pk=kept.pk).status_code == 204
    assert lrs.ids() == [sent["id"]]
