"""Somebody's table -> points, or an error that says what to mend.

    bytes or pasted text -> table -> points, labels, frequencies
                        read         points_from, labels_from, frequencies_from

A table's index numbers its rows as a spreadsheet does that opens the file, and is called what a
row is called in errors: "row", or "line" of a pasted block.
"""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gmm.data.cells import EMPTY as EMPTY
from gmm.data.cells import (
    SEPARATORS,
    Rows,
    check_size,
    check_text,
    declared,
    decode,
    left_out,
    lines,
    number,
    quote,
    separate,
    short,
)
from gmm.data.cells import TableError as TableError
from gmm.data.packed import read_parquet, read_workbook
from gmm.limits import MAX_CELLS, MAX_COLUMNS, MAX_LABELS, MAX_PASTED, MAX_ROWS
from gmm.points import FloatArray, IntArray

# Far beyond any measurement, and small enough that squares and their sums stay finite.
LARGEST = 1e100
# Frequencies are multiplied with squares, and summed.
LARGEST_FREQUENCY = 1e12
# Of texts shorter than this every cell is looked at; of longer ones pandas reads what is plain.
PLAIN_FROM = 100_000


class Report(NamedTuple):
    """What was read, and how it was understood.

    Attributes
    ----------
    kind : str
        "text", "Excel workbook" or "Parquet file".
    encoding : str
        Such as "UTF-8"; a workbook's sheet; "" where there is none.
    separator : str
        In words, such as "commas"; "" where nothing had to be parted.
    decimal : str
        "point" or "comma"; "" where no number is written out.
    header : int or None
        The row that names the columns; None where no row does.
    rows, columns : int
        Of the table.
    skipped : mapping of str to int
        How many lines were left out, by the reason why, such as "blank lines".
    """

    kind: str
    encoding: str
    separator: str
    decimal: str
    header: int | None
    rows: int
    columns: int
    skipped: Mapping[str, int]

    def sentences(self) -> list[str]:
        """Tell it to the person: what it is, what was left out, what is too much."""
        how = [
            f"{self.kind}, {self.encoding}" if self.encoding else self.kind,
            f"cells parted by {self.separator}" if self.separator else "",
            f"decimal {self.decimal}s" if self.decimal else "",
            f"names in row {self.header}" if self.header else "",
            "no names of columns" if self.header is None and self.kind != "Parquet file" else "",
        ]
        told = [
            f"{self.rows:,} row{'s' * (self.rows != 1)} and "
            f"{self.columns} column{'s' * (self.columns != 1)}.",
            f"Read as {'; '.join(part for part in how if part)}.",
        ]
        if self.skipped:
            reasons = [
                f"{count:,} {why if count != 1 else why.removesuffix('s')}"
                for why, count in self.skipped.items()
            ]
            told.append(f"Left out: {', '.join(reasons)}.")
        if self.rows > MAX_ROWS:
            told.append(f"More than {MAX_ROWS:,} rows: a fair sample of them is calculated with.")
        return told


class Reading(NamedTuple):
    """A table and how it came about.

    Attributes
    ----------
    table : pandas.DataFrame
        At least one row. The index, "row" or "line", numbers the rows as a spreadsheet does that
        opens the file: the header counts, and so do blank lines and comments. A column of numbers
        is float64, NaN where empty; one of numbers for the most part holds float, str and None;
        any other holds str and None. (A Parquet file's columns keep their own types.)
    report : Report
    """

    table: pd.DataFrame
    report: Report


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
    """

    points: FloatArray
    columns: tuple[str, ...]
    skipped: int
    rows: IntArray


def read_table(content: bytes, name: str) -> pd.DataFrame:
    """Read a file: the table of `read`."""
    return read(content, name).table


def read_pasted(text: str) -> pd.DataFrame:
    """Read a pasted block of numbers or a spreadsheet's selection: the table of `read`."""
    return read(text).table


