"""Parquet files: columns keep their types, and nothing unfolds beyond the limit."""

import io
from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.data import parquet
from gmm.data.columns import numeric_columns
from gmm.data.errors import TableError
from gmm.data.reading import read
from gmm.data.report import Report
from gmm.data.roles import labels_from, points_from
from tests.data.checks import (
    assert_refused,
    complain,
    damage,
    hide,
    refuse,
    take_first_points,
)

arrow = pytest.importorskip("pyarrow")
writer = pytest.importorskip("pyarrow.parquet")


def file_of(**columns: object) -> bytes:
    target = io.BytesIO()
    pd.DataFrame(columns).to_parquet(target)
    return target.getvalue()


def test_a_parquet_file_keeps_its_types() -> None:
    table, report = read(
        file_of(
            x=[0.1, None, 3.0],
            n=pd.array([1, 2, None], dtype="Int64"),
            kind=["b", "a", None],
            truth=[True, False, True],
            when=pd.to_datetime(["2020-01-01"] * 3),
        ),
        "a.parquet",
    )
    assert report == Report("Parquet file", rows=3, columns=5)
    assert report.sentences()[0] == "3 rows and 5 columns."
    assert "names" not in report.sentences()[1]
    assert numeric_columns(table) == ["x", "n"]
    assert points_from(table, ["x"]).points.tolist() == [[0.1], [3]]
    assert labels_from(table, "kind")[1] == ("a", "b")
    with pytest.raises(TableError, match=r"Row 1, column 'when': '2020-01-01 00:00:00' is not"):
        points_from(table, ["when"])


def test_odd_columns_of_a_parquet_file() -> None:
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
        said = complain(partial(points_from, table, [name]))
        assert (said == "") == (name in numeric_columns(table))
        assert said == "" or said.endswith(".")
    assert table.index.tolist() == [1, 2, 3]


def test_a_small_parquet_file_of_a_billion_rows_is_refused() -> None:
    target = io.BytesIO()
    block = arrow.table({"x": arrow.nulls(1_000_000, arrow.float64())})
    with writer.ParquetWriter(target, block.schema) as file:
        for _ in range(20):
            file.write_table(block)
    assert len(target.getvalue()) < 100_000
    assert "has 1 column and unpacks to 160 MB" in refuse(target.getvalue(), "a.parquet")


def test_a_long_text_that_comes_up_often_is_kept_once() -> None:
    text = "x" * 10_000
    table = read(file_of(x=np.arange(5_000.0), note=[text] * 5_000)).table
    assert table["note"].memory_usage(deep=True) < 500_000


@pytest.mark.parametrize(
    "content", [file_of(x=[]), file_of(), file_of(x=[1, 2])[:-9], b"PAR1" + bytes(100) + b"PAR1"]
)
def test_an_empty_or_damaged_parquet_file_gets_a_sentence(content: bytes) -> None:
    assert "Parquet" in refuse(content, "Parquet")


def test_what_only_begins_like_a_parquet_file_gets_a_sentence() -> None:
    assert_refused(b"PAR1\x15\x04", "looks like a Parquet file, but cannot be read")


def test_a_missing_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    hide("pyarrow", monkeypatch, parquet)
    said = refuse(file_of(x=[1, 2]), "t")
    assert said.startswith("'t' is a Parquet file, and the reader for those is not")
    assert said.endswith("Save the table as CSV, and use that file.")


FILE = file_of(x=[1.0, 2.0, 3.0], y=["a", "b", "c"])


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_parquet_file_is_a_table_or_a_table_error(data: st.DataObject) -> None:
    said = complain(partial(take_first_points, damage(FILE, data)))
    assert said == "" or said.endswith(".")
    assert len(said) < 400
