"""The statements of a whole attempt at the real module 1, read back from the store."""

import json
from collections import Counter

import pytest

from courses.models import Enrolment
from tests.courses.walk import Walk
from tests.factories.accounts import MembershipFactory, NetworkFactory, UserFactory
from tests.factories.content import load_module_1
from xapi import vocabulary as v
from xapi.models import OutboxRow
from xapi.profile import problems
from xapi.profile.checking import template_of
from xapi.services.outbox import flush


@pytest.fixture
def module(db):
    return load_module_1()


@pytest.fixture
def walk(module):
    root = NetworkFactory(slug="caf")
    user = UserFactory()
    MembershipFactory(user=user, network=NetworkFactory(slug="caf-69", parent=root))
    return Walk(user, module)


def read(lrs, **parameters) -> list[dict]:
    """Every statement, oldest first, following the pages; each valid for our profile."""
    statements = []
    response = lrs.get(ascending="true", limit=25, **parameters).json()
    while True:
        statements += response["statements"]
        if not response["more"]:
            break
        response = lrs.client.get(response["more"], headers=lrs.headers).json()
    for statement in statements:
        assert problems(statement) == [], json.dumps(statement, indent=1)
    return statements


def template(statement: dict) -> str:
    found = template_of(statement)
    return found.name if found else ""


def test_a_passed_attempt_line_by_line(walk, lrs):
    walk.everything()
    walk.finish()
    flush()
    assert not OutboxRow.objects.exists()
    statements = read(lrs)
    assert Counter(map(template, statements)) == {
        "inscription": 1,
        "module-ouvert": 1,
        "ecran-vu": 10,
        "avancement": 3,
        "cartes-lues": 2,
        "reponse": 8,
        "reponse-quiz": 8,
        "decision": 3,
        "situation-terminee": 1,
        "quiz-termine": 1,
        "quiz-score": 1,
        "engagement": 1,
        "module-termine": 1,
        "module-reussi": 1,
        "module-quitte": 1,
    }
    enrolment = Enrolment.objects.get()
    base = "http://localhost:8000/xapi/"
    course = walk.public["course"]["key"]
    for statement in statements:
        context = statement["context"]
        assert context["registration"] == str(enrolment.pk)
        assert (context["language"], context["platform"]) == ("fr-FR", "Services Publics +")
        assert statement["version"] == "1.0.0"
        assert [one["id"] for one in context["contextActivities"]["grouping"]] == [
            f"{base}parcours/{course}",
            f"{base}session/{enrolment.session.uuid}",
            f"{base}reseau/caf",  # the whole network, not the place where the person works
        ]
        assert statement["actor"]["account"]["homePage"] == f"{base}agents"
    assert len({statement["actor"]["account"]["name"] for statement in statements}) == 1


def test_no_statement_holds_a_name_a_mail_or_a_text_written_freely(walk, lrs):
    walk.everything()
    walk.finish()
    flush()
    text = json.dumps(read(lrs), ensure_ascii=False)
    for private in (walk.user.email, walk.user.last_name, "m'asseoir", "s'asseoir", "caf-69"):
        assert private not in text
    assert f'"{v.extension("longueur")}": 28' in text


def test_answers_tell_their_interaction(walk, lrs):
    walk.everything(right=7)
    walk.finish()
    flush()
    answers = read(lrs, verb=v.ANSWERED)
    by_type = Counter(one["object"]["definition"]["interactionType"] for one in answers)
    assert set(by_type) == {"likert", "matching", "long-fill-in", "choice", "true-false"}
    likert = next(one for one in answers if one["object"]["definition"]["interactionType"] == "likert")
    assert likert["result"]["response"] == "2"
    assert (likert["result"]["score"]["raw"], likert["result"]["score"]["max"]) == (2, 4)
    assert likert["context"]["extensions"][v.ASSESSMENT_TYPE] == "pretest"
    in_quiz = [one for one in answers if template(one) == "reponse-quiz"]
    assert [one["result"]["success"] for one in in_quiz] == [True] * 7 + [False]
    for one in in_quiz:
        choices = {choice["id"] for choice in one["object"]["definition"].get("choices", [])} or {"true", "false"}
        assert set(one["result"]["response"].split("[,]")) <= choices


def test_decisions_and_their_ending(walk, lrs):
    walk.situation(("avoid", "adapted", "improvable")[:1])
    while walk.node():
        walk.choose(walk.node())
    flush()
    decisions = [one for one in read(lrs, verb=v.ANSWERED) if template(one) == "decision"]
    assert decisions[0]["result"]["score"] == {"raw": 0, "min": 0, "max": 2, "scaled": 0}
    assert set(decisions[0]["result"]["extensions"][v.extension("jauges")]) == {"confiance", "resolution"}
    assert [one["result"]["extensions"][v.extension("noeud-suivant")] for one in decisions][:-1] == [
        one["object"]["id"].rpartition("/")[2] for one in decisions[1:]
    ]
    [ended] = [one for one in read(lrs, verb=v.COMPLETED) if template(one) == "situation-terminee"]
    assert ended["result"]["extensions"][v.extension("fin")] == ended["result"]["extensions"][v.extension("chemin")][-1]
    situation = walk.screens["situation"]["id"]
    assert ended["object"]["id"].endswith(f"/bloc/{situation}")
    assert decisions[0]["context"]["contextActivities"]["parent"][0]["id"] == ended["object"]["id"]


def test_a_failed_attempt(walk, lrs):
    walk.everything(right=0, qualities=("adapted", "adapted", "adapted"))
    walk.finish()
    flush()
    [failed] = [one for one in read(lrs) if template(one) == "module-non-reussi"]
    assert failed["result"]["success"] is False
    assert failed["context"]["extensions"][v.MASTERY_SCORE] == 0.75


def test_filters_by_activity_reach_what_hangs_below(walk, lrs):
    walk.everything()
    walk.finish()
    flush()
    module = f"http://localhost:8000/xapi/module/{walk.public['module']['key']}"
    on_module = [template(one) for one in read(lrs, activity=module)]
    assert on_module[0] == "module-ouvert"
    assert len(read(lrs, activity=module, related_activities="true")) > len(on_module)
    actor = json.dumps(read(lrs)[0]["actor"])
    assert len(read(lrs, agent=actor)) == len(read(lrs))
