"""A page of text and blocks."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.core.blocks import BodyBlock
from cms.core.fields import FreeStreamField
from cms.core.models import BasePage


class ContentPage(BasePage):
    introduction = models.TextField("introduction", max_length=600, blank=True)
    body = FreeStreamField(BodyBlock(), blank=True, verbose_name="contenu")

    template = "pages/content_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = "page de contenu"
        verbose_name_plural = "pages de contenu"
