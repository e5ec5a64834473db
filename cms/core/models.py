"""The base of every page of the site."""

from collections.abc import Sequence

from django.utils.functional import cached_property
from wagtail.models import Page

HOME_DEPTH = 2  # the tree's root is at 1, the site's home page right below it


class BasePage(Page):
    """A public page: search description, breadcrumb and sitemap come with it."""

    class Meta:
        abstract = True

    @property
    def is_home(self) -> bool:
        return self.depth == HOME_DEPTH

    @cached_property
    def trail(self) -> Sequence[Page]:
        """The published pages between the home page and this one, outermost first. One query, none right below home."""
        if self.depth <= HOME_DEPTH + 1:
            return []
        return list(self.get_ancestors().live().filter(depth__gt=HOME_DEPTH).defer_streamfields())
