"""The whole of module 1 over HTTP, without JavaScript, and where it is resumed."""

import pytest

from cms.core.announcements import announced
from courses.models import Attempt, Enrolment
from tests.courses.pages import Learner, Page, squeezed


def test_a_learner_fails_tries_again_and_passes(learner):
    summary = learner.everything(right=4, qualities=("avoid", "avoid"))
    assert summary.heading == "Bilan"
    result = learner.finish(summary)
    assert (result.status, result.heading) == (200, "Pas encore réussi")
    assert "35 %" in result.text

    learner.restart()
    summary = learner.everything(right=7)
    result = learner.finish(summary)
    assert result.heading == "Module réussi"
    enrolment = Enrolment.objects.get()
    assert Attempt.objects.count() == 2
    assert enrolment.best_attempt == learner.walk.attempt
    assert enrolment.passed_at is not None


def test_a_worse_attempt_takes_nothing_back(learner):
    learner.everything()
    learner.finish()
    learner.restart()
    learner.answer_quiz(right=1)
    learner.play("avoid", "avoid")
    result = learner.finish()
    assert result.heading == "Pas encore réussi"
    assert "Votre meilleur score reste 100 %" in result.text
    assert "Le module reste réussi" in result.text


@pytest.mark.parametrize("kind", ["positioning", "matching", "sorting", "case", "pledge"])
def test_answers_given_together_are_told_to_be_kept_and_the_way_on_opens(learner, kind):
    before = learner.screen(kind)
    assert "Passer pour l’instant" in before.text
    after = learner.answer_screen(kind)
    assert after.status == 200
    assert after.soup.find(id=f"retour-{learner.walk.screens[kind]['questions'][0]['id']}")
    assert "Continuer" in after.text
    assert "Passer pour l’instant" not in after.text


def test_the_band_of_the_positioning_is_told_after_the_answer(learner):
    band = "Vous partez léger"
    assert band not in learner.screen("positioning").html
    assert band in learner.answer_screen("positioning").text  # five times « 2 »


def test_the_module_is_resumed_on_the_same_node_in_another_browser(learner):
    learner.play("adapted")
    other = Learner(learner.user, learner.module)
    page = other.get()
    assert page.heading == "La lettre de Karim"
    assert page.form("decider")["noeud"] == ["N1B"]
    assert "Confiance de l’usager : +2 sur 4" in page.text


def test_a_skipped_screen_waits_in_the_summary_and_is_left_when_done(learner):
    page = learner.screen("sorting")
    page = learner.post("aller", page.form("aller") | {"passer": "1"})
    assert page.heading == "Droit à l’erreur"
    summary = learner.get("bilan/")
    assert "Il reste 10 étapes avant de terminer" in summary.text
    link = summary.soup.find("ul", class_="missing").find("a", string="Écran 5 : Trois tonalités")
    assert "passé" in link.parent.get_text()
    learner.answer_screen("sorting")
    assert "Écran 5" not in learner.get("bilan/").soup.find("ul", class_="missing").get_text()


def test_leaving_for_later_keeps_the_place_and_says_so(learner):
    page = learner.screen("cards")
    learner.go_on(page)
    page = learner.post("quitter", learner.screen("matching").form("quitter"))
    assert page.heading == squeezed(learner.module.title)
    assert "Votre place est gardée : vous reprendrez à l’écran 4" in page.text
    assert "Reprendre : écran 4 sur 10" in page.text
    assert Attempt.objects.get().suspended is True
    page = Page(learner.client.post(f"/apprendre/module/{learner.module.module_key}/commencer/", follow=True))
    assert page.heading == "Du texte au geste"
    assert Attempt.objects.get().suspended is False


def test_an_exercise_is_done_again_and_shows_the_latest_try(learner):
    question = learner.walk.screens["matching"]["questions"][0]
    learner.answer_screen("matching")
    page = learner.screen("matching", refaire=question["id"])
    given = learner.walk.right_values(question)
    wrong = [given[0].split(":")[0] + ":" + given[1].split(":")[1], *given[1:]]
    page = learner.post("repondre", page.form("repondre") | {f"q-{question['id']}": wrong})
    assert "Pas tout à fait : 8 bonnes réponses sur 9" in page.text


def test_a_situation_is_replayed_from_a_node_and_only_the_first_play_counts(learner):
    page = learner.play("avoid", "avoid")
    assert "Score retenu : 0 %" in page.text
    assert "Le chemin conseillé" in page.text
    page = learner.screen("situation", rejouer="N0")
    assert page.form("decider")["partie"] == ["2"]
    for quality in ("adapted", "adapted", "adapted"):
        page = learner.post("decider", learner.decision(page, quality))
    assert "Score retenu : 0 %" in page.text
    assert "La partie que vous venez de rejouer aurait valu 100 %" in page.text
    # Without choosing anything, the node being replayed stays.
    page = learner.screen("situation", rejouer="N1B")
    refused = learner.post("decider", page.form("decider"))
    assert (refused.status, refused.form("decider")["noeud"]) == (422, ["N1B"])


def test_a_finished_attempt_is_read_again_with_its_answers_and_no_form(learner):
    learner.everything(right=3)
    learner.finish()
    for rank, screen in enumerate(learner.walk.public["screens"], 1):
        page = learner.get(f"ecran/{rank}/")
        assert page.status == 200
        assert not page.soup.select("#player form")
        assert page.heading == squeezed(screen["title"])
    quiz = learner.screen("quiz")
    assert quiz.text.count("Votre réponse, juste") >= 3
    assert "Je lui propose de s’asseoir." in learner.screen("case").text
    assert learner.screen("situation", rejouer="N0").has_form("decider") is False


def test_the_position_of_a_finished_attempt_is_its_result(learner):
    learner.everything()
    learner.finish()
    assert learner.get().heading == "Module réussi"


def test_ending_needs_everything_and_says_what_is_missing(learner):
    learner.everything()
    learner.restart()
    assert learner.get("bilan/").has_form("terminer") is True


def test_an_attempt_left_for_later_is_taken_up_again_by_its_next_write(learner):
    heard = []

    def listen(sender, announcements, **_):
        heard.extend(type(one).__name__ for one in announcements)

    learner.post("quitter", learner.screen("cards").form("quitter"))
    announced.connect(listen)
    learner.go_on(learner.screen("cards"))
    announced.disconnect(listen)
    assert heard == ["ModuleResumed", "ScreenSeen", "CardsRead"]
    assert Attempt.objects.get().suspended is False
