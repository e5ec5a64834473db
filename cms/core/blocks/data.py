"""Tables."""

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.core.blocks.text import CleanRichTextBlock


class CellsBlock(TypedTableBlock):
    text = blocks.CharBlock(label="Texte", required=False)
    number = blocks.FloatBlock(label="Nombre", required=False)
    rich_text = CleanRichTextBlock(label="Texte enrichi", required=False)


class TableBlock(blocks.StructBlock):
    """A table with its caption, a header on each column and, when asked, on each row."""

    caption = blocks.CharBlock(label="Titre du tableau", max_length=200)
    row_headers = blocks.BooleanBlock(label="La première colonne nomme les lignes", required=False, default=True)
    table = CellsBlock(label="Tableau")

    class Meta:
        label = "Tableau"
        icon = "table"
        template = "blocks/table.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not all(column["heading"].strip() for column in cleaned["table"].columns):
            raise blocks.StructBlockValidationError(non_block_errors=["Donnez un titre à chaque colonne."])
        return cleaned
