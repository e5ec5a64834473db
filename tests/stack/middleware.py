"""Holds a reply back, so that a test can kill the process between an answer stored and its reply sent."""

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class HoldReply:
    """While the file `hold` exists, a POST answers only after `held` was written and much time has passed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        hold = Path(settings.DATA_DIR) / "hold"
        if request.method == "POST" and hold.exists():
            (Path(settings.DATA_DIR) / "held").touch()
            time.sleep(60)
        return response
