"""OpenDocument spreadsheets, written row by row: the libraries at hand keep the whole table in memory.

Format: OpenDocument 1.3, part 2 (package) and part 3 (schema), the subset that a plain table needs.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cms.core.exports import Row
from cms.core.exports._cells import cell
from cms.core.exports._chunks import blocks

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">\
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIME}"/>\
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">\
<office:body><office:spreadsheet><table:table table:name="Export">"""
_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


class Ods:
    name = "ods"
    label = "OpenDocument (ods)"
    content_type = MIME
    extension = "ods"

    def write(self, headers: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
        with tempfile.TemporaryFile() as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                # The type comes first and uncompressed: programs recognise the file by its first bytes.
                archive.writestr(ZipInfo("mimetype"), MIME, ZIP_STORED)
                archive.writestr("META-INF/manifest.xml", _MANIFEST)
                with archive.open("content.xml", "w", force_zip64=True) as content:
                    content.write(_HEAD.encode())
                    content.write(f"<table:table-header-rows>{_row(headers)}</table:table-header-rows>".encode())
                    for row in rows:
                        content.write(_row(row).encode())
                    content.write(_TAIL.encode())
            yield from blocks(file)


def _row(row: Row) -> str:
    return f"<table:table-row>{''.join(_cell(cell(value)) for value in row)}</table:table-row>"


def _cell(value: str | int | float | date) -> str:
    match value:
        case int() | float():
            typed = f'office:value-type="float" office:value="{value}"'
        case datetime() | date():
            typed = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        case _:
            typed = 'office:value-type="string"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).splitlines())
    return f"<table:table-cell {typed}>{lines}</table:table-cell>"


KIND = Ods()
