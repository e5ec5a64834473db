"""Part two, 4.1 to 4.3, and IEEE 9274.1.1, 4.2.7: extensions, language maps and IRIs, wherever they stand."""

import json

import pytest

from tests.factories.xapi import statement
from tests.xapi.conformance.data.places import (
    ACTIVITY,
    ATTACHMENT,
    VERB,
    Place,
    also_within,
    answers,
    everywhere,
    sub,
    valid_at,
)

EXTENSIONS = also_within(
    {
        "result": lambda found: {"result": {"extensions": found}},
        "context": lambda found: {"context": {"extensions": found}},
        "definition": lambda found: {"object": {**ACTIVITY, "definition": {"extensions": found}}},
    }
)
MAPS: dict[str, Place] = {
    "display": lambda found: {"verb": {**VERB, "display": found}},
    "SubStatement's display": lambda found: {"object": sub(verb={**VERB, "display": found})},
    "name": lambda found: {"object": {**ACTIVITY, "definition": {"name": found}}},
    "description": lambda found: {"object": {**ACTIVITY, "definition": {"description": found}}},
    "component": lambda found: {
        "object": {
            **ACTIVITY,
            "definition": {"interactionType": "choice", "choices": [{"id": "a", "description": found}]},
        }
    },
    "attachment's display": lambda found: {"attachments": [{**ATTACHMENT, "display": found}]},
    "attachment's description": lambda found: {"attachments": [{**ATTACHMENT, "description": found}]},
}
# A text cannot hold the mark by which `everywhere` finds a place: the pointers are told.
IRIS = {
    "verb": (lambda iri: {"verb": {"id": iri}}, "/verb/id"),
    "object": (lambda iri: {"object": {"id": iri}}, "/object/id"),
    "type": (lambda iri: {"object": {**ACTIVITY, "definition": {"type": iri}}}, "/object/definition/type"),
    "moreInfo": (lambda iri: {"object": {**ACTIVITY, "definition": {"moreInfo": iri}}}, "/object/definition/moreInfo"),
    "openid": (lambda iri: {"actor": {"openid": iri}}, "/actor/openid"),
    "homePage": (lambda iri: {"actor": {"account": {"homePage": iri, "name": "a"}}}, "/actor/account/homePage"),
    "usageType": (lambda iri: {"attachments": [{**ATTACHMENT, "usageType": iri}]}, "/attachments/0/usageType"),
    "fileUrl": (lambda iri: {"attachments": [{**ATTACHMENT, "fileUrl": iri}]}, "/attachments/0/fileUrl"),
}
IRI_PLACES = {name: place for name, (place, _) in IRIS.items()}
DEEP = {"http://x.example/e": [[[{"": [None, {"Null": None}, "", 1e300, True]}]]]}


@pytest.mark.parametrize("value", [None, "", {}, [], 0, False, "x", [None], {"": None}, DEEP])
def test_an_extension_holds_anything(lrs, value):
    assert answers(lrs, EXTENSIONS, {"http://x.example/e": value}) == valid_at(EXTENSIONS)


def test_extensions_may_be_empty(lrs):
    assert answers(lrs, EXTENSIONS, {}) == valid_at(EXTENSIONS)


@pytest.mark.parametrize("key", ["e", "", "x.example", "http:", "a b:c"])
def test_the_key_of_an_extension_is_an_iri(lrs, key):
    assert answers(lrs, EXTENSIONS, {key: 1}) == everywhere(EXTENSIONS, f"/{key}", "format")


@pytest.mark.parametrize("wrong", ["x", [], 1])
def test_extensions_are_an_object(lrs, wrong):
    assert answers(lrs, EXTENSIONS, wrong) == everywhere(EXTENSIONS, "", "type")


@pytest.mark.parametrize("tag", [
    "fr", "fr-FR", "en-US", "FR-fr", "zh-Hant-TW", "sl-rozaj-biske", "de-CH-1996", "x-private", "x-a-b-12345678",
    "i-klingon", "en-GB-oed", "es-419", "en-a-bbb-x-a", "zh-cmn-Hans-CN", "abcd", "abcdefgh", "und", "art-lojban",
])  # fmt: skip
def test_language_tags(lrs, tag):
    assert answers(lrs, MAPS, {tag: "x"}) == valid_at(MAPS)
    places = also_within({"language": lambda found: {"context": {"language": found}}})
    assert answers(lrs, places, tag) == valid_at(places)


@pytest.mark.parametrize("tag", [
    "", "f", "fr_FR", "fr-", "-fr", "fr--FR", "fr-FRANCE2026", "abcdefghi", "a12345", "a12345678", "fr-a", "12", "en-x",
    "x-123456789", "français", "fr FR", "fr\n", "en-US-US",
])  # fmt: skip
def test_other_tags_are_refused(lrs, tag):
    """At least the sequence of lengths of RFC 5646 is held."""
    assert answers(lrs, MAPS, {"en": "x", tag: "x"}) == everywhere(MAPS, f"/{tag}", "format")
    places = also_within({"language": lambda found: {"context": {"language": found}}})
    pointers = {"language": "/context/language", "SubStatement's language": "/object/context/language"}
    assert answers(lrs, places, tag) == {name: (400, pointers[name], "format") for name in places}


@pytest.mark.parametrize("text", [1, True, ["x"], {}])
def test_the_entries_of_a_language_map_are_texts(lrs, text):
    assert answers(lrs, MAPS, {"fr": text}) == everywhere(MAPS, "/fr", "type")


@pytest.mark.parametrize("iri", [
    "http://x.example/é", "http://example.com/فعل/خواندن", "urn:isbn:123", "tag:a,2026:b", "http://x/?a=[1]#f",
    "HTTPS://X.example/%C3%A9", "http://[::1]/a", "x:y", "mailto:a@x.example", "a+b.c-d:e",
])  # fmt: skip
def test_iris(lrs, iri):
    assert answers(lrs, IRI_PLACES, iri) == valid_at(IRI_PLACES)


@pytest.mark.parametrize("iri", [
    "", "x", "/a", "//x/a", "x.example/a", "http:", ":a", "1http://x", "http://x/a b", "http://x/<a>", 'http://x/"',
    "http://x/\\", "http://x/\n", " http://x/", "http://x/\ud800", "http://x/\0", "http://x/{a}", "htt\u0301p://x",
])  # fmt: skip
def test_what_has_no_scheme_or_forbidden_characters_is_no_iri(lrs, iri):
    assert answers(lrs, IRI_PLACES, iri) == {name: (400, pointer, "format") for name, (_, pointer) in IRIS.items()}


def test_iris_are_compared_as_texts(lrs):
    sent = [
        statement(object={"id": iri}) for iri in ("http://x.example/a", "http://x.example/A", "http://x.example/%61")
    ]
    lrs.post(sent)
    assert lrs.ids(activity="http://x.example/a") == [sent[0]["id"]]


def test_a_mail_is_found_whatever_the_case_of_its_domain(lrs):
    sent = statement(actor={"mbox": "mailto:Ann@X.Example"})
    lrs.post(sent)
    assert lrs.ids(agent=json.dumps({"mbox": "mailto:Ann@x.example"})) == [sent["id"]]
    assert lrs.ids(agent=json.dumps({"mbox": "mailto:ann@x.example"})) == []
