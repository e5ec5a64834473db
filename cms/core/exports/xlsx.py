"""Excel workbooks, written row by row to a temporary file."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from cms.core.exports import Row
from cms.core.exports._cells import cell
from cms.core.exports._chunks import blocks


class Xlsx:
    name = "xlsx"
    label = "Excel (xlsx)"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension = "xlsx"

    def write(self, headers: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Export")
        sheet.freeze_panes = "A2"
        titles = [WriteOnlyCell(sheet, cell(header)) for header in headers]
        for title in titles:
            title.font = Font(bold=True)
        sheet.append(titles)
        for row in rows:
            sheet.append([cell(value) for value in row])
        with tempfile.TemporaryFile() as file:
            book.save(file)
            yield from blocks(file)


KIND = Xlsx()
