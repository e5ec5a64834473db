"""Tables as files, read back with another library than the one that wrote them."""

import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from odf.opendocument import load
from odf.table import Table, TableCell, TableRow
from odf.teletype import extractText

from cms.core.exports import download, formats

HEADERS = ["Nom", "Score", "Le", "À", "Fini"]
ROW = ["Éloïse d’Arc", 12.5, date(2026, 11, 21), datetime(2026, 11, 21, 20, 8, 45, tzinfo=UTC), True]


def written(name: str, rows, headers=HEADERS) -> bytes:
    return b"".join(formats()[name].write(headers, rows))


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(data: bytes) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def read_ods(data: bytes) -> list[list[str]]:
    (table,) = load(io.BytesIO(data)).spreadsheet.getElementsByType(Table)
    return [
        [extractText(cell) for cell in row.getElementsByType(TableCell)] for row in table.getElementsByType(TableRow)
    ]


READERS = {"csv": read_csv, "xlsx": read_xlsx, "ods": read_ods}


def test_each_format_is_found_with_its_label_and_type():
    assert {name: (kind.label, kind.extension, kind.content_type) for name, kind in formats().items()} == {
        "csv": ("CSV", "csv", "text/csv; charset=utf-8"),
        "ods": ("OpenDocument (ods)", "ods", "application/vnd.oasis.opendocument.spreadsheet"),
        "xlsx": ("Excel (xlsx)", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    }


def test_csv_is_what_a_french_spreadsheet_opens():
    assert written("csv", [ROW]).decode() == (
        "\ufeffNom;Score;Le;À;Fini\r\nÉloïse d’Arc;12,5;2026-11-21;2026-11-21 21:08:45;oui\r\n"
    )


def test_xlsx_keeps_numbers_and_dates():
    assert read_xlsx(written("xlsx", [ROW])) == [
        HEADERS,
        ["Éloïse d’Arc", 12.5, datetime(2026, 11, 21), datetime(2026, 11, 21, 21, 8, 45), "oui"],  # noqa: DTZ001 - no zone in a sheet
    ]


def test_ods_keeps_numbers_and_dates():
    data = written("ods", [ROW])
    assert read_ods(data) == [HEADERS, ["Éloïse d’Arc", "12.5", "2026-11-21", "2026-11-21 21:08:45", "oui"]]
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()
    assert 'office:value-type="float" office:value="12.5"' in content
    assert 'office:value-type="date" office:date-value="2026-11-21T21:08:45"' in content


def test_an_ods_starts_with_its_type_uncompressed():
    assert written("ods", [])[30:84] == b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize("name", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_a_formula_is_neutralised_in_rows_and_headers(name, start):
    evil = f"{start}cmd|'/c calc'!A1"
    header, row = READERS[name](written(name, [[evil]], [evil]))
    assert (str(header[0])[0], str(row[0])[0]) == ("'", "'")


@pytest.mark.parametrize("name", ["csv", "xlsx", "ods"])
def test_a_negative_number_stays_a_number(name):
    assert float(READERS[name](written(name, [[-3]], ["n"]))[1][0]) == -3


@pytest.mark.parametrize("name", ["csv", "xlsx", "ods"])
def test_what_a_file_cannot_hold_is_dropped_and_markup_stays_text(name):
    rows = READERS[name](written(name, [["a\x00b\x0b\ud800c", "<b>&;\"'</b>"]], ["x", "y"]))
    assert rows[1] == ["abc", "<b>&;\"'</b>"]


@pytest.mark.parametrize("name", ["csv", "xlsx", "ods"])
def test_no_rows_give_a_file_with_its_headers(name):
    assert READERS[name](written(name, [])) == [HEADERS]


@pytest.mark.parametrize("name", ["csv", "xlsx", "ods"])
def test_a_long_list_is_read_as_the_file_leaves(name):
    """5 000 rows of 2 000 characters are 10 MB: the writer keeps a small part of them at once."""
    rows = ([f"{number} " * 400, number] for number in range(5_000))
    tracemalloc.start()
    size = sum(len(chunk) for chunk in formats()[name].write(["texte", "n"], rows))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 40_000
    assert peak < 2_000_000


def test_csv_sends_its_first_block_before_the_last_row_is_read():
    read = []

    def rows():
        for number in range(10_000):
            read.append(number)
            yield ["x" * 100]

    first = next(formats()["csv"].write(["texte"], rows()))
    assert len(first) > 60_000
    assert len(read) < 1_000


def test_a_download_is_a_file_that_no_cache_keeps():
    response = download("relevé.csv", "text/csv", [b"a", b"b"])
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''relev%C3%A9.csv"
    assert response["Cache-Control"] == "no-store, private"
    assert response.getvalue() == b"ab"
