"""Addresses that editors write."""

import pytest
from django.core.exceptions import ValidationError

from cms.core.links import dead_paths, validate_address
from tests.factories.pages import content_page


@pytest.mark.parametrize(
    "address",
    ["/", "/formation/", "/a/?b=1#c", "#suite", "https://www.example.fr/x", "mailto:a@b.fr", "tel:+33123456789"],
)
def test_addresses_that_lead_somewhere_are_accepted(address):
    validate_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "/\\evil.example",
        "https:///x",
        "formation",
        "/a b",
        " /a",
        "https://a.fr\nx",
        "",
    ],
)
def test_other_addresses_are_refused(address):
    with pytest.raises(ValidationError):
        validate_address(address)


@pytest.mark.django_db
def test_dead_paths_are_those_that_nothing_answers(django_assert_num_queries):
    content_page(slug="vivante")
    content_page(slug="brouillon", live=False)
    dead_paths(["/"])  # the address of the site's root is in the cache from here on
    addresses = [
        "/vivante/",
        "/vivante/?a=1",
        "/vivante#b",
        "/brouillon/",
        "/absente/",
        "/plan-du-site/",
        "https://x.fr",
    ]
    with django_assert_num_queries(1):
        assert dead_paths(addresses) == {"/brouillon/", "/absente/"}


@pytest.mark.django_db
def test_no_local_path_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert dead_paths(["https://www.example.fr/", "", "/plan-du-site/"]) == set()
