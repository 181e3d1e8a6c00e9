"""Rows of cells -> a table with a header, its columns numbers or texts.

A table's index numbers its rows as a spreadsheet does that opens the file, and is called what a
row is called in errors: "row", or "line" of a pasted block.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy.typing as npt
import pandas as pd

from gmm.data.errors import TableError, shorten
from gmm.data.numerals import EMPTY, read_column, read_number
from gmm.data.report import Report
from gmm.data.rows import Rows
from gmm.data.separators import SEPARATORS


class Reading(NamedTuple):
    """A table and how it came about.

    Attributes
    ----------
    table : pandas.DataFrame
        At least one row. The index, "row" or "line", numbers the rows as a spreadsheet does that
        opens the file: the header counts, and so do blank lines and comments. A column of numbers
        is float64, NaN where empty; one of numbers for the most part holds float, str and None;
        any other holds str and None. (A Parquet file's columns keep their own types.)
    report : Report
    """

    table: pd.DataFrame
    report: Report


# What gives a table's columns with its first row (0) or without (1), and their decimal marks.
Columns = Callable[[int], list[tuple[npt.NDArray[Any], str]]]


def tabulate_rows(kind: str, encoding: str, rows: Rows, row: str) -> Reading:
    """Make a table of rows of cells.

    Parameters
    ----------
    kind, encoding : str
        For the report.
    rows : Rows
    row : str
        What a row is called in errors.

    Raises
    ------
    TableError
        When there is a header and no row below it.
    """

    def columns(begin: int) -> list[tuple[npt.NDArray[Any], str]]:
        body = rows.cells[begin:]
        cells = ([row[i] for row in body] for i in range(len(rows.cells[0])))
        return [read_column(column, rows.separator) for column in cells]

    return tabulate(kind, encoding, rows._replace(cells=rows.cells[:1]), columns, row)


def tabulate(kind: str, encoding: str, rows: Rows, columns: Columns, row: str) -> Reading:
    """Make a table of its columns.

    Parameters
    ----------
    kind, encoding : str
        For the report.
    rows : Rows
        All the rows' numbers, but the cells of the first one only.
    columns : callable
        Given 1, the columns below the first row, given 0 with it: values and decimal marks, as
        `read_column` gives them.
    row : str
        What a row is called in errors.

    Raises
    ------
    TableError
        When there is a header and no row below it.
    """
    first = rows.cells[0]
    has_header, values = _part_header(first, columns, rows.separator)
    if has_header and len(rows.numbers) == 1:
        raise TableError(
            f"The table has names in {row} {rows.numbers[0]} and no rows below it. "
            "Give at least two rows of numbers."
        )
    header = first if has_header else [""] * len(first)
    index = pd.Index(rows.numbers[has_header:], name=row)
    table = pd.DataFrame(
        {
            name: pd.Series(column, index, dtype=column.dtype)
            for name, given, (column, _) in zip(_name_columns(header), header, values, strict=True)
            if given or not pd.isna(column).all()  # a comma after every row makes no column
        },
        index=index,
    )
    decimals = {decimal for _, decimal in values}
    report = Report(
        kind,
        encoding,
        SEPARATORS[rows.separator] if kind == "text" and len(first) > 1 else "",
        next((decimal for decimal in ("comma", "point") if decimal in decimals), ""),
        rows.numbers[0] if has_header else None,
        len(table),
        len(table.columns),
        dict(rows.skipped),
    )
    return Reading(table, report)


def tabulate_parquet(table: pd.DataFrame) -> Reading:
    """Number the rows of a Parquet file's table and name its columns, which keep their types."""
    table.columns = pd.Index(_name_columns(table.columns))
    table.index = pd.RangeIndex(1, len(table) + 1, name="row")
    rows, columns = table.shape
    return Reading(table, Report("Parquet file", "", "", "", None, rows, columns, {}))


def _part_header(
    first: Sequence[str], columns: Columns, separator: str
) -> tuple[bool, list[tuple[npt.NDArray[Any], str]]]:
    """Whether the first row names the columns, and the columns without it if it does.

    It does not if it is all numbers, empty cells, and texts that come up again further down in
    their columns: "5.1, 3.5, setosa" is a flower, not a header.
    """
    numeric = [read_number(cell, separator) is not None for cell in first]
    words = [cell not in EMPTY and not numeric[i] for i, cell in enumerate(first)]
    if any(words) or not any(numeric):
        below = columns(1)
        if not any(numeric) or any(
            is_word and not (column.dtype == object and (column == cell).any())
            for cell, is_word, (column, _) in zip(first, words, below, strict=True)
        ):
            return True, below
    return False, columns(0)


def _name_columns(header: Iterable[str]) -> list[str]:
    """Short, printable names for the columns, no two the same."""
    names: dict[str, None] = {}
    for position, cell in enumerate(header, start=1):
        wanted = shorten(cell) or f"column {position}"
        name, count = wanted, 1
        while name in names:
            count += 1
            name = f"{wanted} ({count})"
        names[name] = None
    return list(names)
