"""The quick way for a long text that is plain: pandas reads all of its cells at once.

What it gives is what the cell-by-cell way of gmm/data/rows.py would give. A text in which the two
might differ is not plain.
"""

import csv
import io
import re
from collections import Counter
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gmm.data.errors import TableError
from gmm.data.numerals import EMPTY, read_column
from gmm.data.rows import Rows, judge_line, split_rows
from gmm.data.tables import Reading, tabulate
from gmm.limits import MAX_CELLS, MAX_COLUMNS


class NotPlainError(Exception):
    """A text in which `split_rows` might see other cells than pandas does."""


def read_plain(text: str, encoding: str, separator: str) -> Reading:
    """Read a text all of whose lines are rows of one length, but for some above and below them."""
    start, skipped = 0, Counter[str]()
    while (end := text.find("\n", start)) >= 0 and (
        reason := judge_line(text[start : end + 1], separator)
    ):
        start = end + 1
        skipped[reason] += 1
    above = skipped.total()
    body = text[start:].rstrip("\n")
    if below := max(len(text) - start - len(body) - 1, 0):
        skipped["blank lines"] += below
    if separator == " ":
        body = _space_singly(body)
    first, _, rest = body.partition("\n")
    if "#" in first or not rest:
        raise NotPlainError
    width = _count_cells(rest, separator)
    try:
        head = split_rows(f"{first}\n{rest.partition(chr(10))[0]}", separator).cells
    except TableError as error:
        raise NotPlainError from error
    if len(head) < 2 or len(head[0]) > width:
        raise NotPlainError

    def columns(begin: int) -> list[tuple[npt.NDArray[Any], str]]:
        values = _parse(rest if begin else body, separator, width)
        if not all(pd.isna(column).all() for column, _ in values[len(head[0]) :]):
            raise NotPlainError
        return values[: len(head[0])]

    numbers = range(above + 1, above + rest.count("\n") + 3)
    rows = Rows(separator, numbers, head[:1], skipped)
    return tabulate("text", encoding, rows, columns, "row")


def _space_singly(text: str) -> str:
    text = text.replace("\t", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace("\n ", "\n").replace(" \n", "\n").strip(" ")


_BLANK_LINE = re.compile(r"\n[^\S\n]*(\n|$)")
_OTHER_SPACE = re.compile(r"[^\S\n ]")


def _count_cells(text: str, separator: str) -> int:
    """How many cells each line has, where that can be told from its separators alone."""
    quoted = text.count('"')
    opened = text.count(f'{separator}"') + text.count('\n"') + text.startswith('"')
    closed = text.count(f'"{separator}') + text.count('"\n') + text.endswith('"')
    if opened + closed != quoted or "#" in text or _BLANK_LINE.search(text):
        raise NotPlainError
    if (separator == " " and _OTHER_SPACE.search(text)) or (separator == "|" and "--" in text):
        raise NotPlainError
    rows, marks = text.count("\n") + 1, text.count(separator)
    if marks % rows:
        raise NotPlainError
    width = 1 + marks // rows
    if width * rows > MAX_CELLS:
        raise TableError(
            f"The table has {rows:,} rows of {width} cell{'s' * (width != 1)}, and "
            f"{MAX_CELLS:,} cells are the most that can be read. "
            "Keep only the columns you need, or only some of the rows."
        )
    ends = np.flatnonzero(np.frombuffer(text.encode() + b"\n", dtype=np.uint8) == ord("\n"))
    if np.diff(ends, prepend=0).max() >= csv.field_size_limit():
        raise NotPlainError
    if width > MAX_COLUMNS:
        raise NotPlainError
    return width


# Before 3.1 pandas rounded the last digit unless told not to; since then the word is deprecated.
_TO_THE_LAST_BIT: dict[str, Any] = (
    {"float_precision": "round_trip"}
    if tuple(map(int, pd.__version__.split(".")[:2])) < (3, 1)
    else {}
)
# In a file parted by semicolons a decimal comma is sure, but it is read as slowly as it is rare.
_MAYBE_THOUSANDS = re.compile(r",\d{3}(?!\d)")


def _parse(text: str, separator: str, width: int) -> list[tuple[npt.NDArray[Any], str]]:
    """Columns of a plain text and their decimal marks, as `read_column` gives them."""
    mark = "." if separator == "," or "." in text or _MAYBE_THOUSANDS.search(text) else ","
    parse = partial(
        pd.read_csv, sep=separator, header=None, index_col=False, skipinitialspace=True,
        skip_blank_lines=False, keep_default_na=False, low_memory=False, engine="c",
    )  # fmt: skip
    source = partial(io.BytesIO, text.encode())  # a StringIO would take four times the memory
    try:
        numbers = parse(source(), na_values=list(EMPTY), decimal=mark, **_TO_THE_LAST_BIT)
        others = [i for i in numbers.columns if not _all_finite(numbers[i])]
        texts = (
            parse(source(), usecols=others, dtype=object, na_filter=False) if others else numbers
        )
    except ValueError as error:  # pandas.errors.ParserError is one
        raise NotPlainError from error
    # Pandas refuses a row that is too long and fills up one that is too short: that none is short
    # is known from the number of separators, as long as no cell holds one.
    quoted = '"' in text and any(
        texts[i].str.contains(separator, regex=False).any() for i in others
    )
    if quoted or numbers.shape != (text.count("\n") + 1, width):
        raise NotPlainError
    decimal = {".": "point", ",": "comma"}[mark] if mark in text else ""
    return [
        read_column([cell.strip() for cell in texts[i]], separator)
        if i in others
        else (
            numbers[i].to_numpy(dtype=np.float64),
            decimal if numbers[i].dtype.kind == "f" else "",
        )
        for i in numbers.columns
    ]


def _all_finite(column: pd.Series) -> bool:
    """Whether all cells but the empty ones are finite numbers."""
    return column.dtype.kind in "iuf" and not np.isinf(column.to_numpy()).any()
