"""What editors write: a course holds modules, a module holds screens."""

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField

from cms.core.fields import FreeStreamField
from cms.core.models import BasePage
from courses.blocks import screens_block


class CoursePage(BasePage):
    """A collection of modules, followed in order or not."""

    template = "courses/course_page.html"
    introduction = RichTextField("introduction", blank=True, features=["bold", "italic", "link", "ul", "ol"])
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    subpage_types: ClassVar[list[str]] = ["courses.ModulePage"]
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"


class ModulePage(BasePage):
    """One module. Learners never read this page's screens: they read the versions built when it is published."""

    template = "courses/module_page.html"
    # What the module is for ever, whatever its address and title: the same in its translations, new in a copy.
    module_key = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    summary = models.TextField("en bref", max_length=500)
    audience = models.CharField("pour qui", max_length=300, blank=True)
    objectives = FreeStreamField(
        [("objective", blocks.CharBlock(label="objectif", max_length=300))], verbose_name="objectifs", blank=True
    )
    minutes = models.PositiveSmallIntegerField("durée en minutes", validators=[MinValueValidator(1)])
    mastery = models.DecimalField(
        "seuil de réussite",
        max_digits=3,
        decimal_places=2,
        default="0.75",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Part du score à atteindre, entre 0 et 1.",
    )
    quiz_weight = models.DecimalField("poids du quiz", max_digits=3, decimal_places=2, default="0.70")
    situation_weight = models.DecimalField("poids de la situation", max_digits=3, decimal_places=2, default="0.30")
    is_illustration = models.BooleanField(
        "contenu d'illustration", default=False, help_text="Affiche discrètement que le contenu reste à valider."
    )
    screens = FreeStreamField(screens_block(), verbose_name="écrans", blank=True)

    # A copy is another module: its statistics and its versions are its own.
    exclude_fields_in_copy: ClassVar[list[str]] = ["module_key"]

    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("minutes"),
        FieldPanel("objectives"),
        FieldPanel("is_illustration"),
        FieldPanel("screens"),
    ]
    settings_panels: ClassVar[list[Panel]] = [
        *BasePage.settings_panels,
        MultiFieldPanel(
            [FieldPanel("mastery"), FieldPanel("quiz_weight"), FieldPanel("situation_weight")], heading="Réussite"
        ),
    ]

    class Meta:
        verbose_name = "module"
        verbose_name_plural = "modules"
