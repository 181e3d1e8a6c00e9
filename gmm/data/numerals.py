"""Numbers as people and programs write them, and cells that are empty.

One file writes decimals in one way. A cell that can be read in one way only settles the mark for
all cells; the other mark in groups of three is then a thousands mark.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gmm.data.units import split_unit
from gmm.points import FloatArray

# What pandas reads as an empty cell; none of it is a number in any other sense.
# fmt: off
EMPTY = frozenset([
    "", "#N/A", "#N/A N/A", "#NA", "<NA>", "N/A", "NA", "n/a", "NULL", "null", "None",
    "NaN", "nan", "-NaN", "-nan", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
])
# fmt: on
# What programs and people put where a number is missing: among numbers it can be nothing else.
_MISSING = re.compile(
    r"[-–—.?*:…]{1,20}|\.[A-Z_]|\\N|#[A-Z0-9/]{2,8}[!?]?|-?nan\(ind\)"
    r"|n\.?[adv]\.?|k\.? ?A\.?|undetermined",
    re.IGNORECASE,
)
Cell = str | float  # a workbook's numbers come as such


class Numeral(NamedTuple):
    """What a cell says with a point as the decimal mark, and with a comma; None where nothing."""

    point: float | None
    comma: float | None
    unit: str = ""

    @property
    def is_ambiguous(self) -> bool:
        """Whether the two ways give two numbers."""
        return None not in (self.point, self.comma) and self.point != self.comma


class Column(NamedTuple):
    """A column as it was read.

    Attributes
    ----------
    values : ndarray, shape (rows,)
        float64, NaN where empty; or object: numbers with some texts, or texts alone.
    unit : str
        What stands beside the numbers.
    marked : bool
        Whether a decimal mark is in any of its numbers.
    flags : int
        How many cells say -999 or -9999 for nothing.
    """

    values: npt.NDArray[Any]
    unit: str = ""
    marked: bool = False
    flags: int = 0


def read_numeral(cell: Cell) -> Numeral:
    """Read a cell in each of the two ways: "-1,234.5", "1'234", "35 %", "€ 3,50" or "(1.234)"."""
    if not isinstance(cell, str):
        return Numeral(cell, cell)
    if len(cell) > 300:
        return Numeral(None, None)
    if plain := _PLAIN.fullmatch(cell):  # most cells of most files
        value, (whole, part) = float(cell), plain.groups()
        grouped = part and len(part) == 3 and whole != "0" and len(whole) < 4
        comma = float(cell.replace(".", "")) if grouped else value
        return Numeral(value, None if part and not grouped else comma)
    body, unit = _FOOTNOTE.sub("", cell).translate(_MINUS), ""
    if not _BARE.fullmatch(body):
        body, unit = split_unit(body)
    return Numeral(_read_with(_POINT, body, "."), _read_with(_COMMA, body, ","), unit)


def is_number(cell: Cell) -> bool:
    """Whether a cell is a finite number in one of the two ways."""
    point, comma, _ = read_numeral(cell)
    value = comma if point is None else point
    return value is not None and math.isfinite(value)


def is_missing(cell: Cell) -> bool:
    """Whether a cell among numbers says that there is none."""
    return cell in EMPTY or (isinstance(cell, str) and bool(_MISSING.fullmatch(cell)))


def settle_mark(columns: Iterable[Sequence[Cell]], separator: str) -> tuple[str, bool]:
    """Find the decimal mark of a file.

    Parameters
    ----------
    columns : iterable of sequence of cells
    separator : str
        What parts the cells.

    Returns
    -------
    mark : str
        "." or ","; "" where each could be it and numbers differ by which it is.
    settled : bool
        Whether a cell says so.
    """
    votes, either, mixed = Counter[str](), set[str](), False
    for column in columns:
        cells = [cell for cell in column if isinstance(cell, str) and not is_missing(cell)]
        numbers = [(cell, one) for cell in cells if (one := read_numeral(cell))[:2] != (None, None)]
        if 2 * len(numbers) <= len(cells):
            continue
        votes["."] += sum(one.comma is None for _, one in numbers)
        votes[","] += sum(one.point is None for _, one in numbers)
        double = [cell for cell, one in numbers if one.is_ambiguous]
        either.update(mark for mark in ".," for cell in double if mark in cell)
        mixed |= bool(double) and any(one.point == one.comma for _, one in numbers)
    if votes["."] != votes[","]:
        return (".", ",")[votes[","] > votes["."]], True
    if votes["."]:
        return "", True
    # Whoever parts cells with commas writes decimals with points; semicolons are there for those
    # who write them with commas. Numbers of a program in columns all have their three decimals.
    if not either or separator == "," or (separator == " " and either == {"."}):
        return ".", False
    if separator == ";" and either == {","}:
        return ",", False
    return ("." if either == {"."} and separator != ";" and not mixed else ""), False


def read_column(cells: Sequence[Cell], mark: str) -> Column:
    """Read a column's cells, given the file's decimal mark; "" reads what does not hang on it."""
    codes, kinds = pd.factorize(np.array(cells, dtype=object))
    empty = np.array([kind in EMPTY for kind in kinds], dtype=bool)
    missing = np.array([is_missing(kind) for kind in kinds], dtype=bool)
    read = [_take(read_numeral(kind), mark) for kind in kinds]
    counts = np.bincount(codes, minlength=len(kinds))
    units = Counter[str]()
    for (value, own), count in zip(read, counts.tolist(), strict=True):
        units[own] += count if value is not None else 0
    unit = units.most_common(1)[0][0] if units else ""
    # What is infinite stays as it was written, to be quoted.
    good = np.array([value is not None and own == unit for value, own in read], dtype=bool)
    good &= ~missing
    few = 2 * counts[good].sum() <= counts[~missing].sum()
    if (few and not empty.all()) or are_codes(kinds[~missing]):
        texts = [None if none else str(kind) for kind, none in zip(kinds, empty, strict=True)]
        return Column(np.array(texts, dtype=object)[codes])
    values = np.array([value for value, _ in read], dtype=np.float64)
    values[missing] = math.nan
    flags = drop_flags(values, counts)
    marked = any(isinstance(kind, str) and mark and mark in kind for kind in kinds[good])
    if (good | missing).all():
        return Column(values[codes], unit, marked, flags)
    mixed = np.where(good, values.astype(object), np.where(missing, None, kinds))
    return Column(mixed[codes], unit, marked, flags)


def drop_flags(values: FloatArray, counts: npt.ArrayLike = 1) -> int:
    """Empty the cells whose -999 or -9999 stands for nothing, far from all others; how many.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Is changed.
    counts : array_like, shape (n,) or ()
        How often each of them is there.
    """
    flagged = (values == -999) | (values == -9999)
    if (values[~flagged] < -100).any() or np.isnan(values[~flagged]).all():
        return 0
    values[flagged] = math.nan
    return int(np.sum(flagged * np.asarray(counts)))


def are_codes(cells: Iterable[Cell]) -> bool:
    """Whether whole numbers are names: 007, 17 digits, or 0047E59 and others as long as it."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    found = [cell for cell in texts if _CODE.fullmatch(cell)]
    if not found or any(_FRACTION.search(cell) for cell in texts):
        return False
    return any(cell.isdigit() or cell[0] == "0" for cell in found) or len({*map(len, texts)}) == 1


