"""A statement told to a person, in French. What comes in is the statement in its canonical format (`xapi.formats`)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from xapi.comparison import as_list
from xapi.identifiers import text_of
from xapi.vocabulary import VERB_NAMES, agents_home, verb_iri

_OURS = {verb_iri(verb): french for verb, (french, _) in VERB_NAMES.items()}
_DURATION = re.compile(
    r"P(?:(?P<ans>[\d.]+)Y)?(?:(?P<mois>[\d.]+)M)?(?:(?P<semaines>[\d.]+)W)?(?:(?P<jours>[\d.]+)D)?"
    r"(?:T(?:(?P<h>[\d.]+)H)?(?:(?P<min>[\d.]+)M)?(?:(?P<s>[\d.]+)S)?)?"
)
_KINDS = {"parent": "Dans", "grouping": "Fait partie de", "category": "Catégorie", "other": "Autre activité liée"}
_PSEUDONYM_SHOWN = 8


@dataclass(frozen=True)
class Part:
    """A line of what a statement says; `filters` finds the statements that say the same."""

    label: str
    text: str
    detail: str = ""
    filters: dict[str, str] | None = None


def sentence(statement: dict[str, Any]) -> str:
    """Who did what, with which result."""
    told = f"{agent(statement['actor'])} {verb(statement['verb'])} {target(statement['object'])}"
    outcome = ", ".join(outcomes(statement.get("result", {})))
    return f"{told} : {outcome}" if outcome else told


def agent(found: dict[str, Any]) -> str:
    """A name, or what there is instead of one."""
    if found.get("name"):
        return str(found["name"])
    account = found.get("account", {})
    if account.get("homePage") == agents_home():
        return f"Agent {account['name'][:_PSEUDONYM_SHOWN]}…"
    if account:
        return str(account["name"])
    members = found.get("member", [])
    return text_of(found) or f"Un groupe de {len(members)} personne{'s' if len(members) > 1 else ''}"


def verb(found: dict[str, Any]) -> str:
    """The French name of a verb we know, else what the statement calls it."""
    return _OURS.get(found["id"]) or _words(found.get("display")) or _end_of(found["id"])


def target(found: dict[str, Any]) -> str:
    """The object of a statement."""
    kind = found.get("objectType", "Activity")
    if kind == "Activity":
        return f"« {activity(found)} »"
    if kind == "StatementRef":
        return f"la trace {found['id']}"
    return f"« {sentence(found)} »" if kind == "SubStatement" else agent(found)


def activity(found: dict[str, Any]) -> str:
    """The name of an activity, or its IRI."""
    return _words(found.get("definition", {}).get("name")) or str(found["id"])


def outcomes(result: dict[str, Any]) -> Iterator[str]:
    """What a result says, one thing after the other."""
    if "success" in result:
        yield "réussi" if result["success"] else "non réussi"
    if "completion" in result:
        yield "terminé" if result["completion"] else "non terminé"
    score = result.get("score", {})
    if "raw" in score:
        yield f"score de {_number(score['raw'])}" + (f" sur {_number(score['max'])}" if "max" in score else "")
    elif "scaled" in score:
        yield f"score de {_number(round(score['scaled'] * 100, 1))} %"
    if "duration" in result:
        yield f"en {duration(result['duration'])}"


def duration(text: str) -> str:
    """An ISO 8601 duration, « PT1H30M » for instance, in words; as it is when it is none."""
    found = _DURATION.fullmatch(text)
    values = (
        [f"{value.replace('.', ',')} {unit}" for unit, value in found.groupdict().items() if value] if found else []
    )
    return " ".join(values) or text


def parts(statement: dict[str, Any]) -> list[Part]:
    """All that a statement says, line by line, in the order in which a person asks."""
    return [
        _agent_part("Qui", statement["actor"]),
        Part("A fait quoi", verb(statement["verb"]), statement["verb"]["id"]),
        *_object_parts("Sur quoi", statement["object"]),
        *_result_parts(statement.get("result", {})),
        *_context_parts(statement.get("context", {})),
        *([_agent_part("Affirmé par", statement["authority"])] if "authority" in statement else []),
    ]


def _agent_part(label: str, found: dict[str, Any]) -> Part:
    identifier = text_of(found)
    return Part(label, agent(found), identifier, {"agent": identifier} if identifier else None)


def _activity_part(label: str, found: dict[str, Any]) -> Part:
    return Part(label, activity(found), found["id"], {"activity": found["id"]})


def _object_parts(label: str, found: dict[str, Any]) -> Iterator[Part]:
    kind = found.get("objectType", "Activity")
    if kind == "Activity":
        yield _activity_part(label, found)
        if description := _words(found.get("definition", {}).get("description")):
            yield Part("Description", description)
    elif kind in ("Agent", "Group"):
        yield _agent_part(label, found)
    else:
        yield Part(label, target(found))


def _result_parts(result: dict[str, Any]) -> Iterator[Part]:
    if told := ", ".join(outcomes(result)):
        yield Part("Résultat", told)
    if "scaled" in result.get("score", {}) and "raw" in result["score"]:
        yield Part("Score ramené à 100 %", f"{_number(round(result['score']['scaled'] * 100, 1))} %")
    if result.get("response"):
        yield Part("Réponse", result["response"])
    yield from _extensions("Résultat, extension", result)


def _context_parts(context: dict[str, Any]) -> Iterator[Part]:
    if "registration" in context:
        registration = context["registration"]
        yield Part("Inscription", registration, filters={"registration": registration})
    for kind, activities in context.get("contextActivities", {}).items():
        for found in as_list(activities):
            yield _activity_part(_KINDS.get(kind, kind), found)
    yield from _people_around(context)
    for name, label in (("platform", "Plateforme"), ("revision", "Version du contenu"), ("language", "Langue")):
        if name in context:
            yield Part(label, context[name])
    if "statement" in context:
        yield Part("En lien avec", f"la trace {context['statement']['id']}")
    yield from _extensions("Contexte, extension", context)


def _people_around(context: dict[str, Any]) -> Iterator[Part]:
    for name, label in (("instructor", "Formateur ou formatrice"), ("team", "Équipe")):
        if name in context:
            yield _agent_part(label, context[name])
    for found in context.get("contextAgents", []):
        yield _agent_part("Personne liée", found["agent"])
    for found in context.get("contextGroups", []):
        yield _agent_part("Groupe lié", found["group"])


def _extensions(label: str, holder: dict[str, Any]) -> Iterator[Part]:
    for iri, value in holder.get("extensions", {}).items():
        told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield Part(label, told, iri)


def _words(texts: dict[str, str] | None) -> str:
    return next(iter((texts or {}).values()), "")


def _end_of(iri: str) -> str:
    """The last word of an IRI, which is the best guess at its meaning."""
    try:
        parsed = urlsplit(iri)
    except ValueError:  # a bracket: an IRI here, no address for Python
        return iri
    return re.split(r"[/:]", parsed.fragment or parsed.path.rstrip("/"))[-1] or iri


def _number(value: float) -> str:
    try:
        return f"{value:g}".replace(".", ",")
    except OverflowError:  # a whole number of hundreds of digits
        return str(value)
