"""The blocks that editors write pages with."""

from cms.core.blocks.body import BodyBlock
from cms.core.blocks.links import LinkBlock, TargetBlock
from cms.core.blocks.text import CleanRichTextBlock, TextBlock

__all__ = ["BodyBlock", "CleanRichTextBlock", "LinkBlock", "TargetBlock", "TextBlock"]
