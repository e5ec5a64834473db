"""What happened and is not a statement yet."""

from django.conf import settings
from django.db import models


class OutboxRow(models.Model):
    """One announcement, written in the transaction of the fact it tells, deleted in the one that stores its statements.

    A row with an `error` waits for an administrator; the others never wait for it. The row of an erased person goes
    with the account.
    """

    key = models.CharField("clé", max_length=255, unique=True)
    kind = models.CharField("annonce", max_length=100)
    payload = models.JSONField("contenu")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="agent")
    at = models.DateTimeField("survenu le")
    error = models.TextField("erreur", blank=True)
    failed_at = models.DateTimeField("en échec depuis le", null=True, blank=True)

    class Meta:
        verbose_name = "trace en attente"
        verbose_name_plural = "traces en attente"
        indexes = [models.Index(fields=["id"], condition=models.Q(error=""), name="outbox_ready")]

    def __str__(self) -> str:
        return self.kind
