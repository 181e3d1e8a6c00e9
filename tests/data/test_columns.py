"""Columns: which hold numbers, and a bad cell named by its row and column."""

import numpy as np
import pandas as pd
import pytest

from gmm.data.columns import (
    column_numbers,
    counts_rows,
    explain_columns,
    numeric_columns,
    rank_columns,
)
from gmm.data.errors import TableError
from gmm.data.roles import points_from
from tests.data.checks import assert_for_a_person, select, table_of


def test_numeric_columns_are_those_of_numbers_for_the_most_part() -> None:
    table = table_of(
        "all,most,half,few,none,void,inf,text,label\n"
        "1,1,1,1,,,1,a,1\n"
        "2,2,2,x,NA,,inf,b,1\n"
        "3,x,x,x,,,inf,c,2\n"
        "4,,x,x,,,2,d,2\n"
    )
    assert numeric_columns(table) == ["all", "most", "label"]


def test_typed_columns_of_another_reader() -> None:
    table = pd.DataFrame(
        {
            "int": [1, 2, 3],
            "nullable": pd.array([1, None, 3], dtype="Int64"),
            "float32": np.array([1.5, np.nan, 2.5], dtype=np.float32),
            "object": pd.Series([1, 2.5, None], dtype=object),
            "bool": [True, False, True],
            "boolean": pd.array([True, None, False], dtype="boolean"),
            "truth": pd.Series([True, False, True], dtype=object),
            "date": pd.to_datetime(["2020-01-01", "2020-01-02", None]),
            "complex": [1j, 2j, 3j],
            "text": ["a", "b", None],
            "number": pd.Categorical([1.5, 2.5, 3.5]),
        }
    )
    assert numeric_columns(table) == ["int", "nullable", "float32", "object", "number"]
    assert points_from(table, ["int", "nullable"]).points.tolist() == [[1, 1], [3, 3]]
    assert points_from(table, ["object"]).points.tolist() == [[1], [2.5]]
    for name, cell in [("bool", "True"), ("date", "2020-01-01 00:00:00"), ("complex", "1j")]:
        with pytest.raises(TableError, match=rf"column '{name}': '.*{cell}.*' is not a number"):
            points_from(table, [name])


BAD_CELLS: dict[str, tuple[str, list[str] | None, str]] = {
    # name: (file, columns, the whole error)
    "the brief's": (
        "height,y\n" + "1.7,2\n" * 15 + "n/a?,3\n",
        ["height"],
        "Row 17, column 'height': 'n/a?' is not a number. "
        "Leave the cell empty to skip the row, or pick another column.",
    ),
    "no header": ("1,2\nx,4\n5,6\n", None, "Row 2, column 'column 1': 'x' is not a number. "),
    "after comments": (
        "# c\n\nx,y\n# c\n1,2\n\n\n3,4\n# c\n5,oops\n",
        ["y", "x"],
        "Row 10, column 'y': 'oops' is not a number. ",
    ),
    "after a cell of two lines": (
        'x,note\n1,"a\nb\nc"\n2,d\n#\nz,e\n4,f\n',
        ["x"],
        "Row 5, column 'x': 'z' is not a number. ",
    ),
    "after empty rows": (",\n,\nx,y\n1,2\no,4\n3,4\n", ["x"], "Row 5, column 'x': 'o' is not"),
    "the first of two": ("x,y\n1,2\n3,a\nb,6\n1,2\n", ["x", "y"], "Row 3, column 'y': 'a' is"),
    "a skipped row": ("x,y\n1,2\n,a\n3,6\n1,2\n", ["x", "y"], "Row 3, column 'y': 'a' is not"),
    "infinite": (
        "x,y\n1,2\n-inf,4\n5,6\n7,8\n",
        ["x"],
        "Row 3, column 'x': '-inf' is beyond 1e100, too large to calculate with. Leave",
    ),
    "overflowing": ("x\n1\n1e400\n2\n3\n", ["x"], "Row 3, column 'x': '1e400' is beyond 1e100"),
    "too large": ("x\n1\n-2e100\n2\n3\n", ["x"], "Row 3, column 'x': '-2e+100' is beyond 1e100"),
    "a decimal comma": (
        'x,y\n1.5,2\n"1,5",3\n4.5,4\n',
        ["x"],
        "Row 3, column 'x': '1,5' has another decimal mark or unit than the other n",
    ),
    "decimals or thousands": (
        "x\ty\n1\t2\n1,234\t3\n2\t4\n",
        ["x"],
        "Row 3, column 'x': '1,234' can be 1234 or 1.234. Write thousands without a mark",
    ),
    "a unit": (
        "x\n1\n5 min\n3\n4\n",
        ["x"],
        "Row 3, column 'x': '5 min' has another decimal mark or unit than",
    ),
    "an underscore": ("x\n1\n1_000\n3\n4\n", ["x"], "Row 3, column 'x': '1_000' is not a number"),
    "other digits": ("x\n1\n\u0661\n3\n4\n", ["x"], "Row 3, column 'x': '\u0661' is not a number"),
    "hexadecimal": ("x\n1\n0x10\n3\n4\n", ["x"], "Row 3, column 'x': '0x10' is not a number"),
    "truth": ("x\n1\nTrue\n3\n4\n", ["x"], "Row 3, column 'x': 'True' is not a number"),
    "a date": ("x,y\n1,2\n2020-01-01,3\n4,5\n5,6\n", ["x"], "Row 3, column 'x': '2020-01-01' is"),
    "a long text": (
        f"x\n1\n{'a' * 5000}\n3\n4\n",
        ["x"],
        f"Row 3, column 'x': '{'a' * 39}\u2026' is not a number. ",
    ),
    "control characters": (
        "x,y\n1,2\n3,4\n5,6\n7,8\n9,10\n\x1b[31m\u202ered\x07 \x7f ,12\n13,14\n15,16\n",
        ["x"],
        "Row 7, column 'x': '[31m red' is not a number. ",
    ),
}


