"""A table and what is chosen of it -> a data set."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from gmm.data.columns import explain_columns, rank_columns, read_numbers
from gmm.data.datasets import Dataset
from gmm.data.errors import TableError
from gmm.data.roles import LARGEST_FREQUENCY, frequencies_from, labels_from, points_from
from gmm.data.tables import Reading
from gmm.data.transforms import log10, sample_rows
from gmm.points import FloatArray, IntArray


class Columns(NamedTuple):
    """What is chosen of a table.

    Attributes
    ----------
    axes : tuple of str
        The columns of the points, in their order.
    logarithmic : frozenset of str
        Those of them that have a log scale.
    labels, frequencies : str
        Columns; "" for none.
    rows : int
        How many rows are used at most.
    """

    axes: tuple[str, ...]
    logarithmic: frozenset[str]
    labels: str
    frequencies: str
    rows: int


class Offered(NamedTuple):
    """Columns that can be points, the first choice first, and why each other one cannot."""

    numeric: list[str]
    reasons: dict[str, str]


def offer_columns(reading: Reading) -> Offered:
    """List the columns of a table that can be points, the first choice first.

    Parameters
    ----------
    reading : Reading
    """
    return Offered(rank_columns(reading.table), explain_columns(reading.table))


def require_numbers(offered: Offered, reading: Reading) -> None:
    """Refuse a table of which no column can be points.

    Parameters
    ----------
    offered : Offered
    reading : Reading

    Raises
    ------
    TableError
    """
    if not offered.numeric:
        other = "another sheet, or " if len(reading.report.sheets) > 1 else ""
        raise TableError(
            f"No column of this table holds numbers. Choose {other}a table with at least one "
            "column of numbers."
        )


def take_columns(reading: Reading, columns: Columns, title: str) -> tuple[Dataset, int]:
    """Make a data set of the chosen columns.

    Parameters
    ----------
    reading : Reading
    columns : Columns
    title : str
        What the data are called.

    Returns
    -------
    dataset : Dataset
    skipped : int
        Rows left out of the points because a chosen cell is empty. Those of them that are not
        empty altogether are `Dataset.half_seen`.

    Raises
    ------
    TableError
        If the chosen columns cannot be used; the sentence says which, and what to do.
    """
    table = sample_rows(reading.table, columns.rows, seed=0)
    if columns.logarithmic:
        table = log10(table, [name for name in columns.axes if name in columns.logarithmic])
    selection = points_from(table, columns.axes)
    used = table.iloc[selection.rows]
    frequencies, half_frequencies = None, None
    if columns.frequencies:
        frequencies = frequencies_from(used, columns.frequencies)
        half_frequencies = _count_half_seen(table, selection.half_rows, columns.frequencies)
    labels, names = labels_from(used, columns.labels) if columns.labels else (None, ())
    dataset = Dataset(
        points=selection.points,
        columns=tuple(
            f"log10 {name}" if name in columns.logarithmic else name for name in columns.axes
        ),
        units=tuple(
            "" if name in columns.logarithmic else reading.report.units.get(name, "")
            for name in columns.axes
        ),
        title=title,
        rows="rows",
        labels=labels,
        truth=None,
        note="",
        label_names=names,
        frequencies=frequencies,
        half_seen=selection.half_seen if len(selection.half_seen) else None,
        half_seen_frequencies=half_frequencies if len(selection.half_seen) else None,
    )
    return dataset, selection.skipped


def _count_half_seen(table: pd.DataFrame, rows: IntArray, column: str) -> FloatArray:
    """Frequencies of rows that may all have none, unlike those of points."""
    values, empty = read_numbers(table.iloc[rows][column])
    fine = ~empty & (values >= 0) & (values <= LARGEST_FREQUENCY)
    frequencies: FloatArray = np.where(fine, values, 0.0)
    frequencies.setflags(write=False)
    return frequencies
