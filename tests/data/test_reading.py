"""Reading: hostile files as literals, pasted blocks, and bytes nobody thought of.

Every file either becomes the table that a person sees in it, or an error that says what to mend.
"""

import string
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gmm.data.columns import numeric_columns
from gmm.data.errors import TableError
from gmm.data.numerals import EMPTY
from gmm.data.reading import read
from gmm.data.roles import points_from
from gmm.data.transforms import sample_rows
from tests.data.checks import assert_for_a_person, table_of

FAITHFUL = Path(__file__).resolve().parents[2] / "assets" / "data" / "old_faithful.csv"


def test_old_faithful_reads_as_pandas_reads_it() -> None:
    table = table_of(FAITHFUL.read_bytes())
    expected = pd.read_csv(FAITHFUL, dtype=float)
    pd.testing.assert_frame_equal(table.reset_index(drop=True), expected)
    assert table.index.tolist() == list(range(2, 274))


def test_a_long_table_is_read_and_sampled() -> None:
    rows = 300_000
    table = table_of("x,y\n" + "".join(f"{i},{i / 7:.6f}\n" for i in range(rows)))
    np.testing.assert_allclose(table["y"], np.arange(rows) / 7, atol=5e-7)
    assert table.index[-1] == rows + 1
    points = points_from(sample_rows(table, 100_000, 0), ["x", "y"]).points
    assert points.shape == (100_000, 2)
    assert (np.diff(points[:, 0]) > 0).all()
    assert points[:, 0].mean() == pytest.approx(rows / 2, rel=0.01)


# --- pasted


PASTED = {
    # name: (text, columns, values, name of the index, its first number)
    "a selection of a spreadsheet": (
        "height\tweight\n1,72\t70\n1,8\t81,5\n",
        ["height", "weight"],
        [[1.72, 70], [1.8, 81.5]],
        ("line", 2),
    ),
    "spaces": ("1 2\n3 4\n", ["column 1", "column 2"], [[1, 2], [3, 4]], ("line", 1)),
    "lines of Windows": ("x\ty\r\n1\t2\r\n3\t4\r\n", ["x", "y"], [[1, 2], [3, 4]], ("line", 2)),
    "a column": ("3\n1\n2", ["column 1"], [[3], [1], [2]], ("line", 1)),
    "numbers in a line": ("3, 1, 2.5, 4", ["column 1"], [[3], [1], [2.5], [4]], ("value", 1)),
    "numbers and spaces": (" 3 1 2.5\n", ["column 1"], [[3], [1], [2.5]], ("value", 1)),
    "a gap at the end": ("3; 1; 2,5;\n", ["column 1"], [[3], [1], [2.5]], ("value", 1)),
    "prices in a line": ("$1,200, $1,300, $950", None, [[1200], [1300], [950]], ("value", 1)),
    "a list": ("[3, 1, 2.5]", ["column 1"], [[3], [1], [2.5]], ("line", 1)),
    "R": ("[1] 1.2 3.4\n[3] 5.6 7\n", ["column 1"], [[1.2], [3.4], [5.6], [7]], ("line", 1)),
    "R, many": (" [1] 1 2\n[10] 5\n", ["column 1"], [[1], [2], [5]], ("line", 1)),
    "MATLAB": ("1.2, 3.4;\n5.6, 7;\n", None, [[1.2, 3.4], [5.6, 7]], ("line", 1)),
    "MATLAB in a line": ("A = [1.2 3.4; -5.6 7];", None, [[1.2, 3.4], [-5.6, 7]], ("line", 1)),
    "a mark in front": ("\ufeff1 2\n3 4\n", None, [[1, 2], [3, 4]], ("line", 1)),
}  # fmt: skip


@pytest.mark.parametrize("case", PASTED)
def test_a_pasted_block_becomes_its_table(case: str) -> None:
    text, columns, values, (row, first) = PASTED[case]
    table = read(text).table
    if columns is not None:
        assert list(table.columns) == columns
    np.testing.assert_array_equal(table.to_numpy(dtype=float), values)
    assert (table.index.name, table.index[0]) == (row, first)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"^Nothing has been pasted\. Paste rows"),
        (" \n\t", r"^Nothing has been pasted"),
        ("1 2\n3\n", r"^Line 2 has 1 cell where line 1 has 2\. Give every line the same"),
        ("x y\n1 2\n\n3 oops\n", r"^Line 4, column 'y': 'oops' is not a number"),
        ('x,y\n1,2\n3,"4\n', r"^Line 3 opens a quotation mark"),
        ("hello", r"names in line 1 and no rows"),
        ('[{"x": 1}]', r"^The pasted text is JSON, not a table\. Paste rows of numbers"),
        ("<table><tr><td>1", r"^The pasted text is a web page"),
        ("1\0 2\n", r"^The pasted text is not a text file\. Paste"),
        ("1 2 x", r"names in line 1|not a number"),
        ("1 2\n" * 260_000, r"1,040,000 characters, and 1,000,000 are the most .* upload that"),
    ],
)
def test_a_pasted_block_that_is_no_table_gets_a_sentence(text: str, said: str) -> None:
    with pytest.raises(TableError, match=said) as caught:
        take_all_points(text)
    assert_for_a_person(caught.value)


