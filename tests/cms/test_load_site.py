"""The first content of a new site."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Revision, Site

from cms.pages.first_content.builders import french_spaces
from cms.pages.loading import load_site
from cms.pages.models import ContactField, ContentPage, HomePage, SiteNavigation

SLUGS = [
    "accessibilite",
    "accueil",
    "contact",
    "donnees-personnelles",
    "gestion-des-cookies",
    "le-programme",
    "mentions-legales",
]


def snapshot():
    return {
        "pages": list(Page.objects.order_by("pk").values_list("pk", "url_path", "last_published_at")),
        "bodies": [page.body.raw_data[:] for page in ContentPage.objects.order_by("pk")],
        "revisions": Revision.objects.count(),
        "fields": list(ContactField.objects.order_by("pk").values()),
        "navigation": list(SiteNavigation.objects.values()),
        "sites": list(Site.objects.values()),
    }


@pytest.mark.django_db
def test_a_new_site_gets_its_pages_and_nothing_else():
    call_command("load_site")
    assert sorted(Page.objects.filter(depth__gt=1).values_list("slug", flat=True)) == SLUGS
    assert Site.objects.get().root_page.specific == HomePage.objects.get()


@pytest.mark.django_db
def test_loading_again_changes_nothing():
    load_site()
    before = snapshot()
    assert load_site() == []
    assert snapshot() == before


@pytest.mark.django_db
def test_what_an_editor_changed_stays():
    load_site()
    page = ContentPage.objects.get(slug="mentions-legales")
    page.title = "Nos mentions"
    page.save_revision().publish()
    SiteNavigation.objects.update(tagline="Autre slogan")
    load_site()
    assert ContentPage.objects.get(slug="mentions-legales").title == "Nos mentions"
    assert SiteNavigation.objects.get().tagline == "Autre slogan"


@pytest.mark.django_db
def test_the_site_takes_the_address_of_the_setting(settings):
    settings.SITE_URL = "https://campus.example"
    load_site()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("campus.example", 443)


@pytest.mark.django_db
def test_an_address_chosen_by_an_administrator_stays(settings):
    Site.objects.update(hostname="autre.example", port=8080)
    settings.SITE_URL = "https://campus.example"
    load_site()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("autre.example", 8080)


@pytest.mark.django_db
def test_every_body_is_what_an_editor_could_have_written():
    load_site()
    for page in [HomePage.objects.get(), *ContentPage.objects.all()]:
        page.body.stream_block.clean(page.body)


def test_french_spaces_do_not_break():
    assert french_spaces("« Bonjour » : oui !") == "«\xa0Bonjour\xa0»\xa0: oui\xa0!"
    assert french_spaces(["Services Publics +", {"n": "n° 4"}]) == ["Services Publics\xa0+", {"n": "n°\xa04"}]
    assert french_spaces("/formation/?page=1") == "/formation/?page=1"