def read(source: bytes | str, name: str = "") -> Reading:
    """Read a file's bytes or a pasted text as a table.

    Understood as they come: cells parted by tabs, semicolons, vertical bars, commas or spaces; a
    header or none; UTF-8, UTF-16, or Western European text; quoted cells, also over several lines;
    lines that begin with #; decimal commas where the comma does not part cells; R's row names;
    Excel's first line `sep=;`; a workbook's first sheet that holds anything; a Parquet file. A
    pasted line of at least three numbers is a column of them.

    Parameters
    ----------
    source : bytes or str
        The file, or the text.
    name : str
        What the person called the file; it appears in errors.

    Returns
    -------
    Reading
        All rows that are there, which may be more than the engine takes: see `sample_rows`.

    Raises
    ------
    TableError
        When it is empty, too large, no table, or has rows of unequal length.
    """
    if isinstance(source, str):
        return _read_pasted(source)
    check_size(source, name)
    if source.startswith(b"PK\x03\x04"):
        rows, sheet = read_workbook(source, name)
        return _tabulate_rows("Excel workbook", f"sheet {quote(sheet)}", rows, "row")
    if source.startswith(b"PAR1"):
        return _typed(read_parquet(source, name))
    text, encoding = decode(source, name)
    return _read_text(text, encoding)


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


def numeric_columns(table: pd.DataFrame) -> list[str]:
    """Columns to offer: of their cells that are not empty, more than half are finite numbers."""
    names = []
    for name, column in table.items():
        values, empty = _numbers(column)
        if 2 * np.isfinite(values).sum() > (~empty).sum():
            names.append(str(name))
    return names


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
        raise TableError("Pick at least one column, and none of them twice.")
    read = [_numbers(_column(table, name)) for name in columns]
    values = np.column_stack([values for values, _ in read])  # (rows, D)
    empty = np.column_stack([empty for _, empty in read])
    # A text is NaN here, and NaN fails any comparison.
    for row, column in np.argwhere(~empty & ~(np.abs(values) <= LARGEST))[:1]:
        raise TableError(_complaint(table, row, columns[column], values[row, column]))
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
            "most that can be calculated with. Take a sample of the rows, such as every tenth."
        )
    if (points == points[0]).all():
        raise TableError(
            f"All {len(points)} rows are the same in {where}. "
            "Pick a column whose values differ, or add rows that do."
        )
    points.setflags(write=False)
    rows.setflags(write=False)
    return Selection(points, tuple(columns), len(values) - len(points), rows)


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
    codes, values = pd.factorize(_column(table, column))
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
    texts = (f"{keys[i][1]:.12g}" if keys[i][0] == 0 else short(keys[i][2]) for i in order)
    return labels, tuple(texts)


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
    values, empty = _numbers(_column(table, column))
    for row in np.flatnonzero(~empty & ~((values >= 0) & (values <= LARGEST_FREQUENCY)))[:1]:
        if not 0 <= values[row] <= LARGEST and not values[row] < 0:
            raise TableError(_complaint(table, row, column, values[row]))
        wrong = (
            "is below 0, and nothing can be counted less than never"
            if values[row] < 0
            else f"is beyond {LARGEST_FREQUENCY:.0e}, too large for a frequency"
        )
        raise TableError(
            f"{_place(table, row, column)} {wrong}. Correct it, or pick another column."
        )
    frequencies: FloatArray = np.where(empty, 0.0, values)
    if not frequencies.any():
        raise TableError(
            f"No row of column {quote(column)} has a frequency above 0. Pick another column."
        )
    frequencies.setflags(write=False)
    return frequencies


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
        values, empty = _numbers(_column(table, name))
        for row in np.flatnonzero(~empty & ~((values > 0) & (values <= LARGEST)))[:1]:
            if not values[row] <= 0 or values[row] < -LARGEST:
                raise TableError(_complaint(table, row, name, values[row]))
            raise TableError(
                f"{_place(table, row, name)} has no logarithm, as it is not above 0. "
                "Leave the cell empty to skip the row, or do without the log scale."
            )
        logarithms[name] = np.log10(values)
    return table.assign(**logarithms)


