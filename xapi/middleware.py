"""The version header of answers that no resource makes: a preflight, an unknown address (part three, 3.3)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from xapi.calls import VERSION_HEADER, version_asked
from xapi.enums import Version


class VersionMiddleware:
    """Say the version under the addresses of the store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(settings.OWN_ERRORS):
            version = version_asked(request.headers.get(VERSION_HEADER, "")) or Version.V1
            response.setdefault("X-Experience-API-Version", version.value)
        return response
