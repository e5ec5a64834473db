"""Cards, tiles and lists: a title, then items side by side."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.core import listings
from cms.core.blocks.links import LinkValue, TargetBlock
from cms.core.enums import Pictogram
from cms.core.links import dead_paths

LISTING_LIMIT = 24


class CardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre", max_length=150)
    text = blocks.TextBlock(label="Texte", rows=2, max_length=400, required=False)
    badge = blocks.CharBlock(label="Étiquette", max_length=40, required=False)
    detail = blocks.CharBlock(label="Précision", max_length=100, required=False)
    image = ImageBlock(label="Image", required=False)
    target = TargetBlock(label="Lien", required=False)


class TileBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre", max_length=150)
    text = blocks.TextBlock(label="Texte", rows=2, max_length=400, required=False)
    detail = blocks.CharBlock(label="Précision", max_length=100, required=False)
    pictogram = blocks.ChoiceBlock(choices=Pictogram.choices, label="Pictogramme", required=False)
    target = TargetBlock(label="Lien", required=False)


class GridBlock(blocks.StructBlock):
    """A titled part whose `items` may lead somewhere; a link to a page that is not there yet is not shown."""

    title = blocks.CharBlock(label="Titre de la partie", max_length=150)
    text = blocks.TextBlock(label="Introduction", rows=2, max_length=500, required=False)
    columns = blocks.ChoiceBlock(choices=[("2", "2"), ("3", "3"), ("4", "4")], default="3", label="Colonnes")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["cells"] = _with_links(value["items"])
        context["width"] = 12 // int(value["columns"] or 3)
        return context


class CardsBlock(GridBlock):
    items = blocks.ListBlock(CardBlock(), label="Cartes", min_num=1, max_num=12)

    class Meta:
        label = "Cartes"
        icon = "grip"
        template = "blocks/cards.html"


class TilesBlock(GridBlock):
    items = blocks.ListBlock(TileBlock(), label="Tuiles", min_num=1, max_num=12)

    class Meta:
        label = "Tuiles"
        icon = "grip"
        template = "blocks/tiles.html"


class ListingBlock(blocks.StructBlock):
    """The pages below a page, or a list that another app offers."""

    title = blocks.CharBlock(label="Titre de la partie", max_length=150)
    source = blocks.ChoiceBlock(choices=listings.choices, label="Liste", required=False)
    parent = blocks.PageChooserBlock(label="ou pages rangées sous", required=False)
    order = blocks.ChoiceBlock(
        choices=[("tree", "Ordre du site"), ("latest", "Les plus récentes d'abord")], default="tree", label="Ordre"
    )
    limit = blocks.IntegerBlock(label="Nombre", default=6, min_value=1, max_value=LISTING_LIMIT)
    empty = blocks.CharBlock(label="Texte si la liste est vide", max_length=200, required=False)

    class Meta:
        label = "Liste"
        icon = "list-ul"
        template = "blocks/listing.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["source"]) == bool(cleaned["parent"]):
            raise blocks.StructBlockValidationError(non_block_errors=["Choisissez une liste ou une page."])
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["items"] = _listed(value, context.get("request"))
        return context


def _with_links(items: Iterable[LinkValue]) -> list[tuple[LinkValue, str]]:
    """Each item with where it leads, empty when nothing answers there. One query for all."""
    pairs = [(item, item["target"].href) for item in items]
    dead = dead_paths(item["target"]["address"] or "" for item, _ in pairs)
    return [(item, "" if href in dead else href) for item, href in pairs]


def _listed(value: Any, request: HttpRequest | None) -> list[listings.Item]:
    if value["parent"]:
        return _below(value["parent"], value["order"], value["limit"], request)
    listing = listings.get(value["source"])
    return listing.items(request, value["limit"]) if listing else []


def _below(parent: Page, order: str, limit: int, request: HttpRequest | None) -> list[listings.Item]:
    pages = parent.get_children().live().public().defer_streamfields()
    ordered = pages.order_by("-first_published_at", "path") if order == "latest" else pages.order_by("path")
    return [
        listings.Item(title=page.title, url=page.get_url(request) or "", text=page.search_description)
        for page in ordered[:limit]
    ]