def take_all_points(text: str) -> None:
    table = read(text).table
    points_from(table, list(table.columns))


# --- files nobody thought of


T = TypeVar("T")


def attempt(make: Callable[[], T]) -> tuple[T | None, str]:
    """The result and "", or None and what the `TableError` said; any other error goes through."""
    try:
        return make(), ""
    except TableError as error:
        return None, str(error)


def read_or_refuse(content: bytes, name: str) -> None:
    """Whatever the file, it is refused in words, or each choice of its columns is sound or is."""
    table, refusal = attempt(lambda: table_of(content, name))
    if table is None:
        assert refusal.isprintable()
        assert len(refusal) < 300
        return
    assert len(table) > 0
    assert table.columns.is_unique
    assert all(column.isprintable() and column for column in table.columns)
    columns, offered = list(table.columns), numeric_columns(table)
    assert set(offered) <= set(columns)
    for chosen in [*([column] for column in columns[:4]), columns[:2], columns[-2:], offered]:
        selection, refusal = attempt(partial(points_from, table, chosen))
        if selection is None:
            assert refusal.isprintable()
            assert len(refusal) < 300 + 60 * len(chosen)
        else:
            points = selection.points
            assert points.shape == (len(table) - selection.skipped, len(chosen))
            assert (np.abs(points) <= 1e100).all()
            assert (points != points[0]).any()


@settings(max_examples=1000, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=60))
@example(b'"', "")
@example(b"\xff\xfe", "\x00")
@example(b"#", "'")
@example(b'sep=,\r"', "x")
def test_any_bytes_are_a_table_or_a_table_error(content: bytes, name: str) -> None:
    read_or_refuse(content, name)


@settings(max_examples=2000, deadline=None)
@given(st.text(alphabet="01239.,;\t \n\r\"'#-+eENnaif\u2212\u00e9", max_size=120))
def test_any_scrap_of_a_table_is_a_table_or_a_table_error(text: str) -> None:
    read_or_refuse(text.encode(), "scrap.csv")


CELLS = st.sampled_from(
    ["1", "-2.5", "1e3", "", "NA", "inf", "1e200", "x", "1,5", '"', "#", "\u2028"]
)


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8),
    st.sampled_from([",", ";", "\t", " "]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
)
def test_any_rows_of_cells_are_a_table_or_a_table_error(
    rows: list[list[str]], separator: str, encoding: str
) -> None:
    text = "\r\n".join(separator.join(row) for row in rows)
    read_or_refuse(text.encode(encoding, errors="replace"), "rows.csv")


NUMBERS = st.floats(-1e100, 1e100).map(lambda number: number + 0.0)
NAMES = st.text(string.ascii_letters, min_size=1, max_size=8).filter(
    lambda name: name not in EMPTY and not name.lower().startswith(("inf", "nan"))
)


@settings(deadline=None)
@given(st.data())
def test_a_written_table_is_read_to_the_last_bit_under_its_row_numbers(data: st.DataObject) -> None:
    d = data.draw(st.integers(2, 4))
    separator, decimal = data.draw(
        st.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", "."), (" ", ".")])
    )
    header = data.draw(st.lists(NAMES, min_size=d, max_size=d, unique=True))
    rows = data.draw(st.lists(st.lists(NUMBERS, min_size=d, max_size=d), min_size=1, max_size=6))
    lines, numbers = [], []
    for row in [header if data.draw(st.booleans()) else None, *rows]:
        lines += data.draw(st.lists(st.sampled_from(["", "# c", '# "', "# ,;"]), max_size=2))
        if row is not None:
            numbers.append(len(lines) + 1)
            cells = [cell if isinstance(cell, str) else repr(cell) for cell in row]
            lines.append(separator.join(cell.replace(".", decimal) for cell in cells))
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    table = table_of(end.join(lines))
    assert table.to_numpy().tolist() == rows
    assert table.index.tolist() == numbers[-len(rows) :]
    assert list(table.columns) == (
        header if len(numbers) > len(rows) else [f"column {i + 1}" for i in range(d)]
    )
