"""The contact page: a form whose fields editors choose. Messages are stored, and mailed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField

from cms.core.blocks import BodyBlock
from cms.core.fields import FreeStreamField
from cms.core.models import BasePage
from cms.pages import services
from cms.pages.enums import Autocomplete
from cms.pages.forms import TRAP, ContactFormBuilder

SENT = "envoye"  # parameter of the address of the confirmation


class ContactField(AbstractFormField):
    page = ParentalKey("pages.ContactPage", on_delete=models.CASCADE, related_name="form_fields")
    autocomplete = models.CharField(
        "remplissage automatique",
        max_length=40,
        choices=Autocomplete,
        blank=True,
        help_text="Ce que le champ demande à la personne sur elle-même.",
    )

    panels = [*AbstractFormField.panels, FieldPanel("autocomplete")]


class ContactPage(AbstractEmailForm, BasePage):
    introduction = models.TextField("introduction", max_length=600, blank=True)
    body = FreeStreamField(BodyBlock(), blank=True, verbose_name="contenu au-dessus du formulaire")
    confirmation = models.TextField(
        "message de confirmation", max_length=600, default="Votre message nous est bien parvenu."
    )
    privacy_notice = models.TextField("mention sur les données personnelles", max_length=600, blank=True)

    form_builder = ContactFormBuilder
    template = "pages/contact_page.html"
    landing_page_template = "pages/contact_page_landing.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        InlinePanel("form_fields", label="champ", heading="Champs du formulaire"),
        FieldPanel("privacy_notice"),
        FieldPanel("confirmation"),
        MultiFieldPanel([FieldPanel("to_address"), FieldPanel("subject")], heading="Courriel"),
    ]

    class Meta:
        verbose_name = "page de contact"
        verbose_name_plural = "pages de contact"

    def get_submissions_list_view_class(self) -> type[Any]:
        from cms.pages.views import MessagesView  # noqa: PLC0415 - Wagtail's views need the models

        return MessagesView

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET" and SENT in request.GET:
            return super().render_landing_page(request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "trap": TRAP}

    def process_form_submission(self, form: Any) -> None:
        if form.data.get(TRAP):
            return  # a robot: it gets the same confirmation and learns nothing
        services.receive_message(
            page=self, form=form, recipients=self.to_address or settings.CONTACT_EMAIL, subject=self.subject
        )

    def render_landing_page(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The confirmation has an address of its own: reloading it sends nothing again."""
        if request.method == "POST" and not getattr(request, "is_preview", False):
            return HttpResponseRedirect(f"{self.get_url(request)}?{SENT}=1")
        return super().render_landing_page(request, *args, **kwargs)
