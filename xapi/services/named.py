"""The rows that statements share: verbs, activities, agents, each inserted once and found by its hash."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model

from xapi.links import Links, NamedAgent
from xapi.models import Activity, Agent, Verb
from xapi.services.rows import lookup

Make = Callable[[Any], Model]


@dataclass
class NamedIds:
    """Primary keys by IRI (verbs) or hash (activities, agents), and the definitions that the store has."""

    verbs: dict[str, int]
    activities: dict[bytes, int]
    agents: dict[bytes, int]
    definitions: dict[bytes, str]


def named_ids(links: Sequence[Links]) -> NamedIds:
    """The ids of all that `links` name, the missing rows created, always in the same order."""
    verbs = {one.verb: one.display for one in links}
    iris = {key: iri for one in links for key, iri in one.activities.items()}
    agents = {key: agent for one in links for key, agent in one.agents.items()}
    activities = _rows(
        Activity, ("iri_hash", "id", "definition"), iris, lambda key: Activity(iri_hash=key, iri=iris[key])
    )
    return NamedIds(
        verbs=_ids(Verb, ("iri", "id"), verbs, lambda iri: Verb(iri=iri, display=json.dumps(verbs[iri]))),
        activities={key: pk for key, (pk, _) in activities.items()},
        agents=_ids(Agent, ("ifi_hash", "id"), agents, lambda key: _agent(key, agents[key])),
        definitions={key: definition for key, (_, definition) in activities.items()},
    )


def _agent(key: bytes, named: NamedAgent) -> Agent:
    return Agent(ifi_hash=key, ifi=named.ifi, is_group=named.is_group, name=named.name)


def _ids(model: type[Any], columns: Sequence[str], wanted: Iterable[Any], make: Make) -> dict[Any, int]:
    return {key: pk for key, (pk,) in _rows(model, columns, wanted, make).items()}


def _rows(model: type[Any], columns: Sequence[str], wanted: Iterable[Any], make: Make) -> dict[Any, Any]:
    keys = sorted(wanted)
    found = {key: others for key, *others in lookup(model, columns, keys)}
    missing = [key for key in keys if key not in found]
    if missing:
        model.objects.bulk_create([make(key) for key in missing], ignore_conflicts=True)
        found |= {key: others for key, *others in lookup(model, columns, missing)}
    return found


def update_definitions(links: Sequence[Links], ids: NamedIds, *, ours: bool) -> None:
    """Complete the canonical definitions with those received; what this site publishes is only changed by itself.

    To be called under the lock. A definition that said all of it before the lock is not looked at again.
    """
    received: dict[bytes, dict[str, Any]] = {}
    for one in links:
        for key, definition in one.definitions.items():
            received[key] = _merged(received[key], definition) if key in received else definition
    news = {ids.activities[key]: new for key, new in received.items() if _completed(ids.definitions[key], new)}
    changed = []
    for activity in Activity.objects.filter(pk__in=news).order_by("pk") if news else ():
        completed = _completed(activity.definition, news[activity.pk])
        if completed and (ours or not activity.iri.startswith(settings.XAPI_BASE_IRI)):
            activity.definition = completed
            changed.append(activity)
    if changed:
        Activity.objects.bulk_update(changed, ["definition"])


def _completed(text: str, received: dict[str, Any]) -> str | None:
    """The definition `text` with what `received` adds or changes; None when that is nothing."""
    known = json.loads(text)
    merged = _merged(known, received)
    return json.dumps(merged, sort_keys=True) if merged != known else None


def _merged(known: dict[str, Any], received: dict[str, Any]) -> dict[str, Any]:
    """The definition received, with the languages that were known and that it leaves out."""
    merged = {**known, **received}
    for name in ("name", "description"):
        if name in merged:
            merged[name] = {**known.get(name, {}), **received.get(name, {})}
    return merged
