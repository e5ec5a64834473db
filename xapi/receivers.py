"""Keeping what the other apps announce; the tables ready once they are migrated."""

from typing import Any

from cms.core.announcements import Announcement
from xapi.services.outbox import keep
from xapi.services.partitions import keep_partitions


def keep_announcements(*, announcements: list[Announcement], **_: Any) -> None:
    keep(announcements=announcements)


def make_partitions(**_: Any) -> None:
    keep_partitions()
