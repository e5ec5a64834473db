"""Reading the store: filters that walk one index, in two steps a page (which statements, then their texts)."""

import heapq
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from xapi.clock import last_seq, microseconds
from xapi.documents import Context, Ids, Place
from xapi.enums import Usage
from xapi.links import NamedAgent, hash_of
from xapi.models import (
    Activity,
    ActivityUse,
    Agent,
    AgentUse,
    Attachment,
    AttachmentUse,
    Document,
    Echo,
    Statement,
    StatementId,
    Target,
    Verb,
)
from xapi.rows import Query, run, select
from xapi.vocabulary import own

# A list with no more than these is walked to its end, the other conditions looked up for each; so is the start of any.
LONG = 500
# How many statements of a long list are looked up in the others for one page.
SCAN = 2_000
_LAST_ECHO = Query("SELECT COALESCE(MAX(statement_id), 0) FROM xapi_echo")


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

    def split(self, seq: int, *, ascending: bool) -> tuple["Range", "Range"]:
        """What comes before `seq` in the order of a walk, and the rest, which begins with it."""
        low, high = (seq - 1, seq - 1) if ascending else (seq, seq)
        parts = Range(after=self.after, upto=low), Range(after=high, upto=self.upto)
        return parts if ascending else parts[::-1]


@dataclass(frozen=True, kw_only=True)
class Page:
    payloads: list[str]
    seqs: list[int]  # of the payloads, in their order
    rest: Range | None  # None at the end


def statement(statement_id: UUID, *, voided: bool = False, key: int | None = None) -> Statement | None:
    """The statement of that id, if it is (or is not) voided, and was stored with `key` if one is given."""
    seq = StatementId.objects.filter(pk=statement_id).values_list("statement_id", flat=True).first()
    found = Statement.objects.filter(pk=seq, voided=voided).first() if seq else None
    return None if found and key and found.key_id != key else found


def whole_range(wanted: Filter) -> Range:
    """All that is stored now and within the times wanted: later pages of a walk neither miss nor repeat anything."""
    after = microseconds(wanted.since) if wanted.since else 0
    upto = last_seq()
    return Range(after=after, upto=min(upto, microseconds(wanted.until)) if wanted.until else upto)


def page(wanted: Filter, within: Range, limit: int, *, attachments: bool = False) -> Page:
    """At most `limit` statements of `within`, oldest first if `wanted.ascending`, else newest first; with
    `attachments`, no more than those whose data fit in one answer.

    A page may hold fewer than `limit` and still have a rest: looking for what answers to two common conditions at once
    stops after `SCAN` statements that answer to one.
    """
    found = _search(wanted, within, limit + 1)
    if attachments:
        limit = min(limit, _fitting(found.seqs))
    rest = found.rest
    if len(found.seqs) > limit:
        _, rest = within.split(found.seqs[limit], ascending=wanted.ascending)
    texts = dict(Statement.objects.filter(seq__in=found.seqs[:limit]).values_list("seq", "payload"))
    # A statement that was forgotten between the two queries is left out.
    shown = [seq for seq in found.seqs[:limit] if seq in texts]
    return Page(payloads=[texts[seq] for seq in shown], seqs=shown, rest=rest)


@dataclass(frozen=True)
class _Found:
    seqs: list[int]
    rest: Range | None  # what was not looked at


def _search(wanted: Filter, within: Range, limit: int) -> _Found:
    """The first `limit` seqs of `within` that answer to `wanted`, in its order."""
    search = _Search.of(wanted)
    if search is None:
        return _Found([], None)
    seqs, reached, rest = search.direct(within, limit)
    if search.last_echo <= reached.after or not (search.uses or search.on_statement):
        return _Found(seqs, rest)
    merged = heapq.merge(seqs, search.echoed(reached)[:limit], reverse=not wanted.ascending)
    return _Found(list(itertools.islice((seq for seq, _ in itertools.groupby(merged)), limit)), rest)


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
class _List:
    """The statements that answer to one condition, in the order of one index: `rows`, whose `column` is a seq."""

    rows: QuerySet[Any]
    column: str
    use: _Use | None = None  # None: rows of `Statement`

    def walk(self, rows: QuerySet[Any], part: Range, *, ascending: bool) -> QuerySet[Any, int]:
        bounds = {f"{self.column}__gt": part.after, f"{self.column}__lte": part.upto}
        ordered = rows.filter(**bounds).order_by(self.column if ascending else f"-{self.column}")
        return ordered.values_list(self.column, flat=True)

    def at(self, position: int, part: Range, *, ascending: bool) -> int | None:
        """The seq at `position` (from 0) of the part, in its order; None when it is shorter."""
        return self.walk(self.rows, part, ascending=ascending)[position : position + 1].first()


