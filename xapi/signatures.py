"""Signed statements: part two, 2.6. The signature is a JWS in compact serialization (RFC 7515, 7.1).

This finds mistakes; it does not say who signed: neither the chain nor the dates of a certificate are judged, as the
specification wants. What cryptography does not do is only to cut the three pieces.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from xapi import jsontext
from xapi.comparison import digest
from xapi.enums import Version
from xapi.validation import Invalid, check_statement, moment

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
_ALGORITHMS: Mapping[str, hashes.HashAlgorithm] = {
    "RS256": hashes.SHA256(),
    "RS384": hashes.SHA384(),
    "RS512": hashes.SHA512(),
}
_BASE64URL = re.compile(rb"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Signed:
    """What has to be equal in a signed statement: `id` and `timestamp` where it has them."""

    digest: str
    id: str | None
    timestamp: str | None

    @classmethod
    def of(cls, statement: Mapping[str, Any]) -> "Signed":
        """Of a valid statement. The store may have set the time, and attachments are no part of it (2.3.1)."""
        kept = {name: value for name, value in statement.items() if name not in ("attachments", "timestamp")}
        timestamp = statement.get("timestamp")
        return cls(digest(kept), statement.get("id", "").lower() or None, timestamp and str(moment(timestamp)))


def signed_by(jws: bytes) -> Signed:
    """What the signature `jws` signs. Raises `Invalid` when it is malformed, or not that of its own certificate."""
    pieces = jws.split(b".", 3)
    if len(pieces) != 3:
        _refuse("the signature is not a JWS in compact serialization")
    header = _object(_decoded(pieces[0]), "the header of the signature")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _ALGORITHMS:
        _refuse(f"the signature must use {', '.join(_ALGORITHMS)}")
    if "crit" in header:
        _refuse("the signature has critical parameters that are not known here")
    signature = _decoded(pieces[2])
    if "x5c" in header:
        _verify(_key(header["x5c"]), signature, pieces[0] + b"." + pieces[1], _ALGORITHMS[algorithm])
    statement = _object(_decoded(pieces[1]), "the payload of the signature")
    try:
        check_statement(statement, Version.V2)  # which takes whatever 1.0.3 does
    except Invalid as reason:
        _refuse(f"what is signed is no valid statement: {reason.message}, at {reason.pointer or '/'}")
    return Signed.of(statement)


def check_signs(signed: Signed, statement: Mapping[str, Any]) -> None:
    """Raise `Invalid` unless `statement` is logically the one that was signed."""
    received = Signed.of(statement)
    for name in ("id", "timestamp"):
        ours, theirs = getattr(received, name), getattr(signed, name)
        if ours and theirs and ours != theirs:
            _refuse(f"the signed statement has another {name}")
    if received.digest != signed.digest:
        _refuse("the signed statement says something else")


def _key(chain: Any) -> rsa.RSAPublicKey:
    """The key of the first certificate of `chain`, a value of x5c (RFC 7515, 4.1.6)."""
    if not isinstance(chain, list) or not chain or not isinstance(chain[0], str):
        _refuse("x5c must be an array of certificates")
    try:
        key = x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True)).public_key()
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
        _refuse("the first of x5c is not a certificate")
    if not isinstance(key, rsa.RSAPublicKey):
        _refuse("the key of the certificate must be an RSA key")
    return key


def _verify(key: rsa.RSAPublicKey, signature: bytes, signed: bytes, algorithm: hashes.HashAlgorithm) -> None:
    try:
        key.verify(signature, signed, padding.PKCS1v15(), algorithm)
    except (InvalidSignature, ValueError):
        _refuse("the signature is not that of its certificate")


def _decoded(piece: bytes) -> bytes:
    if not _BASE64URL.fullmatch(piece):
        _refuse("the signature is not a JWS in compact serialization")
    try:
        return base64.urlsafe_b64decode(piece + b"=" * (-len(piece) % 4))
    except binascii.Error:
        _refuse("the signature is not a JWS in compact serialization")


def _object(content: bytes, what: str) -> dict[str, Any]:
    try:
        value = jsontext.loads(jsontext.decode(content))
    except jsontext.BadJsonError as error:
        _refuse(f"{what} is not JSON: {error}")
    if not isinstance(value, dict):
        _refuse(f"{what} is not an object")
    return value


def _refuse(message: str) -> NoReturn:
    raise Invalid(message, at=("attachments",), rule="signature", section="2.6")
