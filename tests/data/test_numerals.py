"""Numerals: how numbers and empty cells are written."""

import io
import math

import numpy as np
import pandas as pd
import pytest

from gmm.data.numerals import (
    EMPTY,
    Cell,
    are_codes,
    is_number,
    read_column,
    read_numeral,
    settle_mark,
)
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
    ("cell", "point", "comma"),
    [
        ("12", 12, 12),
        ("1,5", None, 1.5),
        ("1.5", 1.5, None),
        ("1,234", 1234, 1.234),
        ("1.234", 1.234, 1234),
        ("0,912", None, 0.912),
        ("1234,567", None, 1234.567),
        ("1,234,567", 1234567, None),
        ("1.234.567", None, 1234567),
        ("1,234.5", 1234.5, None),
        ("1.234,5", None, 1234.5),
        ("1,23,456", 123456, None),
        ("12,34,56,789.5", 123456789.5, None),
        ("1'234", 1234, 1234),
        ("1\u2019234.5", 1234.5, None),
        ("1 234", 1234, 1234),
        ("1\xa0234,5", None, 1234.5),
        ("1\u202f234\u202f567", 1234567, 1234567),
        ("1\u2009234,5", None, 1234.5),
        ("\u201312.5", -12.5, None),
        ("1 234 56", None, None),
        ("12 34", None, None),
        ("1.2E+03", 1200, None),
        ("1,2e+03", None, 1200),
        ("\u22124", -4, -4),
        ("(1,234)", -1234, -1.234),
        ("(5.5)", -5.5, None),
        ("1.234,50-", None, -1234.5),
        ("3-", None, None),
        ("-Inf", -math.inf, -math.inf),
        ("1e400", math.inf, math.inf),
        ("01.02", None, None),
        ("1.2.2020", None, None),
        ("12:30", None, None),
        ("2020-01-01", None, None),
        ("1/2", None, None),
        ("nan", None, None),
        ("", None, None),
        ("1_000", None, None),
        ("\u0661", None, None),
        ("0x10", None, None),
        ("5 pm", None, None),
        ("9" * 500, None, None),
    ],
)
def test_a_cell_in_both_ways(cell: str, point: float | None, comma: float | None) -> None:
    assert read_numeral(cell)[:2] == (point, comma)
    finite = [value for value in (point, comma) if value is not None and math.isfinite(value)]
    assert is_number(cell) == bool(finite)


def test_a_number_of_a_workbook_is_sure() -> None:
    assert read_numeral(2.149) == (2.149, 2.149, "")


@pytest.mark.parametrize(
    ("columns", "separator", "mark", "settled"),
    [
        ([["1", "2"]], ",", ".", False),
        ([["1,5", "650"], ["2.149", "7"]], ";", ",", True),
        ([["1.5", "650"], ["2,149", "7"]], "\t", ".", True),
        ([["1,234"]], "\t", "", False),
        ([["1,234"]], "", "", False),
        ([["1,234"]], ";", ",", False),
        ([["1,234"]], ",", ".", False),
        ([["2.149", "3.205"]], ";", "", False),
        ([["2.149", "3.205"]], "\t", ".", False),
        ([["2.149", "654"]], "\t", "", False),
        ([["2.149", "654"]], " ", ".", False),
        ([["1,234", "2.149"]], "\t", "", False),
        ([["1,5", "1.5"]], ";", "", True),
        ([["1,5", "2,5", "1.5"]], ";", ",", True),
        ([["1,5", "a", "b"], ["1.5", "2", "3"]], ";", ".", True),  # a column of words has no say
        ([[2.149, "1,5", "2,5"]], "", ",", True),
    ],
)
def test_one_file_has_one_decimal_mark(
    columns: list[list[Cell]], separator: str, mark: str, settled: bool
) -> None:
    assert settle_mark(columns, separator) == (mark, settled)


@pytest.mark.parametrize(
    ("cells", "mark", "values", "unit", "marked"),
    [
        (["1", "2"], ".", [1.0, 2.0], "", False),
        (["1.5", "2"], ".", [1.5, 2.0], "", True),
        (["1,5", "2"], ",", [1.5, 2.0], "", True),
        (["2.149", "650"], ",", [2149.0, 650.0], "", False),
        (["1", "x", "2"], ".", [1.0, "x", 2.0], "", False),
        (["1", "inf", "2"], ".", [1.0, "inf", 2.0], "", False),
        (["1", "x", "NA"], ".", ["1", "x", None], "", False),
        (["1,234", "2", "3"], "", ["1,234", 2.0, 3.0], "", False),
        (["35%", "NA", "7 %"], ".", [35.0, None, 7.0], "%", False),
        (["$12", "$3.50", "4"], ".", [12.0, 3.5, "4"], "$", True),
        (["5 kg", "500 g", "2 kg"], ".", [5.0, "500 g", 2.0], "kg", False),
        (["5 kg", "500 g"], ".", ["5 kg", "500 g"], "", False),
        (["007", "7", "07"], ".", ["007", "7", "07"], "", False),
        ([2.149, "1,5"], ",", [2.149, 1.5], "", True),
    ],
)
def test_a_column_is_numbers_or_keeps_its_texts(
    cells: list[Cell], mark: str, values: list[object], unit: str, marked: bool
) -> None:
    column = read_column(cells, mark)
    got = [None if value is None or value != value else value for value in column.values]
    assert (got, column.unit, column.marked) == (values, unit, marked)
    assert (column.values.dtype == np.float64) == (not any(isinstance(v, str) for v in values))


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (["007", "7", "12"], True),
        (["0", "7", "12"], False),
        (["0.5", "007"], False),
        (["12345678901234567", "3"], True),
        (["1000000000000007", "3"], False),  # a float tells it from its neighbours
        (["0047583311587E59", "0047583311587DD9"], True),
        (["12E4", "35E7"], True),
        (["12E4", "350E7"], False),
        (["1e5", "2e5"], False),
        (["-7", "5"], False),
        ([7.0, "5"], False),
    ],
)
def test_codes_are_no_numbers(cells: list[Cell], codes: bool) -> None:
    assert are_codes(cells) == codes


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
