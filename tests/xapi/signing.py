"""Signatures as a signer makes them (RFC 7515), with `cryptography` only."""

import base64
import functools
import json
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from tests.xapi.mixed import attachment

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}


@functools.cache
def key(name: str = "signer") -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def other_kind_of_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certificate(of: Any = None) -> str:
    """A certificate of the key, long expired, as a value of x5c."""
    of = of or key()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Signer")])
    built = (
        x509.CertificateBuilder(name, name, of.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2013, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2014, 1, 1, tzinfo=UTC))
        .sign(of, hashes.SHA256())
    )
    return base64.b64encode(built.public_bytes(serialization.Encoding.DER)).decode()


def encoded(content: Any) -> bytes:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def jws(payload: Any, *, signer: rsa.RSAPrivateKey | None = None, **header: Any) -> bytes:
    """A JWS of `payload`; header parameters that are None are left out."""
    header = {"alg": "RS256", **header}
    content = encoded({name: value for name, value in header.items() if value is not None}) + b"." + encoded(payload)
    algorithm = HASHES.get(str(header["alg"])[2:], hashes.SHA256())
    return content + b"." + encoded((signer or key()).sign(content, padding.PKCS1v15(), algorithm))


def signed(statement: dict[str, Any], signature: bytes, **changes: Any) -> dict[str, Any]:
    """`statement` with `signature` among its attachments."""
    said = attachment(signature, usageType=SIGNATURE, contentType="application/octet-stream", **changes)
    return {**statement, "attachments": [*statement.get("attachments", []), said]}
