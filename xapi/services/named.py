"""The rows that statements share: verbs, activities, agents, each inserted once and found by its hash."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model

from xapi.links import Links, NamedAgent, hash_of
from xapi.models import Activity, Agent, Verb
from xapi.rows import run, select


@dataclass
class NamedIds:
    """Primary keys by IRI (verbs) or hash (activities, agents), and the definitions that the store has."""

    verbs: dict[str, int]
    activities: dict[bytes, int]
    agents: dict[bytes, int]
    definitions: dict[bytes, str]


def named_ids(links: Sequence[Links]) -> NamedIds:
    """The ids of all that `links` name, the missing rows created, always in the same order."""
    verb_iris = {hash_of(one.verb): one.verb for one in links}
    displays = {one.verb: json.dumps(one.display) for one in links}
    iris = {key: iri for one in links for key, iri in one.activities.items()}
    named = {key: agent for one in links for key, agent in one.agents.items()}
    kinds = (
        _Kind(
            Verb,
            ("iri_hash", "id"),
            sorted(verb_iris),
            lambda key: Verb(iri_hash=key, iri=verb_iris[key], display=displays[verb_iris[key]]),
        ),
        _Kind(
            Activity,
            ("iri_hash", "id", "definition"),
            sorted(iris),
            lambda key: Activity(iri_hash=key, iri=iris[key]),
        ),
        _Kind(Agent, ("ifi_hash", "id"), sorted(named), lambda key: _agent(key, named[key])),
    )
    looks = run(*(select(kind.model, kind.columns, kind.keys) for kind in kinds))
    verbs, activities, agents = (kind.completed(rows) for kind, rows in zip(kinds, looks, strict=True))
    return NamedIds(
        verbs={verb_iris[key]: pk for key, (pk,) in verbs.items()},
        activities={key: pk for key, (pk, _) in activities.items()},
        agents={key: pk for key, (pk,) in agents.items()},
        definitions={key: definition for key, (_, definition) in activities.items()},
    )


def _agent(key: bytes, named: NamedAgent) -> Agent:
    return Agent(ifi_hash=key, ifi=named.ifi, is_group=named.is_group, name=named.name)


@dataclass(frozen=True)
class _Kind:
    """Rows of one `model`, wanted by `keys` in their order, and how a missing one is made."""

    model: type[Any]
    columns: Sequence[str]
    keys: list[Any]
    make: Callable[[Any], Model]

    def completed(self, rows: list[tuple[Any, ...]]) -> dict[Any, list[Any]]:
        """The other columns of each row by its key: those of `rows`, and those that were missing."""
        found = {key: others for key, *others in rows}
        missing = [key for key in self.keys if key not in found]
        if missing:
            self.model.objects.bulk_create(map(self.make, missing), ignore_conflicts=True)
            [rows] = run(select(self.model, self.columns, missing))
            found |= {key: others for key, *others in rows}
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
