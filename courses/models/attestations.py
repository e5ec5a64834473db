"""The proof of a passed module."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cms.core import codes
from cms.core.storage import private_storage
from courses.models.attempts import Attempt
from courses.models.delivery import Enrolment
from courses.models.versions import ModuleVersion


class AttestationQuerySet(models.QuerySet["Attestation"]):
    def valid(self) -> "AttestationQuerySet":
        return self.filter(revoked_at=None)


class Attestation(models.Model):
    """Frozen when it is earned: name, title and version stay as they were. `code` is what anyone may check.

    `objectives` is a list of texts. `announced_at` is set with the one announcement that it was earned.
    """

    code = models.CharField("code de vérification", max_length=11, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="attestations", verbose_name="agent"
    )
    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="attestation", verbose_name="inscription")
    # The attempt may be purged long before its attestation.
    attempt = models.ForeignKey(Attempt, models.SET_NULL, null=True, related_name="+", verbose_name="tentative")
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="+", verbose_name="version")
    holder_name = models.CharField("nom", max_length=300)
    title = models.CharField("module", max_length=300)
    course_title = models.CharField("parcours", max_length=300, blank=True)
    objectives = models.JSONField("objectifs", default=list)
    minutes = models.PositiveSmallIntegerField("durée en minutes")
    earned_at = models.DateTimeField("obtenue le", default=timezone.now)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)
    revoked_reason = models.CharField("motif de révocation", max_length=300, blank=True)
    file = models.FileField("fichier", blank=True, storage=private_storage, max_length=200)
    sha256 = models.CharField("empreinte SHA-256 du fichier", max_length=64, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AttestationQuerySet.as_manager()

    class Meta:
        verbose_name = "attestation"
        verbose_name_plural = "attestations"
        ordering = ["-earned_at", "-pk"]
        indexes = [models.Index(fields=["id"], condition=Q(file=""), name="attestation_without_file")]

    def __str__(self) -> str:
        return f"{self.title} – {self.shown_code}"

    @property
    def shown_code(self) -> str:
        """The code as people read it: `7K3Q9-8ZTR2-4`."""
        return codes.shown(self.code)

    @property
    def check_url(self) -> str:
        """The whole address of the page where anyone may check it."""
        return settings.SITE_URL + reverse("courses:attestation_check", args=[self.shown_code])
