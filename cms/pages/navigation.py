"""The menu and the footer as plain values, kept in the cache: a page shows them without a query."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache

from cms.core.blocks.links import LinkValue
from cms.core.links import dead_paths
from cms.pages.models import SiteNavigation

CACHE_KEY = "pages.navigation"
CACHE_SECONDS = 300
EMPTY: dict[str, Any] = {"tagline": "", "menu": [], "footer_text": "", "columns": [], "legal": []}

Link = dict[str, Any]


def navigation() -> dict[str, Any]:
    """`tagline`, `menu` (entries with `title`, `url`, `children`), `footer_text`, `columns` and `legal` of the site."""
    found = cache.get(CACHE_KEY)
    if found is None:
        found = _read()
        cache.set(CACHE_KEY, found, CACHE_SECONDS)
    return found


def forget(**kwargs: Any) -> None:
    """Receiver: read the setting again at the next page."""
    cache.delete(CACHE_KEY)


def for_path(path: str) -> dict[str, Any]:
    """The navigation with `current` on the entry of this `path` and `active` on the entry that leads to it."""
    found = navigation()
    return {**found, "menu": [_marked(entry, path) for entry in found["menu"]]}


def _marked(entry: Link, path: str) -> Link:
    children = [_marked(child, path) for child in entry.get("children", [])]
    inside = entry["url"] not in {"", "/"} and path.startswith(entry["url"])
    return {
        **entry,
        "children": children,
        "current": entry["url"] == path,
        "active": inside or any(child["current"] or child["active"] for child in children),
    }


def _read() -> dict[str, Any]:
    setting = SiteNavigation.objects.filter(site__is_default_site=True).first()
    if setting is None:
        return EMPTY
    dead = dead_paths(_addresses(setting))
    return {
        "tagline": setting.tagline,
        "menu": _menu(setting, dead),
        "footer_text": setting.footer_text,
        "columns": [
            {"title": column.value["title"], "links": links}
            for column in setting.footer_columns
            if (links := _links(column.value["links"], dead))
        ],
        "legal": _links((block.value for block in setting.legal_links), dead),
    }


def _menu(setting: SiteNavigation, dead: set[str]) -> list[Link]:
    entries: list[Link] = []
    for block in setting.menu:
        if block.block_type == "link":
            entries += _links([block.value], dead)
        elif children := _links(block.value["links"], dead):
            entries.append({"title": block.value["text"], "url": "", "children": children})
    return entries


def _links(values: Iterable[LinkValue], dead: set[str]) -> list[Link]:
    return [
        {"title": value["text"], "url": value.href, "external": value.is_external}
        for value in values
        if value.href and value.href not in dead
    ]


def _addresses(setting: SiteNavigation) -> list[str]:
    links = [block.value for block in setting.legal_links]
    for block in setting.menu:
        links += [block.value] if block.block_type == "link" else block.value["links"]
    for block in setting.footer_columns:
        links += block.value["links"]
    return [link["address"] for link in links if link["address"]]
