"""Layout: titles, names, units and the first row of data, and notes at the end."""

import pytest

from gmm.data.layout import count_below, find_layout, take_head
from gmm.data.rows import split_rows
from tests.data.checks import NAN, Readable, assert_reads, table_of

READABLE: dict[str, Readable] = {
    # name: (file, columns, values)
    "a title": ("Geyser\nx,y\n1,2\n3,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "a title of a spreadsheet": ("Geyser;;\n;;\nx;y;\n1;2;\n3;4;\n", ["x", "y"], [[1, 2], [3, 4]]),
    "a title in two cells": (
        "Created as New Dataset,Sample 022\ncm-1,%T\n400,98.1\n401,97.2\n",
        ["cm-1", "%T"],
        [[400, 98.1], [401, 97.2]],
    ),
    "groups of names": (
        "control,,fire,\nX,Y,X,Y\n1,2,3,4\n5,6,7,8\n",
        ["control X", "control Y", "fire X", "fire Y"],
        [[1, 2, 3, 4], [5, 6, 7, 8]],
    ),
    "a preamble": (
        "Model,A1,\nSerial,12,\n\nx,y\n1,2\n3,4\n5,6\n7,8\n9,0\n",
        ["x", "y"],
        [[1, 2], [3, 4], [5, 6], [7, 8], [9, 0]],
    ),
    "units below": ("t;d\ns;mm\n1,5;2\n3;4\n", ["t", "d"], [[1.5, 2], [3, 4]]),
    "units in brackets": ("t\td\n[s]\t(%)\n1\t2\n3\t4\n", ["t", "d"], [[1, 2], [3, 4]]),
    "0 to D - 1 above decimals": (
        "0,1\n2.5,1.5\n3.5,2.25\n",
        ["0", "1"],
        [[2.5, 1.5], [3.5, 2.25]],
    ),
    "0 to D - 1 above whole numbers": ("0,1\n2,1\n3,2\n", None, [[0, 1], [2, 1], [3, 2]]),
    "a corner": (",a,b\n0,5,7\n1,6,8\n", ["column 1", "a", "b"], [[0, 5, 7], [1, 6, 8]]),
    "a corner above numbers": (",10,20\n0,5,7\n1,6,8\n", ["column 1", "10", "20"], None),
    "wavelengths": (
        "sample,400,410,420\na,1,2,3\nb,2,3,4\na,3,1,2\nb,1,2,3\n",
        ["sample", "400", "410", "420"],
        None,
    ),
    "wavelengths over decimals": (
        "sample,400,410,420\na,1.5,2.5,3.5\nb,1.6,2.6,3.6\nc,1.4,2.2,3.3\n",
        ["sample", "400", "410", "420"],
        None,
    ),
    "doses beside a corner": (",0.1,0.5\na,1,2\nb,2,3\n", ["column 1", "0.1", "0.5"], None),
    "a word for nothing first": ("k,x\na,NA\nb,2\nc,3\n", ["k", "x"], None),
    "words for small values first": ("k,x\na,low\nb,low\nc,2\nd,3\ne,4\n", ["k", "x"], None),
    "keys and numbers above": (
        "Device;X200\nSerial;4711\n\nt;T;h\n10:01;1,5;12\n10:02;2,25;40\n10:03;3,5;9\n",
        ["t", "T", "h"],
        None,
    ),
    "no corner": (",2\n3,4\n5,6\n", None, [[NAN, 2], [3, 4], [5, 6]]),
    "years": ("2019;2020\n1,5;2\n3;4\n", ["2019", "2020"], [[1.5, 2], [3, 4]]),
    "years above years": ("1987,1999\n1988,2000\n1989,2002\n", ["column 1", "column 2"], None),
    "places and years": ("place,2019,2020\nA,5.5,6\nB,3,2\n", ["place", "2019", "2020"], None),
    "dates without names": ("2024-01-01,5.1\n2024-01-02,6\n", ["column 1", "column 2"], None),
    "codes without names": ("a1,5.1,3.5\na2,4.9,3\n", ["column 1", "column 2", "column 3"], None),
    "the first value lacks": (
        "2/28/2008,1:00:00,NaN\n2/28/2008,2:00:00,3.5\n3/1/2008,3:00:00,4\n",
        ["column 1", "column 2", "column 3"],
        None,
    ),
    "the first value is bad": ("x,y\noops,2\n1,3\n4,5\n", ["x", "y"], None),
    "the number sign as a name": ("#,x\n1,2.5\n2,3\n", ["#", "x"], [[1, 2.5], [2, 3]]),
    "names in a comment": ("# x y\n1 2\n3 4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "an empty row and a note below": (
        "k,x\na,1\nb,2\n,\nSource: own measurements,\n",
        ["k", "x"],
        None,
    ),
    "a sum below numbers": (
        "k\tn\n1,00\t12\n2,00\t18\nGesamt\t30\n",
        ["k", "n"],
        [[1, 12], [2, 18]],
    ),
    "a sum below": ("k;x\na;1,5\nb;2\nSumme;3,5\n", ["k", "x"], None),
}


@pytest.mark.parametrize("case", READABLE)
def test_a_readable_file_becomes_its_table(case: str) -> None:
    assert_reads(*READABLE[case])


def test_what_stands_below_is_no_row() -> None:
    for case in ("an empty row and a note below", "a sum below"):
        assert len(table_of(READABLE[case][0])) == 2
    assert len(table_of("k,x\na,1\nb,2\nc,\n")) == 3  # a row whose number is missing
    rows = split_rows("k,x\na,1\nb,2\nTotal,3\n", ",")
    assert count_below(rows.cells[2:], rows.cells[1:]) == {"sums": 1}


def test_no_row_with_a_word_for_a_number_is_lost() -> None:
    assert len(table_of(READABLE["a word for nothing first"][0])) == 3
    assert len(table_of(READABLE["words for small values first"][0])) == 5


def test_a_layout_tells_titles_names_units_and_data() -> None:
    rows = split_rows("A title,\nx,y\nkg,s\n1,2\n3,4\n", ",")
    assert find_layout(rows) == (["x", "y"], ["kg", "s"], 2, 3, 1)


@pytest.mark.parametrize(
    ("header", "columns", "first"),
    [
        (None, ["a b", "c d"], 2),
        (1, ["a b", "c d"], 2),
        (0, ["column 1", "column 2"], 1),
        (2, ["e", "f"], 3),
        (3, ["1", "2"], 4),
    ],
)
def test_the_row_with_the_names_can_be_said(
    header: int | None, columns: list[str], first: int
) -> None:
    from gmm.data.reading import read

    table = read(b"a b,c d\ne,f\n1,2\n3,4\n5,6\n", header=header).table
    if header is None:
        assert list(table.columns) == ["e", "f"]
        return
    assert list(table.columns) == columns
    assert table.index[0] == first


def test_of_a_wide_table_fewer_rows_are_looked_at() -> None:
    assert len(take_head(split_rows("1,2\n" * 300, ","))) == 200
    assert len(take_head(split_rows((",".join(["1"] * 1000) + "\n") * 300, ","))) == 20
