"""What is forgotten of what others wrote in the store."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from xapi.models.access import ApiKey, random_name


class Erasure(models.Model):
    """A person to be made unknown in the statements of others. Her identifiers go when it is done.

    `identifiers` is a list of xAPI identifiers, each an object of one member: `{"mbox": "mailto:…"}`.
    """

    identifiers = models.JSONField("identifiants", default=list)
    replacement = models.CharField("nom de remplacement", max_length=32, unique=True, default=random_name)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="demandé par"
    )
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    done_at = models.DateTimeField("terminé le", null=True)
    statements = models.PositiveIntegerField("traces réécrites", default=0)
    documents = models.PositiveIntegerField("documents supprimés", default=0)

    class Meta:
        verbose_name = "demande d'effacement"
        verbose_name_plural = "demandes d'effacement"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Effacement n° {self.pk}"


class RetentionRule(models.Model):
    """How long statements of others are kept: all of them, those of one key, those about one activity."""

    name = models.CharField("nom", max_length=100, unique=True)
    days = models.PositiveIntegerField("durée de conservation, en jours", validators=[MinValueValidator(1)])
    activity = models.TextField(
        "seulement cette activité",
        blank=True,
        help_text="Son identifiant (IRI) : les traces qui la citent, comme objet ou dans leur contexte. "
        "Vide : toutes les activités.",
    )
    key = models.ForeignKey(
        ApiKey, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="seulement cette clé d'accès"
    )
    is_active = models.BooleanField(
        "active", default=False, help_text="Une règle active s'applique chaque nuit. Essayez-la d'abord à blanc."
    )
    last_run_at = models.DateTimeField("dernier passage", null=True, editable=False)
    deleted = models.PositiveBigIntegerField("traces supprimées", default=0, editable=False)

    class Meta:
        verbose_name = "règle de conservation"
        verbose_name_plural = "règles de conservation"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
