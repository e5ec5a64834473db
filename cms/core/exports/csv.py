"""CSV for spreadsheets set to French: semicolons, UTF-8 with its mark."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

from cms.core.exports import Row
from cms.core.exports._cells import cell
from cms.core.exports._chunks import BLOCK


class Csv:
    name = "csv"
    label = "CSV"
    content_type = "text/csv; charset=utf-8"
    extension = "csv"

    def write(self, headers: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        buffer.write("\ufeff")
        for row in chain([headers], rows):
            writer.writerow([_text(cell(value)) for value in row])
            if buffer.tell() > BLOCK:
                yield _taken(buffer)
        yield _taken(buffer)


def _text(value: str | int | float | date) -> str:
    match value:
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case float():
            return f"{value}".replace(".", ",")  # what a French spreadsheet reads as a number
        case _:
            return str(value)


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


KIND = Csv()
