"""Workbooks: read as they are, and never unfolded beyond the limit."""

import datetime
import io
import zipfile
from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.data import rows, workbooks
from gmm.data.columns import numeric_columns
from gmm.data.errors import TableError
from gmm.data.reading import read
from gmm.data.roles import points_from
from tests.data.checks import (
    assert_refused,
    complain,
    damage,
    hide,
    refuse,
    take_first_points,
)

openpyxl = pytest.importorskip("openpyxl")
Sheet = Sequence[Sequence[object]]


def workbook(rows: Sheet, title: str = "Sheet", **others: Sheet) -> bytes:
    """Bytes of a workbook: a sheet of these rows after those given by name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in {**others, title: rows}.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_is_read_under_its_own_row_numbers() -> None:
    rows: Sheet = [
        [],
        ["height", "who", ""],
        [1.72, "Ann"],
        [],
        [1.8, "Bob"],
        [None, "Cy"],
        ["x?", "Di"],
    ]
    table, report = read(workbook(rows, "Heights"), "book.xlsx")
    assert list(table.columns) == ["height", "who"]
    assert table.index.tolist() == [3, 5, 6, 7]
    assert table["height"].tolist() == [1.72, 1.8, None, "x?"]
    assert report.kind == "Excel workbook"
    assert report.encoding == "sheet 'Heights'"
    assert report.header == 2
    assert report.skipped == {"empty rows": 2}
    with pytest.raises(TableError, match=r"^Row 7, column 'height': 'x\?' is not a number"):
        points_from(table, ["height"])


def test_numbers_of_a_workbook_lose_nothing() -> None:
    values = [0.1, 1 / 3, -2e-300, 123456789012345, 7, 0]
    table = read(workbook([["x"], *[[value] for value in values]])).table
    assert table["x"].tolist() == values


def test_what_is_no_number_in_a_workbook_is_none() -> None:
    date = datetime.datetime(2020, 1, 2)
    rows: Sheet = [["x", "y", "z"], [True, date, "1,5"], [False, date, "2,5"], [True, date, 3]]
    table = read(workbook(rows)).table
    assert numeric_columns(table) == ["z"]
    assert table["z"].tolist() == [1.5, 2.5, 3]
    with pytest.raises(TableError, match=r"'x': 'True' is not a number"):
        points_from(table, ["x"])
    with pytest.raises(TableError, match=r"'y': '2020-01-02 00:00:00' is not a number"):
        points_from(table, ["y"])


def test_the_first_sheet_with_anything_is_taken() -> None:
    content = workbook([["x"], [3], [4]], "Last", Empty=[], First=[["y"], [1], [2]])
    reading = read(content)
    assert list(reading.table.columns) == ["y"]
    assert reading.report.encoding == "sheet 'First'"


def test_unsaved_formulas_are_no_values() -> None:
    assert "of formulas, open the workbook" in refuse(workbook([["=1+1"], ["=A1"]]))
    assert "no values on any sheet" in refuse(workbook([]))
    table = read(workbook([["x", "y"], [1, "=A2"], [2, "=A3"]])).table
    assert numeric_columns(table) == ["x"]


def test_a_cell_far_away_does_not_fill_the_memory() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD2"], book.active["A1048576"] = 1, 2, 3
    target = io.BytesIO()
    book.save(target)
    assert refuse(target.getvalue()).startswith("Row 2 has 16,384 cells, and 2,000 columns")
    book.active["XFD2"] = None
    book.active["A3"] = 4
    target = io.BytesIO()
    book.save(target)
    assert read(target.getvalue()).table.index.tolist() == [1, 3, 1048576]


def test_wide_empty_rows_end() -> None:
    book = openpyxl.Workbook()
    bold = openpyxl.styles.Font(bold=True)
    for row in range(1, 1000):
        book.active.cell(row, 16384).font = bold
    target = io.BytesIO()
    book.save(target)
    assert "goes on after row 611, with more empty cells" in refuse(target.getvalue())


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook([["x"], *[[i] for i in range(2000)]])
    assert len(read(content).table) == 2000
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 20_000)
    assert "unpacks to" in refuse(content)
    monkeypatch.undo()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(101_000_000))
    assert len(target.getvalue()) < 200_000
    assert "unpacks to 101 MB, and 100 MB are the most" in refuse(target.getvalue())


def test_a_workbook_has_its_limit_of_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_CELLS_BY_HAND", 10)
    assert "goes on after row 6" in refuse(workbook([[i, i] for i in range(9)]))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"a.xml": "x\n1\n"}, "is a zip archive or a document, not an Excel workbook. Save"),
        ({"word/document.xml": "<w/>"}, "is a zip archive or a document"),
        ({"xl/workbook.bin": "x"}, "is a zip archive or a document"),
        ({"xl/workbook.xml": "<workbook"}, "looks like an Excel workbook, but cannot be read"),
        ({"xl/workbook.xml": ""}, "looks like an Excel workbook, but cannot be read"),
    ],
)
def test_other_archives_get_a_sentence(parts: dict[str, str], said: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert said in refuse(target.getvalue(), "a.zip")


def test_what_only_begins_like_a_workbook_gets_a_sentence() -> None:
    said = "looks like an Excel workbook or a zip archive, but"
    assert_refused(b"PK\x03\x04\x14\x00\x06\x00", said)


def test_a_missing_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    hide("openpyxl", monkeypatch, workbooks)
    said = refuse(workbook([["x"], [1], [2]]), "t")
    assert said.startswith("'t' is an Excel workbook, and the reader for those is not")
    assert said.endswith("Save the table as CSV, and use that file.")


BOOK = workbook([["x", "y"], [1, 2], [3, 4], [5, "a"]])


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_a_table_or_a_table_error(data: st.DataObject) -> None:
    said = complain(partial(take_first_points, damage(BOOK, data)))
    assert said == "" or said.endswith(".")
    assert len(said) < 400


def test_a_hidden_sheet_is_not_read_and_a_sheet_can_be_chosen() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Hidden"
    book.active.sheet_state = "hidden"
    book.active.append([1])
    for title, values in (("A", [1, 2]), ("B", [3, 4])):
        sheet = book.create_sheet(title)
        for value in ["x", *values]:
            sheet.append([value])
    target = io.BytesIO()
    book.save(target)
    first = read(target.getvalue())
    assert first.report.sheets == ("A", "B")
    assert (first.report.sheet, first.table["x"].tolist()) == ("A", [1, 2])
    other = read(target.getvalue(), sheet="B")
    assert (other.report.sheet, other.table["x"].tolist()) == ("B", [3, 4])
    assert read(target.getvalue(), sheet="Hidden").report.sheet == "A"


def test_texts_in_a_workbook_have_one_decimal_mark_and_numbers_are_sure() -> None:
    table = read(workbook([["x", "y"], ["1,5", 2.149], ["2.149", 650], ["3", 7]])).table
    assert table["x"].tolist() == [1.5, 2149, 3]
    assert table["y"].tolist() == [2.149, 650, 7]


def test_short_rows_of_a_workbook_are_filled_up() -> None:
    table = read(workbook([["Report"], [], ["x", "y"], [1, 2], [3], [5, 6]])).table
    assert table["y"].tolist()[::2] == [2, 6]
    assert table["x"].tolist() == [1, 3, 5]
