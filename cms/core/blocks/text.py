"""Blocks of text."""

from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

from cms.core.blocks.links import LinkBlock
from cms.core.html import clean_editorial

INLINE_FEATURES = ["bold", "italic", "link", "ol", "ul"]
BODY_FEATURES = ["h2", "h3", *INLINE_FEATURES, "hr", "superscript", "subscript"]


class CleanRichText(RichText):
    """Rich text sanitised when it is shown, whatever way it came into the database."""

    def __html__(self) -> str:
        return clean_editorial(expand_db_html(self.source))


class CleanRichTextBlock(blocks.RichTextBlock):
    """A block of `CleanRichText`."""

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(features=features or INLINE_FEATURES, **kwargs)

    def to_python(self, value: Any) -> CleanRichText:
        return CleanRichText(value)

    def normalize(self, value: Any) -> CleanRichText:
        return CleanRichText(super().normalize(value).source)

    def value_from_form(self, value: Any) -> CleanRichText:
        return CleanRichText(value)


class TextBlock(CleanRichTextBlock):
    class Meta:
        label = "Texte"
        icon = "pilcrow"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": BODY_FEATURES, **kwargs})


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre", max_length=200)
    text = CleanRichTextBlock(label="Texte")


class AccordionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre de la partie", max_length=200)
    items = blocks.ListBlock(AccordionItemBlock(), label="Volets", min_num=1, max_num=30)

    class Meta:
        label = "Accordéon"
        icon = "list-ul"
        template = "blocks/accordion.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre", max_length=200, required=False)
    text = CleanRichTextBlock(label="Texte")
    links = blocks.ListBlock(LinkBlock(), label="Boutons", max_num=2, default=[])

    class Meta:
        label = "Mise en avant"
        icon = "warning"
        template = "blocks/callout.html"


class HighlightBlock(blocks.StructBlock):
    text = CleanRichTextBlock(label="Texte", features=["bold", "italic", "link"])

    class Meta:
        label = "Mise en exergue"
        icon = "bold"
        template = "blocks/highlight.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Citation", rows=3)
    author = blocks.CharBlock(label="Auteur", max_length=200)
    role = blocks.CharBlock(label="Fonction, organisation", max_length=200, required=False)
    source = blocks.URLBlock(label="Adresse de la source", required=False)

    class Meta:
        label = "Citation"
        icon = "openquote"
        template = "blocks/quote.html"


class ButtonsBlock(blocks.StructBlock):
    """Buttons of one line: the first is the main one."""

    links = blocks.ListBlock(LinkBlock(), label="Boutons", min_num=1, max_num=3)

    class Meta:
        label = "Boutons"
        icon = "link"
        template = "blocks/buttons.html"
