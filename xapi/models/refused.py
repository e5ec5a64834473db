"""What the store refused, kept some days so that somebody can see why and send it again."""

import json
from typing import Any

from django.db import models
from django.utils import timezone

from xapi.jsontext import readable
from xapi.models.access import ApiKey


class RefusedRequest(models.Model):
    """A request that a key made and the store refused: enough of it to be made again, by the same key.

    Members that come from outside are kept as JSON text: text takes what jsonb refuses, a NUL for instance. A body
    longer than the limit is cut, and `body_length` tells how long it was.
    """

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+", db_index=False, verbose_name="clé d'accès")
    at = models.DateTimeField("refusée le", default=timezone.now, db_index=True)
    method = models.CharField("méthode", max_length=10)
    path = models.TextField("ressource")
    parameters_text = models.TextField(default="[]")
    headers_text = models.TextField(default="{}")
    body = models.BinaryField(blank=True)
    body_length = models.PositiveBigIntegerField("longueur", default=0)
    status = models.PositiveSmallIntegerField("code de réponse")
    error_text = models.TextField("raison", default="{}")
    settled_at = models.DateTimeField("acceptée depuis", null=True)

    class Meta:
        verbose_name = "requête refusée"
        verbose_name_plural = "requêtes refusées"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["key", "id"], name="refused_request_key")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[list[str]]:
        """The pairs of the query, in order."""
        found: list[list[str]] = json.loads(self.parameters_text)
        return found

    @property
    def headers(self) -> dict[str, str]:
        """The headers that count when the request is made again, names in lower case."""
        found: dict[str, str] = json.loads(self.headers_text)
        return found

    @property
    def error(self) -> dict[str, Any]:
        """What the answer said: `error`, and when they are known `rule`, `section`, `index`, `pointer`."""
        found: dict[str, Any] = readable(self.error_text)
        return found

    @property
    def is_whole(self) -> bool:
        return len(self.body) == self.body_length
