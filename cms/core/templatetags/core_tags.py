"""What templates compute."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath

from django import template
from django.core.paginator import Paginator
from django.template.defaultfilters import date as date_filter
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from wagtail.documents.models import AbstractDocument

from cms.core.html import clean
from cms.core.links import is_address

register = template.Library()
register.filter("clean", clean)


@register.filter
def elided_range(paginator: Paginator, number: int) -> Iterator[int | str]:
    """The page numbers to show around page `number`, with an ellipsis where some are left out."""
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)


@register.filter
def address(value: str | None) -> str:
    """`value` where a link may have it, else nothing: what was stored is checked again when it is shown."""
    return value if value and is_address(value) else ""


@register.filter
def full_date(value: date | datetime) -> str:
    """`value` written in full in the site's time zone: 1er mars 2026."""
    day = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_filter(day, "j\u00a0F\u00a0Y") if day.day > 1 else date_filter(day, "1\\e\\r\u00a0F\u00a0Y")


@register.filter
def file_details(document: AbstractDocument) -> str:
    """The format and the size of a document, as « PDF – 61,9 Ko »."""
    return f"{PurePath(document.filename).suffix.lstrip('.').upper()} – {filesizeformat(document.get_file_size() or 0)}"
