"""What holds for every address of the store, answered by a resource or not."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from xapi.calls import VERSION_HEADER, version_asked
from xapi.enums import Version

_SLASHES = re.compile("/{2,}")


class StoreMiddleware:
    """Read a doubled slash as one, which clients write who add « /statements » to an endpoint that ends in a slash; and
    say the version in answers that no resource makes, a preflight for instance (part three, 3.3)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.OWN_ERRORS):
            return self.get_response(request)
        request.path_info = request.path = _SLASHES.sub("/", request.path_info)
        response = self.get_response(request)
        version = version_asked(request.headers.get(VERSION_HEADER, "")) or Version.V1
        response.setdefault("X-Experience-API-Version", version.value)
        return response
