"""Pages of the site, published below its home page."""

import uuid
from typing import Any

import factory
import wagtail_factories
from wagtail.models import Page, Site

from cms.pages.models import ContentPage, HomePage


def home_page() -> HomePage:
    """The home page, made the root of the default site when there is none yet."""
    found = HomePage.objects.first()
    if found:
        return found
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Accueil", slug="accueil-test"))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    return home


class ContentPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence("Page {}".format)
    parent = factory.LazyFunction(home_page)

    class Meta:
        model = ContentPage


def content_page(*blocks: tuple[str, Any], **fields: Any) -> ContentPage:
    """A published page whose body is `blocks`, given as (type, raw value)."""
    body = [{"type": kind, "value": value} for kind, value in blocks]
    page = ContentPageFactory(**fields)
    page.body = ContentPage._meta.get_field("body").to_python(body)
    page.save()
    return page


def list_items(*values: Any) -> list[dict[str, Any]]:
    """The raw items of a ListBlock."""
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]
