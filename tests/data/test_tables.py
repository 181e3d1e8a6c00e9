"""Tables: hostile files as literals, and bytes nobody thought of.

Every file either becomes the table that a person sees in it, or an error that says what to mend.
"""

import io
import math
import re
import string
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gmm.data import cells, tables
from gmm.data.cells import separate
from gmm.data.tables import (
    TableError,
    frequencies_from,
    labels_from,
    log10,
    numeric_columns,
    points_from,
    read_pasted,
    read_table,
    sample_rows,
)

NAN = math.nan
FAITHFUL = Path(__file__).resolve().parents[2] / "assets" / "data" / "old_faithful.csv"


def read(text, name="table.csv"):
    return read_table(text if isinstance(text, bytes) else text.encode(), name)


def select(text, *columns):
    table = read(text)
    return points_from(table, columns or list(table.columns))


# --- what can be read


READABLE = {
    # name: (file, columns, values)
    "comma": ("x,y\n1,2\n3,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "no end of line": ("x,y\n1,2\n3,4", ["x", "y"], [[1, 2], [3, 4]]),
    "semicolon": ("x;y\n1;2\n3;4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "decimal comma": ("x;y\n1,5;2\n3;-4,25\n", ["x", "y"], [[1.5, 2], [3, -4.25]]),
    "decimal comma, no header": (
        "1,5;2,5\n3,5;4,5\n",
        ["column 1", "column 2"],
        [[1.5, 2.5], [3.5, 4.5]],
    ),
    "semicolon with points": ("x;y\n1.5;2\n3;4\n", ["x", "y"], [[1.5, 2], [3, 4]]),
    "semicolon, three decimals": ("x;y\n1,234;2\n3;4\n", ["x", "y"], [[1.234, 2], [3, 4]]),
    "tab": ("x\ty\n1\t2\n3\t4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "tab with decimal commas": ("x\ty\n1,5\t2,5\n3,5\t4\n", ["x", "y"], [[1.5, 2.5], [3.5, 4]]),
    "tab with an empty cell": ("x\ty\n\t2\n3\t\n", ["x", "y"], [[NAN, 2], [3, NAN]]),
    "spaces": ("x y\n1 2\n3 4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "aligned by spaces": ("   x     y\n 1.0  2.25\n10.5 -4\n", ["x", "y"], [[1, 2.25], [10.5, -4]]),
    "spaces, decimal commas": ("1,5 2,5\n3,5 4,5\n", None, [[1.5, 2.5], [3.5, 4.5]]),
    "spaces and tabs": ("x \t y\n1 2\n3 \t4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "spaces after commas": ("x, y\n1, 2\n3, 4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "quotes after spaces": ('x, "y, in m"\n1, "2"\n', ["x", "y, in m"], [[1, 2]]),
    "an empty column": ("x,,y\n1,,2\n3,,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "spaces, few numbers": ("who x y\nAnn 1 2\n", ["who", "x", "y"], None),
    "one column": ("height\n1.72\n1.8\n", ["height"], [[1.72], [1.8]]),
    "one column, decimal commas": ("height\n1,72\n1,8\n2\n", ["height"], [[1.72], [1.8], [2]]),
    "one column, no header": ("1\n2\n3\n", ["column 1"], [[1], [2], [3]]),
    "no header": ("1,2\n3,4\n", ["column 1", "column 2"], [[1, 2], [3, 4]]),
    "no header, an empty cell first": ("1,\n3,4\n", None, [[1, NAN], [3, 4]]),
    "numbers in the header": ("x,2020\n1,2\n3,4\n", ["x", "2020"], [[1, 2], [3, 4]]),
    "quoted": ('"x","y"\n"1","2"\n"3","4"\n', ["x", "y"], [[1, 2], [3, 4]]),
    "a comma in a quoted name": ('"x, in m",y\n1,2\n3,4\n', ["x, in m", "y"], [[1, 2], [3, 4]]),
    "a doubled quote": ('"5"" pipe",y\n1,2\n3,4\n', ['5" pipe', "y"], [[1, 2], [3, 4]]),
    "a line end in a name": ('"x\nin m",y\n1,2\n3,4\n', ["x in m", "y"], [[1, 2], [3, 4]]),
    "carriage returns": ("x,y\r1,2\r3,4\r", ["x", "y"], [[1, 2], [3, 4]]),
    "both line ends": ("x,y\r\n1,2\r\n\r\n3,4\r\n", ["x", "y"], [[1, 2], [3, 4]]),
    "comments": ("# it's \"1\nx,y\n  # no\n1,2\n3,4\n# ,,,\n", ["x", "y"], [[1, 2], [3, 4]]),
    "UTF-8 with its mark": (b"\xef\xbb\xbfx,y\n1,2\n3,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "UTF-16": ("h\u00f6he;y\n1,5;2\n".encode("utf-16"), ["h\u00f6he", "y"], [[1.5, 2]]),
    "UTF-16, big end first": (b"\xfe\xff" + "x\ty\n1\t2\n".encode("utf-16-be"), None, [[1, 2]]),
    "Latin-1": ("h\u00f6he,y\n1,2\n3,4\n".encode("latin-1"), ["h\u00f6he", "y"], [[1, 2], [3, 4]]),
    "Windows-1252": (b"caf\x82\x93,y\n1,2\n3,4\n", ["caf\u201a\u201c", "y"], [[1, 2], [3, 4]]),
    "no encoding's byte": (b"caf\x81,y\n1,2\n3,4\n", ["caf", "y"], [[1, 2], [3, 4]]),
    "UTF-16 without its mark": ("x;y\n1,5;2\n".encode("utf-16-le"), ["x", "y"], [[1.5, 2]]),
    "UTF-16 big end first, without": ("x;y\n1,5;2\n".encode("utf-16-be"), ["x", "y"], [[1.5, 2]]),
    "UTF-32": ("h\u00f6he;y\n1,5;2\n".encode("utf-32"), ["h\u00f6he", "y"], [[1.5, 2]]),
    "vertical bars": ("x|y\n1|2\n3|4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "vertical bars, decimal commas": ("x|y\n1,5|2\n3|4\n", ["x", "y"], [[1.5, 2], [3, 4]]),
    "a table in Markdown": ("| x | y |\n|---|--:|\n| 1 | 2 |\n", ["x", "y"], [[1, 2]]),
    "a table of a database": (" x | y \n---+---\n 1 | 2 \n 3 |   \n", None, [[1, 2], [3, NAN]]),
    "Excel's first line, bars": ("sep=|\nx|y\n1|2\n3|4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "Excel's first line": ("sep=;\nx;y\n1,5;2\n3;4\n", ["x", "y"], [[1.5, 2], [3, 4]]),
    "R's row names": ('"x" "y"\n"1" 1 2\n"2" 3 4\n', ["column 1", "x", "y"], None),
    "a comma too many on each line": ("x,y,\n1,2,\n3,4,\n", ["x", "y"], [[1, 2], [3, 4]]),
    "commas after the rows only": ("x,y\n1,2,\n3,4,\n", ["x", "y"], [[1, 2], [3, 4]]),
    "commas after the header only": ("x,y,,\n1,2\n3,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "empty rows above": (",,\n,,\nx,y,z\n1,2,3\n", ["x", "y", "z"], [[1, 2, 3]]),
    "same names": ("x,x,x\n1,2,3\n", ["x", "x (2)", "x (3)"], [[1, 2, 3]]),
    "a name that is taken": ("x,x,x (2)\n1,2,3\n", ["x", "x (2)", "x (2) (2)"], [[1, 2, 3]]),
    "no name": ("x,,column 2\n1,2,3\n", ["x", "column 2", "column 2 (2)"], [[1, 2, 3]]),
    "only unprintable in a name": ("x,\u202e\u200b\n1,2\n", ["x", "column 2"], [[1, 2]]),
    "a long name": (f"{'h' * 99},y\n1,2\n", ["h" * 39 + "\u2026", "y"], [[1, 2]]),
    "every kind of number": (
        "x\n+1\n-.5\n2.\n1e3\n1E-2\n\u22124\n",
        ["x"],
        [[1], [-0.5], [2], [1000], [0.01], [-4]],
    ),
    "every empty cell": (
        "x,y\n" + "".join(f"{cell},1\n" for cell in sorted(tables.EMPTY)),
        ["x", "y"],
        [[NAN, 1]] * len(tables.EMPTY),
    ),
    "an error in the first cell": ("x,y\n#N/A,2\n3,4\n", ["x", "y"], [[NAN, 2], [3, 4]]),
    "flowers": ("5.1,3.5,setosa\n4.9,3,setosa\n", ["column 1", "column 2", "column 3"], None),
    "a text column": ("who,x\nSmith; J,1\nDoe; A,2\n", ["who", "x"], None),
    "times": ("when,x\n2020-01-01 10:00,1.5\n2020-01-02 11:30,2\n", ["when", "x"], None),
    "times alone": ("when\n2020-01-01 10:00\n2020-01-02 11:30\n", ["when"], None),
}  # fmt: skip


@pytest.mark.parametrize("case", READABLE)
def test_a_readable_file_becomes_its_table(case):
    content, columns, values = READABLE[case]
    table = read(content)
    if columns is not None:
        assert list(table.columns) == columns
    if values is not None:
        np.testing.assert_array_equal(table.to_numpy(dtype=float), values)
        assert (table.dtypes == np.float64).all()


def test_old_faithful_reads_as_pandas_reads_it():
    table = read(FAITHFUL.read_bytes())
    expected = pd.read_csv(FAITHFUL, dtype=float)
    pd.testing.assert_frame_equal(table.reset_index(drop=True), expected)
    assert table.index.tolist() == list(range(2, 274))


def test_empty_cells_are_those_of_pandas():
    spellings = "\n".join(["x", *(f'"{cell}"' for cell in sorted(tables.EMPTY)), "-", "?", "."])
    read_by_pandas = pd.read_csv(io.StringIO(spellings), skip_blank_lines=False)["x"]
    assert read_by_pandas.isna().sum() == len(tables.EMPTY)
    from pandas._libs.parsers import STR_NA_VALUES

    assert set(STR_NA_VALUES) == tables.EMPTY


def test_a_column_keeps_its_texts_to_be_quoted_and_its_labels_as_they_are():
    table = read("x,label,y\n1,1,1\n2,b,\n3,c,inf\n,NA,2\n")
    assert table["x"].dtype == np.float64
    assert table["label"].tolist() == ["1", "b", "c", None]
    assert table["y"].tolist() == [1.0, None, "inf", 2.0]


# --- what cannot


UNREADABLE = {
    # name: (file, what the error has to say)
    "nothing": (b"", r"'table.csv' is empty\. Upload"),
    "white space": (b" \n\t\r\n ", "is empty"),
    "a mark and nothing else": (b"\xef\xbb\xbf", "is empty"),
    "comments only": ("# a\n\n# b\n", "only blank lines and comments"),
    "separators only": (",,,\n,,,\n", "only blank lines"),
    "Excel's line only": ("sep=;\n", "only blank lines"),
    "a header only": ("# c\nx,y\n\n", r"names in row 2 and no rows below it\. Give"),
    "one line of text": ("hello", "names in row 1 and no rows"),
    "a NUL": (b"x,y\n1,\x002\n", r"not a text file\. Save the table as CSV"),
    "random bytes": (bytes(range(256)), "not a text file"),
    "many control characters": (b"\x01\x02\x03\x04,\x05\x06\x07\n1,2\n", "not a text file"),
    "UTF-16 broken off": (b"\xff\xfex\x00,", "not a text file"),
    "a NUL for every other byte": (b"x\0,\0y\0\n", "not a text file"),
    "a lone surrogate": (b"\xff\xfe\x00\xd8x\x00", "not a text file"),
    "xlsx": (b"PK\x03\x04\x14\x00\x06\x00", "looks like an Excel workbook or a zip archive, but"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or protected Office document"),
    "pdf": (b"%PDF-1.7\n1 2\n3 4", "a PDF"),
    "png": (b"\x89PNG\r\n\x1a\n", "a picture"),
    "jpeg": (b"\xff\xd8\xff\xe0", "a picture"),
    "gzip": (b"\x1f\x8b\x08\x00", "a compressed file"),
    "parquet": (b"PAR1\x15\x04", "looks like a Parquet file, but cannot be read"),
    "a web page": ("\n <!DOCTYPE html>\n<p>1,2\n", r"a web page, not a table\. Follow"),
    "a web page by its tag": ("<html><body>1,2</body>", "a web page"),
    "a web page by its comment": ("<!-- saved -->\n<p>1,2\n", "a web page"),
    "JSON": ('{"x": [1, 2]}', "JSON"),
    "JSON rows": ("[[1, 2], [3, 4]]", "JSON"),
    "a row too long": ("x,y\n1,2\n3,4,5\n", r"Row 3 has 3 cells where row 1 has 2\. Give every"),
    "a row too short": ("x,y\n1,2\n\n# c\n3\n", "Row 5 has 1 cell where row 1 has 2"),
    "all rows too long": ("x,y\n1,2,3\n", "Row 2 has 3 cells where row 1 has 2"),
    "a title above": ("Geyser\nx,y\n1,2\n3,4\n", r"Row 1 has 1 cell where row 2 has 2.*put #"),
    "thousands in one column": ("x\n1,234\n5,678\n", "Row 1 has 1 cell where row 2 has 2"),
    "an open quote": ('x,y\n1,2\n3,"4\n5,6\n', "Row 3 opens a quotation mark that nothing closes"),
    "a quote inside": ('x,y\n1,2\n3,"4"5\n', r'Row 3 has a quotation mark \("\) inside a cell'),
    "a quote inside, tabs": ('x\ty\n"a"b\t1\n', "Row 2 has a quotation mark"),
    "an endless cell": ("x,y\n1," + "9" * 140_000, "Row 2 has a cell of more than 131,072"),
    "too many columns": (",".join(["1"] * 201) + "\n", "Row 1 has 201 cells, and 200 columns"),
    "too many columns, tabs": ("1\t" * 300 + "1\n", "Row 1 has 301 cells"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_file_gets_a_sentence(case):
    content, said = UNREADABLE[case]
    with pytest.raises(TableError, match=said) as caught:
        read(content)
    assert_for_a_person(caught.value)


def test_the_files_are_many():
    assert len(READABLE) + len(UNREADABLE) >= 80


def assert_for_a_person(error):
    message = str(error)
    assert message.isprintable()
    assert 20 < len(message) < 400
    assert message[0].isupper() or message[0] == "'"
    assert message.endswith(".")
    assert "!" not in re.sub("'.*'", "", message)
    assert 1 <= len(re.findall(r"\. (?=[A-Z])", re.sub("'.*?'", "", message))) <= 2


def test_the_limits_are_the_largest_that_pass(monkeypatch):
    assert read(",".join(["1"] * 200) + "," * 300 + "\n").shape == (1, 200)
    monkeypatch.setattr(cells, "MAX_BYTES", 8)
    assert len(read("x\n1\n2\n3\n")) == 3
    with pytest.raises(TableError, match=r"is the most that can be read"):
        read("x\n1\n2\n3\n4")
    monkeypatch.setattr(cells, "MAX_BYTES", 10**6)
    monkeypatch.setattr(cells, "MAX_CELLS_BY_HAND", 6)
    assert read("x,y\n1,2\n3,4\n").shape == (2, 2)
    with pytest.raises(TableError, match=r"^The table goes on after row 5, .*Save it as one"):
        read("x,y\n1,2\n#\n3,4\n5,6\n")
    monkeypatch.setattr(cells, "MAX_CELLS_BY_HAND", 10**6)
    monkeypatch.setattr(cells, "MAX_LINE", 9)
    with pytest.raises(TableError, match=r"Row 3 has more than 9 characters\. End the line"):
        read("x,y\n1,2\n1234,56789\n")


def test_no_more_points_than_the_engine_takes(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    assert len(select("x\n1\n2\n\n3\n").points) == 3
    assert len(select("x,y\n1,1\n2,2\n,3\n3,3\n").points) == 3
    with pytest.raises(TableError, match=r"has 4 rows with numbers in column 'x', and 3 .*sample"):
        select("x\n1\n2\n3\n4\n")
    report = tables.read(b"x\n1\n2\n3\n4\n").report
    assert report.sentences()[-1].startswith("More than 3 rows: a fair sample")


def test_a_long_table_is_read_and_sampled():
    rows = 300_000
    table = read("x,y\n" + "".join(f"{i},{i / 7:.6f}\n" for i in range(rows)))
    np.testing.assert_allclose(table["y"], np.arange(rows) / 7, atol=5e-7)
    assert table.index[-1] == rows + 1
    points = points_from(sample_rows(table, 100_000, 0), ["x", "y"]).points
    assert points.shape == (100_000, 2)
    assert (np.diff(points[:, 0]) > 0).all()
    assert points[:, 0].mean() == pytest.approx(rows / 2, rel=0.01)


def test_a_nameless_file_still_makes_a_sentence():
    with pytest.raises(TableError, match=r"^The file is empty"):
        read_table(b"", " ")


# --- columns to offer


def test_numeric_columns_are_those_of_numbers_for_the_most_part():
    table = read(
        "all,most,half,few,none,void,inf,text,label\n"
        "1,1,1,1,,,1,a,1\n"
        "2,2,2,x,NA,,inf,b,1\n"
        "3,x,x,x,,,inf,c,2\n"
        "4,,x,x,,,2,d,2\n"
    )
    assert numeric_columns(table) == ["all", "most", "label"]


def test_typed_columns_of_another_reader():
    table = pd.DataFrame(
        {
            "int": [1, 2, 3],
            "nullable": pd.array([1, None, 3], dtype="Int64"),
            "float32": np.array([1.5, np.nan, 2.5], dtype=np.float32),
            "object": pd.Series([1, "2.5", None], dtype=object),
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


# --- points


def test_points_are_the_chosen_columns_in_the_chosen_order():
    points, columns, skipped, rows = select("a,b,c\n1,x,2\n3,y,4\n", "c", "a")
    assert points.tolist() == [[2, 1], [4, 3]]
    assert columns == ("c", "a")
    assert skipped == 0
    assert rows.tolist() == [0, 1]
    assert not rows.flags.writeable
    assert points.dtype == np.float64
    assert not points.flags.writeable


def test_only_the_chosen_columns_empty_cells_skip_a_row():
    text = "a,b,c\n1,,2\n,1,3\n4,NA,5\n6,7,nan\n8,9,1\n"
    assert select(text, "a", "c").rows.tolist() == [0, 2, 4]
    assert select(text, "a").skipped == 1
    assert select(text, "a", "c").points.tolist() == [[1, 2], [4, 5], [8, 1]]
    assert select(text, "a", "c").skipped == 2
    with pytest.raises(TableError, match=r"in column 'b' and column 'c', and there is 1\. Fill"):
        select("b,c\n1,2\n,2\n3,\n", "b", "c")


BAD_CELLS = {
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
    "after empty rows": (",\n,\nx,y\n1,2\n?,4\n3,4\n", ["x"], "Row 5, column 'x': '?' is not"),
    "the first of two": ("x,y\n1,2\n3,a\nb,6\n1,2\n", ["x", "y"], "Row 3, column 'y': 'a' is"),
    "a skipped row": ("x,y\n1,2\n,a\n3,6\n1,2\n", ["x", "y"], "Row 3, column 'y': 'a' is not"),
    "infinite": (
        "x,y\n1,2\n-inf,4\n5,6\n7,8\n",
        ["x"],
        "Row 3, column 'x': '-inf' is beyond 1e100, too large to calculate with. Leave",
    ),
    "overflowing": ("x\n1\n1e400\n2\n3\n", ["x"], "Row 3, column 'x': '1e400' is beyond 1e100"),
    "too large": ("x\n1\n-2e100\n2\n3\n", ["x"], "Row 3, column 'x': '-2e+100' is beyond 1e100"),
    "a spreadsheet's error": ("x,y\n1,2\n#DIV/0!,4\n5,6\n", ["x"], "Row 3, column 'x': '#DIV/0!' "),
    "a decimal comma": (
        'x,y\n1,2\n"1,5",3\n4,4\n',
        ["x"],
        "Row 3, column 'x': '1,5' is not a number. Write decimals with a point, thousands without",
    ),
    "thousands": ("x\ty\n1,5\t2\n1,234\t3\n2\t4\n", ["x"], "Row 3, column 'x': '1,234' is not"),
    "a thousand's point": ("x;y\n1.234,5;2\n1,5;3\n2;3\n", ["x"], "Row 2, column 'x': '1.234,5'"),
    "thousands by a space": (
        "x\n1\n1 234\n3\n4\n",
        ["x"],
        "Row 3, column 'x': '1 234' is not a number. Write",
    ),
    "a unit": ("x\n1\n5 min\n3\n4\n", ["x"], "Row 3, column 'x': '5 min' is not a number"),
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
def test_a_bad_cell_is_named_by_its_row_and_column(case):
    text, columns, said = BAD_CELLS[case]
    with pytest.raises(TableError) as caught:
        select(text, *(columns or ()))
    assert str(caught.value).startswith(said)
    assert_for_a_person(caught.value)


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("x,y\n1,2\n3,4\n", ["z"], "The table has no column 'z'. Pick one of its own columns."),
        ("x,y\n1,2\n3,4\n", ["x", "x"], "Pick at least one column, and none of them twice."),
        ("x,\n1,\n3,\n", ["column 2"], "The table has no column 'column 2'. Pick one"),
        ("x,y\n1,\n3,NA\n", ["x", "y"], "A mixture needs at least 2 rows with numbers in column"),
        ("x,y\n1,2\n", ["x"], "A mixture needs at least 2 rows with numbers in column 'x', and"),
        ("x,y\n1,2\n1,3\n1,4\n", ["x"], "All 3 rows are the same in column 'x'. Pick a column"),
        ("x,y\n1,2\n,3\n1,4\n", ["x"], "All 2 rows are the same in column 'x'. Pick a column"),
    ],
)
def test_columns_that_give_no_mixture_are_refused(text, columns, said):
    with pytest.raises(TableError) as caught:
        select(text, *columns)
    assert str(caught.value).startswith(said)


def test_no_columns_are_refused():
    with pytest.raises(TableError, match="at least one column"):
        points_from(read("x\n1\n2\n"), [])


# --- files nobody thought of


def attempt(function, *arguments):
    """The result and None, or None and what the `TableError` said; any other error goes through."""
    try:
        return function(*arguments), None
    except TableError as error:
        return None, str(error)


def read_or_refuse(content, name):
    """Whatever the file, it is refused in words, or each choice of its columns is sound or is."""
    table, refusal = attempt(read_table, content, name)
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
        selection, refusal = attempt(points_from, table, chosen)
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
def test_any_bytes_are_a_table_or_a_table_error(content, name):
    read_or_refuse(content, name)


@settings(max_examples=2000, deadline=None)
@given(st.text(alphabet="01239.,;\t \n\r\"'#-+eENnaif\u2212\u00e9", max_size=120))
def test_any_scrap_of_a_table_is_a_table_or_a_table_error(text):
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
def test_any_rows_of_cells_are_a_table_or_a_table_error(rows, separator, encoding):
    text = "\r\n".join(separator.join(row) for row in rows)
    read_or_refuse(text.encode(encoding, errors="replace"), "rows.csv")


NUMBERS = st.floats(-1e100, 1e100).map(lambda number: number + 0.0)
NAMES = st.text(string.ascii_letters, min_size=1, max_size=8).filter(
    lambda name: name not in tables.EMPTY and not name.lower().startswith(("inf", "nan"))
)


@given(st.data())
def test_a_written_table_is_read_to_the_last_bit_under_its_row_numbers(data):
    d = data.draw(st.integers(2, 4))
    separator, decimal = data.draw(
        st.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", "."), (" ", ".")])
    )
    header = data.draw(st.lists(NAMES, min_size=d, max_size=d, unique=True))
    rows = data.draw(st.lists(st.lists(NUMBERS, min_size=d, max_size=d), min_size=1, max_size=6))
    lines, numbers = [], []
    for row in [header if data.draw(st.booleans()) else None, *rows]:
        lines += data.draw(st.lists(st.sampled_from(["", "# c", '# "', "#,;"]), max_size=2))
        if row is not None:
            numbers.append(len(lines) + 1)
            cells = [cell if isinstance(cell, str) else repr(cell) for cell in row]
            lines.append(separator.join(cell.replace(".", decimal) for cell in cells))
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    table = read(end.join(lines))
    assert table.to_numpy().tolist() == rows
    assert table.index.tolist() == numbers[-len(rows) :]
    assert list(table.columns) == (
        header if len(numbers) > len(rows) else [f"column {i + 1}" for i in range(d)]
    )


# --- what was read


def test_a_report_says_how_it_was_understood():
    text = "# c\n\nh\u00f6he;y\n1,5;2\n\n#\n3;4\n"
    report = tables.read(text.encode("latin-1"), "a.csv").report
    assert report == (
        "text", "Windows-1252", "semicolons", "comma", 3, 2, 2, {"blank lines": 2, "comments": 2}
    )  # fmt: skip
    assert report.sentences() == [
        "2 rows and 2 columns.",
        "Read as text, Windows-1252; cells parted by semicolons; decimal commas; names in row 3.",
        "Left out: 2 comments, 2 blank lines.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1\n2\n", "Read as text, UTF-8; no names of columns."),
        (b"x\n1.5\n", "Read as text, UTF-8; decimal points; names in row 1."),
        (b"x|y\n--|--\n1|2\n", "Read as text, UTF-8; cells parted by vertical bars; names in"),
        (
            "x\ty\n1,5\t2\n".encode("utf-16"),
            "Read as text, UTF-16; cells parted by tabs; decimal c",
        ),
        (b"\xef\xbb\xbfx y\n1 2\n", "Read as text, UTF-8; cells parted by spaces; names in row 1."),
        ("1 2\n3 4\n", "Read as text; cells parted by spaces; no names of columns."),
    ],
)
def test_how_it_was_read_in_words(content, said):
    assert tables.read(content).report.sentences()[1].startswith(said)


def test_one_of_each_is_singular():
    report = tables.read(b"#\n\nx\n1\n").report
    assert report.sentences()[0] == "1 row and 1 column."
    assert report.sentences()[2] == "Left out: 1 comment, 1 blank line."


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
    "a mark in front": ("\ufeff1 2\n3 4\n", None, [[1, 2], [3, 4]], ("line", 1)),
}  # fmt: skip


@pytest.mark.parametrize("case", PASTED)
def test_a_pasted_block_becomes_its_table(case):
    text, columns, values, (row, first) = PASTED[case]
    table = read_pasted(text)
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
        ("[1, 2, 3]", r"^The pasted text is JSON, not a table\. Paste rows of numbers"),
        ("<table><tr><td>1", r"^The pasted text is a web page"),
        ("1\0 2\n", r"^The pasted text is not a text file\. Paste"),
        ("1 2 x", r"names in line 1|not a number"),
        ("1 2\n" * 260_000, r"1,040,000 characters, and 1,000,000 are the most .* upload that"),
    ],
)
def test_a_pasted_block_that_is_no_table_gets_a_sentence(text, said):
    with pytest.raises(TableError, match=said) as caught:
        all_points(read_pasted, text)
    assert_for_a_person(caught.value)


def all_points(read, *given):
    table = read(*given)
    return points_from(table, list(table.columns))


# --- plain files, read at once


def both_ways(text, separator):
    """The readings of a plain text by pandas and by hand, or None where it is not plain."""
    try:
        plain = tables._read_plain(text, "", separator)
    except tables._NotPlainError:
        return None
    except TableError as error:
        plain = str(error)
    try:
        by_hand = tables._tabulate_rows("text", "", separate(text, separator), "row")
    except TableError as error:
        by_hand = str(error)
    return plain, by_hand


def assert_the_same(plain, by_hand):
    if isinstance(plain, str) or isinstance(by_hand, str):
        assert plain == by_hand
        return
    pd.testing.assert_frame_equal(
        plain.table, by_hand.table, check_index_type=False, check_exact=True
    )
    for name in plain.table:
        cells = zip(plain.table[name], by_hand.table[name], strict=True)
        assert all(type(one) is type(other) for one, other in cells)
    how, same = plain.report, by_hand.report
    assert how._replace(decimal="", separator="") == same._replace(decimal="", separator="")


# fmt: off
ODD_CELLS = st.sampled_from([
    "inf", "-inf", "infinity", "NAN", "nan", "None", "1.#IND", "True", "2020-01-01", "1-2", "--",
    "-", "+", ".", "e5", "1e", "1d5", "0x10", "1_0", "1.", "+3", ".5", "007", "1e5", "1E+05",
    "1e400", "1e-400", "5e-324", "1.7976931348623157e308", "99999999999999999999999",
    "9007199254740993", "-9223372036854775809", "18446744073709551616", "1,5", "1,234",
    "\u22124", "\u0661", "\u00e9", "", " 2", "2 ", "1 2", "a b", "\xa01", "\x0b3", "\x1c1",
    '""', '"1 2"', '" x"', 'a"b', '"a"b', '"1,5"',
])
# fmt: on
SHORT = [0] * 9 + [1]  # cells that a row lacks
PLAIN_CELLS = st.sampled_from(["1", "-2.5", "1e3", "NA", "x", "0.25", '"a"', "1,5", "12"])


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(PLAIN_CELLS | ODD_CELLS, min_size=3, max_size=3), st.sampled_from(SHORT)
        ),
        min_size=1,
        max_size=6,
    ),
    st.integers(1, 3),
    st.sampled_from(",;\t |"),
    st.sampled_from(["", "# c\n", "\n#\n"]),
    st.sampled_from(["", "\n", "\n\n"]),
)
@example([(["x", "1", "y"], 0), (["1", "-0", "2"], 0)], 3, ",", "", "\n")
@example([(["1", "", "x"], 0), (["2", "NA", "x"], 0)], 3, ",", "", "\n")
@example([(["x", "y", ""], 0), (["1", "2", ""], 0), (['"1,5"', "", ""], 1)], 2, ",", "", "")
def test_a_plain_file_reads_the_same_at_once_and_by_hand(rows, width, separator, above, below):
    text = above + "\n".join(separator.join(row[: width - short]) for row, short in rows) + below
    if readings := both_ways(text, separator):
        assert_the_same(*readings)


PLAIN = {
    "numbers": ("x,y\n1,2.5\n3,4\n", ","),
    "R's row names": ('"x" "y"\n"1" 1 2\n"2" 3 4\n', " "),
    "aligned": ("x    y\n 1.5  2\n10.25 -3\n", " "),
    "labels": ('"x","kind"\n1,"a"\n2,"b"\n3,"a"\n', ","),
    "flowers": ("5.1,3.5,setosa\n4.9,3,setosa\n", ","),
    "decimal commas": ("x;y\n1,5;2\n3;4\n", ";"),
    "decimal commas and tabs": ("x\ty\n1,5\t2\n3\t4\n", "\t"),
    "thousands?": ("x\ty\n1,234\t2\n3\t4\n", "\t"),
    "comments above": ("# a\n\n# b\nx,y\n1,2\n3,4\n\n\n", ","),
    "commas after the rows only": ("x,y\n1,2,\n3,4,\n", ","),
    "one bad": ("x\n1\n2\noops\n3\n", ","),
    "infinite": ("x\n1\n2\ninf\n3\n", ","),
}


@pytest.mark.parametrize("case", PLAIN)
def test_what_is_common_is_plain(case):
    readings = both_ways(*PLAIN[case])
    assert readings is not None
    assert_the_same(*readings)


NOT_PLAIN = {
    "a cell of two lines": ('x,y\n1,"a\nb"\n2,c\n', ","),
    "a separator in quotes": ('x,y\n1,"a,b"\n2,c\n', ","),
    "a comment inside": ("x,y\n1,2\n# c\n3,4\n", ","),
    "a comment in one column": ("x\n1\n# c\n3\n", ","),
    "a short row made up for by quotes": ('x,y\n1,2\n"a,b"\n3,4\n', ","),
    "a short row made up for by a long one": ("x,y\n1,2\n3\n4,5,6\n", ","),
    "a blank line inside": ("x,y\n1,2\n\n3,4\n", ","),
    "a line of tabs": ("x\ty\n1\t2\n\t\n3\t4\n", "\t"),
    "ragged": ("x,y\n1,2\n3\n4,5,6\n", ","),
    "a quote inside": ('x,y\n1,2\n3,"4"5\n', ","),
    "an endless cell": ("x,y\n1," + "9" * 140_000 + "\n2,3\n", ","),
    "too wide": (",".join(["1"] * 201) + "\n" + ",".join(["1"] * 201), ","),
    "other spaces": ("x y\n1\u2003 2\n3 4\n", " "),
    "a single line": ("1,2,3", ","),
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_what_pandas_might_see_otherwise_is_read_by_hand(case):
    assert both_ways(*NOT_PLAIN[case]) is None


def test_long_files_are_read_at_once_and_short_ones_by_hand(monkeypatch):
    plain = []
    monkeypatch.setattr(tables, "_read_plain", lambda *given: plain.append(given) or _raise())

    def _raise():
        raise tables._NotPlainError

    assert len(read("x\n" + "1\n" * 100)) == 100
    assert not plain
    assert len(read("x\n" + "12345\n" * 20_000)) == 20_000
    assert plain


def test_a_row_far_down_is_named():
    text = "x,y\n" + "1,2\n" * 150_000 + "3,oops\n" + "1,2\n" * 150_000
    with pytest.raises(TableError, match=r"^Row 150002, column 'y': 'oops' is not a number"):
        select(text, "x", "y")


def test_too_many_cells_are_told(monkeypatch):
    monkeypatch.setattr(tables, "MAX_CELLS", 100_000)
    with pytest.raises(TableError, match=r"has 60,000 rows of 2 cells, and 100,000 .* Keep only"):
        read("x,y\n" + "1,2\n" * 60_000)


# --- samples, labels, frequencies, logarithms


def test_a_sample_keeps_order_and_numbers_and_is_fair():
    table = read("#\nx\n" + "".join(f"{i}\n" for i in range(1000)))
    sample = sample_rows(table, 100, 3)
    assert sample.index.is_monotonic_increasing
    assert (sample["x"] == sample.index - 3).all()
    assert sample.index.name == "row"
    pd.testing.assert_frame_equal(sample, sample_rows(table, 100, 3))
    assert not sample.index.equals(sample_rows(table, 100, 4).index)
    assert sample_rows(table, 1000, 0) is table
    counts = np.zeros(1000)
    for seed in range(200):
        counts[sample_rows(table, 100, seed).index - 3] += 1
    assert abs(counts[:500].sum() / counts.sum() - 0.5) < 0.02
    assert counts.max() < 45


def test_labels_are_numbered_in_their_own_order():
    table = read("x,kind,day,few\n1,b,10,NA\n2,a,9,NA\n3,,10,NA\n4,b,1.5,u\n")
    labels, names = labels_from(table, "kind")
    assert names == ("a", "b")
    assert labels.tolist() == [1, 0, -1, 1]
    assert labels.dtype == np.int64
    assert not labels.flags.writeable
    assert labels_from(table, "day")[1] == ("1.5", "9", "10")
    assert labels_from(table, "day")[0].tolist() == [2, 1, 2, 0]
    assert labels_from(table, "few")[0].tolist() == [-1, -1, -1, 0]


def test_labels_line_up_with_the_points():
    table = read("x,kind\n1,a\n,b\n3,b\n4,a\n")
    selection = points_from(table, ["x"])
    labels, names = labels_from(table, "kind")
    assert [names[label] for label in labels[selection.rows]] == ["a", "b", "a"]


def test_labels_of_other_types():
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
    assert labels_from(table, "mixed") == (pytest.approx([0, 1, -1]), ("2", "x"))


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
def test_columns_that_are_no_labels(text, said):
    with pytest.raises(TableError) as caught:
        labels_from(read(text), "x")
    assert str(caught.value).startswith(said)
    assert_for_a_person(caught.value)


def test_twelve_labels_are_few_enough():
    text = "y,x\n" + "".join(f"1,{i}\n" for i in range(12))
    assert len(labels_from(read(text), "x")[1]) == 12


def test_frequencies_are_read_and_line_up():
    table = read("speed,riders\n1,4\n2,9\n,7\n4,\n5,0.5\n")
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
def test_columns_that_are_no_frequencies(cells, said):
    text = "x,f\n" + "".join(f"1,{cell}\n" for cell in cells.split())
    with pytest.raises(TableError) as caught:
        frequencies_from(read(text), "f")
    assert str(caught.value).startswith(said)
    assert_for_a_person(caught.value)


def test_logarithms_take_the_place_of_their_columns():
    table = read("x,y\n1,2\n100,\n,-3\n0.001,4\n")
    logs = log10(table, ["x"])
    np.testing.assert_allclose(logs["x"], [0, 2, NAN, -3])
    pd.testing.assert_series_equal(logs["y"], table["y"])
    assert table["x"].tolist()[:2] == [1, 100]
    assert logs.index.tolist() == table.index.tolist()
    assert log10(table, []).equals(table)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("1 2 0", "Row 4, column 'x': '0' has no logarithm, as it is not above 0. Leave the"),
        ("1 2 -7", "Row 4, column 'x': '-7' has no logarithm"),
        ("1 2 3 oops", "Row 5, column 'x': 'oops' is not a number."),
        ("1 2 3 inf", "Row 5, column 'x': 'inf' is beyond 1e100"),
        ("1 2 3 -inf", "Row 5, column 'x': '-inf' is beyond 1e100"),
        ("1 2 1e200", "Row 4, column 'x': '1e+200' is beyond 1e100"),
    ],
)
def test_cells_without_a_logarithm(cells, said):
    with pytest.raises(TableError) as caught:
        log10(read("x\n" + "".join(f"{cell}\n" for cell in cells.split())), ["x"])
    assert str(caught.value).startswith(said)
    assert_for_a_person(caught.value)
