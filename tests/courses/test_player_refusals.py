"""What a learner's request is refused for: a clear page, the input kept, nothing stored."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import Attempt, Response, Session
from tests.courses.pages import Learner, Page
from tests.factories.accounts import UserFactory

ACTIONS = ("aller", "repondre", "decider", "quitter", "terminer", "transcription")
READINGS = ("", "ecran/1/", "bilan/", "texte/")


@pytest.mark.parametrize("path", READINGS)
def test_anothers_attempt_does_not_exist_to_read(learner, path):
    other = Client()
    other.force_login(UserFactory())
    assert other.get(learner.url + path).status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_anothers_attempt_does_not_exist_to_write(learner, action):
    other = Client()
    other.force_login(UserFactory())
    data = learner.screen("positioning").form("repondre")
    before = Attempt.objects.values().get()
    assert other.post(f"{learner.url}{action}/", data).status_code == 404
    assert Attempt.objects.values().get() == before


@pytest.mark.parametrize("path", READINGS)
def test_a_visitor_signs_in_first_and_comes_back(learner, path):
    response = Client().get(learner.url + path)
    assert response.status_code == 302
    assert response.url == f"/compte/connexion/?next={learner.url}{path}"


def test_an_answer_sent_after_the_session_expired_is_found_again(learner):
    question = learner.walk.screens["case"]["questions"][0]
    data = learner.filled(learner.screen("case"), question)
    learner.client.logout()
    page = learner.post("repondre", data)
    assert "Votre réponse n’est pas perdue" in page.text
    assert not Response.objects.exists()
    learner.client.force_login(learner.user)
    page = learner.get()
    assert page.heading == "Encore vous ?"
    assert page.form("repondre")[f"t-{question['id']}"] == ["Je lui propose de s’asseoir."]
    assert learner.screen("case").form("repondre")[f"t-{question['id']}"] == [""]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_address_of_a_write_that_is_read_leads_where_one_stands(learner, action):
    response = learner.client.get(f"{learner.url}{action}/")
    assert response.status_code == 303
    assert response.url.startswith(f"{learner.url}ecran/1/")


@pytest.mark.parametrize(
    "forged",
    [
        {"score": "1"},
        {"seq": ""},
        {"seq": "-1"},
        {"seq": ["0", "0"]},
        {"key": "once"},
        {"secondes": "1e3"},
        {"ecran": "elsewhere"},
        {"question": "elsewhere"},
        {"q-elsewhere": "1"},
    ],
    ids=str,
)
def test_a_made_up_form_is_refused_as_a_whole(learner, forged):
    question = learner.walk.screens["quiz"]["questions"][0]
    data = learner.filled(learner.screen("quiz"), question) | forged
    page = learner.post("repondre", data)
    assert (page.status, page.heading) == (400, "Action impossible")
    assert "Rien n'a été enregistré" in page.text
    assert not Response.objects.exists()
    assert Attempt.objects.get().seq == 0


def test_a_forged_score_is_refused_at_the_end(learner):
    summary = learner.everything(right=0)
    page = learner.post("terminer", summary.form("terminer") | {"score": "1"})
    assert page.status == 400
    assert Attempt.objects.get().score is None


def test_a_question_of_another_screen_is_refused(learner):
    question = learner.walk.screens["quiz"]["questions"][0]
    data = learner.filled(learner.screen("quiz"), question) | {"ecran": learner.walk.screens["case"]["id"]}
    assert learner.post("repondre", data).status == 400


def test_the_same_form_sent_twice_is_one_response(learner):
    question = learner.walk.screens["quiz"]["questions"][0]
    data = learner.filled(learner.screen("quiz"), question)
    assert learner.post("repondre", data).status == 200
    assert learner.post("repondre", data).status == 200
    assert Response.objects.count() == 1
    decision = learner.decision(learner.screen("situation"), "adapted")
    assert [learner.post("decider", decision).status for _ in range(2)] == [200, 200]
    assert Response.objects.count() == 2


def test_continuing_twice_with_the_same_button_goes_on_once(learner):
    page = learner.screen("video")
    first = learner.go_on(page)
    second = learner.go_on(page)
    assert (first.status, second.status) == (200, 200)
    assert second.heading == first.heading == "Quatre piliers"
    assert Attempt.objects.get().seq == 1


def test_a_second_tab_is_told_and_its_answer_stays_in_the_page(learner):
    questions = learner.walk.screens["quiz"]["questions"]
    old = learner.screen("quiz")
    learner.post("repondre", learner.filled(learner.screen("quiz"), questions[0]))
    page = learner.post("repondre", learner.filled(old, questions[1]))
    assert page.status == 409
    assert "dans un autre onglet" in page.text
    assert page.title.startswith("Erreur : ")
    fields = page.form("repondre", question=questions[1]["id"])
    assert set(fields[f"q-{questions[1]['id']}"]) == set(learner.walk.right_values(questions[1]))
    assert Response.objects.count() == 1
    assert learner.post("repondre", fields).status == 200
    assert Response.objects.count() == 2


def test_a_question_answered_in_another_tab_keeps_its_first_answer(learner):
    question = learner.walk.screens["quiz"]["questions"][0]
    old = learner.screen("quiz")
    learner.post("repondre", learner.filled(old, question, right=False))
    page = learner.post("repondre", learner.filled(old, question) | {"key": str(uuid.uuid4())})
    assert page.status == 409
    assert "Votre première réponse est conservée" in page.text
    assert Response.objects.get().score == 0


def test_a_move_from_an_old_tab_shows_where_the_attempt_stands(learner):
    old = learner.screen("video")
    learner.answer_screen("case")
    page = learner.go_on(old)
    assert (page.status, page.heading) == (409, "Encore vous ?")


@pytest.mark.parametrize("node", ["N1C", "N2", "FIN 1", "nowhere"])
def test_an_unreachable_node_is_refused_and_says_nothing_of_itself(learner, node):
    screen = learner.walk.screens["situation"]
    nodes = learner.walk.answers["screens"][screen["id"]]["nodes"]
    page = learner.screen("situation")
    choice = nodes[node]["choices"][0]["id"] if node in nodes else "any"
    refused = learner.post("decider", page.form("decider") | {"noeud": node, f"q-{screen['id']}": choice})
    assert refused.status == 409
    assert "n'est pas celle où vous en êtes" in refused.text
    assert refused.form("decider")["noeud"] == ["N0"]
    if node in nodes:
        assert nodes[node]["text"] not in refused.text
    assert not Response.objects.exists()


def test_a_node_off_the_ended_path_is_not_replayed(learner):
    learner.play("avoid", "avoid")
    page = learner.screen("situation", rejouer="N1C")
    assert page.status == 409
    assert page.has_form("decider") is False


def test_a_closed_session_is_told_on_each_page_and_nothing_is_written(learner):
    question = learner.walk.screens["quiz"]["questions"][0]
    data = learner.filled(learner.screen("quiz"), question)
    Session.objects.update(opens_at=timezone.now() - timedelta(days=2), closes_at=timezone.now() - timedelta(minutes=1))
    pages = [learner.post("repondre", data), *(learner.get(path) for path in ("ecran/1/", "bilan/", "texte/"))]
    assert [page.status for page in pages] == [403] * 4
    assert all("Ce module n'est pas ouvert actuellement" in page.text for page in pages)
    assert not Response.objects.exists()
    page = Page(learner.client.get(learner.module.url))
    assert "Ce module n’est pas ouvert actuellement" in page.text
    assert page.has_form("commencer") is False


def test_a_finished_attempt_takes_no_more_answers(learner):
    question = learner.walk.screens["matching"]["questions"][0]
    data = learner.filled(learner.screen("matching"), question)
    learner.everything()
    learner.finish()
    count = Response.objects.count()
    page = learner.post("repondre", data)
    assert page.status == 409
    assert "Cette tentative est terminée" in page.text
    assert page.soup.find("a", string="Voir le résultat de la tentative")["href"] == f"{learner.url}bilan/"
    assert Response.objects.count() == count


def test_finishing_too_early_shows_what_is_left(learner):
    data = learner.screen("video").form("quitter")
    del data["ecran"]
    page = learner.post("terminer", data)
    assert (page.status, page.heading) == (409, "Bilan")
    assert "Il reste des étapes à faire" in page.text
    assert Attempt.objects.get().is_open


@pytest.mark.parametrize("kind", ["positioning", "matching", "sorting", "case", "pledge"])
def test_an_empty_answer_is_refused_at_the_field_with_the_input_kept(learner, kind):
    page = learner.screen(kind)
    data = page.form("repondre")
    questions = learner.walk.screens[kind]["questions"]
    if kind == "positioning":
        data |= {f"q-{questions[0]['id']}": "3"}
    refused = learner.post("repondre", data)
    assert refused.status == 422
    assert refused.title.startswith("Erreur : ")
    summary = refused.soup.find(id="form-errors")
    assert summary.has_attr("autofocus")
    for link in summary.find_all("a"):
        assert refused.soup.find(id=link["href"][1:])
    assert refused.soup.select(".fr-message--error, .fr-error-text")
    if kind == "positioning":
        assert len(summary.find_all("a")) == 4
        assert refused.form("repondre")[f"q-{questions[0]['id']}"] == ["3"]
    assert not Response.objects.exists()


def test_a_text_too_long_is_refused_and_kept(learner):
    question = learner.walk.screens["case"]["questions"][0]
    text = "é" * 5001
    page = learner.post("repondre", learner.screen("case").form("repondre") | {f"t-{question['id']}": text})
    assert page.status == 422
    assert "la limite est de 5000" in page.text
    assert page.form("repondre")[f"t-{question['id']}"] == [text]


def test_what_was_written_never_runs(learner):
    question = learner.walk.screens["case"]["questions"][0]
    vector = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = learner.post("repondre", learner.screen("case").form("repondre") | {f"t-{question['id']}": vector})
    own = page.soup.find(class_="own-text")
    assert own.get_text(strip=True) == vector
    assert own.find(["script", "img"]) is None


@pytest.mark.parametrize("rank", [0, 11, 999])
def test_a_screen_that_does_not_exist_is_a_404(learner, rank):
    assert learner.get(f"ecran/{rank}/").status == 404


def test_reading_changes_nothing(learner):
    before = Attempt.objects.values().get()
    for path in ("", *(f"ecran/{rank}/" for rank in range(1, 11)), "bilan/"):
        assert learner.get(path).status == 200
    assert Attempt.objects.values().get() == before


def test_starting_a_module_that_is_not_published_is_not_offered(learner):
    learner.module.unpublish()
    assert learner.client.post(f"/apprendre/module/{learner.module.module_key}/commencer/").status_code == 404
    assert learner.client.post(f"/apprendre/module/{uuid.uuid4()}/commencer/").status_code == 404


def test_a_visitor_who_presses_start_signs_in_first(module):
    response = Client().post(f"/apprendre/module/{module.module_key}/commencer/")
    assert response.status_code == 302
    assert response.url == f"/compte/connexion/?next={module.url}"
    assert not Attempt.objects.exists()


def test_starting_with_made_up_fields_is_refused(learner):
    url = f"/apprendre/module/{learner.module.module_key}/commencer/"
    assert learner.client.post(url, {"score": "1"}).status_code == 400


def test_writes_need_the_form_token(learner):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner.user)
    data = learner.screen("video").form("aller")
    assert strict.post(f"{learner.url}aller/", data).status_code == 403
    assert Attempt.objects.get().seq == 0


def test_another_person_starts_an_attempt_of_their_own(learner):
    other = Learner(UserFactory(), learner.module)
    assert other.walk.attempt != learner.walk.attempt
