"""The StreamField of a module: one block per screen kind of the registry."""

from wagtail import blocks

from cms.core.registry import kinds


def screens_block() -> list[tuple[str, blocks.Block]]:
    return [(name, kind.block()) for name, kind in kinds("courses.screens").items()]
