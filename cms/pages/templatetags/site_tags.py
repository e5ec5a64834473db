"""The menu and the footer for templates."""

from typing import Any

from django import template

from cms.pages.navigation import for_path

register = template.Library()


@register.simple_tag(takes_context=True)
def site_navigation(context: template.Context) -> dict[str, Any]:
    """The navigation of the site (see `cms.pages.navigation`), read once per page."""
    request = context.get("request")
    if request is None:
        return for_path("")
    if not hasattr(request, "site_navigation"):
        request.site_navigation = for_path(request.path)
    return request.site_navigation
