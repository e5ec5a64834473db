"""How the services of this app announce what happened in an attempt."""

from typing import Any

from django.utils import timezone

from cms.core.announcements import announce
from courses.models import Attempt
from courses.signals import AttemptEvent
from courses.versions import content


def tell(event: type[AttemptEvent], attempt: Attempt, *, key: str = "", **fields: Any) -> None:
    """Announce `event` of `attempt`. The key defaults to its place in the sequence of the attempt's writes."""
    enrolment = attempt.enrolment
    announce(
        event(
            key=key or f"{attempt.uuid}:{attempt.seq}:{event.__name__}",
            at=timezone.now(),
            user_id=enrolment.user_id,
            registration=str(enrolment.uuid),
            module_key=str(enrolment.module.module_key),
            course_key=content(attempt.version)[0]["course"]["key"],
            session=str(enrolment.session.uuid),
            network=enrolment.network.slug if enrolment.network else "",
            attempt=str(attempt.uuid),
            version_id=attempt.version_id,
            **fields,
        )
    )
