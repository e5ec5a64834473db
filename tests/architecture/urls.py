"""Every address of ours, as Django and Wagtail resolve them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.viewsets import viewsets

OWN_PACKAGES = {"cms", "community", "courses", "events", "personas", "xapi"}


def own_routes() -> set[str]:
    """The routes of our URL files, and in Wagtail's administration those of our views and of our viewsets."""
    return {route for route, view in _routes(get_resolver()) if _is_ours(route, view)}


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from _routes(pattern, route)


def _is_ours(route: str, view: Any) -> bool:
    if _is_own(getattr(view, "view_class", view)):
        return True
    if route.startswith("admin/"):
        return route.removeprefix("admin/").startswith(tuple(_own_prefixes()))
    # What Django provides and our URL files name (TemplateView); files and Wagtail's pages are tested on their own.
    return not route.startswith(("documents/", "^media/", "_util/", "^"))


def _own_prefixes() -> Iterator[str]:
    for viewset in viewsets.viewsets:
        if _is_own(type(viewset)):
            yield f"{viewset.url_prefix}/"


def _is_own(thing: Any) -> bool:
    return thing.__module__.partition(".")[0] in OWN_PACKAGES