# --- text -> table


class _NotPlainError(Exception):
    """A text in which `separate` might see other cells than pandas does."""


# What gives a table's columns with its first row (0) or without (1), and their decimal marks.
Columns = Callable[[int], list[tuple[npt.NDArray[Any], str]]]


def _read_pasted(text: str) -> Reading:
    if not text.strip():
        raise TableError(
            "Nothing has been pasted. Paste rows of numbers, or cells of a spreadsheet."
        )
    if len(text) > MAX_PASTED:
        raise TableError(
            f"The pasted text has {len(text):,} characters, and {MAX_PASTED:,} are the most that "
            "can be pasted. Save it as a CSV file, and upload that."
        )
    check_text(text, "The pasted text", "Paste rows of numbers, or cells of a spreadsheet.")
    separator, text = declared(lines(text.removeprefix("\ufeff")))
    rows, row = separate(text, separator, "line"), "line"
    if len(rows.cells) == 1 and len(rows.cells[0]) > 2:
        values = [cell for cell in rows.cells[0] if cell not in EMPTY]
        if all(number(cell, separator) is not None for cell in values):
            numbers = range(1, len(values) + 1)
            rows, row = rows._replace(numbers=numbers, cells=[[cell] for cell in values]), "value"
    return _tabulate_rows("text", "", rows, row)


def _read_text(text: str, encoding: str) -> Reading:
    separator, text = declared(text)
    if len(text) >= PLAIN_FROM:
        try:
            return _read_plain(text, encoding, separator)
        except _NotPlainError:
            pass
    return _tabulate_rows("text", encoding, separate(text, separator), "row")


def _tabulate_rows(kind: str, encoding: str, rows: Rows, row: str) -> Reading:
    def columns(begin: int) -> list[tuple[npt.NDArray[Any], str]]:
        body = rows.cells[begin:]
        cells = ([row[i] for row in body] for i in range(len(rows.cells[0])))
        return [_values(column, rows.separator) for column in cells]

    return _tabulate(kind, encoding, rows._replace(cells=rows.cells[:1]), columns, row)


def _tabulate(kind: str, encoding: str, rows: Rows, columns: Columns, row: str) -> Reading:
    """Read a table of which `rows` has all the numbers, and the first row's cells."""
    first = rows.cells[0]
    has_header, values = _below_header(first, columns, rows.separator)
    if has_header and len(rows.numbers) == 1:
        raise TableError(
            f"The table has names in {row} {rows.numbers[0]} and no rows below it. "
            "Give at least two rows of numbers."
        )
    header = first if has_header else [""] * len(first)
    index = pd.Index(rows.numbers[has_header:], name=row)
    table = pd.DataFrame(
        {
            name: pd.Series(column, index, dtype=column.dtype)
            for name, given, (column, _) in zip(_names(header), header, values, strict=True)
            if given or not pd.isna(column).all()  # a comma after every row makes no column
        },
        index=index,
    )
    decimals = {decimal for _, decimal in values}
    report = Report(
        kind,
        encoding,
        SEPARATORS[rows.separator] if kind == "text" and len(first) > 1 else "",
        next((decimal for decimal in ("comma", "point") if decimal in decimals), ""),
        rows.numbers[0] if has_header else None,
        len(table),
        len(table.columns),
        dict(rows.skipped),
    )
    return Reading(table, report)


def _below_header(
    first: Sequence[str], columns: Columns, separator: str
) -> tuple[bool, list[tuple[npt.NDArray[Any], str]]]:
    """Whether the first row names the columns, and the columns without it if it does.

    It does not if it is all numbers, empty cells, and texts that come up again further down in
    their columns: "5.1, 3.5, setosa" is a flower, not a header.
    """
    numeric = [number(cell, separator) is not None for cell in first]
    words = [cell not in EMPTY and not numeric[i] for i, cell in enumerate(first)]
    if any(words) or not any(numeric):
        below = columns(1)
        if not any(numeric) or any(
            is_word and not (column.dtype == object and (column == cell).any())
            for cell, is_word, (column, _) in zip(first, words, below, strict=True)
        ):
            return True, below
    return False, columns(0)


