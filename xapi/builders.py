"""From what an app announced to its statements.

`xapi/statements/<app>.py` holds one builder per announcement class, declared with :func:`statement_of`: a pure function
of the announcement and what surrounds it, returning one statement or more.
"""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from django.apps import apps
from tincan import (
    Activity,
    Agent,
    AgentAccount,
    Context,
    ContextActivities,
    Extensions,
    LanguageMap,
    Result,
    Score,
    Statement,
    Verb,
)

import xapi.statements
from cms.core.announcements import Announcement, derived_id
from xapi import vocabulary
from xapi.activities import LANGUAGE, Edition, profile_activity

PLATFORM = "Services Publics +"
VERSION = "1.0.0"  # of the data model, the same for every 1.0.x (part two, 2.4.10)


@dataclass(frozen=True)
class Surroundings:
    """What a builder may know beside the announcement. `network` is the slug of the whole network, never of a part."""

    actor: Agent
    edition: Edition | None = None
    network: str = ""


Told = TypeVar("Told", bound=Announcement)
Builder = Callable[[Any, Surroundings], list[Statement]]

_BUILDERS: dict[type[Announcement], Builder] = {}


def statement_of(kind: type[Told]) -> Callable[[Callable[[Told, Surroundings], list[Statement]]], Builder]:
    """Declare the builder of the announcements of class `kind`."""

    def declare(builder: Callable[[Told, Surroundings], list[Statement]]) -> Builder:
        _BUILDERS[kind] = builder
        return builder

    return declare


@cache
def builders() -> dict[type[Announcement], Builder]:
    """Every builder by the class that it tells."""
    for module in pkgutil.iter_modules(xapi.statements.__path__):
        import_module(f"xapi.statements.{module.name}")
    return _BUILDERS


def kind_of(announcement: type[Announcement]) -> str:
    """The name under which an announcement waits: `app.Class`."""
    config = apps.get_containing_app_config(announcement.__module__)
    return f"{config.label if config else announcement.__module__}.{announcement.__name__}"


@cache
def kinds() -> dict[str, type[Announcement]]:
    """The announcement classes by name."""
    return {kind_of(announcement): announcement for announcement in builders()}


def actor(name: str) -> Agent:
    """One of our people under the pseudonym `name`."""
    return Agent(account=AgentAccount(home_page=vocabulary.agents_home(), name=name))


def make(
    told: Announcement,
    verb: str,
    target: Activity,
    around: Surroundings,
    *,
    context: Context,
    result: Result | None = None,
) -> Statement:
    """One statement, whose id follows for ever from the key of the announcement and the verb."""
    french, english = vocabulary.VERB_NAMES[verb]
    iri = vocabulary.verb_iri(verb)
    return Statement(
        version=VERSION,
        id=derived_id(f"{told.key}:{iri.rpartition('/')[2]}"),
        actor=around.actor,
        verb=Verb(id=iri, display=LanguageMap({LANGUAGE: french, "en-US": english})),
        object=target,
        result=result,
        context=context,
        timestamp=told.at,
    )


def context_of(
    *,
    registration: str,
    parent: Activity | None,
    grouping: list[Activity],
    extensions: dict[str, Any],
    other: list[Activity] | None = None,
) -> Context:
    """The context that all our statements share."""
    activities = ContextActivities(grouping=grouping, category=[profile_activity()])
    if parent:
        activities.parent = [parent]
    if other:
        activities.other = other
    return Context(
        registration=registration,
        platform=PLATFORM,
        language=LANGUAGE,
        context_activities=activities,
        extensions=Extensions({**extensions, vocabulary.extension("source"): "serveur"}),
    )


def result_of(
    *,
    seconds: int | None = None,
    score: dict[str, float] | None = None,
    extensions: dict[str, Any] | None = None,
    **fields: Any,
) -> Result | None:
    """A result with what is known, None when nothing is."""
    known = {name: value for name, value in fields.items() if value is not None}
    if seconds is not None:
        known["duration"] = timedelta(seconds=seconds)
    if score:
        known["score"] = Score(score)
    if extensions:
        known["extensions"] = Extensions(extensions)
    return Result(**known) if known else None
