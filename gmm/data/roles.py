"""What somebody takes a table's columns for: points, labels, frequencies."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from gmm.data.columns import complain, find_column, name_cell, read_numbers
from gmm.data.errors import TableError, quote, shorten
from gmm.limits import LARGEST, MAX_LABELS, MAX_ROWS
from gmm.points import FloatArray, IntArray

# Frequencies are multiplied with squares, and summed.
LARGEST_FREQUENCY = 1e12


class Selection(NamedTuple):
    """The points that the chosen columns of a table hold.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        In the table's units, finite, with at least two different rows. Read-only.
    columns : tuple of str
        The D columns' names.
    skipped : int
        Rows left out because a chosen cell is empty.
    rows : ndarray of int, shape (N,)
        Where in the table each point is, from 0: labels and frequencies of the points are those
        of the table at `rows`. Read-only.
    half_seen : ndarray, shape (M, D)
        Of the rows left out, those with a number in at least one chosen cell: NaN in the empty
        ones. Read-only.
    half_rows : ndarray of int, shape (M,)
        Where in the table each of those is. Read-only.
    """

    points: FloatArray
    columns: tuple[str, ...]
    skipped: int
    rows: IntArray
    half_seen: FloatArray
    half_rows: IntArray


def points_from(table: pd.DataFrame, columns: Sequence[str]) -> Selection:
    """Take columns of a table as points.

    Parameters
    ----------
    table : pandas.DataFrame
        Its index holds the row numbers that errors name.
    columns : sequence of str
        Different columns of the table, at least one.

    Returns
    -------
    Selection
        The rows in which no chosen cell is empty, in the table's order.

    Raises
    ------
    TableError
        When a chosen cell is neither a number nor empty (truth values and dates are no numbers),
        when a number is beyond `LARGEST`, when fewer than two rows are left or more than the
        engine takes, or when all of them are the same.
    """
    if not columns or len(set(columns)) < len(columns):
        raise TableError("No column is chosen, or one is chosen twice. Choose each column once.")
    read = [read_numbers(find_column(table, name)) for name in columns]
    values = np.column_stack([values for values, _ in read])  # (rows, D)
    empty = np.column_stack([empty for _, empty in read])
    # A text is NaN here, and NaN fails any comparison.
    for row, column in np.argwhere(~empty & ~(np.abs(values) <= LARGEST))[:1]:
        raise TableError(complain(table, row, columns[column], values[row, column]))
    rows = np.flatnonzero(~empty.any(axis=1))
    points = values[rows]
    where = " and ".join(f"column {quote(name)}" for name in columns)
    if len(points) < 2:
        raise TableError(
            f"A mixture needs at least 2 rows with numbers in {where}, and there "
            f"{'is 1' if len(points) else 'are none'}. "
            "Fill in the empty cells, or pick another column."
        )
    if len(points) > MAX_ROWS:
        raise TableError(
            f"The table has {len(points):,} rows with numbers in {where}, and {MAX_ROWS:,} are the "
            "most that can be used. Take a sample of the rows, such as every tenth."
        )
    if (points == points[0]).all():
        raise TableError(
            f"All {len(points)} rows are the same in {where}. "
            "Pick a column whose values differ, or add rows that do."
        )
    half_rows = np.flatnonzero(empty.any(axis=1) & ~empty.all(axis=1))
    half_seen = np.where(empty, np.nan, values)[half_rows]
    for array in (points, rows, half_seen, half_rows):
        array.setflags(write=False)
    skipped = len(values) - len(points)
    return Selection(points, tuple(columns), skipped, rows, half_seen, half_rows)


def labels_from(table: pd.DataFrame, column: str) -> tuple[IntArray, tuple[str, ...]]:
    """Take a column of a table as labels: the kind that each row is known to be of.

    Parameters
    ----------
    table : pandas.DataFrame
    column : str

    Returns
    -------
    labels : ndarray of int, shape (rows,)
        Where in `names` each row's label stands, -1 where the cell is empty. Read-only.
    names : tuple of str
        Numbers in their order, then texts in theirs.

    Raises
    ------
    TableError
        When there are more than `MAX_LABELS` different labels, or none.
    """
    codes, values = pd.factorize(find_column(table, column))
    if not len(values):
        raise TableError(f"Column {quote(column)} has no labels. Pick a column that holds some.")
    if len(values) > MAX_LABELS:
        raise TableError(
            f"Column {quote(column)} has {len(values):,} different values, and {MAX_LABELS} are "
            "the most that labels can have. Pick a column that sorts the rows into a few kinds."
        )
    keys = [
        (0, float(value), "")
        if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
        else (1, 0.0, str(value))
        for value in values
    ]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ranks = np.empty(len(keys) + 1, dtype=np.int64)
    ranks[order] = np.arange(len(keys))
    ranks[-1] = -1
    labels: IntArray = ranks[codes]
    labels.setflags(write=False)
    texts = (
        text if is_text else np.format_float_positional(number, trim="-")
        for is_text, number, text in keys
    )
    written = [shorten(text) for text in texts]
    return labels, tuple(written[i] for i in order)


def frequencies_from(table: pd.DataFrame, column: str) -> FloatArray:
    """Take a column of a table as frequencies: how often each row was counted.

    Parameters
    ----------
    table : pandas.DataFrame
    column : str

    Returns
    -------
    ndarray, shape (rows,)
        At least 0, and one of them above; an empty cell is 0. Read-only.

    Raises
    ------
    TableError
        When a cell is not a number, negative or beyond `LARGEST_FREQUENCY`, or when all are 0.
    """
    values, empty = read_numbers(find_column(table, column))
    for row in np.flatnonzero(~empty & ~((values >= 0) & (values <= LARGEST_FREQUENCY)))[:1]:
        if not 0 <= values[row] <= LARGEST and not values[row] < 0:
            raise TableError(complain(table, row, column, values[row]))
        wrong = (
            "is below 0, and nothing can be counted less than never"
            if values[row] < 0
            else f"is beyond {LARGEST_FREQUENCY:.0e}, too large for a frequency"
        )
        raise TableError(
            f"{name_cell(table, row, column)} {wrong}. Correct it, or pick another column."
        )
    frequencies: FloatArray = np.where(empty, 0.0, values)
    if not frequencies.any():
        raise TableError(
            f"No row of column {quote(column)} has a frequency above 0. Pick another column."
        )
    frequencies.setflags(write=False)
    return frequencies
