"""Writing statements into the store: all of a batch or nothing, or else all that is valid, in a dozen queries whatever
its size.

Rows that batches share (verbs, activities, agents) are inserted in the order of their hashes, before the lock: two
writers never wait for each other in a circle. The lock is held only while the statements themselves go in.
"""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import transaction

from xapi import vocabulary
from xapi.attachments import Files, check_all_named, check_attachments
from xapi.clock import LAST_SEQ, lock_queries, moment_of, next_seq, text
from xapi.comparison import digest
from xapi.completion import completed
from xapi.enums import Scope, Version
from xapi.jsontext import Received, joined
from xapi.links import Links, links_of
from xapi.models import ApiKey, Statement, StatementId
from xapi.rows import as_uuid, insert, run, select
from xapi.services.attachments import keep_attachments
from xapi.services.named import NamedIds, named_ids, update_definitions
from xapi.services.references import link_references, waiting_for
from xapi.services.uses import create_uses
from xapi.validation import Invalid, check_statement, moment, section_in


class InvalidStatementError(ValueError):
    """Statement number `index` (from 0) of a batch is not valid."""

    def __init__(self, index: int, reason: Invalid) -> None:
        super().__init__(f"statement {index}: {reason.message}")
        self.index = index
        self.reason = reason


class ConflictError(ValueError):
    """Statement number `index` has the id of another one, which says something else."""

    def __init__(self, index: int, statement_id: uuid.UUID) -> None:
        super().__init__(f"statement {statement_id} is already stored with another content")
        self.index = index
        self.statement_id = statement_id


class VoidingForbiddenError(PermissionError):
    """Statement number `index` voids another one: the key may write, but not void."""

    def __init__(self, index: int) -> None:
        super().__init__("this key may not void statements")
        self.index = index


StatementError = InvalidStatementError | ConflictError | VoidingForbiddenError
# Is told why a statement cannot be stored: raises it, or goes on without this one.
Refuse = Callable[[StatementError], None]


@dataclass
class Entry:
    """A valid statement on its way in, number `index` of its batch."""

    index: int
    id: uuid.UUID
    received: Received
    digest: str
    authority: dict[str, Any]
    links: Links
    version: str


def store_statements(
    *,
    batch: Sequence[Received],
    key: ApiKey | None = None,
    version: Version = Version.V1,
    files: Files | None = None,
) -> list[uuid.UUID]:
    """Store the statements of `batch`, which speaks `version`, with the `files` of their attachments, and return their
    ids, in order.

    A statement that is already there, equal, is left as it was. Without `key` it is this site that speaks.
    Raises `InvalidStatementError`, `Invalid`, `ConflictError`, `VoidingForbiddenError`; then nothing is stored.
    """
    files = files or Files()
    entries = _checked(batch, key, version, files, _raise)
    check_all_named((entry.received.data for entry in entries), files)
    return [entry.id for entry in _insert(entries, key, files, _raise)]


def store_what_is_valid(
    *, batch: Sequence[Received], key: ApiKey, version: Version, files: Files
) -> tuple[list[uuid.UUID], list[StatementError]]:
    """Store those of `batch` that can be, in one transaction: their ids, in order, and why each of the others cannot.

    Raises what :func:`store_statements` does when none can; then nothing is stored.
    """
    refused: list[StatementError] = []
    entries = _checked(batch, key, version, files, refused.append)
    if not refused:  # the data of a statement that is left out belongs to none
        check_all_named((entry.received.data for entry in entries), files)
    stored = _insert(entries, key, files, refused.append)
    if refused and not stored:
        raise refused[0]
    return [entry.id for entry in stored], refused


def _raise(error: StatementError) -> None:
    raise error


def authority_of(key: ApiKey | None) -> dict[str, Any]:
    """Who asserts what `key` sends."""
    if key is None:
        account = {"homePage": vocabulary.own("about"), "name": "campus"}
    else:
        account = {"homePage": vocabulary.own("cles"), "name": key.key}
    return {"objectType": "Agent", "account": account}


def _checked(
    batch: Sequence[Received], key: ApiKey | None, version: Version, files: Files, refuse: Refuse
) -> list[Entry]:
    authority = authority_of(key)
    entries: list[Entry] = []
    seen: set[uuid.UUID] = set()
    for index, received in enumerate(batch):
        try:
            entry = _entry(index, received, authority, version, files)
            if entry.id in seen:
                _refuse_twice(version)
        except Invalid as reason:
            refuse(InvalidStatementError(index, reason))
        else:
            seen.add(entry.id)
            entries.append(entry)
    return _allowed(entries, key, refuse)


