"""The linear version of a module: for its learner, and for its editors."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission

from cms.core.announcements import announced
from tests.courses.pages import Page, squeezed
from tests.factories.accounts import UserFactory


@pytest.fixture
def heard():
    names = []

    def listen(sender, announcements, **_):
        names.extend(announcements)

    announced.connect(listen, dispatch_uid="heard")
    yield names
    announced.disconnect(dispatch_uid="heard")


def _opened(heard):
    return [item for item in heard if type(item).__name__ == "AlternativeOpened"]


def test_the_text_holds_the_words_of_each_screen(learner):
    page = learner.get("texte/")
    assert page.heading == squeezed(learner.module.title)
    public = learner.walk.public
    for screen in public["screens"]:
        assert squeezed(screen["title"]) in page.text
        for question in screen["questions"]:
            assert squeezed(question["prompt"]) in page.text
    for slide in learner.walk.screens["video"]["body"]["slides"]:
        assert squeezed(slide["text"]) in page.text
    for card in learner.walk.screens["landmark"]["body"]["cards"]:
        assert squeezed(card["back"]) in page.text


def test_answers_given_come_with_their_feedback(learner):
    learner.answer_quiz(right=8)
    assert learner.get("texte/").text.count("bonne réponse") >= 8


def test_opening_the_text_is_noted_with_the_same_key_each_time(learner, heard):
    learner.get("texte/")
    learner.get("texte/")
    opened = _opened(heard)
    assert {(item.alternative, item.screen) for item in opened} == {("linear", "")}
    assert len({item.key for item in opened}) == 1


def test_reading_the_text_of_a_finished_attempt_is_not_noted(learner, heard):
    learner.everything()
    learner.finish()
    heard.clear()
    assert learner.get("texte/").status == 200
    assert _opened(heard) == []


def test_opening_a_transcript_is_noted_with_its_screen(learner, heard):
    page = learner.screen("video")
    assert learner.post("transcription", page.form("transcription")).status == 204
    (opened,) = _opened(heard)
    assert (opened.alternative, opened.screen) == ("transcript", learner.walk.screens["video"]["id"])


def test_the_transcript_of_a_made_up_screen_is_refused(learner, heard):
    data = learner.screen("video").form("transcription") | {"ecran": "elsewhere"}
    assert learner.post("transcription", data).status == 400
    assert _opened(heard) == []


def _module_text(module, user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(f"/apprendre/module/{module.module_key}/texte/")


def test_the_whole_text_is_for_those_who_write_the_module(module):
    assert _module_text(module).status_code == 302
    assert _module_text(module, UserFactory()).status_code == 403
    editor = UserFactory()
    group = Group.objects.create(name="Écrire les modules")
    permission = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=module, permission=permission)
    editor.groups.add(group)
    response = _module_text(module, editor)
    assert response.status_code == 200
    text = Page(response).text
    for words in (
        "Chacun perd",
        "Les résultats servent à rendre compte",
        "Vous partez léger",
        "Réponse attendue",
        "La phrase juge",
    ):
        assert words in text


def test_the_page_of_the_module_leads_to_the_whole_text_who_may_read_it(module):
    for user, shown in ((UserFactory(), False), (UserFactory(is_superuser=True), True)):
        client = Client()
        client.force_login(user)
        link = f'href="/apprendre/module/{module.module_key}/texte/"'
        assert (link in client.get(module.url).content.decode()) is shown


def test_the_whole_text_needs_a_published_version(module):
    module.unpublish()
    assert _module_text(module, UserFactory(is_superuser=True)).status_code == 404
