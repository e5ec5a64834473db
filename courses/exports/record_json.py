"""The records as Mentor itself sends them to the HR systems: batches of `PUT v1/suiviSession`."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from courses.exports import Built, Line, Scope
from courses.exports._checks import split
from courses.exports._record import day, record
from courses.exports._scope import Names
from courses.models import ModulePage, Session

BATCH = 100  # people in one call


class RecordJson:
    name = "releve-json"
    label = "Relevé au format suiviSession (JSON)"
    content = "Personne, module, session, dates, statut et preuve, par lots de cent personnes au plus."

    def build(self, scope: Scope, lines: Sequence[Line]) -> Built:
        ready, refused = split(lines)
        return Built(
            filename=scope.filename("releve", scope.network.slug, extension="json"),
            content_type="application/json",
            count=len(ready),
            chunks=_chunks(ready, scope),
            refused=refused,
        )


def _chunks(lines: Sequence[Line], scope: Scope) -> Iterator[bytes]:
    """A JSON array, one batch per line."""
    separator = "[\n"
    for batch in batches(lines, scope):
        yield f"{separator}{json.dumps(batch, ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"[]\n" if separator == "[\n" else b"\n]\n"


def batches(lines: Sequence[Line], scope: Scope) -> Iterator[dict[str, Any]]:
    names = Names()
    for (module_id, session_id), group in groupby(lines, lambda line: (line.module_id, line.session_id)):
        module, session = names.modules[module_id], names.sessions[session_id]
        for people in _batched(list(group)):
            yield {
                "sessionMentor": _session(module, session),
                "utilisateurs": [_user(line, module, session, scope) for line in people],
            }


def _batched(group: Sequence[Line]) -> Iterator[Sequence[Line]]:
    return (group[start : start + BATCH] for start in range(0, len(group), BATCH))


def _session(module: ModulePage, session: Session) -> dict[str, Any]:
    """Ids that only Mentor or an HR system can give stay null."""
    return {
        "identifiantSessionMentor": None,
        "identifiantFormationMentor": None,
        "identifiantSirhOrigineFormation": None,
        "nomAbregeFormation": module.slug,
        "libelleFormation": module.title,
        "nomAbregeSession": str(session.uuid),
        "libelleSession": session.title,
        "dureeDistanceSession": module.minutes,
        "dureePresenceSession": 0,
        "dateDebut": day(session.opens_at),
        "dateFin": day(session.closes_at) or None,
    }


def _user(line: Line, module: ModulePage, session: Session, scope: Scope) -> dict[str, Any]:
    facts = record(line, module, session, with_score=scope.send_scores)
    person = {name: facts[name] for name in ("email", "nom", "prenom")}
    followed = (
        "identifiantFormation", "dateInscription", "dateAchevement", "score", "seuil", "statut", "version", "preuve"
    )  # fmt: skip
    return {
        **person,
        "listeSIRHUtilisateur": [],
        "Suivi session utilisateur": {name: facts[name] for name in followed},
    }


KIND = RecordJson()
