"""What the tests of the courses share."""

import pytest

from tests.courses.pages import Learner
from tests.factories.accounts import UserFactory
from tests.factories.content import load_module_1


@pytest.fixture
def module(db):
    return load_module_1()


@pytest.fixture
def learner(module):
    return Learner(UserFactory(), module)
