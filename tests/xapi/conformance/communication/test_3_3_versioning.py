"""Part three, 3.3: the version of requests and answers; 2.8 for about, which needs none."""

import hashlib

import pytest

from tests.xapi.conftest import client_for


def answered(response) -> tuple[int, str]:
    return response.status_code, response.headers["X-Experience-API-Version"]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.3", "1.0.3"),
        ("1.0.32", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
        ("2.0.1", "2.0.0"),
    ],
)
def test_each_patch_of_a_version_is_spoken(lrs, asked, spoken):
    headers = {**lrs.headers, "X-Experience-API-Version": asked}
    assert answered(lrs.client.get("/xapi/statements", headers=headers)) == (200, spoken)


@pytest.mark.parametrize(
    "asked", ["", "0.9", "0.95", "1", "1.1", "1.1.0", "1.0.x", "2", "2.1", "2.1.0", "3.0.0", "1.0.3 "]
)
def test_other_versions_are_refused_in_that_of_the_key(lrs, version, asked):
    if asked.strip() == "1.0.3":
        pytest.skip("blanks around a header are not part of it")
    headers = {**lrs.headers, "X-Experience-API-Version": asked}
    response = lrs.client.get("/xapi/statements", headers=headers)
    assert answered(response) == (400, version)
    assert response.json()["rule"] == "version"


@pytest.mark.parametrize("method", ["get", "put", "post", "head"])
def test_without_a_version_the_answer_is_a_400_in_that_of_the_key(lrs, version, method):
    response = getattr(lrs.client, method)("/xapi/statements", headers={"Authorization": lrs.credentials})
    assert answered(response) == (400, version)


@pytest.mark.parametrize("path", ["/xapi/statements", "/xapi/nulle-part", "/xapi/about"])
def test_every_answer_has_a_version(lrs, version, path):
    headers = {"X-Experience-API-Version": version}
    assert lrs.client.get(path, headers=headers).headers["X-Experience-API-Version"] == version
    assert lrs.client.options(path, headers={**headers, "Origin": "https://a.example"}).headers[
        "X-Experience-API-Version"
    ]


def test_about_tells_both_versions_whatever_is_asked(lrs):
    for headers in ({}, {"X-Experience-API-Version": "0.9"}, lrs.headers):
        response = lrs.client.get("/xapi/about", headers=headers)
        assert response.status_code == 200
        assert {"2.0.0", "1.0.3", "1.0.0"} <= set(response.json()["version"])
        assert response.json().keys() <= {"version", "extensions"}


def test_about_is_a_resource_like_the_others_but_for_credentials_and_version(lrs, version):
    client, headers = lrs.client, {"X-Experience-API-Version": version}
    response = client.get("/xapi/about", headers=headers)
    assert response["ETag"] == f'"{hashlib.sha1(response.content).hexdigest()}"'  # noqa: S324 - as specified
    assert answered(client.get("/xapi/about", {"unknown": "x"}, headers=headers)) == (400, version)
    for method in ("put", "post", "delete"):
        assert answered(getattr(client, method)("/xapi/about", headers=headers)) == (405, version)


def test_about_in_the_alternate_syntax(lrs):
    assert lrs.client.post("/xapi/about?method=GET", "", content_type="text/plain").json()["version"]


def test_a_key_of_the_other_version_speaks_both(db, version):
    lrs = client_for("both", version="2.0.0")
    headers = {**lrs.headers, "X-Experience-API-Version": version}
    assert answered(lrs.client.get("/xapi/statements", headers=headers)) == (200, version)
