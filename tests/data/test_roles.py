"""Roles: columns of a table as points, labels and frequencies."""

import numpy as np
import pandas as pd
import pytest

from gmm.data import roles
from gmm.data.errors import TableError
from gmm.data.roles import frequencies_from, labels_from, points_from
from tests.data.checks import assert_for_a_person, select, table_of


def test_points_are_the_chosen_columns_in_the_chosen_order() -> None:
    selection = select("a,b,c\n1,x,2\n3,y,4\n", "c", "a")
    points, columns, skipped, rows = selection[:4]
    assert selection.half_seen.shape == (0, 2)
    assert points.tolist() == [[2, 1], [4, 3]]
    assert columns == ("c", "a")
    assert skipped == 0
    assert rows.tolist() == [0, 1]
    assert not rows.flags.writeable
    assert points.dtype == np.float64
    assert not points.flags.writeable


def test_only_the_chosen_columns_empty_cells_skip_a_row() -> None:
    text = "a,b,c\n1,,2\n,1,3\n4,NA,5\n6,7,nan\n8,9,1\n"
    assert select(text, "a", "c").rows.tolist() == [0, 2, 4]
    assert select(text, "a").skipped == 1
    assert select(text, "a", "c").points.tolist() == [[1, 2], [4, 5], [8, 1]]
    assert select(text, "a", "c").skipped == 2
    half = select(text, "a", "c")
    np.testing.assert_array_equal(half.half_seen, [[np.nan, 3], [6, np.nan]])
    assert half.half_rows.tolist() == [1, 3]
    with pytest.raises(TableError, match=r"in column 'b' and column 'c', and there is 1\. Fill"):
        select("b,c\n1,2\n,2\n3,\n", "b", "c")


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("x,y\n1,2\n3,4\n", ["z"], "The table has no column 'z'. Pick one of its own columns."),
        (
            "x,y\n1,2\n3,4\n",
            ["x", "x"],
            "No column is chosen, or one is chosen twice. Choose each column once.",
        ),
        ("x,\n1,\n3,\n", ["column 2"], "The table has no column 'column 2'. Pick one"),
        ("x,y\n1,\n3,NA\n", ["x", "y"], "A mixture needs at least 2 rows with numbers in column"),
        ("x,y\n1,2\n", ["x"], "A mixture needs at least 2 rows with numbers in column 'x', and"),
        ("x,y\n1,2\n1,3\n1,4\n", ["x"], "All 3 rows are the same in column 'x'. Pick a column"),
        ("x,y\n1,2\n,3\n1,4\n", ["x"], "All 2 rows are the same in column 'x'. Pick a column"),
    ],
)
def test_columns_that_give_no_mixture_are_refused(text: str, columns: list[str], said: str) -> None:
    with pytest.raises(TableError) as caught:
        select(text, *columns)
    assert str(caught.value).startswith(said)


def test_no_columns_are_refused() -> None:
    with pytest.raises(TableError, match="No column is chosen"):
        points_from(table_of("x\n1\n2\n"), [])


def test_no_more_points_than_the_engine_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "MAX_ROWS", 3)
    assert len(select("x\n1\n2\n\n3\n").points) == 3
    assert len(select("x,y\n1,1\n2,2\n,3\n3,3\n").points) == 3
    with pytest.raises(TableError, match=r"has 4 rows with numbers in column 'x', and 3 .*sample"):
        select("x\n1\n2\n3\n4\n")


def test_labels_are_numbered_in_their_own_order() -> None:
    table = table_of("x,kind,day,few\n1,b,10,NA\n2,a,9,NA\n3,,10,NA\n4,b,1.5,u\n")
    labels, names = labels_from(table, "kind")
    assert names == ("a", "b")
    assert labels.tolist() == [1, 0, -1, 1]
    assert labels.dtype == np.int64
    assert not labels.flags.writeable
    assert labels_from(table, "day")[1] == ("1.5", "9", "10")
    assert labels_from(table, "day")[0].tolist() == [2, 1, 2, 0]
    assert labels_from(table, "few")[0].tolist() == [-1, -1, -1, 0]


def test_labels_line_up_with_the_points() -> None:
    table = table_of("x,kind\n1,a\n,b\n3,b\n4,a\n")
    selection = points_from(table, ["x"])
    labels, names = labels_from(table, "kind")
    assert [names[label] for label in labels[selection.rows]] == ["a", "b", "a"]


def test_labels_of_other_types() -> None:
    table = pd.DataFrame(
        {
            "bool": [True, False, True],
            "kind": pd.Categorical(["b", None, "a"]),
            "int": pd.array([3, None, 1], dtype="Int64"),
            "mixed": pd.Series([2.0, "x", None], dtype=object),
        }
    )
    assert labels_from(table, "bool")[1] == ("False", "True")
    assert labels_from(table, "kind")[0].tolist() == [1, -1, 0]
    assert labels_from(table, "int")[1] == ("1", "3")
    labels, names = labels_from(table, "mixed")
    assert labels.tolist() == [0, 1, -1]
    assert names == ("2", "x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "y,x\n" + "".join(f"1,{i}\n" for i in range(13)),
            "Column 'x' has 13 different values, and",
        ),
        ("y,x\n1,\n2,NA\n", "Column 'x' has no labels. Pick a column that holds some."),
        ("y,z\n1,2\n", "The table has no column 'x'. Pick one of its own columns."),
    ],
)
def test_columns_that_are_no_labels(text: str, said: str) -> None:
    with pytest.raises(TableError) as caught:
        labels_from(table_of(text), "x")
    assert str(caught.value).startswith(said)
    assert_for_a_person(caught.value)


def test_twelve_labels_are_few_enough() -> None:
    text = "y,x\n" + "".join(f"1,{i}\n" for i in range(12))
    assert len(labels_from(table_of(text), "x")[1]) == 12


def test_frequencies_are_read_and_line_up() -> None:
    table = table_of("speed,riders\n1,4\n2,9\n,7\n4,\n5,0.5\n")
    frequencies = frequencies_from(table, "riders")
    assert frequencies.tolist() == [4, 9, 7, 0, 0.5]
    assert frequencies.dtype == np.float64
    assert not frequencies.flags.writeable
    rows = points_from(table, ["speed"]).rows
    assert frequencies[rows].tolist() == [4, 9, 0, 0.5]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("1 -2 3", "Row 3, column 'f': '-2' is below 0, and nothing can be counted less than"),
        ("1 2 3 many", "Row 5, column 'f': 'many' is not a number. Leave the cell empty to"),
        ("1 2 3 1e13", "Row 5, column 'f': '1e+13' is beyond 1e+12, too large for a"),
        ("1 2 3 inf", "Row 5, column 'f': 'inf' is beyond 1e100, too large to calculate with."),
        ("1 2 3 -1e200", "Row 5, column 'f': '-1e+200' is below 0"),
        ("0 0 0", "No row of column 'f' has a frequency above 0. Pick another column."),
        ("NA NA", "No row of column 'f' has a frequency above 0."),
    ],
)
def test_columns_that_are_no_frequencies(cells: str, said: str) -> None:
    text = "x,f\n" + "".join(f"1,{cell}\n" for cell in cells.split())
    with pytest.raises(TableError) as caught:
        frequencies_from(table_of(text), "f")
    assert str(caught.value).startswith(said)
    assert_for_a_person(caught.value)


def test_labels_of_many_digits_are_told_apart() -> None:
    table = table_of("x,gtin\n1,4006381333931\n2,4006381333932\n3,4006381333931\n")
    assert labels_from(table, "gtin")[1] == ("4006381333931", "4006381333932")
