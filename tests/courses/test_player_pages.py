"""The course page, the module page, and what every learner's page costs."""

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.registry import kinds
from courses.models import ModulePage
from courses.versions import _content
from tests.courses.pages import Learner, Page, squeezed
from tests.factories.accounts import UserFactory

BUDGET = 12


@pytest.mark.parametrize("name", sorted(kinds("courses.screens")))
def test_each_kind_of_screen_has_its_template(name):
    assert get_template(f"courses/screens/{name}.html")


@pytest.mark.parametrize("name", sorted(kinds("courses.questions")))
def test_each_kind_of_question_has_its_template(name):
    assert get_template(f"courses/questions/{name}.html")


def _page(page, client=None):
    return Page((client or Client()).get(page.url))


def test_a_visitor_sees_the_module_and_the_way_to_sign_in(module):
    page = _page(module)
    assert page.heading == squeezed(module.title)
    link = page.soup.find("a", string="Se connecter pour commencer")
    assert link["href"] == f"/compte/connexion/?next={module.url}"
    assert page.has_form("commencer") is False
    assert "Réussi à 75 % : quiz pour 70 %, situation pour 30 %" in page.text
    assert "jamais votre hiérarchie" in page.text
    assert [item.get_text() for item in page.soup.select(".module-screens__title")][:2] == [
        "Où j’en suis",
        "Ce qui reste après la visite",
    ]


def test_the_pages_say_where_one_stands(learner):
    course = learner.module.get_parent()
    client = learner.client
    assert "Reprendre : écran 1 sur 10" in _page(course, client).text
    learner.answer_screen("matching")
    assert "Reprendre : écran 4 sur 10" in _page(course, client).text
    assert "Reprendre : écran 4 sur 10" in _page(learner.module, client).text


def test_a_passed_module_says_when_and_lists_its_attempts(learner):
    learner.everything()
    learner.finish()
    page = _page(learner.module, learner.client)
    assert "Réussi le" in page.text
    assert "Recommencer le module" in page.text
    assert "Tentative 1" in page.text
    assert "100 %, réussie (meilleur score, gardé)" in page.text
    assert page.soup.find("ul", class_="attempts").a["href"] == f"{learner.url}bilan/"
    assert "Relire ou recommencer" in _page(learner.module.get_parent(), learner.client).text


def test_a_visitor_sees_where_to_begin(module):
    page = _page(module.get_parent())
    assert "Commencer" in page.text
    assert "25 minutes" in page.text


def test_a_private_module_is_neither_listed_nor_started_nor_told(module):
    PageViewRestriction.objects.create(page=module, restriction_type=PageViewRestriction.LOGIN)
    assert squeezed(module.title) not in _page(module.get_parent()).text
    assert Client().post(f"/apprendre/module/{module.module_key}/commencer/").status_code == 403


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_course_page_costs_the_same_with_one_and_three_modules(module, signed_in):
    learner = Learner(UserFactory(), module)
    client = learner.client if signed_in else Client()
    course = module.get_parent()
    client.get(course.url)
    with CaptureQueriesContext(connection) as one:
        client.get(course.url)
    for place in (2, 3):
        copy = module.copy(update_attrs={"slug": f"m{place}", "title": f"Module {place}"})
        if signed_in:
            Learner(learner.user, ModulePage.objects.get(pk=copy.pk))
    client.get(course.url)
    with CaptureQueriesContext(connection) as three:
        response = client.get(course.url)
    assert "Module 3" in response.content.decode()
    assert len(three) == len(one)
    assert len(one) <= 30


@pytest.mark.parametrize("cold", [True, False], ids=["first page of a process", "later"])
def test_no_reading_costs_more_than_its_budget(learner, django_assert_max_num_queries, cold):
    paths = [*(f"ecran/{rank}/" for rank in range(1, 11)), "bilan/"]
    for path in paths:
        if cold:
            _content.cache_clear()
        with django_assert_max_num_queries(BUDGET):
            assert learner.get(path).status == 200


def test_no_reading_of_a_finished_attempt_costs_more_than_its_budget(learner, django_assert_max_num_queries):
    learner.everything()
    learner.finish()
    for path in (*(f"ecran/{rank}/" for rank in range(1, 11)), "bilan/", "texte/"):
        with django_assert_max_num_queries(BUDGET):
            assert learner.get(path).status == 200


def _posts(learner: Learner) -> list[tuple[str, dict]]:
    question = learner.walk.screens["quiz"]["questions"][0]
    quiz = learner.screen("quiz")
    positioning = learner.screen("positioning").form("repondre")
    for one in learner.walk.screens["positioning"]["questions"]:
        positioning |= learner.values(one)
    return [
        ("repondre", learner.filled(quiz, question)),
        ("repondre", positioning),
        ("decider", learner.decision(learner.screen("situation"), "adapted")),
        ("aller", learner.screen("video").form("aller")),
        ("quitter", quiz.form("quitter")),
    ]


@pytest.mark.parametrize("place", range(5))
def test_no_write_costs_more_than_its_budget(learner, place):
    action, data = _posts(learner)[place]
    with CaptureQueriesContext(connection) as queries:
        assert learner.post(action, data, follow=False).status == 303
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"] and query["sql"] != "BEGIN"]
    assert len(asked) <= BUDGET, "\n".join(asked)
