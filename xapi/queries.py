"""Reading the store: filters that walk one index, in two steps a page (which statements, then their texts)."""

import heapq
import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, QuerySet

from xapi.enums import Usage
from xapi.links import hash_of
from xapi.models import Activity, ActivityUse, Agent, AgentUse, Echo, Statement, Target, Verb
from xapi.vocabulary import own


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What to read. `agent` is an identifier as `xapi.links.ifi_of` writes it; the times bear on `stored`."""

    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: UUID | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    key: int | None = None  # stored with this key: itself, and what it refers to


@dataclass(frozen=True, kw_only=True)
class Range:
    """The part of the sequence still to read: `after` < seq <= `upto`."""

    after: int
    upto: int


@dataclass(frozen=True, kw_only=True)
class Page:
    payloads: list[str]
    rest: Range | None  # None at the end


def statement(statement_id: UUID, *, voided: bool = False, key: int | None = None) -> Statement | None:
    """The statement of that id, if it is (or is not) voided, and was stored with `key` if one is given."""
    found = Statement.objects.filter(statement_id=statement_id, voided=voided).first()
    return None if found and key and found.key_id != key else found


def whole_range(wanted: Filter) -> Range:
    """All that is stored now and within the times wanted: later pages of a walk neither miss nor repeat anything."""
    after, upto = 0, None
    if wanted.since:
        after = _last_seq(Statement.objects.filter(stored__lte=wanted.since))
    if wanted.until:
        upto = _last_seq(Statement.objects.filter(stored__lte=wanted.until))
    return Range(after=after, upto=last_seq() if upto is None else upto)


def last_seq() -> int:
    """The seq of the last statement stored, 0 in an empty store."""
    return _last_seq(Statement.objects.all())


def _last_seq(statements: QuerySet[Statement]) -> int:
    return statements.order_by("-stored").values_list("seq", flat=True).first() or 0


def page(wanted: Filter, within: Range, limit: int) -> Page:
    """At most `limit` statements of `within`, oldest first if `wanted.ascending`, else newest first."""
    seqs = matching(wanted, within, limit + 1)
    shown = seqs[:limit]
    texts = dict(Statement.objects.filter(seq__in=shown).values_list("seq", "payload"))
    # A statement that was forgotten between the two queries is left out.
    return Page(
        payloads=[texts[seq] for seq in shown if seq in texts],
        rest=_rest(within, seqs, limit, ascending=wanted.ascending),
    )


def _rest(within: Range, seqs: list[int], limit: int, *, ascending: bool) -> Range | None:
    if len(seqs) <= limit:
        return None
    last = seqs[limit - 1]
    return Range(after=last, upto=within.upto) if ascending else Range(after=within.after, upto=last - 1)


def matching(wanted: Filter, within: Range, limit: int) -> list[int]:
    """The first `limit` seqs of `within` that answer to `wanted`, in its order."""
    search = _Search.of(wanted)
    if search is None:
        return []
    branches = [search.direct(within)]
    if search.uses or search.on_statement:
        branches.append(search.echoed(within))
    merged = heapq.merge(*(branch[:limit] for branch in branches), reverse=not wanted.ascending)
    return list(itertools.islice((seq for seq, _ in itertools.groupby(merged)), limit))


@dataclass(frozen=True)
class _Use:
    """One condition on what a statement names: an agent or an activity, by primary key."""

    model: type[AgentUse] | type[ActivityUse]
    named: dict[str, int]
    usage: int

    def rows(self, *, voided_too: bool = False, **conditions: Any) -> QuerySet[Any]:
        usages = [self.usage, self.usage + 2] if voided_too else [self.usage]
        return self.model.objects.filter(usage__in=usages, **self.named, **conditions)


@dataclass(frozen=True)
class _Search:
    """A filter by the primary keys of what it names."""

    uses: list[_Use]
    on_statement: dict[str, Any]
    ascending: bool

    @classmethod
    def of(cls, wanted: Filter) -> "_Search | None":
        """None when the filter names what no statement names."""
        uses: list[_Use] = []
        on_statement: dict[str, Any] = {}
        try:
            if wanted.agent:
                agent = Agent.objects.values_list("pk", flat=True).get(ifi_hash=hash_of(wanted.agent))
                usage = Usage.ANY if wanted.related_agents else Usage.DIRECT
                uses.append(_Use(AgentUse, {"agent": agent}, usage))
            if wanted.activity:
                activity = Activity.objects.values_list("pk", flat=True).get(iri_hash=hash_of(wanted.activity))
                usage = Usage.ANY if wanted.related_activities else Usage.DIRECT
                uses.append(_Use(ActivityUse, {"activity": activity}, usage))
            if wanted.verb:
                on_statement["verb"] = Verb.objects.values_list("pk", flat=True).get(iri=wanted.verb)
        except ObjectDoesNotExist:
            return None
        if wanted.registration:
            on_statement["registration"] = wanted.registration
        if wanted.key:
            on_statement["key"] = wanted.key
        return cls(uses, on_statement, wanted.ascending)

    def direct(self, within: Range) -> QuerySet[Any, int]:
        """Walk one index, look the rest up: a registration has the fewest statements, then an agent, an activity."""
        if "registration" in self.on_statement or not self.uses:
            rows: QuerySet[Any] = Statement.objects.filter(voided=False, **self.on_statement)
            column, others = "seq", self.uses
        else:
            there = {"key": "statement__key"}  # the verb is repeated in the uses
            rows = self.uses[0].rows(**{there.get(name, name): wanted for name, wanted in self.on_statement.items()})
            column, others = "statement_id", self.uses[1:]
        for use in others:
            rows = rows.filter(Exists(use.rows(statement=OuterRef(column))))
        return self._walk(rows, column, within)

    def echoed(self, within: Range) -> QuerySet[Any, int]:
        """Statements that refer to one that matches, even to a voided one."""
        rows = Echo.objects.filter(
            statement__voided=False, **{f"source__{name}": value for name, value in self.on_statement.items()}
        )
        if "key" in self.on_statement:
            rows = rows.filter(statement__key=self.on_statement["key"])
        for use in self.uses:
            rows = rows.filter(Exists(use.rows(voided_too=True, statement=OuterRef("source_id"))))
        return self._walk(rows, "statement_id", within).distinct()

    def _walk(self, rows: QuerySet[Any], column: str, within: Range) -> QuerySet[Any, int]:
        bounds = {f"{column}__gt": within.after, f"{column}__lte": within.upto}
        return rows.filter(**bounds).order_by(column if self.ascending else f"-{column}").values_list(column, flat=True)


# -- Delivery ----------------------------------------------------------------------------------------------------------


def to_deliver(target: Target, *, upto: int) -> QuerySet[Statement]:
    """What `target` has not received yet, oldest first, voided or not: the voiding statement goes too."""
    rows = Statement.objects.filter(seq__gt=target.position, seq__lte=upto).order_by("seq")
    if target.verbs:
        rows = rows.filter(verb__iri__in=target.verbs)
    if target.source_key_id:
        rows = rows.exclude(key=target.source_key_id)
    for iri in _groups(target):
        uses = ActivityUse.objects.filter(
            activity__iri_hash=hash_of(iri), usage__in=[Usage.ANY, Usage.VOIDED_ANY], statement=OuterRef("seq")
        )
        rows = rows.filter(Exists(uses))
    return rows


COUNT_LIMIT = 10_000


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a target stands. `pending` stops at `COUNT_LIMIT`; `oldest` is when the first of them was stored."""

    pending: int
    refused: int
    oldest: datetime | None

    @property
    def pending_text(self) -> str:
        return f"plus de {COUNT_LIMIT}" if self.pending > COUNT_LIMIT else str(self.pending)


def progress(target: Target) -> Progress:
    waiting = to_deliver(target, upto=last_seq())
    return Progress(
        pending=waiting[: COUNT_LIMIT + 1].count(),
        refused=target.refusals.count(),
        oldest=waiting.values_list("stored", flat=True).first(),
    )


def _groups(target: Target) -> list[str]:
    """The activities in which a statement must be grouped to interest `target`."""
    network = [own(f"reseau/{target.network.get_root().slug}")] if target.network else []
    return network + ([own(f"parcours/{target.course.key}")] if target.course else [])