def _take(one: Numeral, mark: str) -> tuple[float | None, str]:
    value = one.comma if mark == "," else one.point
    known = value is not None and math.isfinite(value) and (mark or one.point == one.comma)
    return (value if known else None), one.unit


def _write_pattern(mark: str, other: str) -> re.Pattern[str]:
    """Numbers with this decimal mark; groups of three, or India's of two, with any other."""
    grouped = rf"[1-9]\d{{0,2}}([{other} '’\u00a0\u2007\u2009\u202f])\d{{3}}(?:\1\d{{3}})*"
    indian = r"|[1-9]\d?(?:,\d\d)+,\d{3}" if other == "," else ""
    return re.compile(
        # 01.02 is the first of February; 012.5 and 01.250 are filled up with zeros.
        rf"[+-]?(?:(?:(?:0|[1-9]\d*)(?:[{mark}]\d*)?|0\d{{2,}}[{mark}]\d+|0\d[{mark}]\d{{3,}}|\d+|[{mark}]\d+)(?:e[+-]?\d+)?"
        rf"|(?:{grouped}{indian})(?:[{mark}]\d*)?|inf|infinity)",
        re.ASCII | re.IGNORECASE,
    )


_PLAIN = re.compile(r"-?(0|[1-9]\d*)(?:\.(\d+))?", re.ASCII)
_MINUS = str.maketrans("−–‐‑", "----")
_FOOTNOTE = re.compile(r"(?<=\d) ?\[\w{1,3}\]$")
_BARE = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?", re.ASCII)
_POINT, _COMMA = _write_pattern(".", ","), _write_pattern(",", ".")
# From 9e15 on, not every whole number has a float of its own.
_CODE = re.compile(r"0\d+|9\d{15}|\d{17,}|\d{2,}[eE]\d+", re.ASCII)
_FRACTION = re.compile(r"\d[.,]|[.,]\d")


def _read_with(pattern: re.Pattern[str], body: str, mark: str) -> float | None:
    if not pattern.fullmatch(body):
        return None
    return float(re.sub(rf"[^\w{mark}+-]", "", body).replace(",", "."))
