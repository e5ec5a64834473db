"""The blocks that editors write pages with."""

from cms.core.blocks.links import LinkBlock, TargetBlock

__all__ = ["LinkBlock", "TargetBlock"]
