"""Lists that a page may show without knowing the app they come from. Apps add theirs in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Item:
    title: str
    url: str
    text: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """`items(request, limit)` gives at most `limit` items that the person of `request` may see (None: anyone)."""

    name: str
    label: str
    items: Callable[[HttpRequest | None, int], list[Item]]


_listings: dict[str, Listing] = {}


def register(listing: Listing) -> None:
    _listings[listing.name] = listing


def get(name: str) -> Listing | None:
    return _listings.get(name)


def choices() -> list[tuple[str, str]]:
    return [(listing.name, listing.label) for listing in _listings.values()]
