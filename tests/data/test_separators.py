"""Separators: declared in the first line, or found."""

import pytest

from gmm.data.errors import TableError
from gmm.data.separators import find_separator
from tests.data.checks import NAN, Readable, assert_for_a_person, assert_reads, table_of

READABLE: dict[str, Readable] = {
    # name: (file, columns, values)
    "comma": ("x,y\n1,2\n3,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "semicolon": ("x;y\n1;2\n3;4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "semicolon with points": ("x;y\n1.5;2\n3;4\n", ["x", "y"], [[1.5, 2], [3, 4]]),
    "tab": ("x\ty\n1\t2\n3\t4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "tab with decimal commas": ("x\ty\n1,5\t2,5\n3,5\t4\n", ["x", "y"], [[1.5, 2.5], [3.5, 4]]),
    "tab with an empty cell": ("x\ty\n\t2\n3\t\n", ["x", "y"], [[NAN, 2], [3, NAN]]),
    "spaces": ("x y\n1 2\n3 4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "aligned by spaces": ("   x     y\n 1.0  2.25\n10.5 -4\n", ["x", "y"], [[1, 2.25], [10.5, -4]]),
    "spaces, decimal commas": ("1,5 2,5\n3,5 4,5\n", None, [[1.5, 2.5], [3.5, 4.5]]),
    "spaces and tabs": ("x \t y\n1 2\n3 \t4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "spaces after commas": ("x, y\n1, 2\n3, 4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "spaces, few numbers": ("who x y\nAnn 1 2\n", ["who", "x", "y"], None),
    "one column": ("height\n1.72\n1.8\n", ["height"], [[1.72], [1.8]]),
    "one column, decimal commas": ("height\n1,72\n1,8\n2\n", ["height"], [[1.72], [1.8], [2]]),
    "one column, no header": ("1\n2\n3\n", ["column 1"], [[1], [2], [3]]),
    "vertical bars": ("x|y\n1|2\n3|4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "vertical bars, decimal commas": ("x|y\n1,5|2\n3|4\n", ["x", "y"], [[1.5, 2], [3, 4]]),
    "a table in Markdown": ("| x | y |\n|---|--:|\n| 1 | 2 |\n", ["x", "y"], [[1, 2]]),
    "a table of a database": (" x | y \n---+---\n 1 | 2 \n 3 |   \n", None, [[1, 2], [3, NAN]]),
    "Excel's first line, bars": ("sep=|\nx|y\n1|2\n3|4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "Excel's first line": ("sep=;\nx;y\n1,5;2\n3;4\n", ["x", "y"], [[1.5, 2], [3, 4]]),
    "a text column": ("who,x\nSmith; J,1\nDoe; A,2\n", ["who", "x"], None),
    "times": ("when,x\n2020-01-01 10:00,1.5\n2020-01-02 11:30,2\n", ["when", "x"], None),
    "a unit after a blank": (
        "Body mass,n\n1.5 kg,12\n2.25 kg,40\n",
        ["Body mass", "n"],
        [[1.5, 12], [2.25, 40]],
    ),
    "one column, thousands with blanks": (
        "Pop\n73 096\n134 591\n987\n",
        ["Pop"],
        [[73096], [134591], [987]],
    ),
    "thousands with blanks": (
        "a,b\n73 096,3 096\n134 591,4 591\n",
        ["a", "b"],
        [[73096, 3096], [134591, 4591]],
    ),
    "blanks around tabs": ("x \t y\n1.5 \t 12\n", ["x", "y"], [[1.5, 12]]),
    "means and deviations": ("g\tm\na\t1.5 (0.15)\nb\t2.25 (0.23)\n", ["g", "m"], None),
    "blanks in names": (
        "Masse, kg\tLänge, m\n1,5\t2,5\n2,5\t3,5\n",
        ["Masse, kg", "Länge, m"],
        [[1.5, 2.5], [2.5, 3.5]],
    ),
    "times alone": ("when\n2020-01-01 10:00\n2020-01-02 11:30\n", ["when"], None),
}


@pytest.mark.parametrize("case", READABLE)
def test_a_readable_file_becomes_its_table(case: str) -> None:
    assert_reads(*READABLE[case])


def test_points_in_one_column_are_decimals_only_where_no_number_says_otherwise() -> None:
    assert table_of("x\n1.234\n2.345\n")["x"].tolist() == [1.234, 2.345]
    assert table_of("x\n1.234\n987\n12\n")["x"].tolist() == ["1.234", 987, 12]


def test_one_number_or_two_is_not_guessed() -> None:
    with pytest.raises(TableError, match=r"^'1,72' can be one number or two\. Write") as caught:
        find_separator("1,72\n1,80\n1,65\n")
    assert_for_a_person(caught.value)
    assert find_separator("0,05\n0,80\n1,65\n")[0] == "\t"
    assert find_separator("1,2\n3,4\n5,6\n")[0] == ","
    assert find_separator("a,b\n1,72\n1,80\n1,65\n")[0] == ","
    assert find_separator("a\n1,72\n1,80\n1,65\n")[0] == "\t"


@pytest.mark.parametrize("separator", "\t;|, ")
def test_a_declared_separator_is_believed_and_its_line_left_out(separator: str) -> None:
    assert find_separator(f"SEP={separator}\na,b;c\n") == (separator, "a,b;c\n")


@pytest.mark.parametrize("separator", "\t;|, ")
def test_the_separator_of_numbers_is_found(separator: str) -> None:
    text = f"x{separator}y\n1{separator}2\n3{separator}4\n"
    assert find_separator(text) == (separator, text)
