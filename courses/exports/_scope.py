"""What a manager chose, and the enrolments that it covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from cms.accounts.models import Network
from courses.models import Enrolment, ModulePage, Session


@dataclass(frozen=True, kw_only=True)
class Scope:
    """`since` and `until` are days of the site's time zone, both included.

    `roster` holds the lower-case addresses of the people already in the Mentor session, None when not given;
    `domains` the e-mail domains that Mentor admits; `send_scores` lets real scores out.
    """

    network: Network
    since: date
    until: date
    module: ModulePage | None = None
    session: Session | None = None
    roster: frozenset[str] | None = None
    domains: frozenset[str] = frozenset()
    send_scores: bool = False

    def passed(self) -> QuerySet[Enrolment]:
        """Completed and passed in the period, by people of the network or below when they enrolled."""
        found = Enrolment.objects.filter(
            network__path__startswith=self.network.path,
            completed_at__isnull=False,
            passed_at__gte=_midnight(self.since),
            passed_at__lt=_midnight(self.until + timedelta(days=1)),
        )
        if self.module:
            found = found.filter(module=self.module)
        return found.filter(session=self.session) if self.session else found

    def filename(self, *parts: str, extension: str) -> str:
        words = [slugify(part)[:60] for part in parts]
        return f"{'-'.join([*words, timezone.localdate().isoformat()])}.{extension}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Line:
    """One enrolment with what the files say of it. `score` runs from 0 to 1; `rule` is that of the best attempt."""

    enrolment: UUID
    email: str
    last_name: str
    first_name: str
    is_active: bool
    email_confirmed_at: datetime | None
    erasure_requested_at: datetime | None
    network: str
    module_id: int
    session_id: int
    enrolled_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    passed_at: datetime | None
    attempt: UUID | None
    score: float | None
    rule: dict[str, Any] | None
    version: int | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def address(self) -> str:
        return self.email.strip().lower()


# In the order of the fields of `Line`. Neither the module nor its version is joined: their content is heavy.
_COLUMNS = (
    "uuid", "user__email", "user__last_name", "user__first_name", "user__is_active", "user__email_confirmed_at",
    "user__erasure_requested_at", "network__name", "module_id", "session_id", "enrolled_at", "started_at",
    "completed_at", "passed_at", "best_attempt_id", "best_attempt__score", "best_attempt__rule",
    "best_attempt__version__number",
)  # fmt: skip


def lines(enrolments: QuerySet[Enrolment]) -> Iterator[Line]:
    """`enrolments` in one query, grouped by module and session, then by address."""
    rows = enrolments.order_by("module_id", "session_id", "user__email", "uuid").values_list(*_COLUMNS)
    return (Line(*row) for row in rows.iterator(chunk_size=1000))


class Names:
    """The modules and sessions of some lines, read once each."""

    @cached_property
    def modules(self) -> dict[int, ModulePage]:
        light = ModulePage.objects.only("title", "slug", "minutes")
        return {module.pk: module for module in light}

    @cached_property
    def sessions(self) -> dict[int, Session]:
        return Session.objects.in_bulk()
