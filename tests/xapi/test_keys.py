"""Keys: how long, from where, how often; and calls from pages of other sites."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
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


# -- Credentials that are not ------------------------------------------------------------------------------------------


def basic(credentials: bytes) -> str:
    return "Basic " + base64.b64encode(credentials).decode()


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic ",
        "Basic é",
        "Basic \xa0",
        "Basic ====",
        "Basic YTpi Basic YTpi",
        "Bearer abc",
        basic(b"\xff\xfe:x"),
        basic(b":"),
        basic(b"nobody"),
        basic(b"a\0b:c"),
        basic("é'\"; --:x".encode()),
        basic("²³:x".encode()),
        basic(b"a" * 5000 + b":x"),
    ],
)
def test_bad_credentials_are_refused(authorization):
    response = Client().get("/xapi/statements", headers={"Authorization": authorization})
    assert (response.status_code, "error" in response.json()) == (401, True)


def test_only_the_whole_secret_of_the_key_opens(db):
    lrs = client_for("client")
    username, _, secret = base64.b64decode(lrs.credentials.removeprefix("Basic ")).decode().partition(":")
    for wrong in ("", secret[:-1], secret + "x", secret.swapcase(), ApiKey.objects.get().secret_sha256):
        lrs.headers["Authorization"] = basic(f"{username}:{wrong}".encode())
        assert lrs.get().status_code == 401
    lrs.headers["Authorization"] = f"{lrs.credentials},{lrs.credentials}"  # what a server makes of two headers
    assert lrs.get().status_code == 401
    lrs.headers["Authorization"] = lrs.credentials.replace("Basic", "bAsIc")
    assert lrs.get().status_code == 200


def test_a_length_of_thousands_of_digits_is_refused():
    lrs = client_for("client")
    response = lrs.client.generic(
        "POST", "/xapi/statements", b"{}", headers={**lrs.headers, "Content-Length": "9" * 5000}
    )
    assert response.status_code == 413


# -- Behind proxies, on IPv6 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        (["192.0.2.0/24"], "::ffff:192.0.2.7", 200),
        (["192.0.2.0/24"], "::ffff:198.51.100.7", 403),
        (["2001:db8:1:2::/64"], "2001:db8:1:2:3::4", 200),
        (["2001:db8:1:2::/64"], "2001:db8:1:3::4", 403),
        (["::/0"], "192.0.2.7", 403),
        (["0.0.0.0/0"], "2001:db8::1", 403),
        (["fe80::/10"], "fe80::1%eth0", 200),
    ],
)
def test_addresses_of_ipv6(networks, address, status):
    lrs = client_for("liée", networks=networks)
    lrs.client = Client(REMOTE_ADDR=address)
    assert lrs.get().status_code == status


@pytest.mark.parametrize(
    ("proxies", "forwarded", "status"),
    [
        (0, "192.0.2.7", 403),
        (1, "192.0.2.7", 200),
        (1, "192.0.2.7, 198.51.100.7", 403),
        (1, "198.51.100.7, 192.0.2.7", 200),
        (2, "192.0.2.7, 203.0.113.1", 200),
        (2, "192.0.2.7", 403),
        (1, "", 403),
    ],
)
def test_only_what_our_own_proxies_saw_counts(settings, proxies, forwarded, status):
    settings.TRUSTED_PROXIES = proxies
    lrs = client_for("liée", networks=["192.0.2.0/24"])
    lrs.client = Client(REMOTE_ADDR="10.0.0.1")
    lrs.headers["X-Forwarded-For"] = forwarded
    assert lrs.get().status_code == status


# -- Rates -------------------------------------------------------------------------------------------------------------


def test_a_cache_that_forgets_does_not_open_the_gate():
    lrs = client_for("limitée", requests_per_minute=2)
    statuses = []
    for _ in range(3):
        cache.clear()
        statuses.append(lrs.get().status_code)
    assert statuses == [200, 200, 429]


def test_the_next_minute_begins_anew():
    lrs = client_for("limitée", requests_per_minute=1)
    with time_machine.travel("2026-11-20T10:00:50Z", tick=False) as clock:
        assert [lrs.get().status_code, lrs.get().status_code] == [200, 429]
        assert lrs.get().headers["Retry-After"] == "10"
        clock.shift(10)
        assert [lrs.get().status_code, lrs.get().status_code] == [200, 429]


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_are_counted_one_by_one():
    lrs = client_for("limitée", requests_per_minute=10)

    def call(_: int) -> int:
        try:
            return Client().get("/xapi/statements", headers=lrs.headers).status_code
        finally:
            connection.close()

    with time_machine.travel("2026-11-20T10:00:00Z", tick=False), ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(call, range(24)))
    assert sorted(statuses) == [200] * 10 + [429] * 14
