"""What templates compute."""

from collections.abc import Iterator
from pathlib import PurePath

from django import template
from django.core.paginator import Paginator
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from wagtail.documents.models import AbstractDocument
from wagtail.rich_text import RichText, expand_db_html

from cms.core.html import clean_editorial

register = template.Library()


@register.filter
def elided_range(paginator: Paginator, number: int) -> Iterator[int | str]:
    """The page numbers to show around page `number`, with an ellipsis where some are left out."""
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)


@register.filter
def clean_rich_text(value: RichText | str) -> SafeString:
    """Rich text as HTML, sanitised after its internal links are resolved."""
    return clean_editorial(expand_db_html(value.source if isinstance(value, RichText) else value))


@register.filter
def file_details(document: AbstractDocument) -> str:
    """The format and the size of a document, as « PDF – 61,9 Ko »."""
    return f"{PurePath(document.filename).suffix.lstrip('.').upper()} – {filesizeformat(document.get_file_size() or 0)}"
