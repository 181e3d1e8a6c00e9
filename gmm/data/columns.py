"""A table's columns: which of them hold numbers, the numbers, and what is wrong with a cell."""

import math
import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from gmm.data.errors import TableError, quote
from gmm.data.numerals import are_codes, is_number, read_numeral
from gmm.points import FloatArray


def numeric_columns(table: pd.DataFrame) -> list[str]:
    """Columns to offer: of their cells that are not empty, more than half are finite numbers."""
    names = []
    for name, column in table.items():
        values, empty = read_numbers(column)
        if 2 * np.isfinite(values).sum() > (~empty).sum():
            names.append(str(name))
    return names


def rank_columns(table: pd.DataFrame) -> list[str]:
    """Columns to offer: clean ones first, then those with cells to mend, row numbers last."""

    def rank(name: str) -> tuple[bool, bool]:
        values, empty = read_numbers(table[name])
        return counts_rows(table, name), not np.isfinite(values[~empty]).all()

    return sorted(numeric_columns(table), key=rank)


def explain_columns(table: pd.DataFrame) -> dict[str, str]:
    """Why each of the columns that are not offered is not, by its name."""
    offered = set(numeric_columns(table))
    return {str(name): _explain(table, name) for name in table.columns if name not in offered}


def _explain(table: pd.DataFrame, name: str) -> str:
    column = table[name]
    full = np.flatnonzero(column.notna())
    if not len(full):
        return "It has no values."
    texts = [str(cell) for cell in column.iloc[full[:1000]]]
    if are_codes(texts):
        return f"Codes, not numbers: {quote(texts[0])}."
    if 2 * sum(bool(_TIME.search(text)) for text in texts) > len(texts):
        return f"Dates or times: {quote(texts[0])}."
    values, _ = read_numbers(column)
    bad = full[~np.isfinite(values[full])]
    if not any(map(is_number, texts)) and all(text[:1].isalpha() for text in texts):
        return f"Words: {quote(texts[0])}."
    return complain(table, bad[0], name, values[bad[0]])


_TIME = re.compile(
    r"^\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b|\b\d{1,2}:\d\d|^\d{1,2}[-. ][A-Za-z]{3}[-. ]\d"
)


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
    codes, kinds = pd.factorize(column)
    if are_codes(kinds):
        return np.full(len(column), math.nan), empty
    # Code -1, of an empty cell, takes the last one.
    return np.array([*map(_plain_number, kinds), math.nan])[codes], empty


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
    one = read_numeral(str(table[column].iloc[row]))
    if one.is_ambiguous:
        return (
            f"{where} can be {one.point:.12g} or {one.comma:.12g}. Write thousands without a mark, "
            "and decimals with more or fewer digits than three."
        )
    if one[:2] != (None, None):
        return (
            f"{where} has another decimal mark or unit than the other numbers. "
            "Write all of them in one way, or pick another column."
        )
    return f"{where} is not a number. {cure}"


def _plain_number(cell: object) -> float:
    if isinstance(cell, str):  # what could be read of it has been
        point, comma, unit = read_numeral(cell)
        return point if point is not None and point == comma and not unit else math.nan
    if isinstance(cell, (int, float, np.integer, np.floating)) and not isinstance(cell, bool):
        return float(cell)
    return math.nan
