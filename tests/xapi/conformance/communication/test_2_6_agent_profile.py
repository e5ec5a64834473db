"""Part three, 2.6: profiles of agents."""

import json

from tests.xapi.conformance.documents import Documents
from tests.xapi.conftest import client_for


def profile(lrs) -> Documents:
    return Documents(lrs, "agent profile")


def test_profiles_of_other_agents_are_others(lrs):
    profile(lrs).put("p", 1)
    for agent in ({"mbox": "mailto:other@caf.example"}, {"openid": "https://camille.example"}):
        assert profile(lrs).get("p", agent=json.dumps(agent)).status_code == 404
        assert profile(lrs).ids(agent=json.dumps(agent)) == []


def test_each_identifier_of_an_agent_may_have_profiles(lrs):
    for agent in (
        {"mbox": "mailto:é@caf.example"},
        {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
        {"openid": "https://camille.example"},
        {"account": {"homePage": "https://rh.example", "name": "a – 1 \u0000"}},
    ):
        assert profile(lrs).put("p", agent, agent=json.dumps(agent)).status_code == 204
        assert profile(lrs).get("p", agent=json.dumps(agent)).json() == agent


def test_an_agent_profile_is_not_deleted_without_its_id(lrs):
    profile(lrs).put("p")
    assert profile(lrs).delete(None).status_code == 400
    assert profile(lrs).ids() == ["p"]


def test_an_agent_profile_takes_no_activity_nor_registration(lrs):
    for name, value in (("activityId", "https://a.example"), ("registration", "6e1c0b8e-3d8c-4b1c-9a3d-0f4a8f6f6a11")):
        assert profile(lrs).get("p", **{name: value}).status_code == 400


def test_scopes_of_profiles(db, version):
    changing, reading = ("profile", "all"), ("profile", "profile/read", "all/read", "all")
    for scope in ("profile", "profile/read", "state", "state/read", "statements/read", "define", "all/read", "all"):
        for name in ("agent profile", "activity profile"):
            documents = Documents(client_for(f"{scope} {name}", scopes=[scope], version=version), name)
            assert documents.get(None).status_code == (200 if scope in reading else 403), scope
            for method in ("POST", "DELETE"):
                status = documents.call(method, scope, b"{}").status_code
                assert status == (204 if scope in changing else 403), (scope, method)
