"""Which columns of a table go where, as the page asks it."""

import io
from types import SimpleNamespace

import pandas as pd
import pytest
import streamlit as st

from tests.app import open_file, run_of
from tests.present import present

PEOPLE = b"id,size,weight,kind,count\n" + b"\n".join(
    b"%d,%d,%d,%s,%d" % (i, 10 ** (i % 4), (i * 37) % 50, b"ab"[i % 2 : i % 2 + 1], 1 + i % 3)
    for i in range(40)
)


def test_skipped_rows_are_counted() -> None:
    app = open_file(b"x,y\n1,2\n,3\n4,5\n6,\n7,1\n", "gaps.csv")
    assert any("2 rows were left out" in caption.value for caption in app.caption)
    assert len(run_of(app).points) == 3


def test_row_numbers_are_not_the_first_choice() -> None:
    app = open_file(PEOPLE)
    assert run_of(app).dataset.columns == ("size", "weight")
    assert "id" in app.selectbox(key="across").options


def test_labels_frequencies_and_a_log_scale_from_the_table() -> None:
    app = open_file(PEOPLE)
    app.multiselect(key="logarithmic").select("size").run()
    assert run_of(app).dataset.columns[0] == "log10 size"
    app.selectbox(key="labels").select("kind").run()
    assert present(run_of(app).dataset.labels).tolist() == [0, 1] * 20
    app.selectbox(key="frequencies").select("count").run()
    assert present(present(run_of(app).em).weights).sum() == sum(1 + i % 3 for i in range(40))
    assert not app.exception


def test_a_log_of_nothing_is_explained_and_the_run_stays() -> None:
    app = open_file(PEOPLE)
    kept = run_of(app)
    app.multiselect(key="logarithmic").select("weight").run()
    assert "weight" in app.error[0].value
    assert run_of(app) is kept


def test_fewer_rows_are_a_sample() -> None:
    app = open_file(PEOPLE)
    app.number_input(key="rows_of_40").set_value(12).run()
    assert len(run_of(app).points) == 12


def test_a_table_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from gmm.ui.sources import columns

    reads: list[str] = []

    def read(source: bytes, name: str, header: int | None, sheet: str) -> object:
        reads.append(name)
        return SimpleNamespace(table=pd.DataFrame({"x": [1, 2]}))

    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(columns, "read", read)
    first = columns.read_once(b"x", "a.csv", "here")
    assert columns.read_once(b"x", "a.csv", "here") is first
    assert columns.read_once(b"x", "a.csv", "there") is not first
    assert columns.read_once(b"y", "a.csv", "here") is not first
    assert len(reads) == 3


def test_the_row_with_the_names_can_be_chosen_and_chosen_back() -> None:
    app = open_file(b"a b,c d\ne,f\n1,2\n3,5\n5,1\n8,8\n", "titles.csv")
    assert run_of(app).dataset.columns == ("e", "f")
    rows = next(box for box in app.selectbox if box.label == "Row with the names")
    assert rows.options[:3] == ["found: row 2", "no row has names", "row 1: a b, c d"]
    rows.select(0).run()
    assert "not a number" in app.error[0].value
    next(box for box in app.selectbox if box.label == "Row with the names").select(3).run()
    assert run_of(app).dataset.columns == ("1", "2")
    app.file_uploader[0].upload("b.csv", b"u,v\n1,2\n3,5\n5,1\n8,7\n").run()
    assert run_of(app).dataset.columns == ("u", "v")
    assert not app.exception


def test_a_sheet_can_be_chosen() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "A"
    for sheet, name in ((book.active, "x"), (book.create_sheet("B"), "y")):
        for value in (name, 1, 2, 5, 7):
            sheet.append([value])
    target = io.BytesIO()
    book.save(target)
    app = open_file(target.getvalue(), "book.xlsx")
    assert run_of(app).dataset.columns == ("x",)
    next(box for box in app.selectbox if box.label == "Sheet").select("B").run()
    assert run_of(app).dataset.columns == ("y",)
    assert not app.exception


def test_a_column_that_is_not_offered_has_its_reason() -> None:
    app = open_file(b"code,day,x,y\n001,2024-01-01,1,2\n002,2024-01-02,3,5\n003,2024-01-03,5,1\n")
    said = " ".join(each.value for each in app.markdown)
    assert "Codes, not numbers" in said.replace("\\", "")
    assert "Dates or times" in said.replace("\\", "")
    assert any(each.label == "2 columns are not offered" for each in app.expander)


def test_a_unit_reaches_the_axis() -> None:
    app = open_file(b"x,y\n1.5,35%\n2,30%\n3,12%\n4,50%\n")
    assert run_of(app).dataset.units == ("", "%")


def test_two_thousand_columns_are_welcome() -> None:
    names = ",".join(f"c{i}" for i in range(2000))
    rows = [",".join(str((i * j * 7) % 31 + j) for i in range(2000)) for j in range(12)]
    app = open_file("\n".join([names, *rows]).encode())
    app.selectbox(key="across").select("c1999").run()
    assert run_of(app).dataset.columns[0] == "c1999"
