"""What every public page has in common."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import constants
from django.template.loader import render_to_string

from cms.pages.models import HomePage
from tests.factories.accounts import UserFactory
from tests.factories.pages import content_page, list_items

INLINE = re.compile(rb"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.usefixtures("site_loaded")
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/le-programme/",
        "/accessibilite/",
        "/mentions-legales/",
        "/donnees-personnelles/",
        "/gestion-des-cookies/",
        "/contact/",
        "/contact/?envoye=1",
        "/plan-du-site/",
        "/absente/",
    ],
)
def test_every_page_is_framed_and_strict(client, path):
    response = client.get(path)
    soup = soup_of(response)
    assert soup.html["lang"] == "fr"
    assert len(soup.select("h1")) == 1
    assert [len(soup.select(tag)) for tag in ("main", "header", "footer", "title")] == [1, 1, 1, 1]
    assert soup.title.get_text().endswith(" – Campus Services Publics +")
    assert soup.body.find("a")["href"] == "#content"
    assert INLINE.search(response.content) is None
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.usefixtures("site_loaded")
def test_titles_are_all_different(client):
    legal = [link["href"] for link in soup_of(client.get("/")).select(".fr-footer__bottom-list a")]
    paths = {"/", "/le-programme/", "/absente/", "/contact/?envoye=1", *legal}
    titles = [soup_of(client.get(path)).title.get_text() for path in paths]
    assert len(set(titles)) == len(paths) == 10


@pytest.mark.usefixtures("site_loaded")
def test_the_security_headers_of_a_public_page(client):
    headers = client.get("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "media-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.usefixtures("site_loaded")
def test_only_the_administration_has_a_looser_policy(admin_client):
    admin, public = (admin_client.get(path).headers["Content-Security-Policy"] for path in ("/admin/pages/", "/"))
    assert "script-src 'self' 'unsafe-inline'" in admin
    assert "style-src 'self' 'unsafe-inline'" in admin
    assert "unsafe" not in public
    assert "http" not in admin


@pytest.mark.django_db
def test_the_administration_speaks_french(admin_client):
    assert soup_of(admin_client.get("/admin/")).html["lang"] == "fr"


@pytest.mark.usefixtures("site_loaded")
def test_a_visitor_gets_no_cookie_before_a_form(client):
    assert dict(client.get("/").cookies) == {}
    assert list(client.get("/contact/").cookies) == ["csrftoken"]


@pytest.mark.usefixtures("site_loaded")
def test_the_home_page_costs_few_queries(client, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(7):
        client.get("/")


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_content_page_costs_the_same_whatever_it_holds(client, django_assert_num_queries, count):
    target = {"page": None, "address": "/absente/"}
    cells = [{"title": "Tuile", "text": "", "detail": "", "pictogram": "", "target": target}] * count
    tiles = {"title": "Tuiles", "text": "", "columns": "3", "items": list_items(*cells)}
    page = content_page(("tiles", tiles), *[("text", "<p>Texte</p>")] * count)
    client.get(page.url)
    with django_assert_num_queries(7):
        client.get(page.url)


@pytest.mark.django_db
def test_the_breadcrumb_names_the_published_pages_above(client, django_assert_num_queries):
    above = content_page(title="Rubrique", slug="rubrique")
    hidden = content_page(title="Cachée", parent=above, live=False)
    page = content_page(title="Page", parent=hidden)
    crumbs = soup_of(client.get(page.url)).select(".fr-breadcrumb__list li > *")
    assert [(crumb.get_text(), crumb.get("href")) for crumb in crumbs] == [
        ("Accueil", "/"),
        ("Rubrique", "/rubrique/"),
        ("Page", None),
    ]
    fresh = type(page).objects.get(pk=page.pk)
    with django_assert_num_queries(1):
        assert [step.title for step in fresh.trail] == ["Rubrique"]


@pytest.mark.usefixtures("site_loaded")
def test_the_home_page_links_to_the_modules_that_exist(client):
    home = HomePage.objects.get()
    content_page(slug="formation", title="Se former")
    tiles = soup_of(client.get("/")).select(".fr-tile__title")
    assert [tile.a and tile.a["href"] for tile in tiles[:5]] == [None] * 5
    formation = home.get_children().get(slug="formation")
    content_page(slug="m1-promesse-et-bienveillance", parent=formation)
    tiles = soup_of(client.get("/")).select(".fr-tile__title")
    assert tiles[0].a["href"] == "/formation/m1-promesse-et-bienveillance/"


@pytest.mark.usefixtures("site_loaded")
def test_signing_out_is_a_post(client):
    client.force_login(UserFactory())
    form = soup_of(client.get("/")).select_one("header form")
    assert form["method"] == "post"
    assert form.select_one("input[name=csrfmiddlewaretoken]") is not None


def test_messages_are_told_as_alerts():
    messages = [
        type("Message", (), {"level_tag": tag, "__str__": lambda self: "<b>Enregistré</b>"})()
        for tag in (constants.DEFAULT_TAGS[constants.SUCCESS], constants.DEFAULT_TAGS[constants.ERROR])
    ]
    soup = BeautifulSoup(render_to_string("includes/messages.html", {"messages": messages}), "html.parser")
    alerts = soup.select("[role=status] .fr-alert")
    assert [alert["class"][1] for alert in alerts] == ["fr-alert--success", "fr-alert--error"]
    assert [alert.get_text(strip=True) for alert in alerts] == ["<b>Enregistré</b>"] * 2
