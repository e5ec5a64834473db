"""What a learner did: attempts at a module version and the answers given in them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from courses.models.versions import ModuleVersion


class Attempt(models.Model):
    """One try at a module version.

    `seq` counts the writes: a page that shows an older one is stale. `rule` is the module's rule when the attempt
    began. `seen` and `skipped` hold screen ids. Answers are `Response` rows; nothing here repeats them.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(
        "courses.Enrolment", models.CASCADE, related_name="attempts", verbose_name="inscription"
    )
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="attempts", verbose_name="version")
    number = models.PositiveIntegerField("numéro")
    rule = models.JSONField("règle")
    seq = models.PositiveIntegerField(default=0)
    current_screen = models.CharField(max_length=40)
    seen = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    progress = models.PositiveSmallIntegerField("avancement annoncé", default=0)
    suspended = models.BooleanField(default=False)
    active_seconds = models.PositiveIntegerField("temps actif, en secondes", default=0)
    started_at = models.DateTimeField("commencée le", default=timezone.now)
    last_at = models.DateTimeField("dernière action le", default=timezone.now)
    finished_at = models.DateTimeField("terminée le", null=True, blank=True)
    quiz_score = models.FloatField("score du quiz", null=True, blank=True)
    situation_score = models.FloatField("score des situations", null=True, blank=True)
    score = models.FloatField("score", null=True, blank=True)
    passed = models.BooleanField("réussie", null=True, blank=True)

    class Meta:
        verbose_name = "tentative"
        verbose_name_plural = "tentatives"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="attempt_number_unique"),
            models.UniqueConstraint(fields=["enrolment"], condition=Q(finished_at=None), name="attempt_one_open"),
        ]

    def __str__(self) -> str:
        return f"Tentative {self.number}"

    @property
    def is_open(self) -> bool:
        return self.finished_at is None


class Response(models.Model):
    """One submitted answer: to a question, or a decision in a node of a situation.

    `question` is the question's id, or the situation screen's. `node` and `play` (from 1) place a decision; `play`
    of a question counts its tries. `given` holds ids of choices, pairs
    `source:target`, or a scale step; `text` was written freely and never leaves the application.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses", verbose_name="tentative")
    key = models.UUIDField("clé d'idempotence")
    screen = models.CharField(max_length=40)
    question = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    node = models.CharField(max_length=40, blank=True)
    play = models.PositiveSmallIntegerField(default=1)
    given = models.JSONField(default=list)
    text = models.TextField(blank=True)
    score = models.FloatField(null=True)
    success = models.BooleanField(null=True)
    verdict = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(null=True)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "key"], name="response_key_unique"),
            models.UniqueConstraint(fields=["attempt", "question", "node", "play"], name="response_place_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.question}"
