"""Credentials of the clients of the store."""

import hashlib
import hmac
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Case, F, When

from xapi.enums import Scope, Version
from xapi.models import ApiKey


def create_key(
    *, name: str, scopes: list[str] | None = None, version: str = Version.V1, **limits: Any
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is told only here; `limits` are fields of `ApiKey`.

    Raises `IntegrityError` when the name is taken.
    """
    secret = secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name, scopes=scopes or [Scope.ALL], default_version=version, secret_sha256=_sha256(secret), **limits
    )
    return key, secret


def rotate_key(*, key: ApiKey) -> str:
    """A new secret for `key`, which is told only here; the old one is worth nothing from now on."""
    secret = secrets.token_urlsafe(32)
    key.secret_sha256 = _sha256(secret)
    key.save(update_fields=["secret_sha256"])
    return secret


def switch_key(*, key: ApiKey, active: bool) -> None:
    """Let `key` in, or keep it out: what was stored with it stays either way."""
    key.is_active = active
    key.save(update_fields=["is_active"])


def find_key(*, username: str, secret: str) -> ApiKey | None:
    """The active key of these credentials, found in the same time whether the user name exists or not."""
    key = ApiKey.objects.filter(key=username, is_active=True).first() if username.isalnum() else None
    expected = key.secret_sha256 if key else "0" * 64
    return key if hmac.compare_digest(expected, _sha256(secret)) and key else None


@transaction.atomic
def count_request(*, key: ApiKey, minute: int) -> int:
    """Count one more request of `key` in this `minute` (since 1970). Returns how many it makes, this one included, each
    number once: counted in the database, several processes agree and nothing is forgotten."""
    row = ApiKey.objects.filter(pk=key.pk)
    row.update(
        counted_requests=Case(When(counted_minute=minute, then=F("counted_requests") + 1), default=1),
        counted_minute=minute,
    )
    return row.values_list("counted_requests", flat=True).get()


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
