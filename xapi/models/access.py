"""Who is allowed in, and under which name our people appear."""

import secrets

from django.conf import settings
from django.db import models

from xapi.enums import Scope


def random_name() -> str:
    """128 random bits in hexadecimal: nothing can be computed back from it."""
    return secrets.token_hex(16)


class Pseudonym(models.Model):
    """The opaque name of one person for one consumer of statements. Without the row, nobody knows whose name it was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="agent")
    consumer = models.CharField("destinataire", max_length=50)
    name = models.CharField("pseudonyme", max_length=32, unique=True, default=random_name)

    class Meta:
        verbose_name = "pseudonyme"
        verbose_name_plural = "pseudonymes"
        constraints = [models.UniqueConstraint(fields=["user", "consumer"], name="pseudonym_unique")]

    def __str__(self) -> str:
        return self.name


def all_scopes() -> list[str]:
    return [Scope.ALL]


class ApiKey(models.Model):
    """Credentials of a client of the store. The secret is shown once, then only its SHA-256 is known.

    The secret is 256 random bits, so a plain hash is enough and a request costs no password hashing.
    """

    name = models.CharField("nom", max_length=100, unique=True)
    key = models.CharField("identifiant", max_length=32, unique=True, default=random_name, editable=False)
    secret_sha256 = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField("droits", default=all_scopes)
    is_active = models.BooleanField("active", default=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "clé d'accès"
        verbose_name_plural = "clés d'accès"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def allows(self, scope: Scope) -> bool:
        return Scope.ALL in self.scopes or scope in self.scopes
