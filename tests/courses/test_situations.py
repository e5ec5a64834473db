"""A situation is a graph walked one decision at a time."""

import pytest

from courses.errors import UnreachableError
from courses.situations import advised_path, follow, replay_from, replays


def _choice(choice_id: str, quality: str, to: str, trust: int = 0, resolution: int = 0) -> dict:
    effects = {"trust": trust, "resolution": resolution}
    return {"id": choice_id, "text": choice_id, "quality": quality, "to": to, "alert": "", **effects}


GRAPH = {
    "start": "N0",
    "nodes": {
        "N0": {"text": "", "choices": [_choice("good", "adapted", "N1", 2), _choice("bad", "avoid", "N2", -2)]},
        "N1": {
            "text": "",
            "choices": [_choice("best", "adapted", "N2", 3, 2), _choice("so-so", "improvable", "END 2")],
        },
        "N2": {"text": "", "choices": [_choice("close", "adapted", "END 1", 1, 1), _choice("flee", "avoid", "END 2")]},
    },
    "endings": {"END 1": {"text": ""}, "END 2": {"text": ""}},
}


def test_gauges_are_kept_between_minus_four_and_four():
    position = follow(GRAPH, [("N0", "good"), ("N1", "best"), ("N2", "close")])
    assert position.gauges == {"trust": 4, "resolution": 3}
    assert position.path == ["N0", "N1", "N2", "END 1"]


def test_a_perfect_path_scores_one():
    assert follow(GRAPH, [("N0", "good"), ("N1", "best"), ("N2", "close")]).score == 1


def test_an_early_ending_weighs_on_the_score():
    assert follow(GRAPH, [("N0", "good"), ("N1", "so-so")]).score == 3 / 6


@pytest.mark.parametrize("decision", [("N1", "best"), ("N0", "best"), ("N9", "good"), ("END 1", "good")])
def test_a_node_or_choice_that_is_not_reached_is_refused(decision):
    with pytest.raises(UnreachableError):
        follow(GRAPH, [decision])


def test_nothing_follows_an_ending():
    with pytest.raises(UnreachableError):
        follow(GRAPH, [("N0", "bad"), ("N2", "flee"), ("N2", "close")])


def test_a_replay_keeps_what_came_before_its_node():
    plays = [[("N0", "good"), ("N1", "so-so")], [("N1", "best"), ("N2", "close")]]
    first, second = replays(GRAPH, plays)
    assert (first.ending, first.score) == ("END 2", 0.5)
    assert (second.path, second.score) == (["N0", "N1", "N2", "END 1"], 1)


def test_a_replay_starts_on_the_path_of_an_ended_play():
    ended = follow(GRAPH, [("N0", "bad"), ("N2", "flee")])
    assert replay_from(GRAPH, ended, "N2").gauges == {"trust": -2, "resolution": 0}
    with pytest.raises(UnreachableError):
        replay_from(GRAPH, ended, "N1")
    with pytest.raises(UnreachableError):
        replay_from(GRAPH, follow(GRAPH, [("N0", "bad")]), "N0")


def test_the_advised_path_takes_the_adapted_choices():
    assert [(step.node, step.choice["id"]) for step in advised_path(GRAPH)] == [
        ("N0", "good"),
        ("N1", "best"),
        ("N2", "close"),
    ]
