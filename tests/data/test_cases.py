"""Small inputs that were read wrongly once, each in the kinds of file that it may come in.

Every case is read as a file, cell by cell and at once, as a pasted block and as a workbook.
"""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gmm.data.columns import explain_columns, numeric_columns, rank_columns
from gmm.data.errors import TableError
from gmm.data.reading import read
from gmm.data.roles import labels_from
from gmm.data.tables import Reading

CASES = Path(__file__).parent / "cases"

# file: rows, names of all columns, columns of numbers in the order of the offer, sums of these
FILES: dict[str, tuple[int, list[str], list[str], list[float]]] = {
    "frame_default.csv": (60, ["column 1", "0", "1"], ["0", "1", "column 1"], []),
    "colours.csv": (60, ["colour", "x", "y"], ["x", "y"], []),
    "commented_header.csv": (
        4,
        ["Step", "Energy (kJ)"],
        ["Step", "Energy (kJ)"],
        [15, 17.83],
    ),
    "preise.csv": (60, ["Gewicht", "Preis"], ["Gewicht", "Preis"], []),
    "preise_cents.csv": (60, ["Gewicht", "Preis"], ["Gewicht", "Preis"], []),
    "excel_de_tab.txt": (60, ["Tempo", "Nr"], ["Tempo", "Nr"], []),
    "three_decimals.txt": (4, ["speed", "len"], ["speed", "len"], [17.075, 22]),
    "share.csv": (60, ["weight", "share"], ["weight", "share"], []),
    "ids.tsv": (5, ["id", "x", "y"], ["x", "y"], [11.5, 24]),
    "labels_as_numbers.csv": (5, ["lane", "x"], ["x"], [15]),
    "freq_table.csv": (10, ["x", "y", "count"], ["x", "y", "count"], [35.4, 2630, 402]),
    "freq_written_out.csv": (402, ["x", "y"], ["x", "y"], []),
    "tiny1.csv": (120, ["amp"], ["amp"], []),
    "unix_ms.csv": (120, ["t", "y"], ["t", "y"], []),
    "paste_counts.txt": (10, ["value", "count", "kind"], ["value", "count"], [60, 70]),
    "paste_far_value.txt": (51, ["dose"], ["dose"], []),
}


def as_workbook(content: str, separator: str) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book, target = openpyxl.Workbook(), io.BytesIO()
    for line in content.splitlines():
        book.active.append([cell.strip('"') or None for cell in line.split(separator)])
    book.save(target)
    return target.getvalue()


def separator_of(name: str, text: str) -> str:
    return next(mark for mark in "\t;," if mark in text) if name != "tiny1.csv" else "\t"


WAYS: dict[str, Callable[[str, str], Reading]] = {
    "file": lambda text, _: read(text.encode()),
    "pasted": lambda text, _: read(text),
    "Windows": lambda text, _: read(text.replace("\n", "\r\n").encode("utf-16")),
    "workbook": lambda text, mark: read(as_workbook(text, mark)),
}


# No program writes a comment into a workbook.
MET = [
    (name, way)
    for name in FILES
    for way in WAYS
    if (name, way) != ("commented_header.csv", "workbook")
]


@pytest.mark.parametrize(("name", "way"), MET)
def test_a_case_is_read_right_however_it_comes(name: str, way: str) -> None:
    text = (CASES / name).read_text(encoding="utf-8")
    rows, names, numbers, sums = FILES[name]
    mark = "\t" if len(names) == 1 else separator_of(name, text)
    table = WAYS[way](text, mark).table
    assert len(table) == rows
    assert list(table.columns) == names
    assert rank_columns(table) == numbers
    assert set(explain_columns(table)) == set(names) - set(numbers)
    for column, total in zip(numbers, sums, strict=False):
        assert table[column].sum() == pytest.approx(total)


def test_the_largest_price_is_in_thousands() -> None:
    assert read((CASES / "preise.csv").read_bytes()).table["Preis"].max() == 3239
    assert read((CASES / "preise_cents.csv").read_bytes()).table["Preis"].max() == 4739.22


def test_labels_are_compared_as_they_stand() -> None:
    table = read((CASES / "labels_as_numbers.csv").read_bytes()).table
    assert len(labels_from(table, "lane")[1]) == 5
    assert "Codes" in explain_columns(table)["lane"]


def test_a_unit_beside_the_numbers_is_the_columns() -> None:
    reading = read((CASES / "share.csv").read_bytes())
    assert reading.report.units == {"share": "%"}
    assert reading.table["share"].iloc[0] == 30


def test_a_far_value_is_not_rounded() -> None:
    values = read((CASES / "paste_far_value.txt").read_text()).table["dose"]
    assert values.nunique() == 46
    assert values.max() == 950


