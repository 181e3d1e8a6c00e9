"""Rows: quotation marks, comments, blank lines, rows of unequal length."""

import pytest

from gmm.data import rows
from gmm.data.errors import TableError
from gmm.data.rows import judge_line, split_rows
from tests.data.checks import Readable, Unreadable, assert_reads, assert_refused, table_of

READABLE: dict[str, Readable] = {
    # name: (file, columns, values)
    "no end of line": ("x,y\n1,2\n3,4", ["x", "y"], [[1, 2], [3, 4]]),
    "quotes after spaces": ('x, "y, in m"\n1, "2"\n', ["x", "y, in m"], [[1, 2]]),
    "quoted": ('"x","y"\n"1","2"\n"3","4"\n', ["x", "y"], [[1, 2], [3, 4]]),
    "a comma in a quoted name": ('"x, in m",y\n1,2\n3,4\n', ["x, in m", "y"], [[1, 2], [3, 4]]),
    "a doubled quote": ('"5"" pipe",y\n1,2\n3,4\n', ['5" pipe', "y"], [[1, 2], [3, 4]]),
    "a line end in a name": ('"x\nin m",y\n1,2\n3,4\n', ["x in m", "y"], [[1, 2], [3, 4]]),
    "both line ends": ("x,y\r\n1,2\r\n\r\n3,4\r\n", ["x", "y"], [[1, 2], [3, 4]]),
    "comments": ("# it's \"1\nx,y\n  # no\n1,2\n3,4\n# ,,,\n", ["x", "y"], [[1, 2], [3, 4]]),
    "R's row names": ('"x" "y"\n"1" 1 2\n"2" 3 4\n', ["column 1", "x", "y"], None),
    "a comma too many on each line": ("x,y,\n1,2,\n3,4,\n", ["x", "y"], [[1, 2], [3, 4]]),
    "empty rows above": (",,\n,,\nx,y,z\n1,2,3\n", ["x", "y", "z"], [[1, 2, 3]]),
}


@pytest.mark.parametrize("case", READABLE)
def test_a_readable_file_becomes_its_table(case: str) -> None:
    assert_reads(*READABLE[case])


UNREADABLE: dict[str, Unreadable] = {
    # name: (file, what the error has to say)
    "comments only": ("# a\n\n# b\n", "only blank lines and comments"),
    "separators only": (",,,\n,,,\n", "only blank lines"),
    "Excel's line only": ("sep=;\n", "only blank lines"),
    "a row too long": ("x,y\n1,2\n3,4,5\n", r"Row 3 has 3 cells where row 1 has 2\. Give every"),
    "a row too short": ("x,y\n1,2\n\n# c\n3\n", "Row 5 has 1 cell where row 1 has 2"),
    "all rows too long": ("x,y\n1,2,3\n", "Row 1 has 2 cells where row 2 has 3"),
    "a long line above": ("a,b,c\n1,2\n3,4\n", r"Row 1 has 3 cells where row 2 has 2.*put #"),
    "another separator above": (
        "x;y\n1,2\n3,4\n5,9\n",
        "Row 1 is separated by semicolons, and row 2 by commas. Use one",
    ),
    "an open quote": (
        'x,y\n1,2\n3,"4\n5,6\n',
        "Row 3 opens a quotation mark and does not close it",
    ),
    "a quote inside": ('x,y\n1,2\n3,"4"5\n', r'Row 3 has a quotation mark \("\) inside a cell'),
    "a quote inside, tabs": ('x\ty\n"a"b\t1\n', "Row 2 has a quotation mark"),
    "an endless cell": ("x,y\n1," + "9" * 140_000, "Row 2 has a cell of more than 131,072"),
    "too many columns": (",".join(["1"] * 2001) + "\n", "Row 1 has 2,001 cells, and 2,000 co"),
    "too many columns, tabs": ("1\t" * 3000 + "1\n", "Row 1 has 3,001 cells"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_file_gets_a_sentence(case: str) -> None:
    assert_refused(*UNREADABLE[case])


def test_rows_keep_the_numbers_that_a_spreadsheet_gives_them() -> None:
    read = split_rows('# c\n\nx,y\n1,"a\nb"\n\n2,c\n', ",")
    assert read.numbers == [3, 4, 6]  # a cell of two lines is one row of a spreadsheet
    assert read.cells == [["x", "y"], ["1", "a\nb"], ["2", "c"]]
    assert read.skipped == {"comments": 1, "blank lines": 2}


@pytest.mark.parametrize(
    ("line", "separator", "reason"),
    [
        (" \t\n", ",", "blank lines"),
        ("  # c\n", ",", "comments"),
        ("#N/A,1\n", ",", ""),
        ("#REF!\n", ",", ""),
        ("|---|--:|\n", "|", "ruled lines"),
        ("--- ----\n", " ", "ruled lines"),
        ("#,x\n", ",", ""),
        ("#d62728,1\n", ",", ""),
        ("---,---\n", ",", ""),
        ("1,2\n", ",", ""),
    ],
)
def test_a_line_that_is_no_row_is_told_by_its_kind(line: str, separator: str, reason: str) -> None:
    assert judge_line(line, separator) == reason


def test_the_limits_are_the_largest_that_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    assert table_of(",".join(["1"] * 2000) + "," * 300 + "\n").shape == (1, 2000)
    monkeypatch.setattr(rows, "MAX_CELLS_BY_HAND", 6)
    assert table_of("x,y\n1,2\n3,4\n").shape == (2, 2)
    with pytest.raises(TableError, match=r"^The table goes on after row 5, .*Save it as one"):
        table_of("x,y\n1,2\n#\n3,4\n5,6\n")
    monkeypatch.setattr(rows, "MAX_CELLS_BY_HAND", 10**6)
    monkeypatch.setattr(rows, "MAX_LINE", 9)
    with pytest.raises(TableError, match=r"Row 3 has more than 9 characters\. End the line"):
        table_of("x,y\n1,2\n1234,56789\n")