def _names(header: Iterable[str]) -> list[str]:
    """Short, printable names for the columns, no two the same."""
    names: dict[str, None] = {}
    for position, cell in enumerate(header, start=1):
        wanted = short(cell) or f"column {position}"
        name, count = wanted, 1
        while name in names:
            count += 1
            name = f"{wanted} ({count})"
        names[name] = None
    return list(names)


def _values(cells: Sequence[str], separator: str) -> tuple[npt.NDArray[Any], str]:
    """(rows,) float64, or object where there are texts; and the decimal mark."""
    codes, texts = pd.factorize(np.array(cells, dtype=object))
    values = np.empty(len(texts), dtype=object)
    decimal = ""
    for i, cell in enumerate(texts):
        value = number(cell, separator)
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


def _typed(table: pd.DataFrame) -> Reading:
    table.columns = pd.Index(_names(table.columns))
    table.index = pd.RangeIndex(1, len(table) + 1, name="row")
    rows, columns = table.shape
    return Reading(table, Report("Parquet file", "", "", "", None, rows, columns, {}))


# --- plain text -> table, at once


# Before 3.1 pandas rounded the last digit unless told not to; since then the word is deprecated.
_TO_THE_LAST_BIT: dict[str, Any] = (
    {"float_precision": "round_trip"}
    if tuple(map(int, pd.__version__.split(".")[:2])) < (3, 1)
    else {}
)


def _read_plain(text: str, encoding: str, separator: str) -> Reading:
    """Read a text all of whose lines are rows of one length, but for some above and below them."""
    start, skipped = 0, Counter[str]()
    while (end := text.find("\n", start)) >= 0 and (
        reason := left_out(text[start : end + 1], separator)
    ):
        start = end + 1
        skipped[reason] += 1
    above = skipped.total()
    body = text[start:].rstrip("\n")
    if below := max(len(text) - start - len(body) - 1, 0):
        skipped["blank lines"] += below
    if separator == " ":
        body = _single_spaced(body)
    first, _, rest = body.partition("\n")
    if "#" in first or not rest:
        raise _NotPlainError
    width = _width(rest, separator)
    try:
        head = separate(f"{first}\n{rest.partition(chr(10))[0]}", separator).cells
    except TableError as error:
        raise _NotPlainError from error
    if len(head) < 2 or len(head[0]) > width:
        raise _NotPlainError

    def columns(begin: int) -> list[tuple[npt.NDArray[Any], str]]:
        values = _parsed(rest if begin else body, separator, width)
        if not all(pd.isna(column).all() for column, _ in values[len(head[0]) :]):
            raise _NotPlainError
        return values[: len(head[0])]

    numbers = range(above + 1, above + rest.count("\n") + 3)
    rows = Rows(separator, numbers, head[:1], skipped)
    return _tabulate("text", encoding, rows, columns, "row")


