"""The base of every page of the site."""

from wagtail.models import Page


class BasePage(Page):
    """A public page: search description, breadcrumb and sitemap come with it."""

    class Meta:
        abstract = True
