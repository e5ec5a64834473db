"""The service that gives a new site its first pages. What exists is left as its editors made it."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.pages.first_content import legal
from cms.pages.first_content.builders import french_spaces
from cms.pages.first_content.home import HOME, NAVIGATION
from cms.pages.first_content.the_programme import PROGRAMME
from cms.pages.models import ContactField, ContactPage, ContentPage, HomePage, SiteNavigation

WAGTAIL_HOST = "localhost"  # of the site that Wagtail's own migration creates
DEFAULT_PORTS = {"http": 80, "https": 443}


@transaction.atomic
def load_site() -> list[str]:
    """Create what is missing of the site, home, navigation and pages that the law asks for. Returns what was made."""
    home, made = _home()
    site = _site(home)
    for fields in (PROGRAMME, *legal.PAGES):
        made += _page(home, ContentPage, fields)
    made += _contact(home)
    if not SiteNavigation.objects.filter(site=site).exists():
        SiteNavigation.objects.create(site=site, **_as_json(NAVIGATION))
        made.append("menu et pied de page")
    return made


def _home() -> tuple[HomePage, list[str]]:
    found = HomePage.objects.first()
    if found:
        return found, []
    home = Page.get_first_root_node().add_child(instance=HomePage(**_as_json(HOME), show_in_menus=True))
    home.save_revision().publish()
    return home, [home.title]


def _site(home: HomePage) -> Site:
    """The default site on the home page, with the address of `SITE_URL` as long as nobody chose another."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first() or Site(is_default_site=True)
    if site.root_page_id != home.pk:
        welcome = site.root_page if site.root_page_id else None
        site.root_page = home
    else:
        welcome = None
    if site.hostname in {"", WAGTAIL_HOST}:
        site.hostname = address.hostname or WAGTAIL_HOST
        site.port = address.port or DEFAULT_PORTS[address.scheme]
        site.site_name = site.site_name or settings.SITE_NAME
    site.save()
    if welcome is not None and type(welcome.specific) is Page and not welcome.get_children().exists():
        welcome.delete()
    return site


def _page(home: HomePage, model: type[Page], fields: dict[str, Any]) -> list[str]:
    if home.get_children().filter(slug=fields["slug"]).exists():
        return []
    page = home.add_child(instance=model(**_as_json(fields)))
    page.save_revision().publish()
    return [page.title]


def _contact(home: HomePage) -> list[str]:
    if home.get_children().filter(slug=legal.CONTACT["slug"]).exists():
        return []
    page = ContactPage(**_as_json(legal.CONTACT))
    page.form_fields = [
        ContactField(sort_order=order, **french_spaces(field)) for order, field in enumerate(legal.CONTACT_FIELDS)
    ]
    home.add_child(instance=page)
    page.save_revision().publish()
    return [page.title]


def _as_json(fields: dict[str, Any]) -> dict[str, Any]:
    typeset = french_spaces(fields)
    return {name: json.dumps(value) if isinstance(value, list) else value for name, value in typeset.items()}
