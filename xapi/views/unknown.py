"""The addresses under the store that lead nowhere."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from xapi.problems import Problem


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """A 404 in the store's own format, whatever the method: never a redirection to another spelling."""
    hint = ": no slash at the end" if rest.endswith("/") else ""
    return Problem(404, f"no such resource{hint}").response()
