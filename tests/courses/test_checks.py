"""A broken module keeps its draft and never reaches learners."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from cms.accounts.models import User
from courses.checks import problems
from courses.errors import InvalidModuleError
from courses.services.versions import publish_version
from tests.factories.content import load_module_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return load_module_1()


def _change(module, change) -> None:
    raw = json.loads(json.dumps(list(module.screens.raw_data)))
    change({screen["type"]: screen for screen in raw})
    module.screens = json.dumps(raw)


def _send_choice_nowhere(screens) -> None:
    screens["situation"]["value"]["nodes"][0]["value"]["choices"][0]["value"]["to"] = "N9"


def _forget_an_id(screens) -> None:
    del screens["quiz"]["value"]["items"][0]["value"]["choices"][0]["id"]


def _use_an_id_twice(screens) -> None:
    screens["cards"]["id"] = screens["quiz"]["id"]


def _forget_the_right_answer(screens) -> None:
    for choice in screens["quiz"]["value"]["items"][0]["value"]["choices"]:
        choice["value"]["right"] = False


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_send_choice_nowhere, "mène à « N9 », qui n'existe pas"),
        (_forget_an_id, "Un bloc n'a pas d'identifiant"),
        (_use_an_id_twice, "sert 2 fois"),
        (_forget_the_right_answer, "aucune réponse juste"),
    ],
)
def test_a_broken_module_makes_no_version(module, change, message):
    _change(module, change)
    with pytest.raises(InvalidModuleError, match=message):
        publish_version(module=module)
    assert module.versions.count() == 1


def test_a_sound_module_has_no_problem(module):
    assert problems(module) == []


def test_the_editor_keeps_the_draft_and_says_what_to_mend(client, module):
    client.force_login(User.objects.create_superuser("chef@exemple.test", "x"))
    url = reverse("wagtailadmin_pages:edit", args=[module.pk])
    data = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form")
    data.update({"title": "Un autre titre", "action-publish": "1", "objectives-count": "0", "screens-count": "0"})
    response = client.post(url, data, follow=True)
    assert "Le module n&#x27;a aucun écran." in response.content.decode()
    module.refresh_from_db()
    assert module.title != "Un autre titre"
    assert module.get_latest_revision_as_object().title == "Un autre titre"