@dataclass(frozen=True)
class _Search:
    """A filter by the primary keys of what it names."""

    uses: list[_Use]
    on_statement: dict[str, Any]
    ascending: bool
    last_echo: int  # the seq of the last statement that refers to another one, 0 without any

    @classmethod
    def of(cls, wanted: Filter) -> "_Search | None":
        """None when the filter names what no statement names."""
        agents = [hash_of(wanted.agent)] if wanted.agent else []
        activities = [hash_of(wanted.activity)] if wanted.activity else []
        verbs = [hash_of(wanted.verb)] if wanted.verb else []
        [[(last_echo,)], *found] = run(
            _LAST_ECHO,
            *(select(Agent, ("ifi_hash", "id"), agents) for _ in agents),
            *(select(Activity, ("iri_hash", "id"), activities) for _ in activities),
            *(select(Verb, ("iri_hash", "id"), verbs) for _ in verbs),
        )
        if not all(found):
            return None
        keys = [rows[0][1] for rows in found]
        uses: list[_Use] = []
        if agents:
            uses.append(_Use(AgentUse, {"agent": keys.pop(0)}, Usage.ANY if wanted.related_agents else Usage.DIRECT))
        if activities:
            usage = Usage.ANY if wanted.related_activities else Usage.DIRECT
            uses.append(_Use(ActivityUse, {"activity": keys.pop(0)}, usage))
        on_statement = {"verb": keys.pop(0)} if verbs else {}
        if wanted.registration:
            on_statement["registration"] = wanted.registration
        if wanted.key:
            on_statement["key"] = wanted.key
        return cls(uses, on_statement, wanted.ascending, last_echo)

    def direct(self, within: Range, limit: int) -> tuple[list[int], Range, Range | None]:
        """The first `limit` seqs that answer themselves, how much of `within` was read for it, and the rest.

        One list is walked, the other conditions are looked up for each of its statements. Two common conditions
        mostly meet soon: the start of the first list is tried. If they do not, a list that is soon at its end is
        walked, if there is one, else the first `SCAN` of a long one.
        """
        first, *others = self._lists()
        if not others or (end := first.at(LONG, within, ascending=self.ascending)) is None:
            return self._walk(first, within, limit), within, None
        near, far = within.split(end, ascending=self.ascending)
        seqs = self._walk(first, near, limit)
        if len(seqs) == limit:
            return seqs, near, far
        short = next((one for one in others if one.at(LONG, within, ascending=True) is None), None)
        end = None if short else first.at(SCAN, within, ascending=self.ascending)
        reached, rest = (within, None) if end is None else within.split(end, ascending=self.ascending)
        return self._walk(short or first, reached, limit), reached, rest

    def _walk(self, chosen: _List, part: Range, limit: int) -> list[int]:
        return list(chosen.walk(self._rows(chosen), part, ascending=self.ascending)[:limit])

    def _lists(self) -> list[_List]:
        """A list for each condition; a registration has the fewest statements, then an agent, an activity,
        a key, a verb."""
        statements = Statement.objects.filter(voided=False)
        on = {name: _List(statements.filter(**{name: value}), "seq") for name, value in self.on_statement.items()}
        lists = [on["registration"]] if "registration" in on else []
        lists += [_List(use.rows(), "statement_id", use) for use in self.uses]
        lists += [on["key"]] if "key" in on else []
        lists += [on["verb"]] if "verb" in on else []
        return lists or [_List(statements, "seq")]

    def _rows(self, chosen: _List) -> QuerySet[Any]:
        """The rows of `chosen` that answer to all the conditions."""
        if chosen.use is None:
            rows = chosen.rows.filter(**self.on_statement)
        else:
            seldom = {name: self.on_statement[name] for name in ("registration", "key") if name in self.on_statement}
            rows = chosen.rows.filter(**{name: self.on_statement[name] for name in self.on_statement.keys() - seldom})
            if seldom:
                rows = rows.filter(
                    Exists(Statement.objects.filter(voided=False, seq=OuterRef("statement_id"), **seldom))
                )
        for use in self.uses:
            if use != chosen.use:
                rows = rows.filter(Exists(use.rows(statement=OuterRef(chosen.column))))
        return rows

    def echoed(self, within: Range) -> QuerySet[Any, int]:
        """Statements that refer to one that matches, even to a voided one."""
        rows = Echo.objects.filter(
            statement__voided=False, **{f"source__{name}": value for name, value in self.on_statement.items()}
        )
        if "key" in self.on_statement:
            rows = rows.filter(statement__key=self.on_statement["key"])
        for use in self.uses:
            rows = rows.filter(Exists(use.rows(voided_too=True, statement=OuterRef("source_id"))))
        rows = rows.filter(statement__gt=within.after, statement__lte=within.upto)
        order = "statement_id" if self.ascending else "-statement_id"
        return rows.order_by(order).values_list("statement_id", flat=True).distinct()


