"""What leaves for Mentor: the site's choices, and the memory of each file."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.accounts.models import Network


@register_setting(icon="download")
class MentorSettings(BaseGenericSetting):
    send_scores = models.BooleanField(
        "transmettre le score réel",
        default=False,
        help_text="Décoché, la note transmise est 100 pour tout module réussi et aucun score ne quitte le site.",
    )
    eligible_domains = models.TextField(
        "domaines de messagerie admis par Mentor",
        blank=True,
        help_text="Un par ligne, par exemple : caf.fr. Mentor crée un compte pour chaque adresse du fichier "
        "d'inscription : seules les adresses de ces domaines y figurent.",
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("send_scores"), FieldPanel("eligible_domains")]

    class Meta:
        verbose_name = "Export vers Mentor"

    @property
    def domains(self) -> frozenset[str]:
        return frozenset(line.strip().lower().lstrip("@") for line in self.eligible_domains.split() if line.strip())


class ExportLog(models.Model):
    """One file handed out: by whom, what, how many lines. Nobody who is in the file is named here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", default=timezone.now, db_index=True)
    kind = models.CharField("fichier", max_length=50)
    network = models.ForeignKey(Network, models.SET_NULL, null=True, related_name="+", verbose_name="réseau")
    since = models.DateField("du")
    until = models.DateField("au")
    count = models.PositiveIntegerField("lignes")

    class Meta:
        verbose_name = "fichier exporté"
        verbose_name_plural = "fichiers exportés"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} – {self.count}"
