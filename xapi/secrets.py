"""Secrets that must be used again, so cannot be hashed: encrypted with a key that follows from SECRET_KEY."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class UnreadableSecretError(ValueError):
    """The secret was encrypted under a SECRET_KEY that is not known any more."""


def encrypt(secret: str) -> str:
    """`secret` as a text that tells nothing without SECRET_KEY."""
    return _fernet().encrypt(secret.encode()).decode()


def decrypt(token: str) -> str:
    """What :func:`encrypt` was given, also after a change of SECRET_KEY if the old one is among the fallbacks."""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken:
        raise UnreadableSecretError(
            "Le secret a été chiffré avec une autre clé du site : saisissez-le à nouveau."
        ) from None


def _fernet() -> MultiFernet:
    return MultiFernet([_cipher(str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"xapi:{key}".encode()).digest()))
