"""The blocks of an editorial page: right markup, right outline, nothing that runs."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.core import listings
from cms.core.blocks import BodyBlock, LinkBlock
from cms.core.blocks.data import TableBlock
from cms.core.blocks.grids import ListingBlock
from cms.core.blocks.media import DownloadBlock, VideoBlock
from tests.factories.pages import content_page, home_page, list_items

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg onload=alert(3)>"


def shown(client, *blocks):
    page = content_page(*blocks)
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def document(name, content=b"x" * 2048):
    return Document.objects.create(title=name, file=ContentFile(content, name=name))


def evil_blocks():
    target = {"page": None, "address": "/plan-du-site/"}
    cell = {"title": EVIL, "text": EVIL, "detail": EVIL, "badge": EVIL, "pictogram": "", "image": {}, "target": target}
    link = {"text": EVIL, "page": None, "address": "/plan-du-site/"}
    table = {
        "columns": [{"type": "text", "heading": EVIL}, {"type": "rich_text", "heading": EVIL}],
        "rows": [{"values": [EVIL, EVIL]}],
        "caption": "",
    }
    return {
        "text": EVIL,
        "cards": {"title": EVIL, "text": EVIL, "columns": "3", "items": list_items(cell)},
        "tiles": {"title": EVIL, "text": EVIL, "columns": "3", "items": list_items(cell)},
        "accordion": {"title": EVIL, "items": list_items({"title": EVIL, "text": EVIL})},
        "callout": {"title": EVIL, "text": EVIL, "links": list_items(link)},
        "highlight": {"text": EVIL},
        "quote": {"text": EVIL, "author": EVIL, "role": EVIL, "source": "javascript:alert(1)"},
        "table": {"caption": EVIL, "row_headers": True, "table": table},
        "buttons": {"links": list_items(link)},
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(evil_blocks()))
def test_no_block_lets_anything_run(client, kind):
    main = shown(client, (kind, evil_blocks()[kind]))
    attributes = [name for tag in main.find_all(True) for name in tag.attrs]
    assert main.select("script, svg[onload], img, iframe") == []
    assert [name for name in attributes if name.startswith("on")] == []
    assert [a["href"] for a in main.select("a") if a["href"] not in {"/plan-du-site/"}] == []


@pytest.mark.django_db
def test_a_stored_script_address_never_becomes_a_link(client):
    target = {"page": None, "address": "javascript:alert(1)"}
    cell = {"title": "Piège", "text": "", "detail": "", "pictogram": "", "target": target}
    tiles = {"title": "Tuiles", "text": "", "columns": "3", "items": list_items(cell)}
    main = shown(client, ("tiles", tiles), ("text", '<a href="javascript:alert(1)">x</a>'))
    assert [a["href"] for a in main.select("a[href]")] == []


@pytest.mark.django_db
def test_the_outline_has_one_h1_and_no_gap(client):
    cell = {"title": "Carte", "text": "", "detail": "", "badge": "", "image": {}, "target": {}}
    main = shown(
        client,
        ("callout", {"title": "À retenir", "text": "<p>x</p>", "links": []}),
        ("cards", {"title": "Cartes", "text": "", "columns": "3", "items": list_items(cell)}),
        ("text", "<h2>Partie</h2><h3>Détail</h3>"),
        ("accordion", {"title": "Questions", "items": list_items({"title": "Une ?", "text": "<p>x</p>"})}),
    )
    assert [heading.name for heading in main.select("h1, h2, h3, h4")] == ["h1", "h2", "h3", "h2", "h3", "h2", "h3"]


@pytest.mark.parametrize(
    ("blocks", "refused"),
    [
        ([("text", "<h3>Détail</h3>")], True),
        ([("highlight", {"text": "x"}), ("text", "<p>x</p><h3>Détail</h3><h2>Partie</h2>")], True),
        ([("text", "<h2>Partie</h2><h3>Détail</h3>")], False),
        ([("text", "<p>Sans titre</p>")], False),
        ([("accordion", {"title": "Partie", "items": []}), ("text", "<h3>Détail</h3>")], False),
    ],
)
def test_a_page_cannot_start_at_level_3(blocks, refused):
    block = BodyBlock()
    value = block.to_python([{"type": kind, "value": value} for kind, value in blocks])
    value.stream_block.child_blocks["accordion"].child_blocks["items"].meta.min_num = 0
    if refused:
        with pytest.raises(StreamBlockValidationError):
            block.clean(value)
    else:
        block.clean(value)


@pytest.mark.django_db
def test_a_link_to_nothing_is_refused():
    block = LinkBlock()
    for target in ({"page": None, "address": ""}, {"page": home_page().pk, "address": "/plan-du-site/"}):
        with pytest.raises(StructBlockValidationError):
            block.clean(block.to_python({"text": "Lien", **target}))


@pytest.mark.django_db
def test_cards_lead_only_where_a_page_answers(client):
    live = content_page(title="Vivante", slug="vivante")
    targets = {
        "Vers la page": {"page": live.pk, "address": ""},
        "Vers l'adresse": {"page": None, "address": "/vivante/"},
        "Vers rien": {"page": None, "address": "/absente/"},
        "Sans lien": {"page": None, "address": ""},
    }
    cells = [{"title": title, "text": "", "detail": "", "pictogram": "", "target": t} for title, t in targets.items()]
    tiles = {"title": "Tuiles", "text": "", "columns": "2", "items": list_items(*cells)}
    main = shown(client, ("tiles", tiles))
    assert {h3.get_text(strip=True): h3.a and h3.a["href"] for h3 in main.select("h3")} == {
        "Vers la page": "/vivante/",
        "Vers l'adresse": "/vivante/",
        "Vers rien": None,
        "Sans lien": None,
    }


@pytest.mark.django_db
def test_a_table_names_its_columns_and_its_rows(client):
    table = {
        "columns": [{"type": "text", "heading": "Cookie"}, {"type": "text", "heading": "Durée"}],
        "rows": [{"values": ["session", "deux semaines"]}],
        "caption": "",
    }
    main = shown(client, ("table", {"caption": "Cookies", "row_headers": True, "table": table}))
    assert main.caption.get_text() == "Cookies"
    assert [(th["scope"], th.get_text(strip=True)) for th in main.select("th")] == [
        ("col", "Cookie"),
        ("col", "Durée"),
        ("row", "session"),
    ]
    assert main.select_one("[tabindex='0'][role=region]")["aria-label"] == "Cookies"


def test_a_table_needs_a_title_on_each_column():
    block = TableBlock()
    table = {"columns": [{"type": "text", "heading": " "}], "rows": [{"values": ["x"]}], "caption": ""}
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"caption": "Titre", "row_headers": True, "table": table}))


@pytest.mark.django_db
def test_a_file_says_its_format_and_its_size(client):
    file = document("notice.pdf")
    value = {"document": file.pk, "text": "La notice", "details": "en anglais"}
    link = shown(client, ("download", value)).select_one("a.fr-link--download")
    assert link["href"] == file.url
    assert link.get_text(" ", strip=True) == "La notice PDF – 2,0\xa0Kio – en anglais"
    assert DownloadBlock().child_blocks["document"].required is True


@pytest.mark.django_db
def test_a_video_comes_with_captions_and_transcript(client):
    film, captions = document("film.mp4"), document("film.vtt")
    value = {
        "title": "Le film",
        "video": film.pk,
        "captions": captions.pk,
        "transcript": "<p>Bonjour</p>",
        "audio_description": "Rien ne manque.",
    }
    main = shown(client, ("video", value))
    assert main.select_one("video").has_attr("autoplay") is False
    assert main.select_one("video source")["type"] == "video/mp4"
    assert main.select_one("track[kind=captions][srclang=fr]")["src"] == captions.url
    button = main.select_one(".fr-transcription__btn")
    assert "Bonjour" in main.select_one(f"#{button['aria-controls']}").get_text()


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["captions", "transcript", "audio_description", "video"])
def test_a_video_without_its_alternatives_is_refused(missing):
    block = VideoBlock()
    value = {
        "title": "Le film",
        "video": document("film.mp4").pk,
        "captions": document("film.vtt").pk,
        "transcript": "<p>Bonjour</p>",
        "audio_description": "Rien ne manque.",
    }
    block.clean(block.to_python(value))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({**value, missing: None if missing in {"captions", "video"} else ""}))
    assert list(refused.value.block_errors) == [missing]


@pytest.mark.django_db
def test_captions_must_be_captions():
    block = VideoBlock().child_blocks["captions"]
    with pytest.raises(Exception, match=r"Choisissez un fichier vtt\."):
        block.clean(document("film.mp4"))


@pytest.mark.django_db
def test_an_image_has_its_own_alternative(client):
    image = Image.objects.create(title="IMG_2041.JPG", file=get_test_image_file())
    value = {"image": image.pk, "decorative": False, "alt_text": "Deux agents au guichet"}
    main = shown(client, ("picture", {"image": value, "caption": "Photo : DITP"}))
    assert main.img["alt"] == "Deux agents au guichet"
    assert main.figcaption.get_text(strip=True) == "Photo : DITP"
    assert "IMG_2041" not in main.get_text()


def listing(**value):
    return ("listing", {"title": "Liste", "source": "", "order": "tree", "limit": 6, "empty": "Rien encore.", **value})


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_listing_shows_published_pages_in_a_constant_number_of_queries(client, django_assert_num_queries, count):
    parent = content_page(title="Rubrique")
    for number in range(count):
        content_page(title=f"Sous-page {number}", parent=parent, search_description="Résumé")
    content_page(title="Brouillon", parent=parent, live=False)
    page = content_page(listing(parent=parent.pk))
    client.get(page.url)
    with django_assert_num_queries(9):
        response = client.get(page.url)
    main = BeautifulSoup(response.content, "html.parser").main
    assert [h3.get_text(strip=True) for h3 in main.select("h3")] == [f"Sous-page {number}" for number in range(count)]


@pytest.mark.django_db
def test_an_empty_listing_says_so(client):
    main = shown(client, listing(parent=content_page().pk))
    assert "Rien encore." in main.get_text()


@pytest.mark.django_db
def test_a_listing_of_another_app(client, monkeypatch):
    monkeypatch.setattr(listings, "_listings", {})
    item = listings.Item(title="Module", url="/formation/m1/", text="Résumé", detail="25 minutes")
    listings.register(listings.Listing(name="modules", label="Modules", items=lambda request, limit: [item][:limit]))
    assert listings.choices() == [("modules", "Modules")]
    main = shown(client, listing(source="modules", parent=None))
    assert main.select_one("h3 a")["href"] == "/formation/m1/"


@pytest.mark.django_db
def test_a_listing_has_one_source():
    block = ListingBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "Liste", "source": "", "parent": None, "order": "tree", "limit": 3}))
