"""Who calls, and what they may do."""

import base64
import ipaddress
import time
from datetime import timedelta

from django.utils import timezone

from xapi.calls import Sent
from xapi.enums import Scope
from xapi.models import ApiKey
from xapi.problems import Problem
from xapi.services.keys import count_request, find_key

MINUTE = 60
_USE_KEPT_EVERY = timedelta(minutes=1)


def authenticate(sent: Sent) -> ApiKey:
    """The key whose Basic credentials `sent` carries. Raises a `Problem`: 401, 403 from a foreign network, 429."""
    key = _found(sent)
    if key.expires_at and key.expires_at <= timezone.now():
        raise _unauthorized(sent, "this key has expired")
    _check_address(key, sent.address)
    _check_rate(key)
    _note_use(key)
    return key


def _found(sent: Sent) -> ApiKey:
    scheme, _, encoded = sent.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        raise _unauthorized(sent, "Basic credentials are required")
    try:
        username, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:  # neither base64 nor UTF-8
        raise _unauthorized(sent, "the credentials cannot be read") from None
    key = find_key(username=username, secret=secret)
    if key is None:
        raise _unauthorized(sent, "unknown credentials")
    return key


def _unauthorized(sent: Sent, error: str) -> Problem:
    """A 401. A script in a browser gets a scheme that no browser knows, so that none opens its own login box."""
    script = "origin" in sent.headers or "x-requested-with" in sent.headers
    script = script or sent.headers.get("sec-fetch-mode", "navigate") != "navigate"
    scheme = "xBasic" if script else "Basic"
    return Problem(401, error, headers={"WWW-Authenticate": f'{scheme} realm="xAPI", charset="UTF-8"'})


def _check_address(key: ApiKey, address: str) -> None:
    if not key.networks:
        return
    try:
        place = ipaddress.ip_network(address)  # an IPv6 address comes as its subscriber's prefix
    except ValueError:
        place = None
    if not place or not any(_within(place, ipaddress.ip_network(network, strict=False)) for network in key.networks):
        raise Problem(403, "this key is not accepted from your network")


def _within(
    place: ipaddress.IPv4Network | ipaddress.IPv6Network, network: ipaddress.IPv4Network | ipaddress.IPv6Network
) -> bool:
    if isinstance(place, ipaddress.IPv4Network) and isinstance(network, ipaddress.IPv4Network):
        return place.subnet_of(network)
    if isinstance(place, ipaddress.IPv6Network) and isinstance(network, ipaddress.IPv6Network):
        return place.subnet_of(network)
    return False


def _check_rate(key: ApiKey) -> None:
    """Count one more request of `key` in this minute. Raises a 429 `Problem` past its limit (part three, 3.2)."""
    limit = key.requests_per_minute
    if not limit:
        return
    now = int(time.time())
    minute = now // MINUTE
    # Whoever insists past the limit costs no write.
    if (key.counted_minute == minute and key.counted_requests >= limit) or count_request(
        key=key, minute=minute
    ) > limit:
        headers = {"Retry-After": str(MINUTE - now % MINUTE)}
        raise Problem(429, f"this key may make {limit} requests a minute", headers=headers)


def _note_use(key: ApiKey) -> None:
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > _USE_KEPT_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def require(key: ApiKey, *scopes: Scope) -> None:
    """Raise a 403 `Problem` unless `key` allows one of `scopes`."""
    if not any(key.allows(scope) for scope in scopes):
        raise Problem(403, f"this key lacks the scope {' or '.join(scopes)}")
