"""How often one may try: failed sign-ins (django-axes) and mails asked for (cache)."""

import ipaddress
import time
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

IPV6_SITE_PREFIX = 64  # one subscriber has all of these addresses
HOUR = 3600


class SignInThrottle(AxesDatabaseHandler):
    """Counts failures for an address from a place against `AXES_FAILURE_LIMIT`, for the whole place against its own."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        for_address, for_place = (
            attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        if for_place >= settings.SIGN_IN_FAILURES_PER_PLACE:
            return max(for_address, settings.AXES_FAILURE_LIMIT)
        return for_address

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget the failures of who just signed in, never those of the place: an attacker may own an account too."""
        count, _ = self.filter_user_attempts(request, credentials)[0].delete()
        return count


def forget_failures(email: str) -> None:
    """Let in whoever has just proved to read the mails of `email`."""
    AccessAttempt.objects.filter(username=email).delete()


def sign_in_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """The address tried, in one spelling: capitals give no further tries."""
    name = (credentials or request.POST).get("username")
    return name.strip().lower() if name else None


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from: what our last `TRUSTED_PROXIES` proxies saw, whatever the client claims.

    An IPv6 address is reduced to its subscriber's prefix.
    """
    try:
        address = ipaddress.ip_address(_claimed_address(request))
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or address  # a server that listens on IPv6 sees IPv4 so
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_SITE_PREFIX), strict=False).network_address)


def _claimed_address(request: HttpRequest) -> str:
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    count = settings.TRUSTED_PROXIES
    return hops[-count] if 0 < count <= len(hops) else request.META.get("REMOTE_ADDR", "")


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The answer to a sign-in tried too often."""
    cool_off = get_cool_off(request) or settings.AXES_COOLOFF_TIME
    return too_many(request, seconds=int(cool_off.total_seconds()))


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429: come back in `seconds`."""
    minutes = -(-seconds // 60)
    response = render(request, "accounts/too_many.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def seconds_to_wait(name: str, subject: str | None, *, limit: int, window: int = HOUR) -> int:
    """Count one more `name` by `subject`; 0 while there are at most `limit` in a `window` (seconds), else the wait."""
    now = int(time.time())
    digest = salted_hmac("cms.accounts.throttling", subject or "", algorithm="sha256").hexdigest()
    key = f"throttle:{name}:{now // window}:{digest}"
    cache.add(key, 0, window)
    count = cache.incr(key)
    cache.touch(key, window)  # some backends shorten the life of what they increment
    return window - now % window if count > limit else 0
