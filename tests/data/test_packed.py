"""Workbooks and Parquet files: read as they are, and never unfolded beyond the limit."""

import datetime
import importlib
import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.data import cells, packed
from gmm.data.tables import TableError, labels_from, numeric_columns, points_from, read

pyarrow = pytest.importorskip("pyarrow")


def workbook(rows, title="Sheet", **others):
    """Bytes of a workbook: a sheet of these rows after those given by name."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in {**others, title: rows}.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def parquet(**columns):
    target = io.BytesIO()
    pd.DataFrame(columns).to_parquet(target)
    return target.getvalue()


def refusal(content, name="book.xlsx"):
    with pytest.raises(TableError) as caught:
        read(content, name)
    message = str(caught.value)
    assert message.endswith(".")
    assert len(message) < 300
    return message


def complaint(function, *given):
    """What a `TableError` says, "" where there is none; any other error goes through."""
    try:
        function(*given)
    except TableError as error:
        return str(error)
    return ""


def first_points(content):
    table = read(content, "damaged").table
    points_from(table, list(table.columns)[:2])


def test_a_workbook_is_read_under_its_own_row_numbers():
    rows = [[], ["height", "who", ""], [1.72, "Ann"], [], [1.8, "Bob"], [None, "Cy"], ["x?", "Di"]]
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


def test_numbers_of_a_workbook_lose_nothing():
    values = [0.1, 1 / 3, -2e-300, 123456789012345, 7, 0]
    table = read(workbook([["x"], *[[value] for value in values]])).table
    assert table["x"].tolist() == values


def test_what_is_no_number_in_a_workbook_is_none():
    date = datetime.datetime(2020, 1, 2)
    rows = [["x", "y", "z"], [True, date, "1,5"], [False, date, "2,5"], [True, date, 3]]
    table = read(workbook(rows)).table
    assert numeric_columns(table) == ["z"]
    assert table["z"].tolist() == [1.5, 2.5, 3]
    with pytest.raises(TableError, match=r"'x': 'True' is not a number"):
        points_from(table, ["x"])
    with pytest.raises(TableError, match=r"'y': '2020-01-02 00:00:00' is not a number"):
        points_from(table, ["y"])


def test_the_first_sheet_with_anything_is_taken():
    content = workbook([["x"], [3], [4]], "Last", Empty=[], First=[["y"], [1], [2]])
    reading = read(content)
    assert list(reading.table.columns) == ["y"]
    assert reading.report.encoding == "sheet 'First'"


def test_unsaved_formulas_are_no_values():
    assert "of formulas, open the workbook" in refusal(workbook([["=1+1"], ["=A1"]]))
    assert "no values on any sheet" in refusal(workbook([]))
    table = read(workbook([["x", "y"], [1, "=A2"], [2, "=A3"]])).table
    assert numeric_columns(table) == ["x"]


def test_a_cell_far_away_does_not_fill_the_memory():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD2"], book.active["A1048576"] = 1, 2, 3
    target = io.BytesIO()
    book.save(target)
    assert refusal(target.getvalue()).startswith("Row 2 has 16384 cells, and 200 columns")
    book.active["XFD2"] = None
    book.active["A3"] = 4
    target = io.BytesIO()
    book.save(target)
    assert read(target.getvalue()).table.index.tolist() == [1, 3, 1048576]


def test_wide_empty_rows_end():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    bold = openpyxl.styles.Font(bold=True)
    for row in range(1, 1000):
        book.active.cell(row, 16384).font = bold
    target = io.BytesIO()
    book.save(target)
    assert "goes on after row 611, with more empty cells" in refusal(target.getvalue())


def test_a_bomb_is_not_unpacked(monkeypatch):
    content = workbook([["x"], *[[i] for i in range(2000)]])
    assert len(read(content).table) == 2000
    monkeypatch.setattr(packed, "MAX_UNPACKED", 20_000)
    assert "unfolds to" in refusal(content)
    monkeypatch.undo()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(101_000_000))
    assert len(target.getvalue()) < 200_000
    assert "unfolds to 101 MB, and 100 MB are the most" in refusal(target.getvalue())


def test_a_workbook_has_its_limit_of_cells(monkeypatch):
    monkeypatch.setattr(cells, "MAX_CELLS_BY_HAND", 10)
    assert "goes on after row 6" in refusal(workbook([[i, i] for i in range(9)]))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"a.csv": "x\n1\n"}, "is a zip archive or a document, not an Excel workbook. Save"),
        ({"word/document.xml": "<w/>"}, "is a zip archive or a document"),
        ({"xl/workbook.bin": "x"}, "is a zip archive or a document"),
        ({"xl/workbook.xml": "<workbook"}, "looks like an Excel workbook, but cannot be read"),
        ({"xl/workbook.xml": ""}, "looks like an Excel workbook, but cannot be read"),
    ],
)
def test_other_archives_get_a_sentence(parts, said):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert said in refusal(target.getvalue(), "a.zip")


@pytest.mark.parametrize(
    ("module", "content", "said"),
    [
        ("openpyxl", workbook([["x"], [1], [2]]), "'t' is an Excel workbook, and the reader for"),
        ("pyarrow", parquet(x=[1, 2]), "'t' is a Parquet file, and the reader for those is not"),
    ],
)
def test_a_missing_reader_is_told(monkeypatch, module, content, said):
    def without(name):
        if name.startswith(module):
            raise ImportError(name)
        return importlib.import_module(name)

    monkeypatch.setattr(packed, "import_module", without)
    assert refusal(content, "t").startswith(said)
    assert refusal(content, "t").endswith("Save the table as CSV, and upload that file.")


def test_a_parquet_file_keeps_its_types():
    table, report = read(
        parquet(
            x=[0.1, None, 3.0],
            n=pd.array([1, 2, None], dtype="Int64"),
            kind=["b", "a", None],
            truth=[True, False, True],
            when=pd.to_datetime(["2020-01-01"] * 3),
        ),
        "a.parquet",
    )
    assert report == ("Parquet file", "", "", "", None, 3, 5, {})
    assert report.sentences()[0] == "3 rows and 5 columns."
    assert "names" not in report.sentences()[1]
    assert numeric_columns(table) == ["x", "n"]
    assert points_from(table, ["x"]).points.tolist() == [[0.1], [3]]
    assert labels_from(table, "kind")[1] == ("a", "b")
    with pytest.raises(TableError, match=r"Row 1, column 'when': '2020-01-01 00:00:00' is not"):
        points_from(table, ["when"])


def test_odd_columns_of_a_parquet_file():
    arrow = pytest.importorskip("pyarrow")
    from decimal import Decimal

    from pyarrow import parquet as writer

    source = arrow.table(
        {
            "money": arrow.array([Decimal("1.50"), None, Decimal("-2.25")]),
            "list": arrow.array([[1, 2], [3], None]),
            "struct": arrow.array([{"a": 1}, {"a": 2}, {"a": 3}]),
            "": arrow.array([1, 2, 3]),
            "<img onerror=alert(1)>\n": arrow.array([1, 2, 4]),
            "half": arrow.array(np.array([1, 2, 3], dtype=np.float16)),
            "blob": arrow.array([b"\xff", b"2", b"3"]),
            "span": arrow.array([1, 2, 3], type=arrow.duration("s")),
            "null": arrow.nulls(3),
        }
    )
    target = io.BytesIO()
    writer.write_table(source, target)
    table = read(target.getvalue()).table
    assert "list" not in table.columns
    assert "column 2" in table.columns
    assert "<img onerror=alert(1)>" in table.columns
    assert table["money"].tolist()[::2] == [1.5, -2.25]
    assert numeric_columns(table) == ["money", "column 2", "<img onerror=alert(1)>", "half"]
    for name in table.columns:
        said = complaint(points_from, table, [name])
        assert (said == "") == (name in numeric_columns(table))
        assert said == "" or said.endswith(".")
    assert table.index.tolist() == [1, 2, 3]


def test_a_small_parquet_file_of_a_billion_rows_is_refused():
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as writer

    target = io.BytesIO()
    block = arrow.table({"x": arrow.nulls(1_000_000, arrow.float64())})
    with writer.ParquetWriter(target, block.schema) as file:
        for _ in range(20):
            file.write_table(block)
    assert len(target.getvalue()) < 100_000
    assert "has 1 column and unfolds to 160 MB" in refusal(target.getvalue(), "a.parquet")


def test_a_long_text_that_comes_up_often_is_kept_once():
    text = "x" * 10_000
    table = read(parquet(x=np.arange(5_000.0), note=[text] * 5_000)).table
    assert table["note"].memory_usage(deep=True) < 500_000


@pytest.mark.parametrize(
    "content", [parquet(x=[]), parquet(), parquet(x=[1, 2])[:-9], b"PAR1" + bytes(100) + b"PAR1"]
)
def test_an_empty_or_damaged_parquet_file_gets_a_sentence(content):
    assert "Parquet" in refusal(content, "Parquet")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_a_table_or_a_table_error(data):
    content = bytearray(data.draw(st.sampled_from([BOOK, PARQUET])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    content = bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])
    said = complaint(first_points, content)
    assert said == "" or said.endswith(".")
    assert len(said) < 400


BOOK = workbook([["x", "y"], [1, 2], [3, 4], [5, "a"]])
PARQUET = parquet(x=[1.0, 2.0, 3.0], y=["a", "b", "c"])
