"""What time takes away of what this site told. The period is `settings.RETENTION["statements"]`."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xapi.clock import lock_store, microseconds
from xapi.models import OutboxRow, Statement

logger = logging.getLogger(__name__)

BATCH = 500


def forget_statements(*, now: datetime | None = None) -> int:
    """Delete our own statements stored too long ago, oldest first; the number deleted.

    What others wrote in the store with a key is theirs, and stays. A statement goes when its time has come, even one
    that a delivery target has not received or has refused: it will not be delivered any more. So does an announcement
    that could not become a statement all this time. Copies already delivered belong to whom they were delivered to.
    """
    limit = (now or timezone.now()) - settings.RETENTION["statements"]
    count = sum(_forget_range(*bounds) for bounds in _ranges(limit))  # lazy: each batch is found when it is due
    announcements = OutboxRow.objects.filter(at__lt=limit).delete()[0]
    logger.info("%d statements and %d announcements forgotten", count, announcements)
    return count


def _ranges(limit: datetime) -> Iterator[tuple[int, int]]:
    """First and last seq of each batch to delete."""
    own = Statement.objects.filter(key=None, seq__lt=microseconds(limit)).order_by("seq").values_list("seq", flat=True)
    last = 0
    while seqs := list(own.filter(seq__gt=last)[:BATCH]):
        last = seqs[-1]
        yield seqs[0], last


@transaction.atomic
def _forget_range(first: int, last: int) -> int:
    """Delete our statements of `first` <= seq <= `last`, with their uses, references, echoes and refusals."""
    lock_store()  # a statement that refers to one of them is linked before, or finds it gone
    own = Statement.objects.filter(key=None, seq__range=(first, last)).defer("payload")
    return own.delete()[1].get("xapi.Statement", 0)
