"""What holds for every request: no NUL in addresses, one exception to the security policy, no copy of private pages."""

from collections.abc import Callable

from csp.constants import UNSAFE_INLINE
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, has_vary_header

# Wagtail 8 starts its date fields, choosers and inline panels with inline scripts, also inside fragments that it
# fetches later, and its editor inserts style elements: neither hashes nor a nonce can cover them.
ADMIN_DIRECTIVES = {"script-src": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE]}


class AdminPolicyMiddleware:
    """Allow inline scripts and styles under Wagtail's administration, and nowhere else. No other host either way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(self.prefix):
            response._csp_update = ADMIN_DIRECTIVES  # type: ignore[attr-defined] # noqa: SLF001 - django-csp's own door
        return response


class PrivatePagesMiddleware:
    """Keep what was made for somebody with a session out of every cache, unless its view decided otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        with_session = settings.SESSION_COOKIE_NAME in request.COOKIES and has_vary_header(response, "Cookie")
        if with_session and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class NulMiddleware:
    """Answer 400 to a NUL in an address or a cookie: forms refuse it in their fields, PostgreSQL would fail on it.

    Paths of `settings.OWN_ERRORS` check what they get and answer in their own format.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.OWN_ERRORS):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or any("\0" in text for text in (request.path_info, query, *request.COOKIES.values())):
            raise SuspiciousOperation("NUL in the address or in a cookie")
        return self.get_response(request)
