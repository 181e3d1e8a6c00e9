"""Numbers as they are written in cells, and cells that are empty."""

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

# What pandas reads as an empty cell; none of it is a number in any other sense.
# fmt: off
EMPTY = frozenset([
    "", "#N/A", "#N/A N/A", "#NA", "<NA>", "N/A", "NA", "n/a", "NULL", "null", "None",
    "NaN", "nan", "-NaN", "-nan", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
])
# fmt: on


def read_number(cell: str, separator: str) -> float | None:
    """Read a cell as a number, which may be infinite, or else as None.

    A comma that does not part cells is a decimal comma. In a file parted by semicolons that is
    sure; elsewhere "1,234" may well be a thousand and more, and is no number at all.

    Parameters
    ----------
    cell : str
    separator : str
        What parts the cells of its file.
    """
    if "," in cell and separator != ",":
        if separator != ";" and _THOUSANDS.fullmatch(cell):
            return None
        cell = cell.replace(",", ".")
    cell = cell.replace("\N{MINUS SIGN}", "-")
    return float(cell) if _NUMBER.fullmatch(cell) else None


def read_column(cells: Sequence[str], separator: str) -> tuple[npt.NDArray[Any], str]:
    """(rows,) float64, or object where there are texts; and the decimal mark."""
    codes, texts = pd.factorize(np.array(cells, dtype=object))
    values = np.empty(len(texts), dtype=object)
    decimal = ""
    for i, cell in enumerate(texts):
        value = read_number(cell, separator)
        if value is not None and decimal != "comma":
            decimal = "comma" if "," in cell else "point" if "." in cell else decimal
        # What is infinite stays as it was written, to be quoted.
        values[i] = None if cell in EMPTY else cell if value is None or math.isinf(value) else value
    is_text = np.array([isinstance(value, str) for value in values], dtype=bool)
    if not is_text.any():
        return values.astype(np.float64)[codes], decimal
    is_empty = np.array([value is None for value in values], dtype=bool)
    counts = np.bincount(codes, minlength=len(texts))
    if 2 * counts[is_text].sum() >= counts[~is_empty].sum():
        return np.where(is_empty, None, texts)[codes], ""
    return values[codes], decimal


_NUMBER = re.compile(
    r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?inf(?:inity)?", re.IGNORECASE | re.ASCII
)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)
