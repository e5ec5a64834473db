"""Who is allowed in, and under which name our people appear."""

import secrets

from django.conf import settings
from django.db import models

from xapi.enums import Scope, Version


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


# The scopes that each scope is a part of, beside « all ».
_WIDER = {
    Scope.READ_MINE: (Scope.READ, Scope.ALL_READ),
    Scope.READ: (Scope.ALL_READ,),
    Scope.STATE_READ: (Scope.STATE, Scope.ALL_READ),
    Scope.PROFILE_READ: (Scope.PROFILE, Scope.ALL_READ),
}


class ApiKey(models.Model):
    """Credentials of a client of the store. The secret is shown once, then only its SHA-256 is known.

    The secret is 256 random bits, so a plain hash is enough and a request costs no password hashing.
    """

    name = models.CharField("nom", max_length=100, unique=True)
    key = models.CharField("identifiant", max_length=32, unique=True, default=random_name, editable=False)
    secret_sha256 = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField("droits", default=all_scopes)
    default_version = models.CharField(
        "version par défaut",
        max_length=10,
        choices=Version,
        default=Version.V1,
        help_text="Celle dans laquelle le service répond à une requête qui ne dit pas la sienne.",
    )
    is_active = models.BooleanField("active", default=True)
    expires_at = models.DateTimeField("expire le", null=True, blank=True)
    # Networks in CIDR notation; none: from anywhere.
    networks = models.JSONField("seulement depuis ces réseaux", default=list, blank=True)
    requests_per_minute = models.PositiveIntegerField(
        "requêtes par minute", null=True, blank=True, help_text="Vide : sans limite."
    )
    lenient = models.BooleanField(
        "lots partiels",
        default=False,
        help_text="Un lot de traces dont certaines sont invalides ou contredisent une trace connue est enregistré sans "
        "elles. Sinon il est refusé en entier, comme le veut la norme.",
    )
    counted_minute = models.BigIntegerField(default=0, editable=False)  # since 1970, the last with a request
    counted_requests = models.PositiveIntegerField(default=0, editable=False)  # in that minute
    last_used_at = models.DateTimeField("dernière utilisation", null=True, editable=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "clé d'accès"
        verbose_name_plural = "clés d'accès"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def allows(self, scope: Scope) -> bool:
        """Whether one of the scopes of the key covers `scope` (part three, 4.2)."""
        return not {scope, *_WIDER.get(scope, ()), Scope.ALL}.isdisjoint(self.scopes)
