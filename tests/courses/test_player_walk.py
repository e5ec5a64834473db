"""The whole of module 1 over HTTP, without JavaScript."""

import pytest

from courses.models import Attempt, Enrolment
from tests.courses.pages import Learner
from tests.factories.accounts import UserFactory
from tests.factories.content import load_module_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return Learner(UserFactory(), load_module_1())


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
