"""Keys: how long, from where, how often; and calls from pages of other sites."""

import base64
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories.xapi import statement
from tests.xapi.conftest import XapiClient, client_for
from xapi.models import ApiKey

pytestmark = pytest.mark.django_db


def test_the_command_prints_credentials_that_work_as_its_last_line(capsys):
    call_command("xapi_key", "conformance", "--scope", "all", "--version", "2.0.0")
    username, secret = capsys.readouterr().out.splitlines()[-1].split(" ")
    assert XapiClient(username, secret).get().status_code == 200
    key = ApiKey.objects.get()
    assert (key.name, key.scopes, key.default_version) == ("conformance", ["all"], "2.0.0")
    assert secret not in str(vars(key))


def test_an_expired_key_is_refused():
    past = client_for("passée", expires_at=timezone.now() - timedelta(seconds=1))
    future = client_for("à venir", expires_at=timezone.now() + timedelta(hours=1))
    assert (past.get().status_code, future.get().status_code) == (401, 200)


@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        (["192.0.2.0/24"], "192.0.2.7", 200),
        (["192.0.2.0/24"], "198.51.100.7", 403),
        (["2001:db8::/32", "192.0.2.7/32"], "192.0.2.7", 200),
        (["2001:db8::/32"], "2001:db8::1", 200),
        (["2001:db8::/32"], "192.0.2.7", 403),
        (["192.0.2.0/24"], "nowhere", 403),
        ([], "nowhere", 200),
    ],
)
def test_a_key_may_be_bound_to_networks(networks, address, status):
    lrs = client_for("liée", networks=networks)
    lrs.client = Client(REMOTE_ADDR=address)
    assert lrs.get().status_code == status


def test_past_its_rate_a_key_is_told_when_to_come_back():
    cache.clear()
    lrs = client_for("limitée", requests_per_minute=2)
    assert [lrs.get().status_code for _ in range(3)] == [200, 200, 429]
    response = lrs.post(statement())
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert client_for("autre", requests_per_minute=2).get().status_code == 200


def test_the_last_use_of_a_key_is_kept():
    lrs = client_for("utilisée")
    assert ApiKey.objects.get().last_used_at is None
    lrs.get()
    assert timezone.now() - ApiKey.objects.get().last_used_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("all", {"statements/write", "statements/read", "statements/read/mine", "state", "define", "profile"}),
        ("all/read", {"statements/read", "statements/read/mine", "state/read", "profile/read"}),
        ("statements/read", {"statements/read", "statements/read/mine"}),
        ("statements/read/mine", {"statements/read/mine"}),
        ("state", {"state", "state/read"}),
        ("profile", {"profile", "profile/read"}),
        ("statements/write", {"statements/write"}),
    ],
)
def test_a_scope_covers_its_parts(scope, allowed):
    key = ApiKey(scopes=[scope])
    parts = ["statements/write", "statements/read", "statements/read/mine", "state", "state/read", "define", "profile"]
    assert {part for part in [*parts, "profile/read"] if key.allows(part)} >= allowed
    if not scope.startswith("all"):
        assert {part for part in [*parts, "profile/read"] if key.allows(part)} == allowed


# -- From a page of another site ---------------------------------------------------------------------------------------


def test_a_page_of_another_site_may_call():
    lrs = client_for("navigateur")
    lrs.headers |= {"Origin": "https://cours.example"}
    response = lrs.get()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "X-Experience-API-Consistent-Through" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_preflight_is_allowed_for_a_day():
    asked = "authorization,content-type,if-match,x-experience-api-version"
    response = Client().options(
        "/xapi/statements",
        headers={
            "Origin": "https://cours.example",
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": asked,
        },
    )
    assert response.status_code == 200
    assert set(asked.split(",")) <= set(response.headers["Access-Control-Allow-Headers"].split(", "))
    assert "PUT" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Max-Age"] == "86400"


def test_other_pages_of_the_site_stay_closed_to_other_sites():
    assert "Access-Control-Allow-Origin" not in Client().get("/", headers={"Origin": "https://a.example"}).headers


@pytest.mark.parametrize(
    ("headers", "scheme"),
    [
        ({}, "Basic"),
        ({"Sec-Fetch-Mode": "navigate"}, "Basic"),
        ({"Sec-Fetch-Mode": "cors"}, "xBasic"),
        ({"Origin": "https://cours.example"}, "xBasic"),
        ({"X-Requested-With": "XMLHttpRequest"}, "xBasic"),
    ],
)
def test_a_401_to_a_script_opens_no_login_box(headers, scheme):
    wrong = "Basic " + base64.b64encode(b"nobody:nothing").decode()
    response = Client().get("/xapi/statements", headers={**headers, "Authorization": wrong})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].partition(" ")[0] == scheme


def test_refusals_are_written_as_the_client_prefers():
    lrs = client_for("client")
    for accept, content_type in (
        ("*/*", "application/json"),
        ("application/json, text/plain", "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("image/png", "application/json"),
    ):
        lrs.headers["Accept"] = accept
        response = lrs.get(unknown="<b>")
        assert (response.status_code, response.headers["Content-Type"]) == (400, content_type)
        assert "unknown" in response.content.decode()
        assert b"<b>" not in response.content


@pytest.mark.parametrize("credentials", ["é", "=", "Og==", "AA==", "/w==", "ADp4", "", "Og== Og=="])
def test_credentials_that_are_not_readable_are_a_401(lrs, credentials):
    response = lrs.client.get("/xapi/statements", headers={**lrs.headers, "Authorization": f"Basic {credentials}"})
    assert response.status_code == 401
