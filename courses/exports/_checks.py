"""What Mentor refuses, found before it does.

Source: the forms and validators of Mentor's public code, `local_mentor_core` (see `docs/mentor.md`).
"""

import re
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from courses.exports import Line, Refused, Scope

_EMAIL_REFUSED = set('()<>";:,[]\\')
_NAME_REFUSED = re.compile(r"[/~`!@#$%^&*()_+={}\[\]|;:\"<>,.?\\\x00-\x1f]")


def problem(line: Line) -> str:
    """Why the record of `line` may not leave, whoever receives it; an empty string when it may."""
    if line.erasure_requested_at:
        return "a demandé l’effacement de ses données"
    if not line.is_active:
        return "compte désactivé"
    if not line.email_confirmed_at:
        return "adresse électronique non confirmée : elle pourrait être celle d’une autre personne"
    return ""


def address_problem(line: Line) -> str:
    """Why Mentor would refuse the address; an empty string when it would not."""
    try:
        validate_email(line.address)
    except ValidationError:
        return "adresse électronique invalide"
    return "adresse électronique avec un signe que Mentor refuse" if _EMAIL_REFUSED & set(line.address) else ""


def roster_problem(line: Line, scope: Scope) -> str:
    """Mentor refuses a whole file of notes for one address that it does not know."""
    if scope.roster is None or line.address in scope.roster:
        return ""
    return "n’est pas dans la liste des participants : à inscrire d’abord à la session Mentor"


def clean_name(name: str) -> str:
    """`name` without the characters that Mentor refuses in names."""
    return " ".join(_NAME_REFUSED.sub(" ", name).split())


def split(lines: Iterable[Line], *checks: Callable[[Line], str]) -> tuple[list[Line], list[Refused]]:
    """The lines that may go, and the others with their first reason: those of every file, then those of `checks`."""
    ready: list[Line] = []
    refused: list[Refused] = []
    for line in lines:
        if reason := next(filter(None, (check(line) for check in (problem, *checks))), ""):
            refused.append(Refused(name=line.name, email=line.address, reason=reason))
        else:
            ready.append(line)
    return ready, refused
