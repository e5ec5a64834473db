"""The one sanitiser of the project, and the only module that reaches bleach."""

from functools import lru_cache

import bleach
from django.utils.safestring import SafeString, mark_safe

TAGS = frozenset({"a", "b", "blockquote", "br", "code", "em", "i", "li", "ol", "p", "strong", "ul"})
EDITORIAL_TAGS = TAGS | {"h2", "h3", "h4", "hr", "sub", "sup"}
ATTRIBUTES = {"a": ["href", "title"]}
PROTOCOLS = frozenset({"http", "https", "mailto"})


@lru_cache(maxsize=1024)
def clean(html: str) -> SafeString:
    """`html` reduced to the few tags of written text. Anything else shows as text, never runs."""
    return mark_safe(bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS))  # noqa: S308


@lru_cache(maxsize=1024)
def clean_editorial(html: str) -> SafeString:
    """As `clean`, with the headings of a page that editors write."""
    cleaned = bleach.clean(html, tags=EDITORIAL_TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS | {"tel"})
    return mark_safe(cleaned)  # noqa: S308


def plain(html: str) -> str:
    """The text of `html` without any tag, entities kept escaped by the template that shows it."""
    return bleach.clean(html, tags=frozenset(), strip=True)
