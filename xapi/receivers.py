"""Keeping what the other apps announce."""

from typing import Any

from cms.core.announcements import Announcement
from xapi.services.outbox import keep


def keep_announcement(*, announcement: Announcement, **_: Any) -> None:
    keep(announcement=announcement)
