"""The kinds of screen, one module each. A new kind is one module here, one template and one test.

The template is `courses/screens/<name>.html`; `_base.py` says what a kind must offer.
"""

from cms.core.registry import kinds
from courses.screens._base import Asked, ScreenKind


def screen_kind(name: str) -> ScreenKind:
    return kinds("courses.screens")[name]


__all__ = ["Asked", "ScreenKind", "screen_kind"]
