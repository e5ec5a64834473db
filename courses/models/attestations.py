"""The proof of a passed module."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from courses.models.delivery import Enrolment
from courses.models.versions import ModuleVersion


class Attestation(models.Model):
    """Frozen when it is earned: name, title and version stay as they were. `code` is what anyone may check."""

    code = models.CharField("code de vérification", max_length=11, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="attestations", verbose_name="agent"
    )
    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="attestation", verbose_name="inscription")
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="+", verbose_name="version")
    holder_name = models.CharField("nom", max_length=300)
    title = models.CharField("module", max_length=300)
    minutes = models.PositiveSmallIntegerField("durée")
    earned_at = models.DateTimeField("obtenue le", default=timezone.now)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)
    file = models.FileField("fichier", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "attestation"
        verbose_name_plural = "attestations"

    def __str__(self) -> str:
        return f"{self.title} – {self.code}"
