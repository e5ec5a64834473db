"""Part two, 2.4.5 and 4.6, and IEEE 9274.1.1, 4.2.2.4 and 4.2.7: results, scores and durations."""

import pytest

from tests.xapi.conformance.data.places import also_within, answers, everywhere, valid_at

PLACES = also_within({"statement": lambda result: {"result": result}})


@pytest.mark.parametrize(
    "score",
    [
        {"scaled": -1},
        {"scaled": 1},
        {"scaled": 0.123456789},
        {"raw": -5, "min": -10, "max": -1},
        {"raw": 1, "min": 1},
        {"raw": 2, "max": 2},
        {"raw": 1e300},
        {"min": 0, "max": 0.1},
    ],
)
def test_scores_within_their_bounds(lrs, score):
    assert answers(lrs, PLACES, {"score": score}) == valid_at(PLACES)


@pytest.mark.parametrize(
    ("score", "refusal"),
    [
        ({"scaled": 1.01}, ("/scaled", "range")),
        ({"scaled": -1.01}, ("/scaled", "range")),
        ({"scaled": "0.5"}, ("/scaled", "type")),
        ({"scaled": True}, ("/scaled", "type")),
        ({"min": 2, "max": 2}, ("", "range")),
        ({"min": 3, "max": 2}, ("", "range")),
        ({"raw": 3, "max": 2}, ("/raw", "range")),
        ({"raw": 0, "min": 1}, ("/raw", "range")),
        ({"raw": []}, ("/raw", "type")),
        ({"min": "0"}, ("/min", "type")),
        ({"max": {}}, ("/max", "type")),
        ({"mean": 1}, ("/mean", "key")),
        (5, ("", "type")),
    ],
)
def test_scores_out_of_their_bounds_are_refused(lrs, score, refusal):
    pointer, rule = refusal
    assert answers(lrs, PLACES, {"score": score}) == everywhere(PLACES, f"/score{pointer}", rule)


@pytest.mark.parametrize(
    ("result", "refusal"),
    [
        ({"success": 1}, ("/success", "type")),
        ({"completion": "false"}, ("/completion", "type")),
        ({"response": 1}, ("/response", "type")),
        ({"response": ["a"]}, ("/response", "type")),
        ({"extensions": {"e": 1}}, ("/extensions/e", "format")),
        ({"passed": True}, ("/passed", "key")),
        ([], ("", "type")),
    ],
)
def test_another_shape_is_refused(lrs, result, refusal):
    assert answers(lrs, PLACES, result) == everywhere(PLACES, *refusal)


@pytest.mark.parametrize("duration", [
    "PT4H35M59.14S", "PT16559.14S", "P3Y1M29DT4H35M59.14S", "P1Y2M3DT4H5M6.07S", "P3Y", "P4W", "P0.5W", "PT0S", "P0D",
    "P1DT12H", "P0.5Y", "PT0,5S", "PT1H0M0.1S", "PT36H", "PT0.123456789S", "P1M", "PT1M", "P1YT1S", "PT1H1S",
])  # fmt: skip
def test_durations(lrs, duration):
    assert answers(lrs, PLACES, {"duration": duration}) == valid_at(PLACES)


@pytest.mark.parametrize("duration", [
    "", "P", "PT", "P1DT", "P4W1D", "P1DT4W", "4H", "PT1.5H3M", "P1H", "PT-1S", "-P1D", "+P1D", "P1S", "P1M1Y",
    "P0001-01-01T00:00:00", "P00010101T000000", "PT1S ", "pt1s", "PA1H0M0S", "PT1.S", "PT.5S", "P1Y2", "PT١S", "1",
])  # fmt: skip
def test_other_forms_of_duration_are_refused(lrs, duration):
    """The alternative format of ISO 8601:2004, 4.4.3.3, with the rest."""
    assert answers(lrs, PLACES, {"duration": duration}) == everywhere(PLACES, "/duration", "format")


def test_a_duration_is_a_text(lrs):
    assert answers(lrs, PLACES, {"duration": 12}) == everywhere(PLACES, "/duration", "type")
