"""What templates compute."""

from collections.abc import Iterator

from django import template
from django.core.paginator import Paginator

register = template.Library()


@register.filter
def elided_range(paginator: Paginator, number: int) -> Iterator[int | str]:
    """The page numbers to show around page `number`, with an ellipsis where some are left out."""
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
