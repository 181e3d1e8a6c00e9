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
import pandas as pd

from gmm.data.errors import TableError
from gmm.data.layout import TAIL, count_below, find_layout, take_head
from gmm.data.numerals import EMPTY, Cell, Column, drop_flags, read_column
from gmm.data.report import Report
from gmm.data.rows import HEAD, fill_up, split_rows
from gmm.data.tables import Reading, tabulate
from gmm.limits import MAX_CELLS, MAX_COLUMNS


class NotPlainError(Exception):
    """A text in which `split_rows` might see other cells than pandas does."""


def read_plain(report: Report, text: str, separator: str, header: int | None = None) -> Reading:
    """Read a text all of whose lines below the names are rows of one length."""
    try:
        rows = split_rows(text, separator, most=HEAD)
        layout = find_layout(rows, header)
    except TableError as error:
        raise NotPlainError from error
    width = len(layout.names)
    if layout.begin >= len(rows.cells) or any("\n" in str(c) for r in rows.cells for c in r):
        raise NotPlainError
    start, line = 0, rows.numbers[layout.begin]
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    body = text[start:].rstrip("\n")
    skipped = Counter(rows.skipped)
    below = max(len(text) - start - len(body) - 1, 0)
    if below and len(rows.cells) == HEAD:  # of a shorter text all lines have been seen
        skipped["blank lines"] += below
    if separator == " ":
        body = _space_singly(body)
    full = _count_cells(body, separator)
    tail = body.split("\n", 1)[-1].rsplit("\n", TAIL)[-TAIL:] if "\n" in body else []
    last = [fill_up(_strip(each.split(separator)), width) for each in tail]
    notes = count_below(last, take_head(rows)[layout.begin :])
    if notes:
        body = body.rsplit("\n", notes.total())[0]
        skipped += notes

    def read(begin: int, mark: str, settled: bool) -> list[Column]:
        if not settled and any(sign in body for sign in ".," if sign != separator):
            raise NotPlainError
        columns = _parse(body, separator, full, mark)
        if full < width or not all(pd.isna(column.values).all() for column in columns[width:]):
            raise NotPlainError
        return columns[:width]

    count = body.count("\n") + 1
    numbers = [*rows.numbers[: layout.begin], *range(line, line + count)]
    parted = rows._replace(numbers=numbers, cells=rows.cells[: len(numbers)], skipped=skipped)
    return tabulate(report, parted, layout, read, "row")


def _strip(cells: list[str]) -> list[Cell]:
    return [cell.strip().strip('"').strip() for cell in cells]


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
    if opened + closed != quoted or "#" in text or not text or _BLANK_LINE.search(text):
        raise NotPlainError
    if separator == " " and (text.startswith("@") or "\n@" in text):
        raise NotPlainError
    if (separator == " " and _OTHER_SPACE.search(text)) or (separator in "| \t" and "--" in text):
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


def _may_have_codes(text: str, mark: str) -> bool:
    """Whether there may be names made of digits: 007, 16 digits, 12E4; or a 01.02, no number."""
    if len(text) > 2**20:  # piece by piece, as what follows takes ten times the memory
        pieces = (text[max(start - 20, 0) : start + 2**20] for start in range(0, len(text), 2**20))
        return any(_may_have_codes(piece, mark) for piece in pieces)
    signs = np.frombuffer(f"\n\n{text}\n".encode(), dtype=np.uint8)
    digit = signs - ord("0") < 10  # wraps around below
    before, here, after = signs[1:-2], signs[2:-1], digit[3:]
    zeros = (here == ord("0")) & after & ~digit[1:-2] & (before != ord(mark or "."))
    exponents = ((here | 32) == ord("e")) & after & digit[1:-2] & digit[:-3]
    return bool(zeros.any() or exponents.any() or np.diff(np.flatnonzero(~digit)).max() > 16)


def _parse(text: str, separator: str, width: int, mark: str) -> list[Column]:
    """Columns of a plain text, as `read_column` gives them."""
    parse = partial(
        pd.read_csv, sep=separator, header=None, index_col=False, skipinitialspace=True,
        skip_blank_lines=False, keep_default_na=False, low_memory=False, engine="c",
    )  # fmt: skip
    source = partial(io.BytesIO, text.encode())  # a StringIO would take four times the memory
    try:
        numbers = parse(source(), na_values=list(EMPTY), decimal=mark or ".", **_TO_THE_LAST_BIT)
        codes = not mark or _may_have_codes(text, mark)
        others = [i for i in numbers.columns if codes or not _all_finite(numbers[i])]
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
    columns = []
    for i in numbers.columns:
        cells = [cell.strip() for cell in texts[i]] if i in others else []
        if i in others and (
            not (mark and _all_finite(numbers[i])) or _may_have_codes("\n".join(cells), mark)
        ):
            columns.append(read_column(cells, mark))
        else:
            marked = numbers[i].dtype.kind == "f" and mark in text
            values = numbers[i].to_numpy(dtype=np.float64, copy=numbers[i].dtype.kind == "f")
            flags = drop_flags(values)
            columns.append(Column(values, marked=marked, flags=flags))
    return columns


def _all_finite(column: pd.Series) -> bool:
    """Whether all cells but the empty ones are finite numbers."""
    return column.dtype.kind in "iuf" and not np.isinf(column.to_numpy()).any()
