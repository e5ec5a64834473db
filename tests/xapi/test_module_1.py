"""The statements of a whole attempt at the real module 1."""

import json
from collections import Counter

import pytest

from tests.courses.walk import Walk
from tests.factories.accounts import UserFactory
from tests.factories.content import load_module_1
from xapi.models import OutboxRow, Statement
from xapi.profile import problems
from xapi.services.outbox import flush


def stored() -> list[dict]:
    return [json.loads(text) for text in Statement.objects.order_by("seq").values_list("payload", flat=True)]


@pytest.fixture
def walk(db):
    walk = Walk(UserFactory(), load_module_1())
    walk.everything()
    walk.finish()
    return walk


def test_every_statement_of_an_attempt_follows_the_profile(walk):
    flush()
    assert not OutboxRow.objects.exists(), OutboxRow.objects.values_list("kind", "error")
    statements = stored()
    for statement in statements:
        assert problems(statement) == [], json.dumps(statement, indent=1)
    print(
        Counter(
            (s["verb"]["id"].rpartition("/")[2], s["object"]["definition"]["type"].rpartition("/")[2])
            for s in statements
        )
    )
    print(json.dumps(statements[-8:], indent=1, ensure_ascii=False)[:6000])
