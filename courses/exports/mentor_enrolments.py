"""Who to enrol in the Mentor session first: session > import participants. Mentor makes an account for each address."""

from collections.abc import Sequence
from functools import partial

from courses.exports import Built, ExportProblemError, Line, Scope
from courses.exports._checks import address_problem, clean_name, split

LINES = 5_000
BYTES = 512_000
HEADER = "lastname;firstname;email;role;group"


class MentorEnrolments:
    name = "mentor-inscriptions"
    label = "Inscriptions à la session Mentor (CSV)"
    content = (
        "Nom, prénom, adresse et réseau des personnes qui ont réussi et ne sont pas encore dans la session Mentor."
    )

    def build(self, scope: Scope, lines: Sequence[Line]) -> Built:
        if not scope.session:
            raise ExportProblemError("Choisissez une session : les inscriptions se font session par session.")
        if not scope.domains:
            raise ExportProblemError(
                "Aucun domaine de messagerie n’est déclaré comme admis par Mentor. Mentor crée un compte pour chaque "
                "adresse de ce fichier : un administrateur déclare d’abord ces domaines dans les réglages du site."
            )
        missing = {line.address: line for line in lines if line.address not in (scope.roster or ())}
        ready, refused = split(missing.values(), _name_problem, address_problem, partial(_domain_problem, scope=scope))
        text = "".join(f"{row}\r\n" for row in [HEADER, *map(_row, ready)])
        if len(ready) >= LINES or len(text.encode()) >= BYTES:
            raise ExportProblemError("Ce fichier dépasserait la taille que Mentor accepte : réduisez la période.")
        return Built(
            filename=scope.filename(self.name, scope.session.title, extension="csv"),
            content_type="text/csv; charset=utf-8",
            count=len(ready),
            chunks=[text.encode()],
            refused=refused,
            changed=[change for line in ready for change in _changes(line)],
        )


def _name_problem(line: Line) -> str:
    return "" if clean_name(line.last_name) and clean_name(line.first_name) else "nom ou prénom manquant"


def _domain_problem(line: Line, scope: Scope) -> str:
    if line.address.rpartition("@")[2] in scope.domains:
        return ""
    return "domaine de messagerie non déclaré comme admis par Mentor : aucun compte ne doit y être créé"


def _row(line: Line) -> str:
    # The file is cut on line ends, then on semicolons, without quotes.
    return ";".join(
        [
            clean_name(line.last_name),
            clean_name(line.first_name),
            line.address,
            "Participant",
            clean_name(line.network or ""),
        ]
    )


def _changes(line: Line) -> list[str]:
    pairs = [(line.last_name, clean_name(line.last_name)), (line.first_name, clean_name(line.first_name))]
    return [f"{before} devient {after}" for before, after in pairs if before != after]


KIND = MentorEnrolments()