def _single_spaced(text: str) -> str:
    text = text.replace("\t", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace("\n ", "\n").replace(" \n", "\n").strip(" ")


def _width(text: str, separator: str) -> int:
    """How many cells each line has, where that can be told from its separators alone."""
    quoted = text.count('"')
    opened = text.count(f'{separator}"') + text.count('\n"') + text.startswith('"')
    closed = text.count(f'"{separator}') + text.count('"\n') + text.endswith('"')
    if opened + closed != quoted or "#" in text or _BLANK_LINE.search(text):
        raise _NotPlainError
    if (separator == " " and _OTHER_SPACE.search(text)) or (separator == "|" and "--" in text):
        raise _NotPlainError
    characters = np.frombuffer(text.encode(), dtype=np.uint8)
    ends = np.append(np.flatnonzero(characters == ord("\n")), len(characters))
    marks = np.flatnonzero(characters == ord(separator))
    if len(marks) % len(ends) or np.diff(ends, prepend=0).max() >= csv.field_size_limit():
        raise _NotPlainError
    width = 1 + len(marks) // len(ends)
    if width * len(ends) > MAX_CELLS:
        raise TableError(
            f"The table has {len(ends):,} rows of {width} cell{'s' * (width != 1)}, and "
            f"{MAX_CELLS:,} cells are the most that can be read. "
            "Keep only the columns you need, or only some of the rows."
        )
    if width > MAX_COLUMNS:
        raise _NotPlainError
    return width


_BLANK_LINE = re.compile(r"\n[^\S\n]*(\n|$)")
# In a file parted by semicolons a decimal comma is sure, but it is read as slowly as it is rare.
_MAYBE_THOUSANDS = re.compile(r",\d{3}(?!\d)")
_OTHER_SPACE = re.compile(r"[^\S\n ]")


def _parsed(text: str, separator: str, width: int) -> list[tuple[npt.NDArray[Any], str]]:
    """Columns of a plain text and their decimal marks, as `_values` gives them."""
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
        raise _NotPlainError from error
    # Pandas refuses a row that is too long and fills up one that is too short: that none is short
    # is known from the number of separators, as long as no cell holds one.
    quoted = '"' in text and any(
        texts[i].str.contains(separator, regex=False).any() for i in others
    )
    if quoted or numbers.shape != (text.count("\n") + 1, width):
        raise _NotPlainError
    decimal = {".": "point", ",": "comma"}[mark] if mark in text else ""
    return [
        _values([cell.strip() for cell in texts[i]], separator)
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


# --- table -> points


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name not in table.columns:
        raise TableError(f"The table has no column {quote(name)}. Pick one of its own columns.")
    column: pd.Series = table[name]
    return column


def _numbers(column: pd.Series) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """(rows,) values, NaN where a cell holds no number, and which cells are empty."""
    empty = column.isna().to_numpy(dtype=bool)
    if column.dtype.kind in "iuf":
        return column.to_numpy(dtype=np.float64, na_value=np.nan), empty
    if pd.api.types.infer_dtype(column, skipna=True) in ("string", "categorical"):
        codes, kinds = pd.factorize(column)
        # Code -1, of an empty cell, takes the last one.
        return np.array([*map(_plain_number, kinds), math.nan])[codes], empty
    return np.array([_plain_number(cell) for cell in column], dtype=np.float64), empty


def _plain_number(cell: object) -> float:
    if isinstance(cell, str):
        value = number(cell, ",")
        return math.nan if value is None else value
    if isinstance(cell, (int, float, np.integer, np.floating)) and not isinstance(cell, bool):
        return float(cell)
    return math.nan


def _place(table: pd.DataFrame, row: int, column: str) -> str:
    """Name a cell by its row's number and its column, and quote it."""
    where = str(table.index.name or "row").capitalize()
    cell = table[column].iloc[row]
    text = f"{cell:.12g}" if isinstance(cell, float) else cell
    return f"{where} {table.index[row]}, column {quote(column)}: {quote(text)}"


_GROUPED = re.compile(r"[+-]?\d{1,3}([ .,'’\u00a0\u202f]\d{3})+([.,]\d+)?")


def _complaint(table: pd.DataFrame, row: int, column: str, value: float) -> str:
    where = _place(table, row, column)
    cure = "Leave the cell empty to skip the row, or pick another column."
    if not math.isnan(value):
        return f"{where} is beyond 1e100, too large to calculate with. {cure}"
    cell = table[column].iloc[row]
    if isinstance(cell, str) and (_GROUPED.fullmatch(cell) or re.fullmatch(r"[+-]?\d+,\d+", cell)):
        return f"{where} is not a number. Write decimals with a point, thousands without a mark."
    return f"{where} is not a number. {cure}"
