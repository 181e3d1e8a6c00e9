"""The quick way for a long text that is plain: pandas reads all of its cells at once.

What it gives is what the cell-by-cell way of gmm/data/rows.py would give. A text in which the two
might differ is not plain.
"""

import csv
import io
import re
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
from gmm.limits import MAX_CELLS


class NotPlainError(Exception):
    """A text in which `split_rows` might see other cells than pandas does."""


def read_plain(report: Report, text: str, separator: str, header: int | None = None) -> Reading:
    """Read a text all of whose lines below the names are rows of one length."""
    body = text.rstrip("\n")
    try:
        rows = split_rows(body, separator, most=HEAD)
        layout = find_layout(rows, header)
    except TableError as error:
        raise NotPlainError from error
    begin, width = layout.begin, len(layout.names)
    if begin >= len(rows.cells) or any("\n" in str(c) for row in rows.cells for c in row):
        raise NotPlainError
    rows.skipped["blank lines"] += max(len(text) - len(body) - 1, 0)
    body = body.split("\n", rows.numbers[begin] - 1)[-1]
    full = _count_cells(body, separator)
    tail = body.rsplit("\n", TAIL)[1:]
    head = take_head(rows)
    notes = count_below([_part(line, separator, width) for line in tail], head[begin:])
    if notes:
        body = body.rsplit("\n", notes.total())[0]
    count = body.count("\n") + 1
    numbers = [*rows.numbers[:begin], *range(rows.numbers[begin], rows.numbers[begin] + count)]

    def read(mark: str, settled: bool) -> list[Column]:
        if not settled and any(sign in body for sign in ".," if sign != separator):
            raise NotPlainError
        columns = _parse(body, separator, mark)
        if full < width or not all(pd.isna(column.values).all() for column in columns[width:]):
            raise NotPlainError
        return columns[:width]

    skipped = rows.skipped + notes  # without what is 0
    parted = rows._replace(numbers=numbers, cells=head[: len(numbers)], skipped=skipped)
    return tabulate(report, parted, layout, read, "row")


def _part(line: str, separator: str, width: int) -> list[Cell]:
    cells = line.split(None if separator == " " else separator)
    return fill_up([cell.strip().strip('"').strip() for cell in cells], width)


def _count_cells(text: str, separator: str) -> int:
    """How many cells each line has, where all have as many and none may be anything but a row."""
    first = text.split("\n", 1)[0]
    width = len(first.split(None if separator == " " else separator))
    line = _write_line(separator, width)
    if not re.fullmatch(rf"(?:{line}\n)*+{line}", text):
        raise NotPlainError
    rows = text.count("\n") + 1
    if width * rows > MAX_CELLS:
        raise TableError(
            f"The table has {rows:,} rows of {width} cell{'s' * (width != 1)}, and "
            f"{MAX_CELLS:,} cells are the most that can be read. "
            "Keep only the columns you need, or only some of the rows."
        )
    return width


def _write_line(separator: str, width: int) -> str:
    """Pattern of a plain row, which takes nothing back: a long text is looked through once."""
    out, between, around, some, settings = rf"\n{separator}", re.escape(separator), "", "*", ""
    if separator == " ":
        out, between, around, some, settings = r"\s", r"[ \t]++", r"[ \t]*+", "+", r"|\s*@"
    cell = rf'(?:"[^"#{out}]*+"|[^"#{out}]{some}+)'
    no_row = rf".{{{csv.field_size_limit()}}}|[\s|+]*:?--{settings}"
    return rf"(?=.*\S)(?!{no_row}){around}{cell}(?:{between}{cell}){{{width - 1}}}{around}"


# Before 3.1 pandas rounded the last digit unless told not to; since then the word is deprecated.
_TO_THE_LAST_BIT: dict[str, Any] = (
    {"float_precision": "round_trip"}
    if tuple(map(int, pd.__version__.split(".")[:2])) < (3, 1)
    else {}
)


def _parse(text: str, separator: str, mark: str) -> list[Column]:
    """Columns of a plain text, as `read_column` gives them."""
    parse = partial(
        pd.read_csv, sep=r"\s+" if separator == " " else separator, header=None, index_col=False,
        skipinitialspace=True, skip_blank_lines=False, keep_default_na=False, low_memory=False,
        engine="c",
    )  # fmt: skip
    source = partial(io.BytesIO, text.encode())  # a StringIO would take four times the memory
    numbers = parse(source(), na_values=list(EMPTY), decimal=mark or ".", **_TO_THE_LAST_BIT)
    doubtful = not mark or _may_have_codes(text, mark)
    others = [i for i in numbers if doubtful or not _are_sure(numbers[i])]
    texts = parse(source(), usecols=others, dtype=object, na_filter=False) if others else numbers

    def take(i: int) -> Column:
        if i in texts and others:
            cells = [cell.strip() for cell in texts[i]]
            if not mark or not _are_sure(numbers[i]) or _may_have_codes("\n".join(cells), mark):
                return read_column(cells, mark)
        fractions = numbers[i].dtype.kind == "f"
        values = numbers[i].to_numpy(dtype=np.float64, copy=fractions)
        return Column(values, marked=fractions and mark in text, flags=drop_flags(values))

    return [take(i) for i in numbers]


def _may_have_codes(text: str, mark: str) -> bool:
    """Whether there may be names made of digits, 007 or 12E4; or a 01.02, which is no number."""
    # Each begins with a letter to look for, which is quick.
    patterns = rf"0(?<![\d{mark}]0)\d", r"e(?<=\de)\d", r"E(?<=\dE)\d"
    return any(re.search(pattern, text, re.ASCII) for pattern in patterns)


def _are_sure(column: pd.Series) -> bool:
    """Whether all cells but the empty ones are numbers, none infinite or of 16 digits."""
    return column.dtype.kind in "iuf" and not (np.abs(column.to_numpy()) >= 1e15).any()
