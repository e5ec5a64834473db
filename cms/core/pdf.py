"""Tagged PDF files made from templates, when the machine has Pango."""

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
    """The PDF/UA-1 file of `template`. Raises `PdfUnavailableError` without Pango.

    The template states `lang` and `title`; it reaches files of the theme's static folder as `static:path`.
    """
    if not available():
        raise PdfUnavailableError
    from weasyprint import HTML  # noqa: PLC0415

    html = HTML(string=render_to_string(template, context), base_url="static:", url_fetcher=_fetch)
    return html.write_pdf(pdf_variant="pdf/ua-1")


def _fetch(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    from django.contrib.staticfiles import finders  # noqa: PLC0415

    path = finders.find(url.removeprefix("static:").lstrip("/")) if url.startswith("static:") else None
    if path is None:
        raise ValueError(f"a PDF only reaches the static files of {settings.THEME_DIRS}: {url}")
    return {"string": Path(path).read_bytes()}
