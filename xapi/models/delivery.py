"""Other Learning Record Stores that ours feeds."""

from django.core.validators import validate_slug
from django.db import models
from django.utils import timezone

from cms.accounts.models import Network
from courses.models import CoursePage
from xapi.enums import Version
from xapi.models.access import ApiKey
from xapi.models.store import Statement


class Target(models.Model):
    """A store that receives a copy of what ours stores, in order.

    `position` is the `seq` of the last statement settled: delivered, refused for good or filtered out. `lease` says
    which worker delivers until `leased_until`; a killed worker's lease runs out by itself.
    """

    name = models.CharField("nom", max_length=100, unique=True)
    endpoint = models.URLField("adresse du service xAPI", max_length=500)
    version = models.CharField(
        "version de xAPI",
        max_length=10,
        choices=Version,
        default=Version.V1,
        help_text="Celle que parle cette destination. Les traces partent comme elles sont arrivées, sans conversion.",
    )
    username = models.CharField("identifiant", max_length=200)
    secret = models.TextField(editable=False)  # encrypted, see `xapi.secrets`
    consumer = models.CharField(
        "nom du destinataire",
        max_length=50,
        validators=[validate_slug],
        help_text="Chaque personne porte un pseudonyme différent pour chaque destinataire. Deux destinations du même "
        "organisme peuvent partager ce nom ; le changer donne de nouveaux pseudonymes à tout le monde.",
    )
    verbs = models.JSONField("seulement ces actions", default=list, blank=True)
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="seulement ce réseau"
    )
    course = models.ForeignKey(
        CoursePage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="seulement ce parcours"
    )
    source_key = models.ForeignKey(
        ApiKey,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="clé avec laquelle elle nous écrit",
        help_text="Ce que cette destination nous envoie ne lui est pas renvoyé.",
    )
    is_active = models.BooleanField("active", default=True)

    position = models.BigIntegerField(default=0, editable=False)
    delivered = models.PositiveBigIntegerField("remises", default=0, editable=False)
    failures = models.PositiveIntegerField("échecs de suite", default=0, editable=False)
    next_try_at = models.DateTimeField("prochain essai", default=timezone.now, editable=False)
    last_error = models.TextField("dernier problème", blank=True, editable=False)
    last_success_at = models.DateTimeField("dernière remise", null=True, editable=False)
    suspended_at = models.DateTimeField("suspendue le", null=True, editable=False)
    alerted_at = models.DateTimeField(null=True, editable=False)  # the last mail about its lag
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "destination xAPI"
        verbose_name_plural = "destinations xAPI"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Refusal(models.Model):
    """A statement that a target will not take, and why. An administrator may ask for another try."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="refusals", verbose_name="destination")
    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="+", db_constraint=False, verbose_name="trace"
    )
    reason = models.TextField("raison")
    refused_at = models.DateTimeField("refusée le", default=timezone.now)
    retry = models.BooleanField("nouvel essai demandé", default=False)

    class Meta:
        verbose_name = "trace refusée"
        verbose_name_plural = "traces refusées"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["target", "statement"], name="refusal_unique")]

    def __str__(self) -> str:
        return f"{self.target} – {self.statement_id}"
