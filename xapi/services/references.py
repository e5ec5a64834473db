"""Statements about statements: what they answer to, and what they void. A target may come after what refers to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from xapi.links import Links
from xapi.models import Echo, Reference, Statement, StatementId
from xapi.rows import Query, as_uuid, insert, run, select
from xapi.services.uses import set_uses_apart
from xapi.validation.statements import VOIDED


def waiting_for(ids: Sequence[UUID]) -> Query:
    """The look that finds what refers to statements that are only coming now."""
    return select(Reference, ("target", "statement_id", "voids"), ids)


def link_references(
    links: Sequence[tuple[int, Links]], arrivals: dict[UUID, int], waiting: list[tuple[Any, ...]]
) -> None:
    """Keep the references among the new statements, and between them and the older ones, in both directions.

    `links` come with the seq of their statement; `arrivals` holds the seq of each new statement by its id; `waiting` is
    what :func:`waiting_for` found.
    """
    edges = {(referring, arrivals[as_uuid(target)]): voids for target, referring, voids in waiting}
    edges |= _new_edges([(seq, one.target, one.voids) for seq, one in links if one.target], arrivals)
    for edge in sorted(edges):
        _connect(*edge)
    _void({target for (_, target), voids in edges.items() if voids})


def _new_edges(references: list[tuple[int, UUID, bool]], arrivals: dict[UUID, int]) -> dict[tuple[int, int], bool]:
    if not references:
        return {}
    insert(Reference, ("statement_id", "target", "voids"), references)
    [older] = run(select(StatementId, ("id", "statement_id"), [target for _, target, _ in references]))
    known = {as_uuid(target): seq for target, seq in older} | arrivals
    return {(seq, known[target]): voids for seq, target, voids in references if target in known}


def _connect(referring: int, target: int) -> None:
    """Whatever answered to `referring` now answers to `target` too, and to all that `target` answers to."""
    sources: set[int] = {target, *Echo.objects.filter(statement=target).values_list("source", flat=True)}
    hearers: set[int] = {referring, *Echo.objects.filter(source=referring).values_list("statement_id", flat=True)}
    Echo.objects.bulk_create(
        (
            Echo(statement_id=hearer, source_id=source)
            for hearer in sorted(hearers)
            for source in sorted(sources)
            if hearer != source
        ),
        ignore_conflicts=True,
    )


def _void(targets: set[int]) -> None:
    """Void the statements of `targets` that do not void another themselves."""
    if not targets:
        return
    voided = set(
        Statement.objects.filter(pk__in=targets, voided=False).exclude(verb__iri=VOIDED).values_list("pk", flat=True)
    )
    Statement.objects.filter(pk__in=voided).update(voided=True)
    set_uses_apart(voided)
