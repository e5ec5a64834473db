"""Keeping what the other apps announce."""

from typing import Any

from cms.core.announcements import Announcement
from xapi.services.outbox import keep


def keep_announcements(*, announcements: list[Announcement], **_: Any) -> None:
    keep(announcements=announcements)
