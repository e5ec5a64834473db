"""One learning record in the words of Mentor's `suiviSession` (plugin `enrol_sirh`)."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from courses import keys
from courses.exports._scope import Line
from courses.models import ModulePage, Session


def status(line: Line) -> str:
    if line.passed_at:
        return "reussi"
    if line.completed_at:
        return "termine"
    return "en cours" if line.started_at else "inscrit"


def day(moment: datetime | None) -> str:
    """The day of `moment` in the site's time zone, as YYYY-MM-DD."""
    return timezone.localtime(moment).date().isoformat() if moment else ""


def percent(share: float | None) -> int | None:
    """A share from 0 to 1 as a whole number from 0 to 100."""
    return None if share is None else round(share * 100)


def proof(line: Line) -> str:
    """The id of the xAPI statement that says the same: passed, else completed."""
    if line.passed_at and line.attempt:
        return str(keys.statement_id(keys.submitted(line.attempt), "passed"))
    return str(keys.statement_id(keys.completed(line.enrolment), "completed")) if line.completed_at else ""


def record(line: Line, module: ModulePage, session: Session, *, with_score: bool) -> dict[str, Any]:
    """What is said of `line` by every export, flat, in the order of the columns."""
    return {
        "email": line.address,
        "nom": line.last_name,
        "prenom": line.first_name,
        "identifiantFormation": module.slug,
        "libelleFormation": module.title,
        "libelleSession": session.title,
        "dateInscription": day(line.enrolled_at),
        "dateAchevement": day(line.passed_at or line.completed_at),
        "dureeDistanceSession": module.minutes,
        "score": percent(line.score) if with_score else None,
        "seuil": percent(line.rule["mastery"]) if line.rule else None,
        "statut": status(line),
        "version": line.version,
        "preuve": proof(line),
    }


COLUMNS = (
    "email", "nom", "prenom", "identifiantFormation", "libelleFormation", "libelleSession", "dateInscription",
    "dateAchevement", "dureeDistanceSession", "score", "seuil", "statut", "version", "preuve",
)  # fmt: skip
