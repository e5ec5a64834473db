"""Addresses that editors write, and whether they lead somewhere."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from wagtail.models import Page, Site

ADDRESS = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@[^\s@]|tel:\+?\d|/(?!/)|#)\S*")


def validate_address(value: str) -> None:
    """Refuse what is neither a path of this site nor a web, mail or phone address (`javascript:`, `//host`…)."""
    if not is_address(value):
        raise ValidationError(
            "Saisissez une adresse qui commence par « / » (page de ce site), « https:// », « mailto: » ou « tel: »."
        )


def is_address(value: str) -> bool:
    """Whether `value` may stand in a link of a page."""
    return bool(ADDRESS.fullmatch(value)) and "\\" not in value


def dead_paths(addresses: Iterable[str]) -> set[str]:
    """Those of `addresses` that are paths of this site where no view and no published page answers. One query."""
    paths = {address for address in addresses if address.startswith("/") and _is_page_path(address)}
    if not paths:
        return set()
    root = _root_url_path()
    found = Page.objects.live().filter(url_path__in=[root + _bare(path) for path in paths]).values_list("url_path")
    live = {url_path for (url_path,) in found}
    return {path for path in paths if root + _bare(path) not in live}


def _is_page_path(path: str) -> bool:
    from wagtail.views import serve  # noqa: PLC0415 - blocks import this module before the models are loaded

    try:
        return resolve(re.split(r"[?#]", path)[0]).func is serve
    except Resolver404:
        return True


def _bare(path: str) -> str:
    return re.split(r"[?#]", path)[0].rstrip("/") + "/"


def _root_url_path() -> str:
    paths = Site.get_site_root_paths()
    return paths[0].root_path.rstrip("/") if paths else ""