def _entry(index: int, received: Received, authority: dict[str, Any], version: Version, files: Files) -> Entry:
    check_statement(received.data, version)
    check_attachments(received.data, files, version)
    statement_id = uuid.UUID(received.data["id"]) if "id" in received.data else uuid.uuid4()
    links = links_of({**received.data, "authority": authority})
    said = received.data.get("version", version.of_data)
    return Entry(index, statement_id, received, digest(received.data), authority, links, said)


def _refuse_twice(version: Version) -> NoReturn:
    raise Invalid(
        "the id appears twice in the batch", at=("id",), rule="distinct", section=section_in(version, "2.4.1")
    )


def _allowed(entries: list[Entry], key: ApiKey | None, refuse: Refuse) -> list[Entry]:
    """The `entries` that `key` may write."""
    if key is None or key.allows(Scope.ALL):
        return entries
    for entry in entries:
        if entry.links.voids:
            refuse(VoidingForbiddenError(entry.index))
    return [entry for entry in entries if not entry.links.voids]


@transaction.atomic
def _insert(entries: list[Entry], key: ApiKey | None, files: Files, refuse: Refuse) -> list[Entry]:
    """Store those of `entries` that are new. Returns them, and those that were there already."""
    if not entries:
        return []
    ids = named_ids([entry.links for entry in entries])
    statement_ids = [entry.id for entry in entries]
    *_, [(last,)], found, waiting = run(
        *lock_queries(), LAST_SEQ, select(StatementId, ("id", "digest"), statement_ids), waiting_for(statement_ids)
    )
    known = {as_uuid(statement_id): stored for statement_id, stored in found}
    entries = _agreeing(known, entries, refuse)
    new = [entry for entry in entries if entry.id not in known]
    if new:
        _insert_new(list(enumerate(new, next_seq(last))), waiting, ids, key, files)
    return entries


def _agreeing(known: dict[uuid.UUID, str], entries: list[Entry], refuse: Refuse) -> list[Entry]:
    """The `entries` that say the same as those `known` by their id, with the digest each is stored with."""
    agreeing: list[Entry] = []
    for entry in entries:
        if known.get(entry.id, entry.digest) == entry.digest:
            agreeing.append(entry)
        else:
            refuse(ConflictError(entry.index, entry.id))
    return agreeing


def _insert_new(
    numbered: list[tuple[int, Entry]], waiting: list[tuple[Any, ...]], ids: NamedIds, key: ApiKey | None, files: Files
) -> None:
    """Store entries under their seq; `waiting` are the references to them that came before."""
    _insert_statements(numbered, ids.verbs, key)
    links = [(seq, entry.links) for seq, entry in numbered]
    create_uses(links, ids)
    link_references(links, {entry.id: seq for seq, entry in numbered}, waiting)
    keep_attachments([(seq, entry.received.data) for seq, entry in numbered], files)
    if key is None or key.allows(Scope.DEFINE):
        update_definitions([one for _, one in links], ids, ours=key is None)


_COLUMNS = (
    "seq",
    "statement_id",
    "stored",
    "timestamp",
    "verb_id",
    "registration",
    "voided",
    "version",
    "payload",
    "key_id",
)


def _insert_statements(numbered: list[tuple[int, Entry]], verbs: dict[str, int], key: ApiKey | None) -> None:
    insert(StatementId, ("id", "statement_id", "digest"), [(entry.id, seq, entry.digest) for seq, entry in numbered])
    key_id = key.pk if key else None
    insert(Statement, _COLUMNS, [_row(seq, entry, verbs[entry.links.verb], key_id) for seq, entry in numbered])


def _row(seq: int, entry: Entry, verb_id: int, key_id: int | None) -> tuple[Any, ...]:
    stored = moment_of(seq)
    data = entry.received.data
    return (
        seq,
        entry.id,
        stored,
        moment(data.get("timestamp", "")) or stored,
        verb_id,
        entry.links.registration,
        False,
        entry.version,
        _payload(entry, text(stored)),
        key_id,
    )


def _payload(entry: Entry, stored: str) -> str:
    """The text to answer: each member as it was sent, and what the store must set or complete."""
    parts = {name: raw for name, raw in entry.received.raw.items() if name not in ("stored", "authority")}
    parts.update(completed(entry.received))
    parts["id"] = json.dumps(str(entry.id))
    parts.setdefault("timestamp", json.dumps(stored))
    parts["version"] = json.dumps(entry.version)
    parts["stored"] = json.dumps(stored)
    parts["authority"] = json.dumps(entry.authority)
    return joined(parts)
