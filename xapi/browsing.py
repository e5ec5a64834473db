"""Finding statements in the administration: any filters together, newest first, each read from an index."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xapi.enums import Usage
from xapi.links import hash_of
from xapi.models import Activity, ActivityUse, Agent, AgentUse, ApiKey, Statement, Verb
from xapi.queries import COUNT_LIMIT, Filter, whole_range


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to find: valid statements, or those voided. `agent` is an identifier as `xapi.links.ifi_of` writes it;
    the times bear on `stored`. An agent or an activity counts wherever it is named; of those only the last
    `COUNT_LIMIT` statements are found."""

    agent: str = ""
    verb: Verb | None = None
    activity: str = ""
    registration: UUID | None = None
    key: ApiKey | None = None
    own: bool = False  # only what this site says itself
    since: datetime | None = None
    until: datetime | None = None
    voided: bool = False


def found(wanted: Wanted) -> QuerySet[Statement]:
    """The statements `wanted`."""
    rows = Statement.objects.filter(voided=wanted.voided)
    exact = {"verb": wanted.verb, "registration": wanted.registration, "key": wanted.key}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.own:
        rows = rows.filter(key=None)
    if wanted.agent:
        agent = Agent.objects.filter(ifi_hash=hash_of(wanted.agent)).first()
        rows = rows.filter(seq__in=_naming(AgentUse, wanted, agent=agent))
    if wanted.activity:
        activity = Activity.objects.filter(iri_hash=hash_of(wanted.activity)).first()
        rows = rows.filter(seq__in=_naming(ActivityUse, wanted, activity=activity))
    if wanted.since or wanted.until:
        bounds = whole_range(Filter(since=wanted.since, until=wanted.until))
        rows = rows.filter(seq__gt=bounds.after, seq__lte=bounds.upto)
    return rows


def _naming(uses: type[AgentUse] | type[ActivityUse], wanted: Wanted, **named: Any) -> QuerySet[Any, Any]:
    """The last statements that name the agent or activity, as a subquery that its limit keeps short."""
    usage = Usage.VOIDED_ANY if wanted.voided else Usage.ANY
    rows = uses.objects.filter(usage=usage, **named)
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    return rows.order_by("-statement").values_list("statement", flat=True)[:COUNT_LIMIT]
