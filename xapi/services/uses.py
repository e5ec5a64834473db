"""The link rows by which filters find statements."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models

from xapi.enums import Usage
from xapi.links import Links
from xapi.models import ActivityUse, AgentUse
from xapi.rows import insert
from xapi.services.named import NamedIds

_VOIDED = {Usage.DIRECT: Usage.VOIDED_DIRECT, Usage.ANY: Usage.VOIDED_ANY}


def create_uses(links: Sequence[tuple[int, Links]], ids: NamedIds) -> None:
    """Link each statement, known by its seq, to what it names."""
    insert(
        AgentUse,
        ("agent_id", "usage", "statement_id", "verb_id"),
        [
            (ids.agents[key], usage, seq, ids.verbs[one.verb])
            for seq, one in links
            for key, usage in _uses(one.agents, one.direct_agents)
        ],
    )
    insert(
        ActivityUse,
        ("activity_id", "usage", "statement_id", "verb_id"),
        [
            (ids.activities[key], usage, seq, ids.verbs[one.verb])
            for seq, one in links
            for key, usage in _uses(one.activities, one.direct_activities)
        ],
    )


def _uses(named: dict[bytes, Any], direct: set[bytes]) -> Iterator[tuple[bytes, int]]:
    for key in named:
        yield key, Usage.ANY.value
        if key in direct:
            yield key, Usage.DIRECT.value


def set_uses_apart(statements: set[int]) -> None:
    """Take voided `statements` out of the filters; what refers to them still matches by them."""
    _set_apart(AgentUse.objects, statements)
    _set_apart(ActivityUse.objects, statements)


def _set_apart(uses: models.Manager[Any], statements: set[int]) -> None:
    rows = list(uses.filter(statement__in=statements, usage__in=_VOIDED))
    uses.filter(statement__in=statements, usage__in=_VOIDED).delete()
    for row in rows:
        row.usage = _VOIDED[Usage(row.usage)]
    uses.bulk_create(rows)
