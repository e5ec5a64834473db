"""Part two, 2.4.3, and IEEE 9274.1.1, 4.2.2.2: verbs."""

import pytest

from tests.xapi.conformance.data.places import VERB, also_within, answers, everywhere, valid_at

PLACES = also_within({"statement": lambda verb: {"verb": verb}})


def test_a_verb_has_an_id_and_may_have_a_display(lrs):
    for verb in (VERB, {"id": "urn:x:y", "display": {"fr": "a vu", "en-US": "saw"}}):
        assert answers(lrs, PLACES, verb) == valid_at(PLACES)


@pytest.mark.parametrize(
    ("verb", "refusal"),
    [
        ({}, ("", "required")),
        ({"display": {"fr": "a vu"}}, ("", "required")),
        ("http://x.example/v", ("", "type")),
        ({"id": "experienced"}, ("/id", "format")),
        ({"id": 1}, ("/id", "type")),
        ({**VERB, "display": "a vu"}, ("/display", "type")),
        ({**VERB, "name": "a vu"}, ("/name", "key")),
        ({**VERB, "objectType": "Verb"}, ("/objectType", "key")),
    ],
)
def test_another_shape_is_refused(lrs, verb, refusal):
    assert answers(lrs, PLACES, verb) == everywhere(PLACES, *refusal)
