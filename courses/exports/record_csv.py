"""The records as a table that a spreadsheet opens."""

from collections.abc import Iterator, Sequence
from typing import Any

from cms.core.exports import formats
from courses.exports import Built, Line, Scope
from courses.exports._checks import split
from courses.exports._record import COLUMNS, record
from courses.exports._scope import Names


class RecordCsv:
    name = "releve-csv"
    label = "Relevé pour tableur (CSV)"
    content = "Une ligne par module réussi : personne, module, session, dates, statut et preuve."

    def build(self, scope: Scope, lines: Sequence[Line]) -> Built:
        table = formats()["csv"]
        ready, refused = split(lines)
        return Built(
            filename=scope.filename("releve", scope.network.slug, extension=table.extension),
            content_type=table.content_type,
            count=len(ready),
            chunks=table.write(COLUMNS, _rows(ready, scope)),
            refused=refused,
        )


def _rows(lines: Sequence[Line], scope: Scope) -> Iterator[list[Any]]:
    names = Names()
    for line in lines:
        module, session = names.modules[line.module_id], names.sessions[line.session_id]
        yield list(record(line, module, session, with_score=scope.send_scores).values())


KIND = RecordCsv()
