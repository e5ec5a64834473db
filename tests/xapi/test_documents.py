"""Documents about a person: handed over to her, and erased with her."""

import json

import pytest

from cms.accounts import privacy
from cms.accounts.enums import Role
from cms.accounts.services import erase_account
from tests.factories.accounts import UserFactory
from tests.xapi.conformance.documents import AGENT, Documents
from tests.xapi.conftest import client_for
from xapi.builders import actor
from xapi.models import Erasure
from xapi.services.erasure import ask_erasure, erase_due, footprint
from xapi.services.people import SELF, pseudonyms

pytestmark = pytest.mark.django_db


def agent_of(user, consumer: str = SELF) -> str:
    [name] = pseudonyms(user_ids=[user.pk], consumer=consumer).values()
    return json.dumps({**actor(name).as_version("1.0.3"), "name": "Camille Durand"})


def test_documents_about_a_person_are_hers_and_go_with_her():
    user, other = UserFactory(), UserFactory()
    state = Documents(client_for("contenu"), "state")
    profile = Documents(state.lrs, "agent profile")
    hers, known_elsewhere, another = agent_of(user), agent_of(user, "autre"), agent_of(other)
    state.put("signet", {"page": 3}, agent=hers)
    profile.put("photo", b"\xff\x00", content_type="image/png", agent=hers)
    profile.put("note", b"x", content_type="text/plain", agent=known_elsewhere)
    profile.put("note", b"y", content_type="text/plain", agent=another)

    exported = {one["id"]: one for one in privacy.export(user)["xapi"]["documents"]}
    assert exported.keys() == {"signet", "photo", "note"}
    assert (exported["signet"]["activity"], exported["signet"]["content"]) == (
        state.context["activityId"],
        '{"page": 3}',
    )
    assert (exported["photo"]["base64"], exported["photo"]["type"]) == ("/wA=", "image/png")
    assert exported["note"]["content"] == "x"

    erase_account(user=user)
    for agent in (hers, known_elsewhere):
        anonymous = json.dumps({name: value for name, value in json.loads(agent).items() if name != "name"})
        assert (profile.ids(agent=anonymous), state.ids(agent=anonymous)) == ([], [])
        assert "name" not in state.lrs.get("/xapi/agents", agent=anonymous).json()
    assert profile.ids(agent=another) == ["note"]


def test_documents_about_an_address_go_when_its_owner_does():
    user = UserFactory(email="camille@caf.example")
    state = Documents(client_for("contenu"), "state")
    state.put("signet", {"page": 3})
    assert [one["id"] for one in privacy.export(user)["xapi"]["documents"]] == ["signet"]
    erase_account(user=user)
    erase_due()
    assert state.ids() == []


def test_documents_about_a_person_that_others_name_go_with_her():
    state = Documents(client_for("contenu"), "state")
    state.put("signet")
    other = json.dumps({"mbox": "mailto:sam@caf.example"})
    state.put("signet", agent=other)
    assert footprint(identifiers=[AGENT]).documents == 1
    ask_erasure(identifiers=[AGENT], by=None)
    erase_due()
    assert (state.ids(), state.ids(agent=other)) == ([], ["signet"])
    assert Erasure.objects.get().documents == 1


def test_an_administrator_hands_over_the_documents_about_a_person(client):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    Documents(client_for("contenu"), "state").put("signet", {"page": 3})
    wanted = {"kind": "mbox", "value": AGENT["mbox"].removeprefix("mailto:")}
    assert "1 document d'autres" in client.post("/admin/erasure/new/", wanted).content.decode()
    exported = json.loads(b"".join(client.post("/admin/erasure/new/", {**wanted, "export": "1"})))
    assert [(one["id"], one["content"]) for one in exported] == [("signet", '{"page": 3}')]
