"""What learners read: a module frozen when it was published."""

from django.db import models
from wagtail.models import Revision

from courses.enums import VersionNature
from courses.models.content import ModulePage


class ModuleVersion(models.Model):
    """Immutable. `public` may be shown before any answer; `answers` never leaves the server before its answer is given.

    Shapes: see `courses.versions`.
    """

    module = models.ForeignKey(ModulePage, models.PROTECT, related_name="versions", verbose_name="module")
    module_key = models.UUIDField("clé du module", editable=False)
    locale = models.CharField("langue", max_length=10, default="fr")
    number = models.PositiveIntegerField("numéro")
    nature = models.CharField(max_length=10, choices=VersionNature, default=VersionNature.MAJOR)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", verbose_name="révision")
    public = models.JSONField("partie publique")
    answers = models.JSONField("réponses")
    digest = models.CharField("empreinte", max_length=64)
    published_at = models.DateTimeField("publiée le")

    class Meta:
        verbose_name = "version de module"
        verbose_name_plural = "versions de module"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["module_key", "locale", "number"], name="module_version_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.module} – version {self.number}"
