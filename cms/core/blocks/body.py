"""What a page is made of."""

import re
from typing import Any

from wagtail import blocks

from cms.core.blocks.data import TableBlock
from cms.core.blocks.grids import CardsBlock, ListingBlock, TilesBlock
from cms.core.blocks.media import DownloadBlock, PictureBlock, VideoBlock
from cms.core.blocks.text import AccordionBlock, ButtonsBlock, CalloutBlock, HighlightBlock, QuoteBlock, TextBlock

HEADING = re.compile(r"<h([23])[ >]")
TITLED = frozenset({"accordion", "cards", "tiles", "listing"})  # blocks that bring a level 2 heading


class BodyBlock(blocks.StreamBlock):
    """The blocks of an editorial page, below its title: level 2 comes before level 3."""

    text = TextBlock()
    picture = PictureBlock()
    video = VideoBlock()
    cards = CardsBlock()
    tiles = TilesBlock()
    listing = ListingBlock()
    accordion = AccordionBlock()
    callout = CalloutBlock()
    highlight = HighlightBlock()
    quote = QuoteBlock()
    table = TableBlock()
    download = DownloadBlock()
    buttons = ButtonsBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if _starts_below_level_2(cleaned):
            raise blocks.StreamBlockValidationError(
                non_block_errors=["Le premier titre du contenu doit être de niveau 2 (H2), pas de niveau 3."]
            )
        return cleaned


def _starts_below_level_2(value: Any) -> bool:
    for child in value:
        if child.block_type in TITLED:
            return False
        if child.block_type == "text" and (found := HEADING.search(child.value.source)):
            return found[1] == "3"
    return False
