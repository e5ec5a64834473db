"""The rows that statements share: verbs, activities, agents, each inserted once and found by its hash."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

from xapi.links import Links
from xapi.models import Activity, Agent, Verb

_CHUNK = 5000  # values in one IN list: SQLite allows 32,766 parameters a query


@dataclass
class NamedIds:
    """Primary keys by IRI (verbs) or hash (activities, agents)."""

    verbs: dict[str, int]
    activities: dict[bytes, int]
    agents: dict[bytes, int]


def named_ids(links: Sequence[Links]) -> NamedIds:
    """The ids of all that `links` name, the missing rows created, always in the same order."""
    verbs = {one.verb: one.display for one in links}
    activities = {key: iri for one in links for key, iri in one.activities.items()}
    agents = {key: agent for one in links for key, agent in one.agents.items()}
    return NamedIds(
        verbs=_ids(Verb.objects.all(), "iri", verbs, lambda iri: Verb(iri=iri, display=json.dumps(verbs[iri]))),
        activities=_ids(
            Activity.objects.all(),
            "iri_hash",
            activities,
            lambda key: Activity(iri_hash=key, iri=activities[key]),
        ),
        agents=_ids(
            Agent.objects.all(),
            "ifi_hash",
            agents,
            lambda key: Agent(ifi_hash=key, ifi=agents[key].ifi, is_group=agents[key].is_group, name=agents[key].name),
        ),
    )


def _ids(rows: QuerySet[Any], field: str, wanted: Iterable[Any], make: Callable[[Any], Model]) -> dict[Any, int]:
    keys = sorted(wanted)
    found = _found(rows, field, keys)
    missing = [key for key in keys if key not in found]
    if missing:
        rows.bulk_create([make(key) for key in missing], ignore_conflicts=True)
        found |= _found(rows, field, missing)
    return found


def _found(rows: QuerySet[Any], field: str, keys: list[Any]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for chunk in _chunks(keys):
        for key, pk in rows.filter(**{f"{field}__in": chunk}).values_list(field, "pk"):
            found[key if isinstance(key, str) else bytes(key)] = pk
    return found


def _chunks(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def update_definitions(links: Sequence[Links], ids: NamedIds, *, ours: bool) -> None:
    """Complete the canonical definitions with those received; what this site publishes is only changed by itself."""
    received: dict[bytes, dict[str, Any]] = {}
    for one in links:
        for key, definition in one.definitions.items():
            received[key] = _merged(received.get(key, {}), definition)
    by_id = {ids.activities[key]: definition for key, definition in received.items()}
    changed = []
    for chunk in _chunks(sorted(by_id)):
        for activity in Activity.objects.filter(pk__in=chunk).order_by("pk"):
            if not ours and activity.iri.startswith(settings.XAPI_BASE_IRI):
                continue
            canonical = json.dumps(_merged(json.loads(activity.definition), by_id[activity.pk]), sort_keys=True)
            if canonical != activity.definition:
                activity.definition = canonical
                changed.append(activity)
    if changed:
        Activity.objects.bulk_update(changed, ["definition"])


def _merged(known: dict[str, Any], received: dict[str, Any]) -> dict[str, Any]:
    """The definition received, with the languages that were known and that it leaves out."""
    merged = {**known, **received}
    for name in ("name", "description"):
        if name in merged:
            merged[name] = {**known.get(name, {}), **received.get(name, {})}
    return merged
