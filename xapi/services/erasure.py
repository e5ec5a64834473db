"""Making a person unknown in what others wrote about her.

Our own people appear under pseudonyms, and losing these is enough (`services.people.forget`). Statements of others may
hold an address or an account: a task writes them again, by batches, under the lock of the store, and deletes the
documents about her. A copy that left for
another store, and what its source sends again, are beyond our reach.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from cms.accounts.models import User
from xapi.clock import lock_store
from xapi.comparison import digest
from xapi.enums import Usage
from xapi.jsontext import joined, received
from xapi.links import hash_of, ifi_of
from xapi.models import Agent, AgentUse, Document, Erasure, Statement, StatementId
from xapi.rewriting import Rewriting, all_spellings
from xapi.services.attachments import forget_data

logger = logging.getLogger(__name__)

BATCH = 200
_ANYWHERE = (Usage.ANY, Usage.VOIDED_ANY)


@dataclass(frozen=True)
class Footprint:
    """What the store holds about a person under the identifiers that others use."""

    statements: int
    documents: int

    def __bool__(self) -> bool:
        return bool(self.statements or self.documents)


def footprint(*, identifiers: Sequence[dict[str, Any]]) -> Footprint:
    """How much an erasure of `identifiers` would rewrite or delete."""
    uses = AgentUse.objects.filter(agent__in=_agents(identifiers), usage__in=_ANYWHERE)
    return Footprint(
        statements=uses.values("statement__seq").distinct().count(),
        documents=documents_of(identifiers=identifiers).count(),
    )


def statements_of(*, identifiers: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The texts of the statements that name a person, oldest first."""
    uses = AgentUse.objects.filter(agent__in=_agents(identifiers), usage__in=_ANYWHERE)
    seqs = sorted(set(uses.values_list("statement__seq", flat=True)))
    for start in range(0, len(seqs), BATCH):
        rows = Statement.objects.filter(seq__in=seqs[start : start + BATCH]).order_by("seq")
        yield from rows.values_list("payload", flat=True)


def documents_of(*, identifiers: Sequence[dict[str, Any]]) -> QuerySet[Document]:
    """The documents about a person, oldest first."""
    return Document.objects.filter(agent__in=_agents(identifiers)).select_related("activity").order_by("pk")


@transaction.atomic
def forget_documents(*, identifiers: Sequence[dict[str, Any]]) -> None:
    """Delete the documents about a person, and the names under which others may have sent them."""
    documents_of(identifiers=identifiers).delete()
    _agents(identifiers).update(name="")


@transaction.atomic
def ask_erasure(*, identifiers: Sequence[dict[str, Any]], by: User | None) -> Erasure:
    """Have the person of `identifiers` made unknown by the next run of :func:`erase_due`."""
    erasure = Erasure.objects.create(identifiers=list(identifiers), by=by)
    log(erasure, "xapi.erasure.ask", user=by)
    return erasure


def erase_due() -> int:
    """Carry out the erasures asked for. Returns how many statements were rewritten."""
    return sum(_erase(erasure) for erasure in Erasure.objects.filter(done_at=None).order_by("pk"))


def _erase(erasure: Erasure) -> int:
    rewriting = Rewriting(
        identifiers=[one for identifier in erasure.identifiers for one in all_spellings(identifier)],
        name=erasure.replacement,
    )
    replacement = _replacement(rewriting)
    before = erasure.statements
    while not _closed(erasure):
        for agent in _agents(erasure.identifiers):
            erasure.statements += _rewrite_batch(agent, replacement, rewriting)
            erasure.save(update_fields=["statements"])
    return erasure.statements - before


def _agents(identifiers: Sequence[dict[str, Any]]) -> QuerySet[Agent]:
    """The agents that are the person, an address in whatever capitals."""
    wanted = Q(pk=None)
    for identifier in identifiers:
        for one in all_spellings(identifier):
            text = ifi_of(one) or ""
            wanted |= Q(ifi__iexact=text) if "mbox" in one else Q(ifi_hash=hash_of(text))
    return Agent.objects.filter(wanted)


def _replacement(rewriting: Rewriting) -> Agent:
    text = ifi_of(rewriting.replacement) or ""
    return Agent.objects.get_or_create(ifi_hash=hash_of(text), defaults={"ifi": text, "is_group": False})[0]


@transaction.atomic
def _rewrite_batch(agent: Agent, replacement: Agent, rewriting: Rewriting) -> int:
    """Rewrite some statements that name `agent`, and find them under `replacement`. Returns how many.

    The data of their attachments goes too: it cannot be rewritten, and a signature holds the statement as it was.
    """
    lock_store()
    uses = AgentUse.objects.filter(agent=agent)
    seqs = set(uses.values_list("statement__seq", flat=True).distinct()[:BATCH])
    statements = list(Statement.objects.filter(seq__in=seqs))
    digests: dict[UUID, str] = {}
    for statement in statements:
        rewritten = rewriting.rewritten(received(statement.payload)[0][0])
        statement.payload = joined(rewritten.raw)
        digests[statement.statement_id] = digest(rewritten.data)
    Statement.objects.bulk_update(statements, ["payload"])
    ids = list(StatementId.objects.filter(pk__in=digests))
    for one in ids:
        one.digest = digests[one.pk]
    StatementId.objects.bulk_update(ids, ["digest"])
    moved = uses.filter(statement__in=seqs)
    AgentUse.objects.bulk_create(
        [
            AgentUse(agent=replacement, usage=use.usage, statement_id=use.statement_id, verb_id=use.verb_id)
            for use in moved
        ],
        ignore_conflicts=True,
    )
    moved.delete()
    forget_data(seqs)
    return len(seqs)


@transaction.atomic
def _closed(erasure: Erasure) -> bool:
    """Forget the identifiers themselves, unless a statement names them still."""
    lock_store()
    erasure.refresh_from_db()
    if erasure.done_at:  # by another worker
        return True
    agents = _agents(erasure.identifiers)
    if AgentUse.objects.filter(agent__in=agents).exists():
        return False
    erasure.documents, _ = documents_of(identifiers=erasure.identifiers).delete()
    agents.delete()
    erasure.identifiers, erasure.done_at = [], timezone.now()
    erasure.save(update_fields=["documents", "identifiers", "done_at"])
    log(erasure, "xapi.erasure.done", data={"statements": erasure.statements})
    logger.info("erasure %s: %s statements rewritten", erasure.pk, erasure.statements)
    return True
