"""Each kind of a registry is whole: its module, its template, its place in the editor."""

import pytest
from django.template.loader import get_template

from cms.core.registry import kinds
from courses.models import ModulePage


@pytest.mark.parametrize("name", kinds("courses.screens"))
def test_a_screen_kind_has_its_template_and_its_block(name):
    get_template(f"courses/screens/{name}.html")
    assert name in ModulePage._meta.get_field("screens").stream_block.child_blocks


@pytest.mark.parametrize("name", kinds("courses.questions"))
def test_a_question_kind_has_its_template(name):
    get_template(f"courses/questions/{name}.html")


def test_a_quiz_offers_the_question_kinds_that_say_so():
    quiz = ModulePage._meta.get_field("screens").stream_block.child_blocks["quiz"]
    offered = set(quiz.child_blocks["items"].child_blocks)
    assert offered == {name for name, kind in kinds("courses.questions").items() if kind.in_quiz}
