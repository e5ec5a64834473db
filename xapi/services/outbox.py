"""From announcements to statements.

The statements of a batch are built without any lock, then stored and their rows deleted in one transaction: whatever is
killed, either both happened or neither, and ids that follow from the announcements make a repetition harmless.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from cms.accounts.models import Network
from cms.core.announcements import Announcement
from courses.models import ModuleVersion
from xapi.activities import Edition
from xapi.builders import VERSION, Surroundings, actor, builders, kind_of, kinds
from xapi.jsontext import Received, received
from xapi.models import OutboxRow, StatementId
from xapi.services.people import SELF, pseudonyms
from xapi.services.store import store_statements

logger = logging.getLogger(__name__)

BATCH = 1000
_IN_COLUMNS = ("key", "at", "user_id")


@dataclass(frozen=True)
class Built:
    """A row of the outbox with its statements."""

    row: OutboxRow
    statements: list[Received]


def keep(*, announcements: Iterable[Announcement]) -> None:
    """Keep `announcements` for the next flush, in the transaction under way. The same key is kept once."""
    OutboxRow.objects.bulk_create(map(_row, announcements), ignore_conflicts=True)


def _row(announcement: Announcement) -> OutboxRow:
    payload = {name: value for name, value in asdict(announcement).items() if name not in _IN_COLUMNS}
    return OutboxRow(
        key=announcement.key,
        kind=kind_of(type(announcement)),
        payload=payload,
        user_id=announcement.user_id,
        at=announcement.at,
    )


def flush(*, limit: int = BATCH) -> int:
    """Turn at most `limit` waiting announcements into stored statements, oldest first. Returns how many were taken.

    A row that cannot be told or stored is marked with its error and left behind; the others go on.
    """
    rows = list(OutboxRow.objects.filter(error="").order_by("pk")[:limit])
    if not rows:
        return 0
    built = _build(rows)
    try:
        _store(built)
    except (OperationalError, InterfaceError):  # the database is away: everything waits for the next tick
        raise
    except Exception:  # noqa: BLE001 - one of them is at fault: find it, set it aside, let the others go
        for one in built:
            _store_alone(one)
    return len(rows)


def _build(rows: Sequence[OutboxRow]) -> list[Built]:
    names = pseudonyms(user_ids={row.user_id for row in rows}, consumer=SELF)
    editions = _editions(row.payload.get("version_id") for row in rows)
    networks = _networks(row.payload.get("network") for row in rows)
    built = []
    for row in rows:
        around = Surroundings(
            actor=actor(names[row.user_id]),
            edition=editions.get(row.payload.get("version_id")),
            network=networks.get(row.payload.get("network"), ""),
        )
        try:
            built.append(Built(row, _statements(row, around)))
        except Exception as error:  # noqa: BLE001 - whatever a builder raises, the row is set aside and shown
            _set_aside(row, error)
    return built


def _statements(row: OutboxRow, around: Surroundings) -> list[Received]:
    announcement = kinds()[row.kind](key=row.key, at=row.at, user_id=row.user_id, **row.payload)
    told = builders()[type(announcement)](announcement, around)
    return [received(statement.to_json(VERSION))[0][0] for statement in told]


def _editions(version_ids: Iterable[Any]) -> dict[Any, Edition]:
    """Versions never change, and `courses.versions` reads the content of each once per process."""
    wanted = {version_id for version_id in version_ids if version_id is not None}
    versions = ModuleVersion.objects.filter(pk__in=wanted).defer("public", "answers")
    return {version.pk: Edition(version) for version in versions}


def _networks(slugs: Iterable[Any]) -> dict[Any, str]:
    """The slug of the whole network that each node belongs to."""
    nodes = Network.objects.filter(slug__in={slug for slug in slugs if slug})
    return {node.slug: node.get_root().slug for node in nodes}


@transaction.atomic
def _store(built: Sequence[Built]) -> None:
    """Store the statements of the rows that are still there: another worker may have taken some, an erasure too."""
    pks = [one.row.pk for one in built]
    still = set(OutboxRow.objects.select_for_update(skip_locked=True).filter(pk__in=pks).values_list("pk", flat=True))
    waiting = [statement for one in built if one.row.pk in still for statement in one.statements]
    ids = [statement.data["id"] for statement in waiting]
    # Told before under the same key: what was stored first stays.
    known = set(map(str, StatementId.objects.filter(pk__in=ids).values_list("pk", flat=True)))
    store_statements(batch=[statement for statement in waiting if statement.data["id"] not in known])
    OutboxRow.objects.filter(pk__in=still).delete()


def _store_alone(built: Built) -> None:
    try:
        _store([built])
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - shown in the administration, and tried again from there
        _set_aside(built.row, error)


def _set_aside(row: OutboxRow, error: Exception) -> None:
    logger.error("announcement %s of kind %s cannot be told: %r", row.pk, row.kind, error)
    told = f"{type(error).__name__}: {error}".replace("\0", "")
    OutboxRow.objects.filter(pk=row.pk).update(error=told, failed_at=timezone.now())


def replay(*, row: OutboxRow) -> None:
    """Let `row` be tried again at the next flush."""
    row.error, row.failed_at = "", None
    row.save(update_fields=["error", "failed_at"])
