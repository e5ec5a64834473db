"""Who may see what editors reserved: the view restrictions of pages and of collections of documents."""

from django.http import HttpRequest
from wagtail.models import BaseViewRestriction, Collection, Page


def may_see(request: HttpRequest, page: Page) -> bool:
    """Whether whoever sends `request` passes every restriction of `page`, those of the pages above it included."""
    return all(restriction.accept_request(request) for restriction in page.get_view_restrictions())


def shuts_out(request: HttpRequest, place: Page | Collection) -> bool:
    """Whether `place` refuses somebody for whom signing in again would change nothing. No query for a visitor."""
    return request.user.is_authenticated and any(
        restriction.restriction_type != BaseViewRestriction.PASSWORD and not restriction.accept_request(request)
        for restriction in place.get_view_restrictions()
    )
