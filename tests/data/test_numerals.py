"""Numerals: how numbers and empty cells are written."""

import io
import math

import numpy as np
import pandas as pd
import pytest

from gmm.data.numerals import EMPTY, read_column, read_number
from tests.data.checks import NAN, Readable, assert_reads, table_of

READABLE: dict[str, Readable] = {
    # name: (file, columns, values)
    "decimal comma": ("x;y\n1,5;2\n3;-4,25\n", ["x", "y"], [[1.5, 2], [3, -4.25]]),
    "decimal comma, no header": (
        "1,5;2,5\n3,5;4,5\n",
        ["column 1", "column 2"],
        [[1.5, 2.5], [3.5, 4.5]],
    ),
    "semicolon, three decimals": ("x;y\n1,234;2\n3;4\n", ["x", "y"], [[1.234, 2], [3, 4]]),
    "every kind of number": (
        "x\n+1\n-.5\n2.\n1e3\n1E-2\n\u22124\n",
        ["x"],
        [[1], [-0.5], [2], [1000], [0.01], [-4]],
    ),
    "every empty cell": (
        "x,y\n" + "".join(f"{cell},1\n" for cell in sorted(EMPTY)),
        ["x", "y"],
        [[NAN, 1]] * len(EMPTY),
    ),
    "an error in the first cell": ("x,y\n#N/A,2\n3,4\n", ["x", "y"], [[NAN, 2], [3, 4]]),
}


@pytest.mark.parametrize("case", READABLE)
def test_a_readable_file_becomes_its_table(case: str) -> None:
    assert_reads(*READABLE[case])


@pytest.mark.parametrize(
    ("cell", "separator", "value"),
    [
        ("1,5", "\t", 1.5),
        ("1,5", ",", None),
        ("1,234", ";", 1.234),
        ("1,234", "\t", None),
        ("0,234", "\t", 0.234),
        ("1,234,567", ";", None),
        ("\u22124", ",", -4.0),
        ("-Inf", ",", -math.inf),
        ("1e400", ",", math.inf),
        ("nan", ",", None),
        ("", ",", None),
        ("1_000", ",", None),
        ("\u0661", ",", None),
    ],
)
def test_a_cell_is_a_number_or_none(cell: str, separator: str, value: float | None) -> None:
    assert read_number(cell, separator) == value


@pytest.mark.parametrize(
    ("cells", "separator", "values", "decimal"),
    [
        (["1", "2"], ",", [1.0, 2.0], ""),
        (["1.5", "2"], ",", [1.5, 2.0], "point"),
        (["1,5", "2"], ";", [1.5, 2.0], "comma"),
        (["1", "x", "2"], ",", [1.0, "x", 2.0], ""),
        (["1", "inf", "2"], ",", [1.0, "inf", 2.0], ""),
        (["1", "x", "NA"], ",", ["1", "x", None], ""),
    ],
)
def test_a_column_is_numbers_or_keeps_its_texts(
    cells: list[str], separator: str, values: list[object], decimal: str
) -> None:
    column, mark = read_column(cells, separator)
    assert column.tolist() == values
    assert mark == decimal
    assert (column.dtype == np.float64) == (not any(isinstance(value, str) for value in values))


def test_empty_cells_are_those_of_pandas() -> None:
    spellings = "\n".join(["x", *(f'"{cell}"' for cell in sorted(EMPTY)), "-", "?", "."])
    read_by_pandas = pd.read_csv(io.StringIO(spellings), skip_blank_lines=False)["x"]
    assert read_by_pandas.isna().sum() == len(EMPTY)
    from pandas._libs.parsers import STR_NA_VALUES

    assert set(STR_NA_VALUES) == EMPTY


def test_a_column_keeps_its_texts_to_be_quoted_and_its_labels_as_they_are() -> None:
    table = table_of("x,label,y\n1,1,1\n2,b,\n3,c,inf\n,NA,2\n")
    assert table["x"].dtype == np.float64
    assert table["label"].tolist() == ["1", "b", "c", None]
    assert table["y"].tolist() == [1.0, None, "inf", 2.0]
