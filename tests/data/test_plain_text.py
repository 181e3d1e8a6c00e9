"""Plain text: what pandas reads at once is what the cell-by-cell way gives."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gmm.data import plain_text, reading
from gmm.data.errors import TableError
from gmm.data.plain_text import NotPlainError, read_plain
from gmm.data.report import Report
from gmm.data.rows import split_rows
from gmm.data.tables import Reading, tabulate_rows
from tests.data.checks import select, table_of


def both_ways(text: str, separator: str) -> tuple[Reading | str, Reading | str] | None:
    """The readings of a plain text by pandas and by hand, or None where it is not plain."""
    try:
        plain: Reading | str = read_plain(Report("text"), text, separator)
    except NotPlainError:
        return None
    except TableError as error:
        plain = str(error)
    try:
        by_hand: Reading | str = tabulate_rows(Report("text"), split_rows(text, separator), "row")
    except TableError as error:
        by_hand = str(error)
    return plain, by_hand


def assert_the_same(plain: Reading | str, by_hand: Reading | str) -> None:
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
def test_a_plain_file_reads_the_same_at_once_and_by_hand(
    rows: list[tuple[list[str], int]], width: int, separator: str, above: str, below: str
) -> None:
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
    "comments above": ("# a\n\n# b\nx,y\n1,2\n3,4\n\n\n", ","),
    "commas after the rows only": ("x,y\n1,2,\n3,4,\n", ","),
    "one bad": ("x\n1\n2\noops\n3\n", ","),
    "infinite": ("x\n1\n2\ninf\n3\n", ","),
}


@pytest.mark.parametrize("case", PLAIN)
def test_what_is_common_is_plain(case: str) -> None:
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
    "a comment in quotes": ('x,y\n1,2\n"# c",3\n4,5\n', ","),
    "a blank line inside": ("x,y\n1,2\n\n3,4\n", ","),
    "a line of tabs": ("x\ty\n1\t2\n\t\n3\t4\n", "\t"),
    "ragged": ("x,y\n1,2\n3\n4,5,6\n", ","),
    "a quote inside": ('x,y\n1,2\n3,"4"5\n', ","),
    "an endless cell": ("x,y\n1," + "9" * 140_000 + "\n2,3\n", ","),
    "too wide": (",".join(["1"] * 2001) + "\n" + ",".join(["1"] * 2001), ","),
    "a ruled line": ("x\ty\n--\t--\n1\t2\n--\t--\n3\t4\n", "\t"),
    "settings of Grace": ("x y\n1 2\n@a b\n3 4\n", " "),
    "other spaces": ("x y\n1\u2003 2\n3 4\n", " "),
    "thousands?": ("x\ty\n1,234\t2\n3\t4\n", "\t"),
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_what_pandas_might_see_otherwise_is_read_by_hand(case: str) -> None:
    assert both_ways(*NOT_PLAIN[case]) is None


def test_long_files_are_read_at_once_and_short_ones_by_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def refuse(report: Report, text: str, separator: str, header: int | None) -> Reading:
        asked.append(text)
        raise NotPlainError

    monkeypatch.setattr(reading, "read_plain", refuse)
    assert len(table_of("x\n" + "1\n" * 100)) == 100
    assert not asked
    assert len(table_of("x\n" + "12345\n" * 20_000)) == 20_000
    assert asked


def test_a_row_far_down_is_named() -> None:
    text = "x,y\n" + "1,2\n" * 150_000 + "3,oops\n" + "1,2\n" * 150_000
    with pytest.raises(TableError, match=r"^Row 150002, column 'y': 'oops' is not a number"):
        select(text, "x", "y")


def test_too_many_cells_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_text, "MAX_CELLS", 100_000)
    with pytest.raises(TableError, match=r"has 60,000 rows of 2 cells, and 100,000 .* Keep only"):
        table_of("x,y\n" + "1,2\n" * 60_000)
