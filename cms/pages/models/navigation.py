"""The menu and the footer, one setting that an editor finds under « Réglages »."""

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.core.blocks import LinkBlock
from cms.core.fields import FreeStreamField


class SubmenuBlock(blocks.StructBlock):
    text = blocks.CharBlock(label="Texte", max_length=60)
    links = blocks.ListBlock(LinkBlock(), label="Liens", min_num=1, max_num=12)

    class Meta:
        label = "Sous-menu"
        icon = "list-ul"


class ColumnBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre", max_length=60)
    links = blocks.ListBlock(LinkBlock(), label="Liens", min_num=1, max_num=8)

    class Meta:
        label = "Colonne"
        icon = "list-ul"


@register_setting(icon="list-ul")
class SiteNavigation(BaseSiteSetting):
    tagline = models.CharField("slogan", max_length=120, blank=True, help_text="Sous le nom du site, dans l'en-tête.")
    menu = FreeStreamField(
        [("link", LinkBlock()), ("submenu", SubmenuBlock())],
        blank=True,
        verbose_name="menu principal",
        help_text="Un lien vers une page absente ou non publiée ne s'affiche pas.",
    )
    footer_text = models.TextField("présentation du pied de page", max_length=500, blank=True)
    footer_columns = FreeStreamField([("column", ColumnBlock())], blank=True, verbose_name="colonnes du pied de page")
    legal_links = FreeStreamField([("link", LinkBlock())], blank=True, verbose_name="liens obligatoires")

    panels = [
        FieldPanel("tagline"),
        FieldPanel("menu"),
        FieldPanel("footer_text"),
        FieldPanel("footer_columns"),
        FieldPanel("legal_links"),
    ]

    class Meta:
        verbose_name = "menu et pied de page"
