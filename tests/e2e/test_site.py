"""The site in Chromium: accessible, self-contained, usable by keyboard and without JavaScript."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file_jpeg

from cms.pages.models import ContentPage
from tests.e2e.conftest import NARROW, WIDE, assert_accessible, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.pages import content_page, list_items

pytestmark = pytest.mark.browser

PATHS = [
    "/",
    "/le-programme/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/gestion-des-cookies/",
    "/contact/",
    "/contact/?envoye=1",
    "/plan-du-site/",
]


def every_block():
    image = Image.objects.create(title="Photo", file=get_test_image_file_jpeg())
    film, captions, notice = (
        Document.objects.create(title=name, file=ContentFile(b"WEBVTT\n\n", name=name))
        for name in ("film.mp4", "film.vtt", "notice.pdf")
    )
    picture = {"image": image.pk, "decorative": False, "alt_text": "Deux agents au guichet"}
    target = {"page": None, "address": "/plan-du-site/"}
    link = {"text": "Le plan du site", **target}
    card = {
        "title": "Carte",
        "text": "Texte",
        "badge": "Nouveau",
        "detail": "25 minutes",
        "image": picture,
        "target": target,
    }
    tile = {"title": "Tuile", "text": "Texte", "detail": "Détail", "pictogram": "leisure/book", "target": target}
    table = {
        "columns": [{"type": "text", "heading": name} for name in ("Critère", "Valeur", "Remarque")],
        "rows": [{"values": ["Anticonstitutionnellement", "12", "Une remarque assez longue pour déborder"]}] * 3,
        "caption": "",
    }
    return [
        ("text", "<h2>Partie</h2><p>Texte <a href='/contact/'>lié</a></p><h3>Détail</h3><ul><li>Point</li></ul>"),
        ("picture", {"image": picture, "caption": "Photo : DITP"}),
        (
            "video",
            {
                "title": "Le film",
                "video": film.pk,
                "captions": captions.pk,
                "transcript": "<p>Bonjour</p>",
                "audio_description": "Rien ne manque.",
            },
        ),
        (
            "cards",
            {"title": "Cartes", "text": "Intro", "columns": "3", "items": list_items(card, {**card, "target": {}})},
        ),
        (
            "tiles",
            {"title": "Tuiles", "text": "Intro", "columns": "4", "items": list_items(tile, {**tile, "target": {}})},
        ),
        ("listing", {"title": "Liste", "source": "", "parent": 1, "order": "latest", "limit": 3, "empty": "Rien."}),
        ("accordion", {"title": "Questions", "items": list_items({"title": "Une ?", "text": "<p>Oui</p>"})}),
        ("callout", {"title": "À retenir", "text": "<p>Texte</p>", "links": list_items(link)}),
        ("highlight", {"text": "<p>Texte</p>"}),
        ("quote", {"text": "Citation", "author": "Claire", "role": "Agente", "source": "https://www.example.fr/"}),
        ("table", {"caption": "Tableau", "row_headers": True, "table": table}),
        ("download", {"document": notice.pk, "text": "La notice", "details": ""}),
        ("buttons", {"links": list_items(link, {**link, "text": "Encore le plan"})}),
    ]


@pytest.fixture
def page_of_blocks(live_site):
    return live_site + content_page(*every_block(), title="Tous les blocs", introduction="Introduction").url


def check(tab, address, watching):
    tab.goto(address, wait_until="networkidle")
    assert_accessible(tab)
    assert watching.faults == []


@pytest.mark.parametrize("width", ["page", "narrow_page"])
def test_every_page_is_accessible_and_stays_at_home(request, live_site, watch, width):
    tab = request.getfixturevalue(width)
    watching = watch(tab)
    for path in PATHS:
        check(tab, live_site + path, watching)


@pytest.mark.parametrize("width", ["page", "narrow_page"])
def test_every_block_is_accessible(request, page_of_blocks, watch, width):
    tab = request.getfixturevalue(width)
    check(tab, page_of_blocks, watch(tab))


@pytest.mark.parametrize("width", ["page", "narrow_page"])
def test_the_dark_scheme_is_accessible(request, page_of_blocks, live_site, watch, width):
    tab = request.getfixturevalue(width)
    tab.emulate_media(color_scheme="dark")
    watching = watch(tab)
    for address in (page_of_blocks, live_site + "/", live_site + "/contact/"):
        check(tab, address, watching)
        assert tab.evaluate("document.documentElement.dataset.frTheme") == "dark"


@pytest.mark.parametrize("width", ["page", "narrow_page"])
def test_a_page_that_does_not_exist_is_accessible(request, live_site, width):
    tab = request.getfixturevalue(width)
    tab.goto(live_site + "/absente/")
    assert_accessible(tab)


def test_the_first_visit_is_light(page, live_site, client):
    """At most 29 requests and 300 kB, compressed as the site's own middleware does it."""
    urls = []
    page.on("response", lambda answer: urls.append(answer.url))
    page.goto(live_site + "/", wait_until="networkidle")
    paths = [url.removeprefix(live_site) for url in urls if not url.startswith("data:")]
    answers = [client.get(path, headers={"accept-encoding": "gzip"}) for path in paths]
    assert len(paths) < 30
    assert sum(len(answer.getvalue()) for answer in answers) < 300_000