@pytest.mark.parametrize("case", BAD_CELLS)
def test_a_bad_cell_is_named_by_its_row_and_column(case: str) -> None:
    text, columns, said = BAD_CELLS[case]
    with pytest.raises(TableError) as caught:
        select(text, *(columns or ()))
    assert str(caught.value).startswith(said)
    assert_for_a_person(caught.value)


def test_the_numbers_of_a_column_are_those_that_are_finite() -> None:
    table = table_of("x,y\n1,a\n,b\n2.5,c\noops,d\ninf,e\n-3,f\n-4,g\n")
    assert column_numbers(table, "x").tolist() == [1, 2.5, -3, -4]
    assert column_numbers(table, "y").shape == (0,)
    with pytest.raises(TableError, match=r"no column 'z'"):
        column_numbers(table, "z")


def test_a_column_that_counts_the_rows() -> None:
    table = table_of("a,b,c,d\n1,7,1,1\n2,8,3,2\n3,9,4,\n")
    assert [counts_rows(table, name) for name in "abcd"] == [True, True, False, False]
    assert not counts_rows(table.head(2), "a")


def test_clean_columns_are_offered_first_and_row_numbers_last() -> None:
    table = table_of("id,bad,good,word\n1,5,7,a\n2,x,9,b\n3,8,,c\n4,6,1,d\n")
    assert rank_columns(table) == ["good", "bad", "id"]


def test_every_column_that_is_not_offered_has_its_reason() -> None:
    table = table_of(
        "code;day;clock;word;both;none;mixed\n"
        "007;2024-01-01;10:30;Ann;1,5;;5 kg\n"
        "01;2024-01-02;11:30;Bob;1.5;;500 g\n"
    )
    why = explain_columns(table)
    assert why["code"] == "Codes, not numbers: '007'."
    assert why["day"] == "Dates or times: '2024-01-01'."
    assert why["clock"] == "Dates or times: '10:30'."
    assert why["word"] == "Words: 'Ann'."
    assert why["none"] == "It has no values."
    assert why["both"].startswith("Row 2, column 'both': '1,5' has another decimal mark or unit")
    assert why["mixed"].startswith("Row 2, column 'mixed': '5 kg' has another decimal mark or unit")
    assert set(why) | set(numeric_columns(table)) == set(table.columns)
