"""Part three, 2.7: profiles of activities."""

from tests.xapi.conformance.documents import AGENT, Documents


def profile(lrs) -> Documents:
    return Documents(lrs, "activity profile")


def test_profiles_of_other_activities_are_others(lrs):
    profile(lrs).put("p", 1)
    for iri in ("https://cours.example/module-2", "https://cours.example/MODULE-1", f"https://a.example/{'x' * 4000}"):
        assert profile(lrs).get("p", activityId=iri).status_code == 404
        assert profile(lrs).put("p", iri, activityId=iri).status_code == 204
        assert profile(lrs).get("p", activityId=iri).json() == iri
    assert profile(lrs).get("p").json() == 1


def test_profiles_and_states_of_one_id_are_different_documents(lrs):
    for number, name in enumerate(("activity profile", "agent profile", "state")):
        Documents(lrs, name).put("same", number)
    assert [Documents(lrs, name).get("same").json() for name in ("activity profile", "agent profile", "state")] == [
        0,
        1,
        2,
    ]


def test_an_activity_profile_is_not_deleted_without_its_id(lrs):
    profile(lrs).put("p")
    assert profile(lrs).delete(None).status_code == 400
    assert profile(lrs).ids() == ["p"]


def test_an_activity_profile_takes_no_agent(lrs):
    assert profile(lrs).get("p", agent=str(AGENT)).status_code == 400