# -- Attachments -------------------------------------------------------------------------------------------------------

# Octets of attachments in one answer: it is built in memory. The statements that do not fit wait for the next page; one
# statement goes whole, and came within the limit of a request.
MAX_ATTACHED = 16_000_000


@dataclass(frozen=True, kw_only=True)
class Attached:
    """The data of an attachment. Without a `content_type` the statements say several."""

    sha2: str
    content_type: str
    content: bytes


def _fitting(seqs: list[int]) -> int:
    """How many of `seqs`, one at least, have data that fit in one answer together, each counted once."""
    uses: dict[int, dict[str, int]] = {}
    for seq, sha2, length in _uses(seqs).values_list("statement__pk", "attachment", "attachment__length"):
        uses.setdefault(seq, {})[sha2] = length
    counted: set[str] = set()
    octets = 0
    for count, seq in enumerate(seqs):
        fresh = uses.get(seq, {}).keys() - counted
        octets += sum(uses[seq][sha2] for sha2 in fresh)
        counted |= fresh
        if count and octets > MAX_ATTACHED:
            return count
    return max(1, len(seqs))


def attached_to(seqs: Sequence[int]) -> list[Attached]:
    """The data of the attachments of these statements, each once."""
    types: dict[str, str] = {}
    for sha2, content_type in _uses(seqs).values_list("attachment", "content_type"):
        if types.setdefault(sha2, content_type) != content_type:
            types[sha2] = ""
    found = Attachment.objects.in_bulk(types)
    return [
        Attached(sha2=sha2, content_type=content_type, content=bytes(found[sha2].content))
        for sha2, content_type in types.items()
        if sha2 in found  # else forgotten since
    ]


def attached_lengths(seqs: Sequence[int]) -> dict[int, int]:
    """The octets of data of each of these statements that has some."""
    sums = _uses(seqs).values("statement__pk").annotate(octets=Sum("attachment__length")).order_by()
    return dict(sums.values_list("statement__pk", "octets"))


def _uses(seqs: Sequence[int]) -> QuerySet[AttachmentUse]:
    return AttachmentUse.objects.filter(statement__in=seqs).order_by("statement_id", "attachment_id")


# -- Delivery ----------------------------------------------------------------------------------------------------------


def to_deliver(target: Target, *, upto: int) -> QuerySet[Statement]:
    """What `target` has not received yet, oldest first, voided or not: the voiding statement goes too."""
    rows = Statement.objects.filter(seq__gt=target.position, seq__lte=upto).order_by("seq")
    if target.verbs:
        rows = rows.filter(verb__iri_hash__in=[hash_of(iri) for iri in target.verbs])
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


# -- Documents, agents, activities -------------------------------------------------------------------------------------


def documents_about(context: Context) -> QuerySet[Document]:
    found = Document.objects.filter(context=context.hash)
    return found if context.registration is None else found.filter(registration=context.registration)


def document_at(place: Place) -> QuerySet[Document]:
    """One document or none."""
    context = place.context.hash
    return Document.objects.filter(context=context, registration=place.registration, doc_hash=hash_of(place.doc_id))


def document_ids(context: Context, *, since: datetime | None = None) -> Ids:
    """The ids of the documents about `context`, of those changed after `since`."""
    found = documents_about(context)
    rows = list((found.filter(updated__gt=since) if since else found).values_list("doc_id", "updated"))
    ids = sorted({doc_id for doc_id, _ in rows})
    return Ids(json.dumps(ids), max((updated for _, updated in rows), default=None))


def known_name(agent: NamedAgent) -> str:
    """The name under which an agent first came; empty when it has none."""
    return Agent.objects.filter(ifi_hash=hash_of(agent.ifi)).values_list("name", flat=True).first() or ""


def definition_of(iri: str) -> str:
    """The canonical definition of an activity as JSON text, « {} » when nobody gave any."""
    return Activity.objects.filter(iri_hash=hash_of(iri)).values_list("definition", flat=True).first() or "{}"
