"""The development settings, with a hand on the reply: see `HoldReply`."""

from cms.settings.dev import *  # noqa: F403
from cms.settings.dev import MIDDLEWARE

MIDDLEWARE = ["tests.stack.middleware.HoldReply", *MIDDLEWARE]
