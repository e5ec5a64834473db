"""Nothing that an answer depends on leaves the server before that answer."""

import re

import pytest

from courses.enums import Quality
from tests.courses.pages import Learner, Page, squeezed
from tests.factories.accounts import UserFactory


def secrets_of(walk) -> dict[str, list[str]]:
    """By question or situation: the texts that only its answer may bring."""
    found: dict[str, list[str]] = {}
    public = str(walk.public)
    for question, kept in walk.answers["questions"].items():
        texts = [*kept.get("feedback", {}).values(), *kept.get("notes", {}).values(), *kept.get("elements", ())]
        texts += [kept["remark"]] if kept.get("remark") else []
        found[question] = [text for text in texts if text not in public]
    return found


def nodes_of(walk) -> tuple[dict, dict]:
    graph = walk.answers["screens"][walk.screens["situation"]["id"]]
    nodes = {
        code: {
            "text": squeezed(node["text"]),
            "choices": [{**choice, "text": squeezed(choice["text"])} for choice in node["choices"]],
        }
        for code, node in graph["nodes"].items()
    }
    return nodes, {code: {"text": squeezed(ending["text"])} for code, ending in graph["endings"].items()}


def assert_silent(page: Page, texts: list[str]) -> None:
    # Both the page as text and its source: attributes, scripts and comments hide things too.
    source = squeezed(page.html)
    for text in map(squeezed, texts):
        assert text not in page.text, text
        assert text not in source, text


def test_the_secrets_that_these_tests_look_for_exist(learner):
    secrets = secrets_of(learner.walk)
    assert sum(map(len, secrets.values())) > 20
    nodes, endings = nodes_of(learner.walk)
    assert (len(nodes), len(endings)) == (5, 4)


def test_walking_the_whole_module_no_answer_comes_before_its_question_is_answered(learner):
    secrets = secrets_of(learner.walk)
    waiting = dict(secrets)
    screens = learner.walk.public["screens"]

    def look() -> None:
        texts = [text for hidden in waiting.values() for text in hidden]
        for rank in range(1, len(screens) + 1):
            assert_silent(learner.get(f"ecran/{rank}/"), texts)
        assert_silent(learner.get("bilan/"), texts)
        assert_silent(learner.get("texte/"), texts)

    look()
    for screen in screens:
        if screen["kind"] == "quiz":
            for question in screen["questions"]:
                learner.post("repondre", learner.filled(learner.screen("quiz"), question))
                del waiting[question["id"]]
                assert_silent(learner.screen("quiz"), [text for hidden in waiting.values() for text in hidden])
        elif screen["questions"]:
            learner.answer_screen(screen["kind"])
            for question in screen["questions"]:
                del waiting[question["id"]]
    look()
    assert waiting == {}


def test_the_feedback_of_options_not_chosen_never_comes(learner):
    question = learner.walk.screens["quiz"]["questions"][0]
    feedback = learner.walk.answers["questions"][question["id"]]["feedback"]
    page = learner.post("repondre", learner.filled(learner.screen("quiz"), question, right=False))
    chosen = learner.walk.wrong_values(question)[0]
    assert squeezed(feedback.pop(chosen)) in page.text
    assert_silent(page, list(feedback.values()))


def test_no_mark_tells_right_choices_from_wrong_before_the_answer(learner):
    """Right and wrong options differ by their id, their text and nothing else."""
    for kind in ("quiz", "matching", "sorting"):
        page = learner.screen(kind)
        for question in learner.walk.screens[kind]["questions"]:
            shapes = {
                re.sub(r'(id|value|for)="[^"]*"', "", str(field))
                for field in page.soup.find_all(["input", "option"], value=True)
                if field.get("name") == f"q-{question['id']}"
            }
            assert len(shapes) <= 1


def test_the_order_of_choices_is_the_attempts_own_and_stays(learner):
    def order(one: Learner) -> list[str]:
        return [field["value"] for field in one.screen("quiz").soup.find_all("input", type=["radio", "checkbox"])]

    assert order(learner) == order(learner)
    orders = {tuple(order(Learner(UserFactory(), learner.module))) for _ in range(4)}
    assert len(orders) > 1
    assert all(sorted(one) == sorted(order(learner)) for one in orders)


def test_a_situation_gives_one_node_at_a_time_without_its_worth(learner):
    nodes, endings = nodes_of(learner.walk)
    page = learner.screen("situation")
    _assert_only(page, nodes, endings, seen={"N0"})
    page = learner.post("decider", learner.decision(page, "adapted"))
    _assert_only(page, nodes, endings, seen={"N1B"})
    assert "Réponse adaptée" in page.text
    page = learner.post("decider", learner.decision(page, "avoid"))
    _assert_only(page, nodes, endings, seen={"N2"})
    assert "Promesse à rectifier" in page.text
    page = learner.post("decider", learner.decision(page, "adapted"))
    assert endings["FIN 1"]["text"] in page.text
    assert_silent(page, [endings[code]["text"] for code in ("FIN 2", "FIN 3", "FIN 4")])


def _assert_only(page: Page, nodes: dict, endings: dict, *, seen: set[str]) -> None:
    hidden = [node["text"] for code, node in nodes.items() if code not in seen]
    hidden += [choice["text"] for code, node in nodes.items() if code not in seen for choice in node["choices"]]
    shown = {choice["text"] for code in seen for choice in nodes[code]["choices"]}
    last = page.soup.find(class_="feedback")
    told = squeezed(last.get_text(" ")) if last else ""
    assert_silent(page, [text for text in hidden if text not in shown and text not in told])
    assert_silent(page, [ending["text"] for ending in endings.values()])
    form = str(page.soup.find("form", action=re.compile("decider")))
    for quality in Quality:
        assert quality.value not in form
        assert quality.label.lower() not in form.lower()


def test_the_text_version_shows_the_nodes_reached_then_all_once_ended(learner):
    nodes, endings = nodes_of(learner.walk)
    page = learner.get("texte/")
    assert nodes["N0"]["text"] in page.text
    assert_silent(page, [node["text"] for code, node in nodes.items() if code != "N0"])
    assert_silent(page, [ending["text"] for ending in endings.values()])
    assert "Choix :" not in page.text

    learner.play("adapted")
    page = learner.get("texte/")
    assert nodes["N1B"]["text"] in page.text
    assert_silent(page, [nodes[code]["text"] for code in ("N1A", "N1C", "N2")])
    assert page.text.count("Réponse adaptée") == 1

    learner.play("adapted", "adapted")
    page = learner.get("texte/")
    for place in (*nodes.values(), *endings.values()):
        assert place["text"] in page.text


@pytest.mark.parametrize("ended", [True, False])
def test_a_situation_ended_in_an_earlier_attempt_is_whole_in_the_text_of_the_next(learner, ended):
    _, endings = nodes_of(learner.walk)
    if ended:
        learner.everything(right=2)
        learner.finish()
        learner.restart()
    page = learner.get("texte/")
    assert all((ending["text"] in page.text) is ended for ending in endings.values())


def test_anothers_play_opens_nothing(learner):
    other = Learner(UserFactory(), learner.module)
    other.play("adapted", "adapted", "adapted")
    _, endings = nodes_of(learner.walk)
    assert_silent(learner.get("texte/"), [ending["text"] for ending in endings.values()])
