"""The notes that a Mentor trainer imports: gradebook > import > CSV file. One file per module and session."""

from collections.abc import Sequence
from functools import partial

from courses.exports import Built, ExportProblemError, Line, Scope
from courses.exports._checks import address_problem, roster_problem, split
from courses.exports._record import percent

FULL_MARK = 100


class MentorNotes:
    name = "mentor-notes"
    label = "Notes pour Mentor (CSV)"
    content = "Adresse électronique et note de chaque personne qui a réussi le module."

    def build(self, scope: Scope, lines: Sequence[Line]) -> Built:
        if not (scope.module and scope.session):
            raise ExportProblemError("Choisissez un module et une session : Mentor importe un fichier pour chacun.")
        ready, refused = split(lines, address_problem, partial(roster_problem, scope=scope))
        rows = "".join(f"{line.address};{note(line, scope)}\r\n" for line in ready)
        return Built(
            filename=scope.filename(self.name, scope.module.slug, scope.session.title, extension="csv"),
            content_type="text/csv; charset=utf-8",
            count=len(ready),
            chunks=[f"email;note\r\n{rows}".encode()],
            refused=refused,
        )


def note(line: Line, scope: Scope) -> int:
    """100 for whoever passed; the real score, as a whole number, where the site sends it."""
    score = percent(line.score) if scope.send_scores else None
    return FULL_MARK if score is None else score


KIND = MentorNotes()
