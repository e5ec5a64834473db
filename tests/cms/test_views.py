"""Pages that belong to no app: errors, site map, robots, health."""

import json
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path
from wagtail.models import PageViewRestriction

from cms import urls as site_urls
from cms.core import sitemap
from tests.factories.pages import content_page, home_page

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def refuse(request):
    raise PermissionDenied("le secret de quelqu'un")


def fail(request):
    raise RuntimeError("le secret de quelqu'un")


urlpatterns = [path("refus/", refuse), path("panne/", fail), *site_urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    site_urls.handler400,
    site_urls.handler403,
    site_urls.handler404,
    site_urls.handler500,
)


def heading(response):
    return BeautifulSoup(response.content, "html.parser").h1.get_text()


@pytest.mark.django_db
@pytest.mark.urls("tests.cms.test_views")
@pytest.mark.parametrize(
    ("address", "status", "title"),
    [("/absente/", 404, "Page non trouvée"), ("/refus/", 403, "Accès refusé"), ("/panne/", 500, "Erreur inattendue")],
)
def test_errors_speak_french_and_tell_nothing(address, status, title):
    response = Client(raise_request_exception=False).get(address)
    assert (response.status_code, heading(response)) == (status, title)
    assert "secret" not in response.content.decode()


@pytest.mark.urls("tests.cms.test_views")
def test_the_page_of_a_failure_needs_no_database():
    """Without the `db` mark, pytest-django refuses any access to the database."""
    response = Client(raise_request_exception=False).get("/panne/")
    assert (response.status_code, heading(response)) == (500, "Erreur inattendue")


@pytest.mark.django_db
def test_an_unknown_host_is_refused_in_french(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert (response.status_code, heading(response)) == (400, "Demande incorrecte")


@pytest.mark.usefixtures("site_loaded")
def test_a_form_without_its_token_is_refused_in_french():
    response = Client(enforce_csrf_checks=True).post("/contact/", {"votre_message": "x"})
    assert (response.status_code, heading(response)) == (403, "Formulaire expiré")


def nested(items):
    return [(li.a.get_text(), nested(li.ul.find_all("li", recursive=False)) if li.ul else []) for li in items]


@pytest.mark.django_db
def test_the_site_map_shows_what_is_public_as_a_tree(client, django_assert_num_queries):
    above = content_page(title="Rubrique")
    content_page(title="Page", parent=above)
    hidden = content_page(title="Brouillon", live=False)
    content_page(title="Sous un brouillon", parent=hidden)
    secret = content_page(title="Réservée")
    content_page(title="Sous la réservée", parent=secret)
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    client.get("/plan-du-site/")
    with django_assert_num_queries(3):
        response = client.get("/plan-du-site/")
    items = BeautifulSoup(response.content, "html.parser").select("main .fr-container > ul > li")
    assert nested(items) == [("Accueil", [("Rubrique", [("Page", [])]), ("Sous un brouillon", [])])]


@pytest.mark.django_db
def test_apps_add_their_pages_to_the_site_map(client, monkeypatch):
    home_page()
    monkeypatch.setattr(sitemap, "VIEWS", [("État du service", "health")])
    items = BeautifulSoup(client.get("/plan-du-site/").content, "html.parser").select("main .fr-container > ul > li")
    assert [item.a["href"] for item in items] == ["/", "/sante/"]


@pytest.mark.django_db
def test_the_sitemap_of_robots_lists_what_is_public(client):
    content_page(slug="publique")
    content_page(slug="brouillon", live=False)
    secret = content_page(slug="reservee")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    found = [node.text for node in ET.fromstring(client.get("/sitemap.xml").content).iter(SITEMAP)]  # noqa: S314
    assert found == ["http://localhost/", "http://localhost/publique/"]


def test_robots_stay_out_of_what_is_personal(client, settings):
    settings.SITE_URL = "https://campus.example"
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /compte/",
        "Disallow: /apprendre/",
        "Disallow: /xapi/",
        "Disallow: /documents/",
        "Disallow: /sante/",
        "Sitemap: https://campus.example/sitemap.xml",
    ]


def test_the_icon_is_found_at_its_usual_place(client):
    assert client.get("/favicon.ico").headers["Location"].endswith("dsfr/dist/favicon/favicon.ico")


@pytest.mark.django_db
def test_health_says_that_all_is_well(client):
    response = client.get("/sante/")
    assert (response.status_code, json.loads(response.content)) == (200, {"database": True, "cache": True})
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_health_says_what_is_down_and_nothing_more(client, settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": blocked / "cache"}
    }
    response = client.get("/sante/")
    assert (response.status_code, json.loads(response.content)) == (503, {"database": True, "cache": False})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/plan-du-site/", "/robots.txt", "/sante/", "/favicon.ico"])
def test_these_pages_are_only_read(client, address):
    home_page()
    assert client.post(address).status_code == 405


def test_health_without_a_database(client, monkeypatch):
    def refuse_connection():
        raise OperationalError("connection to 10.0.0.3 refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse_connection)
        response = client.get("/sante/")
    assert (response.status_code, json.loads(response.content)) == (503, {"database": False, "cache": True})
