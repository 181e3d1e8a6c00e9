"""Rows of cells -> a table with a header, its columns numbers or texts.

A table's index numbers its rows as a spreadsheet does that opens the file, and is called what a
row is called in errors: "row", or "line" of a pasted block.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from gmm.data.errors import TableError, shorten
from gmm.data.layout import TAIL, Layout, count_below, find_layout, take_head
from gmm.data.numerals import Column, read_column, settle_mark
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


# What reads the columns, given a decimal mark and whether a cell has settled it.
Body = Callable[[str, bool], list[Column]]


def tabulate_rows(report: Report, rows: Rows, row: str, header: int | None = None) -> Reading:
    """Make a table of rows of cells.

    Parameters
    ----------
    report : Report
        What is known so far.
    rows : Rows
    row : str
        What a row is called in errors.
    header : int, optional
        The row that has the names; 0 where none has.

    Raises
    ------
    TableError
        When there is a header and no row below it.
    """
    layout, head = find_layout(rows, header), take_head(rows)
    body = rows.cells[layout.begin :]
    below = count_below(body[1:][-TAIL:], head[layout.begin :])
    body = body[: len(body) - below.total()]

    def read(mark: str, settled: bool) -> list[Column]:
        columns = [list(column) for column in zip(*body, strict=True)]
        if not settled and len(rows.cells) > len(head):
            mark, _ = settle_mark(columns, rows.separator)
        return [read_column(column, mark) for column in columns]

    numbers = rows.numbers[: layout.begin + len(body)]
    cells = head[: len(numbers)]
    rest = rows._replace(numbers=numbers, cells=cells, skipped=rows.skipped + below)
    return tabulate(report, rest, layout, read, row)


def tabulate(report: Report, rows: Rows, layout: Layout, read: Body, row: str) -> Reading:
    """Make a table of its columns.

    Parameters
    ----------
    report : Report
        What is known so far.
    rows : Rows
        All the rows' numbers, and the cells of the first.
    layout : Layout
    read : callable
        Gives the columns.
    row : str
        What a row is called in errors.

    Raises
    ------
    TableError
        When there is a header and no row below it.
    """
    if layout.begin >= len(rows.numbers):
        raise TableError(
            f"The table has names in {row} {layout.header or rows.numbers[-1]} and no rows below "
            "it. Give at least two rows of numbers."
        )
    mark, settled = settle_mark(zip(*rows.cells[layout.begin :], strict=True), rows.separator)
    columns = read(mark, settled)
    names = _name_columns(layout.names)
    index = pd.Index(np.asarray(rows.numbers[layout.begin :]), name=row)
    kept = [
        i
        for i, column in enumerate(columns)
        # A comma after every row makes no column.
        if layout.names[i] or not pd.isna(column.values).all()
    ]
    values = {
        names[i]: pd.Series(columns[i].values, index, dtype=columns[i].values.dtype) for i in kept
    }
    table = pd.DataFrame(values, index=index)
    marked = any(column.marked for column in columns)
    units = {names[i]: layout.units[i] or columns[i].unit for i in kept}
    flags = sum(column.flags for column in columns)
    others = {"titles": layout.titles, "cells of -999": flags}
    report = report._replace(
        separator=SEPARATORS[rows.separator] if rows.separator and len(layout.names) > 1 else "",
        decimal={".": "point", ",": "comma"}.get(mark, "") if marked else "",
        header=layout.header,
        rows=len(table),
        columns=len(table.columns),
        skipped={why: count for why, count in others.items() if count} | dict(rows.skipped),
        units={name: shorten(unit) for name, unit in units.items() if unit},
        top={
            number: shorten(", ".join(str(cell) for cell in cells if cell != ""))
            for number, cells in zip(rows.numbers[:_TOP], rows.cells, strict=False)
        },
    )
    return Reading(table, report)


_TOP = 12  # rows among which somebody may choose the one with the names


def tabulate_parquet(report: Report, table: pd.DataFrame) -> Reading:
    """Number the rows of a Parquet file's table and name its columns, which keep their types."""
    table.columns = pd.Index(_name_columns(table.columns))
    table.index = pd.RangeIndex(1, len(table) + 1, name="row")
    rows, columns = table.shape
    return Reading(table, report._replace(rows=rows, columns=columns))


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
