"""A table's columns: which of them hold numbers, the numbers, and what is wrong with a cell."""

import math
import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from gmm.data.errors import TableError, quote
from gmm.data.numerals import read_number
from gmm.points import FloatArray

# Far beyond any measurement, and small enough that squares and their sums stay finite.
LARGEST = 1e100


def numeric_columns(table: pd.DataFrame) -> list[str]:
    """Columns to offer: of their cells that are not empty, more than half are finite numbers."""
    names = []
    for name, column in table.items():
        values, empty = read_numbers(column)
        if 2 * np.isfinite(values).sum() > (~empty).sum():
            names.append(str(name))
    return names


def column_numbers(table: pd.DataFrame, name: str) -> FloatArray:
    """Take the numbers of a column, whatever else it holds.

    Parameters
    ----------
    table : pandas.DataFrame
    name : str

    Returns
    -------
    ndarray, shape (n,)
        Those that are finite, in the table's order; none where no cell holds one.

    Raises
    ------
    TableError
        When the table has no such column.
    """
    values, _ = read_numbers(find_column(table, name))
    return values[np.isfinite(values)]


def counts_rows(table: pd.DataFrame, name: str) -> bool:
    """Whether a column only numbers the rows: at least three, each one more than the one before.

    Parameters
    ----------
    table : pandas.DataFrame
    name : str
    """
    values, _ = read_numbers(find_column(table, name))
    return len(values) > 2 and bool((np.diff(values) == 1).all())


def find_column(table: pd.DataFrame, name: str) -> pd.Series:
    """Take a column by its name, or say that there is none."""
    if name not in table.columns:
        raise TableError(f"The table has no column {quote(name)}. Pick one of its own columns.")
    column: pd.Series = table[name]
    return column


def read_numbers(column: pd.Series) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """(rows,) values, NaN where a cell holds no number, and which cells are empty."""
    empty = column.isna().to_numpy(dtype=bool)
    if column.dtype.kind in "iuf":
        return column.to_numpy(dtype=np.float64, na_value=np.nan), empty
    if pd.api.types.infer_dtype(column, skipna=True) in ("string", "categorical"):
        codes, kinds = pd.factorize(column)
        # Code -1, of an empty cell, takes the last one.
        return np.array([*map(_plain_number, kinds), math.nan])[codes], empty
    return np.array([_plain_number(cell) for cell in column], dtype=np.float64), empty


def name_cell(table: pd.DataFrame, row: int, column: str) -> str:
    """Name a cell by its row's number and its column, and quote it."""
    where = str(table.index.name or "row").capitalize()
    cell = table[column].iloc[row]
    text = f"{cell:.12g}" if isinstance(cell, float) else cell
    return f"{where} {table.index[row]}, column {quote(column)}: {quote(text)}"


def complain(table: pd.DataFrame, row: int, column: str, value: float) -> str:
    """Say why a cell, read as this value, cannot be calculated with, and what to do."""
    where = name_cell(table, row, column)
    cure = "Leave the cell empty to skip the row, or pick another column."
    if not math.isnan(value):
        return f"{where} is beyond 1e100, too large to calculate with. {cure}"
    cell = table[column].iloc[row]
    if isinstance(cell, str) and (_GROUPED.fullmatch(cell) or re.fullmatch(r"[+-]?\d+,\d+", cell)):
        return f"{where} is not a number. Write decimals with a point, thousands without a mark."
    return f"{where} is not a number. {cure}"


_GROUPED = re.compile(r"[+-]?\d{1,3}([ .,'’\u00a0\u202f]\d{3})+([.,]\d+)?")


def _plain_number(cell: object) -> float:
    if isinstance(cell, str):
        value = read_number(cell, ",")
        return math.nan if value is None else value
    if isinstance(cell, (int, float, np.integer, np.floating)) and not isinstance(cell, bool):
        return float(cell)
    return math.nan
