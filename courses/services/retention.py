"""What time takes away, as « Données personnelles » promises. The periods are `settings.RETENTION`.

Each run works by batches of one transaction: stopped half-way it keeps what it did, and the next one goes on. What
sticks stays: the result of an attempt when its answers go, the dates of an enrolment when its attempts go.
"""

import logging
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from courses.models import Attempt, Attestation, Enrolment, Response
from courses.services.attestations import delete_attestations

logger = logging.getLogger(__name__)

BATCH = 200
Key = TypeVar("Key", int, uuid.UUID)


def forget_answers(*, now: datetime | None = None) -> int:
    """Delete the answers given too long ago; the number deleted.

    The answers of an attempt to one screen go together, with the oldest of them: a situation played by half, or a
    second try without its first, would mean nothing.
    """
    limit = _limit("answers", now)
    old = Response.objects.filter(given_at__lt=limit).order_by()
    attempts = list(old.values_list("attempt", flat=True).distinct())
    count = sum(_forget_answers_of(some, limit) for some in _batches(attempts))
    logger.info("%d answers forgotten", count)
    return count


@transaction.atomic
def _forget_answers_of(attempts: Sequence[uuid.UUID], limit: datetime) -> int:
    # An answer on its way in holds the attempt's lock: what it was added to is not taken from under it.
    locked = list(Attempt.objects.select_for_update().filter(pk__in=attempts).order_by("pk"))
    old = Response.objects.filter(attempt=OuterRef("attempt"), screen=OuterRef("screen"), given_at__lt=limit)
    return Response.objects.filter(Exists(old), attempt__in=locked).delete()[0]


def forget_attempts(*, now: datetime | None = None) -> int:
    """Delete the attempts, with their answers, of the enrolments where nothing happened for too long; how many.

    All attempts of an enrolment go together: whoever still learns keeps the best result.
    """
    limit = _limit("attempts", now)
    last = Attempt.objects.order_by().values("enrolment").annotate(last=Max("last_at"))
    enrolments = list(last.filter(last__lt=limit).values_list("enrolment", flat=True))
    count = sum(_forget_attempts_of(some, limit) for some in _batches(enrolments))
    logger.info("%d attempts forgotten", count)
    return count


@transaction.atomic
def _forget_attempts_of(enrolments: Sequence[uuid.UUID], limit: datetime) -> int:
    # Starting an attempt waits for the enrolment's lock, going on for the attempt's: neither is lost.
    locked = list(Enrolment.objects.select_for_update().filter(pk__in=enrolments).order_by("pk"))
    attempts = list(Attempt.objects.select_for_update().filter(enrolment__in=locked).order_by("pk"))
    active = {attempt.enrolment_id for attempt in attempts if attempt.last_at >= limit}
    inactive = [attempt.pk for attempt in attempts if attempt.enrolment_id not in active]
    return Attempt.objects.filter(pk__in=inactive).delete()[1].get("courses.Attempt", 0)


def forget_attestations(*, now: datetime | None = None) -> int:
    """Delete the attestations earned too long ago, revoked or not, files included; the number deleted."""
    old = Attestation.objects.filter(earned_at__lt=_limit("attestations", now)).order_by("pk")
    attestations = list(old.values_list("pk", flat=True))
    count = sum(
        delete_attestations(attestations=Attestation.objects.filter(pk__in=some)) for some in _batches(attestations)
    )
    logger.info("%d attestations forgotten", count)
    return count


def _limit(what: str, now: datetime | None) -> datetime:
    return (now or timezone.now()) - settings.RETENTION[what]


def _batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    return (keys[first : first + BATCH] for first in range(0, len(keys), BATCH))
