"""Tagged PDF files made from templates, when the machine has Pango."""

import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string


class PdfUnavailableError(RuntimeError):
    """The machine lacks the libraries that WeasyPrint needs."""


@cache
def available() -> bool:
    try:
        import weasyprint  # noqa: F401, PLC0415 - loads Pango at import, which may be missing
    except OSError:
        return False
    return True


def render(template: str, context: dict[str, Any]) -> bytes:
    """The PDF/UA-1 file of `template`, which also receives `service_name`.

    The template states `lang` and `title`; it reaches files of the theme's static folder as `static:path`, and nothing
    else. Raises `PdfUnavailableError` without Pango, `FileNotFoundError` when it names a file that does not exist.
    """
    if not available():
        raise PdfUnavailableError
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    text = render_to_string(template, {"service_name": settings.SITE_NAME, **context})
    try:
        return HTML(string=text, base_url="static:", url_fetcher=_fetch).write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:  # a BaseException: it would go through whoever catches failures
        raise FileNotFoundError(str(error)) from error


def _fetch(url: str) -> Any:
    """The static file that `url` names. Any other error than a fatal one would leave a PDF without its style."""
    from django.contrib.staticfiles import finders  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse  # noqa: PLC0415

    path = finders.find(url.removeprefix("static:").lstrip("/")) if url.startswith("static:") else None
    if path is None:
        raise FatalURLFetchingError(f"a PDF only reaches the static files of the theme and the apps: {url}")
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": content_type})
