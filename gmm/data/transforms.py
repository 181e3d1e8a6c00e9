"""A table -> another table: a sample of its rows, logarithms in the place of columns."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gmm.data.columns import complain, find_column, name_cell, read_numbers
from gmm.data.errors import TableError
from gmm.limits import LARGEST


def sample_rows(table: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """Take a fair sample of a table's rows.

    Parameters
    ----------
    table : pandas.DataFrame
    n : int
        How many rows, at least 1; a table that has no more comes back as it is.
    seed : int

    Returns
    -------
    pandas.DataFrame
        Rows drawn without replacement, in the table's order, under their numbers.
    """
    if len(table) <= n:
        return table
    # [seed, n] is a stream of its own: other draws from the same seed do not follow this one.
    chosen = np.random.default_rng([seed, n]).choice(len(table), n, replace=False)
    return table.iloc[np.sort(chosen)]


def log10(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Put decimal logarithms in the place of columns.

    Parameters
    ----------
    table : pandas.DataFrame
        Is not changed.
    columns : sequence of str

    Returns
    -------
    pandas.DataFrame
        The columns keep their names and their empty cells.

    Raises
    ------
    TableError
        When a cell is not a number, or 0 or less.
    """
    logarithms = {}
    for name in columns:
        values, empty = read_numbers(find_column(table, name))
        for row in np.flatnonzero(~empty & ~((values > 0) & (values <= LARGEST)))[:1]:
            if not values[row] <= 0 or values[row] < -LARGEST:
                raise TableError(complain(table, row, name, values[row]))
            raise TableError(
                f"{name_cell(table, row, name)} has no logarithm, because it is not above 0. "
                "Leave the cell empty to skip the row, or switch the log scale off."
            )
        logarithms[name] = np.log10(values)
    return table.assign(**logarithms)
