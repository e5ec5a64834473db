"""The score of an attempt: 70 % quiz, 30 % situation by default."""

import pytest

from courses.scoring import score

RULE = {"mastery": 0.75, "quiz_weight": 0.7, "situation_weight": 0.3}


@pytest.mark.parametrize(
    ("quiz", "situations", "total"),
    [
        ([1, 1, 1, 1], [1], 1),
        ([1, 0, 1, 0], [1], 0.65),
        ([1, 1, 1, 1], [1 / 6], 0.75),
        ([0, 0], [0], 0),
        ([1, 1, 1, 0], [], 0.75),
        ([], [0.5], 0.5),
        ([], [], 1),
    ],
)
def test_the_total_weighs_the_parts_that_the_module_has(quiz, situations, total):
    assert score(quiz=quiz, situations=situations, rule=RULE).total == total


def test_a_part_that_the_module_lacks_is_none():
    assert score(quiz=[1], situations=[], rule=RULE).situation is None