# Cousins: one kind of trouble with the other mark, another separator, in one column.
COUSINS: dict[str, tuple[str, dict[str, list[float]]]] = {
    "thousands by commas": ('a,b\n1.5,"2,149"\n2.5,650\n', {"a": [1.5, 2.5], "b": [2149, 650]}),
    "thousands by commas, tabs": ("a\tb\n1.5\t2,149\n2\t650\n", {"b": [2149, 650]}),
    "thousands by points, bars": ("a|b\n1,5|2.149\n2|650\n", {"b": [2149, 650]}),
    "thousands by points, spaces": ("a b\n1,5 2.149\n2 650\n", {"b": [2149, 650]}),
    "thousands with cents": ("b\n2.149,25\n650\n", {"b": [2149.25, 650]}),
    "millions settle it": ("a\tb\n1,234\t2\n1,234,567\t3\n", {"a": [1234, 1234567]}),
    "millions by points": ("a;b\n1.234;2\n1.234.567;3\n", {"a": [1234, 1234567]}),
    "apostrophes": ("a;b\n1'234.5;1\n2'000;2\n", {"a": [1234.5, 2000]}),
    "narrow spaces": ("a;b\n1\u202f234,5;1\n2\u202f000;2\n", {"a": [1234.5, 2000]}),
    "India": ('a,b\n"1,23,456",1.5\n"12,34,567",2\n', {"a": [123456, 1234567]}),
    "small numbers settle it": ("a\tb\n1,380\t1\n0,912\t2\n", {"a": [1.38, 0.912]}),
    "exponents settle it": ("a\tb\n1,380\t1\n1,2E+03\t2\n", {"a": [1.38, 1200]}),
    "accounting": ('a,b\n"(1,234)",1.5\n"2,000",2\n', {"a": [-1234, 2000]}),
    "currency before": ('a,b\n"$1,234.50",1\n$12,2\n', {"a": [1234.5, 12]}),
    "currency behind": ("a;b\n1.234,50 €;1\n12 €;2\n", {"a": [1234.5, 12]}),
    "minus of typography": ("a,b\n\u22121.5,1\n2,2\n", {"a": [-1.5, 2]}),
    "kilograms": ("a\tb\n12 kg\t1\n5 kg\t2\n", {"a": [12, 5]}),
    "one column of Germany": ("0,05\n0,80\n1,65\n", {"column 1": [0.05, 0.8, 1.65]}),
    "R's row names, semicolons": ('"a";"b"\n"1";1,5;2\n"2";3;4\n', {"a": [1.5, 3], "b": [2, 4]}),
    "R's row names, commas": ('"a","b"\n"u",1.5,2\n"v",3,4\n', {"a": [1.5, 3], "b": [2, 4]}),
    "R's row names, tabs": ("a\tb\nu\t1.5\t2\nv\t3\t4\n", {"a": [1.5, 3], "b": [2, 4]}),
    "dashes for nothing": ("a;b\n1,5;-\n-;2\n3;4\n5;6\n", {"a": [1.5, 3, 5], "b": [2, 4, 6]}),
    "-999 for nothing": ("a;b\n1,5;2\n-999;2\n3;4\n", {"a": [1.5, 3]}),
}


@pytest.mark.parametrize("pasted", [False, True])
@pytest.mark.parametrize("case", COUSINS)
def test_cousins_are_read_right(case: str, pasted: bool) -> None:
    text, columns = COUSINS[case]
    table = read(text if pasted else text.encode()).table
    for name, values in columns.items():
        assert table[name].dropna().tolist() == values


@pytest.mark.parametrize("case", COUSINS)
def test_a_long_file_is_read_as_a_short_one(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from gmm.data import reading

    slow = read(COUSINS[case][0].encode()).table
    monkeypatch.setattr(reading, "PLAIN_FROM", 0)
    pd.testing.assert_frame_equal(read(COUSINS[case][0].encode()).table, slow)


@pytest.mark.parametrize(
    "text",
    [
        "a\n1,234\n5,678\n",
        "a\tb\n1,234\t1\n5,678\t2\n",
        "a;b\n2.149;1\n3.200;2\n",
        "a|b\n1,234|1\n5,678|2\n",
        "a\tb\n2.149\t1\n654\t2\n3.100\t4\n",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    table = read(text.encode()).table
    why = explain_columns(table).get("a", "")
    if not why:  # most of it is sure: the rest is told where it is used
        from gmm.data.roles import points_from

        with pytest.raises(TableError) as caught:
            points_from(table, ["a"])
        why = str(caught.value)
    assert "can be" in why
    assert "thousands without a mark" in why


def test_other_columns_of_such_a_table_are_offered() -> None:
    assert numeric_columns(read(b"a\tb\n1,234\t1\n5,678\t2\n").table) == ["b"]


def test_names_do_not_move_over_a_column_without_one() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["height", "weight"], [1.7, 70, 3], [1.8, 80, 4]):
        book.active.append(row)
    book.save(target)
    table = read(target.getvalue()).table
    assert list(table.columns) == ["height", "weight", "column 3"]
    np.testing.assert_array_equal(table.to_numpy(), [[1.7, 70, 3], [1.8, 80, 4]])
