"""The home page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.core.blocks import BodyBlock, LinkBlock
from cms.core.enums import Pictogram
from cms.core.fields import FreeStreamField
from cms.core.links import dead_paths
from cms.core.models import BasePage


class HomePage(BasePage):
    heading = models.CharField("titre affiché", max_length=200, blank=True, help_text="À défaut, le titre de la page.")
    introduction = models.TextField("introduction", max_length=600, blank=True)
    links = FreeStreamField([("link", LinkBlock())], blank=True, max_num=2, verbose_name="boutons")
    pictogram = models.CharField("pictogramme", max_length=50, choices=Pictogram, blank=True)
    body = FreeStreamField(BodyBlock(), blank=True, verbose_name="contenu")

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home_page.html"
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("heading"), FieldPanel("introduction"), FieldPanel("links"), FieldPanel("pictogram")],
            heading="Bandeau",
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = "page d'accueil"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        values = [block.value for block in self.links]
        dead = dead_paths(value["address"] or "" for value in values)
        context["links"] = [(value, value.href) for value in values if value.href and value.href not in dead]
        return context
