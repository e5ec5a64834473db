"""How often one address may do something, counted in the cache that every web process shares."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """At most `times` per `seconds`, in fixed windows."""

    name: str
    times: int
    seconds: int

    def wait(self, request: HttpRequest) -> int:
        """Count one more try of the request's address: the seconds to wait, 0 when it may go on."""
        window, elapsed = divmod(int(time.time()), self.seconds)
        who = salted_hmac("cms.core.throttle", client_address(request)).hexdigest()  # no address is kept anywhere
        key = f"throttle:{self.name}:{window}:{who}"
        if cache.add(key, 1, timeout=self.seconds):
            return 0
        try:
            count = cache.incr(key)
        except ValueError:  # the window ended between the two calls
            return 0
        return self.seconds - elapsed if count > self.times else 0


def client_address(request: HttpRequest) -> str:
    """The address that reached the outermost of our own proxies; what a client writes in its headers never counts."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    proxies = settings.TRUSTED_PROXY_COUNT
    return hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")
