"""The menu and the footer."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Site

from cms.pages import navigation
from cms.pages.models import SiteNavigation
from tests.factories.pages import content_page, home_page, list_items


def link(text, page=None, address=""):
    return {"type": "link", "value": {"text": text, "page": page, "address": address}}


def submenu(text, *links):
    return {"type": "submenu", "value": {"text": text, "links": list_items(*(entry["value"] for entry in links))}}


def save_navigation(*menu):
    home_page()
    site = Site.objects.get(is_default_site=True)
    setting = SiteNavigation.for_site(site)
    setting.menu = SiteNavigation._meta.get_field("menu").to_python(list(menu))
    setting.save()
    return setting


def menu_of(client, path="/"):
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    return {entry.get_text(strip=True): entry for entry in soup.select("#navigation .fr-nav__list > li > :first-child")}


@pytest.mark.django_db
def test_a_site_without_setting_has_no_menu(client):
    home_page()
    assert menu_of(client) == {}


@pytest.mark.django_db
def test_the_menu_shows_what_can_be_reached(client):
    live, draft = content_page(title="Vivante"), content_page(live=False)
    save_navigation(
        link("Page", page=live.pk),
        link("Brouillon", page=draft.pk),
        link("Plan", address="/plan-du-site/"),
        link("Absente", address="/absente/"),
        submenu("Vide", link("Absente aussi", address="/absente/")),
        submenu("Plein", link("Encore la page", page=live.pk)),
    )
    assert list(menu_of(client)) == ["Page", "Plan", "Plein"]


@pytest.mark.django_db
def test_the_current_page_and_its_ancestor_are_told(client):
    parent = content_page(slug="parent")
    content_page(slug="enfant", parent=parent)
    save_navigation(link("Parent", page=parent.pk), link("Plan", address="/plan-du-site/"))
    assert menu_of(client, "/parent/")["Parent"]["aria-current"] == "page"
    below = menu_of(client, "/parent/enfant/")
    assert below["Parent"]["aria-current"] == "true"
    assert below["Plan"].get("aria-current") is None


@pytest.mark.django_db
def test_a_change_shows_at_the_next_page(client):
    page = content_page(title="Vivante", slug="vivante")
    save_navigation(link("Avant", page=page.pk))
    assert list(menu_of(client)) == ["Avant"]
    save_navigation(link("Après", page=page.pk))
    assert list(menu_of(client)) == ["Après"]
    page.unpublish()
    assert list(menu_of(client)) == []


@pytest.mark.django_db
def test_the_menu_escapes_what_editors_write(client):
    save_navigation(link("<script>alert(1)</script>", address="/plan-du-site/"))
    assert "<script>alert(1)</script>" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_warm_menu_costs_no_query(django_assert_num_queries):
    save_navigation(link("Plan", address="/plan-du-site/"))
    navigation.navigation()
    with django_assert_num_queries(0):
        assert navigation.for_path("/plan-du-site/")["menu"][0]["current"] is True
