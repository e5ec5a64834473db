"""What the ids of our activities resolve to, and to whom."""

import json

import pytest

from cms.accounts.enums import Role
from tests.courses.walk import Walk
from tests.factories.accounts import NetworkFactory, UserFactory
from tests.factories.content import load_module_1
from xapi.activities import Edition
from xapi.models import Statement
from xapi.profile import problems
from xapi.services.outbox import flush


@pytest.fixture
def edition(db):
    return Edition(load_module_1().versions.get())


def path(activity) -> str:
    return activity.id.removeprefix("http://localhost:8000")


def some(edition: Edition, kind: str) -> str:
    return next(question["id"] for _, question in edition.questions.values() if question["kind"] == kind)


def test_every_activity_of_a_whole_attempt_resolves_to_its_definition(edition, client):
    walk = Walk(UserFactory(), load_module_1())
    walk.everything()
    walk.finish()
    flush()
    seen = {}
    for text in Statement.objects.values_list("payload", flat=True):
        statement = json.loads(text)
        for activity in (statement["object"], *statement["context"]["contextActivities"]["parent"]):
            seen[activity["id"]] = activity["definition"]
    assert len(seen) > 30
    for iri, definition in seen.items():
        response = client.get(iri.removeprefix("http://localhost:8000"))
        assert response.status_code == 200, iri
        assert response.json()["type"] == definition["type"]


def test_nobody_reads_a_key_or_the_text_of_a_situation_before_answering(edition, client):
    question = client.get(path(edition.question(some(edition, "multiple")))).json()
    assert question["choices"]
    assert "correctResponsesPattern" not in question
    situation = next(screen["id"] for screen in edition.public["screens"] if screen["kind"] == "situation")
    decision = client.get(path(edition.decision(situation, edition.answers["screens"][situation]["start"]))).json()
    assert set(decision) == {"name", "type", "interactionType"}


@pytest.mark.parametrize(("role", "sees"), [(Role.EDITOR, True), (Role.MEMBER, False), (None, False)])
def test_only_those_who_edit_the_module_see_its_keys(edition, client, role, sees):
    client.force_login(UserFactory(role=role))
    question = client.get(path(edition.question(some(edition, "single")))).json()
    assert ("correctResponsesPattern" in question) is sees


def test_an_unpublished_module_resolves_for_its_editors_only(edition, client):
    module = load_module_1()
    module.unpublish()
    assert client.get(path(edition.module())).status_code == 404
    client.force_login(UserFactory(role=Role.EDITOR))
    assert client.get(path(edition.module())).status_code == 200


def test_pages_course_session_and_network(edition, client):
    module = path(edition.module())
    assert client.get(f"{module}/version-texte").status_code == 200
    assert client.get(f"{module}/attestation").status_code == 200
    video = next(screen["id"] for screen in edition.public["screens"] if screen["kind"] == "video")
    assert client.get(f"{module}/ecran/{video}/transcription").status_code == 200
    assert client.get(path(edition.course())).json()["name"] == {"fr-FR": edition.public["course"]["title"]}
    root = NetworkFactory(slug="caf", name="CAF")
    NetworkFactory(slug="caf-69", parent=root)
    assert client.get("/xapi/reseau/caf").json()["name"] == {"fr-FR": "CAF"}
    assert client.get("/xapi/reseau/caf-69").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "module/00000000-0000-0000-0000-000000000000",
        "parcours/00000000-0000-0000-0000-000000000000",
        "session/00000000-0000-0000-0000-000000000000",
        "reseau/inconnu",
        "ext/inconnue",
        "verbes/inconnu",
        "module/pas-un-uuid",
    ],
)
def test_what_does_not_exist_is_a_404(db, client, address):
    assert client.get(f"/xapi/{address}", follow=True).status_code == 404


def test_an_unknown_part_is_a_404(edition, client):
    module = path(edition.module())
    video = next(screen["id"] for screen in edition.public["screens"] if screen["kind"] == "video")
    for part in ("ecran/x", "bloc/x", f"bloc/{video}", "ecran/x/transcription", "bloc/x/noeud/y"):
        assert client.get(f"{module}/{part}").status_code == 404


def test_definitions_are_only_read(edition, client):
    assert client.post(path(edition.module())).status_code == 405


# -- Profile -----------------------------------------------------------------------------------------------------------


def test_the_profile_is_served_at_its_id_with_its_terms(client, db):
    response = client.get("/xapi/profil/1.0")
    assert response["Content-Type"] == "application/ld+json"
    profile = response.json()
    assert profile["type"] == "Profile"
    assert client.get("/xapi/profil").json() == profile
    for concept in profile["concepts"]:
        assert client.get(concept["id"].removeprefix("http://localhost:8000")).json() == concept
    for template in profile["templates"]:
        assert client.get(template["id"].removeprefix("http://localhost:8000")).status_code == 200


def test_ids_of_the_profile_are_unique_and_every_extension_used_is_described(client, db):
    profile = client.get("/xapi/profil/1.0").json()
    ids = [one["id"] for one in [*profile["concepts"], *profile["templates"]]]
    assert len(set(ids)) == len(ids)
    rules = json.dumps([template["rules"] for template in profile["templates"]])
    described = {concept["id"] for concept in profile["concepts"]}
    used = {part.split("'")[0] for part in rules.split("['") if part.startswith("http://localhost:8000")}
    assert used <= described


def test_the_check_tells_what_is_wrong():
    statement = {
        "id": "x",
        "actor": {"mbox": "mailto:camille@caf.example"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/initialized"},
        "object": {"id": "x", "definition": {"type": "http://adlnet.gov/expapi/activities/module"}},
        "result": {"success": True},
        "context": {
            "contextActivities": {
                "parent": [{"definition": {"type": "https://w3id.org/xapi/cmi5/activitytype/course"}}]
            }
        },
    }
    found = problems(statement)
    assert "module-ouvert: $.actor.mbox must not be there" in found
    assert "module-ouvert: $.result must not be there" in found
    assert "module-ouvert: $.context.registration is missing" in found
    assert "module-ouvert: the actor is not one of our pseudonyms" in found
    assert problems({**statement, "verb": {"id": "http://x/y"}}) == [
        "no template for http://x/y on http://adlnet.gov/expapi/activities/module"
    ]
