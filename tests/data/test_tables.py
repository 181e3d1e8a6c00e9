"""Tables: which row names the columns, and the names they get."""

import pytest

from tests.data.checks import NAN, Readable, Unreadable, assert_reads, assert_refused

READABLE: dict[str, Readable] = {
    # name: (file, columns, values)
    "an empty column": ("x,,y\n1,,2\n3,,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "no header": ("1,2\n3,4\n", ["column 1", "column 2"], [[1, 2], [3, 4]]),
    "no header, an empty cell first": ("1,\n3,4\n", None, [[1, NAN], [3, 4]]),
    "numbers in the header": ("x,2020\n1,2\n3,4\n", ["x", "2020"], [[1, 2], [3, 4]]),
    "commas after the rows only": ("x,y\n1,2,\n3,4,\n", ["x", "y"], [[1, 2], [3, 4]]),
    "commas after the header only": ("x,y,,\n1,2\n3,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "same names": ("x,x,x\n1,2,3\n", ["x", "x (2)", "x (3)"], [[1, 2, 3]]),
    "a name that is taken": ("x,x,x (2)\n1,2,3\n", ["x", "x (2)", "x (2) (2)"], [[1, 2, 3]]),
    "no name": ("x,,column 2\n1,2,3\n", ["x", "column 2", "column 2 (2)"], [[1, 2, 3]]),
    "only unprintable in a name": ("x,\u202e\u200b\n1,2\n", ["x", "column 2"], [[1, 2]]),
    "a long name": (f"{'h' * 99},y\n1,2\n", ["h" * 39 + "\u2026", "y"], [[1, 2]]),
    "flowers": ("5.1,3.5,setosa\n4.9,3,setosa\n", ["column 1", "column 2", "column 3"], None),
}


@pytest.mark.parametrize("case", READABLE)
def test_a_readable_file_becomes_its_table(case: str) -> None:
    assert_reads(*READABLE[case])


UNREADABLE: dict[str, Unreadable] = {
    # name: (file, what the error has to say)
    "a header only": ("# c\nx,y\n\n", r"names in row 2 and no rows below it\. Give"),
    "one line of text": ("hello", "names in row 1 and no rows"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_file_gets_a_sentence(case: str) -> None:
    assert_refused(*UNREADABLE[case])
