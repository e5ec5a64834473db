"""The one place where the content security policy of the site gives way."""

from collections.abc import Callable

from csp.constants import UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

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