def test_the_keyboard_meets_the_skip_links_first(page, live_site):
    page.goto(live_site + "/le-programme/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    assert page.locator(".fr-skiplinks a").first.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null") is True


def test_a_refused_form_takes_the_focus_to_its_errors(page, live_site, watch):
    watching = watch(page)
    page.goto(live_site + "/contact/")
    page.get_by_label("Votre message").fill("Bonjour")
    page.get_by_role("button", name="Envoyer le message").click()
    assert page.title().startswith("Erreur : Contact")
    assert page.evaluate("document.activeElement.id") == "form-errors"
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_votre_adresse_electronique"
    assert page.get_by_label("Votre message").input_value() == "Bonjour"
    assert watching.faults == []


def test_the_menu_opens_on_a_narrow_screen(narrow_page, live_site):
    narrow_page.goto(live_site + "/", wait_until="networkidle")
    assert narrow_page.get_by_role("link", name="Le programme", exact=True).is_visible() is False
    narrow_page.get_by_role("button", name="Menu").click()
    narrow_page.get_by_role("link", name="Le programme", exact=True).click()
    assert narrow_page.url == live_site + "/le-programme/"


def test_the_narrow_menu_signs_out(narrow_page, live_site, client, watch):
    sign_in(narrow_page, live_site, client, UserFactory())
    watching = watch(narrow_page)
    narrow_page.goto(live_site + "/", wait_until="networkidle")
    narrow_page.get_by_role("button", name="Menu").click()
    assert_accessible(narrow_page)
    assert narrow_page.get_by_role("link", name="Mon compte").is_visible()
    narrow_page.get_by_role("button", name="Se déconnecter").click()
    narrow_page.wait_for_load_state("networkidle")
    narrow_page.get_by_role("button", name="Menu").click()
    assert narrow_page.get_by_role("link", name="Se connecter").is_visible()
    assert watching.faults == []


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_out_of_reach_without_javascript(new_page, live_site, page_of_blocks, viewport):
    tab = new_page(java_script_enabled=False, viewport=viewport)
    tab.goto(page_of_blocks)
    assert tab.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Contact").is_visible()
    assert tab.get_by_role("link", name="Se connecter").is_visible()
    assert tab.get_by_text("Oui", exact=True).is_visible()
    assert tab.get_by_text("Bonjour", exact=True).is_visible()
    tab.goto(live_site + "/contact/")
    tab.get_by_label("Votre adresse électronique").fill("lea@example.fr")
    tab.get_by_label("Votre message").fill("Bonjour")
    tab.get_by_role("button", name="Envoyer le message").click()
    assert tab.get_by_role("heading", name="Message envoyé").is_visible()


def test_an_editor_writes_previews_and_publishes(page, live_site, client, watch):
    """The administration works under its policy, in French, and calls no other host."""
    sign_in(page, live_site, client, UserFactory(is_staff=True, is_superuser=True))
    watching = watch(page)
    page.goto(live_site + "/admin/", wait_until="networkidle")
    assert page.get_attribute("html", "lang") == "fr"
    target = ContentPage.objects.get(slug="mentions-legales")
    page.goto(f"{live_site}/admin/pages/{target.pk}/edit/", wait_until="networkidle")
    page.fill("#id_title", "Mentions légales du site")
    page.locator("[data-contentpath='body'] .public-DraftEditor-content").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Ajout. ")
    page.locator("[data-side-panel-toggle='preview']").click()
    preview = page.frame_locator("iframe#w-preview-iframe")
    preview.get_by_role("heading", name="Mentions légales du site").wait_for()
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    page.locator("[name=action-publish]").click()
    page.wait_for_load_state("networkidle")
    page.goto(live_site + "/mentions-legales/", wait_until="networkidle")
    assert page.locator("h1").inner_text() == "Mentions légales du site"
    assert page.locator("main h2").first.inner_text() == "Ajout. Éditeur"
    page.locator("wagtail-userbar").get_by_role("button", name="Wagtail").click()
    page.locator("wagtail-userbar").get_by_role("menuitem", name="Modifier cette page").wait_for()
    assert watching.faults == []
