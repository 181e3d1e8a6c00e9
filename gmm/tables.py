"""An uploaded table -> points, or an error that says what to mend.

    bytes -> text -> rows of cells -> table -> points
      _decode   _separate       _tabulate   points_from

Files come from spreadsheets of several languages, from R, from instruments and from people. Where
one can be read in two ways, both of them common, it is not read: the person is asked to mend it.

The rows are separated here and not by pandas' parser, because an error has to name the row as a
spreadsheet numbers it, with blank and comment lines counted. That number is the table's index.
"""

import csv
import io
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gmm.points import FloatArray

MAX_BYTES = 10_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 200
# Far beyond any measurement, and small enough that squares and their sums stay finite.
LARGEST = 1e100
# How much of a file's own text goes into a column name or an error.
QUOTED_CHARACTERS = 40

# What pandas reads as an empty cell; none of it is a number in any other sense.
# fmt: off
EMPTY = frozenset([
    "", "#N/A", "#N/A N/A", "#NA", "<NA>", "N/A", "NA", "n/a", "NULL", "null", "None",
    "NaN", "nan", "-NaN", "-nan", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
])
# fmt: on


class TableError(ValueError):
    """A table that cannot be used, told to the person: what, where, what to do.

    The message is plain text and may quote the file: show it as text, or escape it.
    """


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
    """

    points: FloatArray
    columns: tuple[str, ...]
    skipped: int


def read_table(content: bytes, name: str) -> pd.DataFrame:
    """Read a text file of cells parted by commas, semicolons, tabs or spaces.

    Understood as they come: a header or none; UTF-8, UTF-16 with its mark, or Western European
    text; quoted cells, also over several lines; lines that begin with #; decimal commas where the
    comma does not part cells; R's row names; Excel's first line `sep=;`.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        What the person called it; it appears in errors.

    Returns
    -------
    pandas.DataFrame
        At least one row. The index, "row", numbers the rows as a spreadsheet does that opens the
        file: the header counts, and so do blank lines and comments. A column of numbers is float64,
        NaN where empty; one of numbers for the most part holds float, str and None; any other
        holds str and None.

    Raises
    ------
    TableError
        When the file is empty, too large, not text, a web page, or has rows of unequal length.
    """
    return _tabulate(_separate(_decode(content, name)))


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
        when a number is beyond `LARGEST`, when fewer than two rows are left, or when all of them
        are the same.
    """
    if not columns or len(set(columns)) < len(columns):
        raise TableError("Pick at least one column, and none of them twice.")
    for name in columns:
        if name not in table.columns:
            raise TableError(
                f"The table has no column {_quote(name)}. Pick one of its own columns."
            )
    read = [_numbers(table[name]) for name in columns]
    values = np.column_stack([values for values, _ in read])  # (rows, D)
    empty = np.column_stack([empty for _, empty in read])
    # A text is NaN here, and NaN fails any comparison.
    for row, column in np.argwhere(~empty & ~(np.abs(values) <= LARGEST))[:1]:
        cell = table[columns[column]].iloc[row]
        raise TableError(_complaint(table.index[row], columns[column], cell, values[row, column]))
    points = values[~empty.any(axis=1)]
    where = " and ".join(f"column {_quote(name)}" for name in columns)
    if len(points) < 2:
        raise TableError(
            f"A mixture needs at least 2 rows with numbers in {where}, and there "
            f"{'is 1' if len(points) else 'are none'}. "
            "Fill in the empty cells, or pick another column."
        )
    if (points == points[0]).all():
        raise TableError(
            f"All {len(points)} rows are the same in {where}. "
            "Pick a column whose values differ, or add rows that do."
        )
    points.setflags(write=False)
    return Selection(points, tuple(columns), len(values) - len(points))


# --- bytes -> text


_NOT_TEXT = {
    b"PK\x03\x04": "an Excel workbook or another zip archive",
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"PAR1": "a Parquet file",
    b"\x89HDF": "an HDF5 file",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document with formatting",
}
_WEB_PAGE = re.compile(r"\s*<(!--|(!doctype|\?xml|html|head|body|table|div|svg)\b)", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\d\]-])')
_CONTROLS = [chr(code) for code in range(1, 32) if not chr(code).isspace()]


def _decode(content: bytes, name: str) -> str:
    file = _quote(name) if name.strip() else "The file"
    if len(content) > MAX_BYTES:
        raise TableError(
            f"{file} has {len(content) / 1e6:.1f} MB, and {MAX_BYTES / 1e6:.0f} MB is the most "
            "that can be read. Keep only the columns you need, or only some of the rows."
        )
    for signature, what in _NOT_TEXT.items():
        if content.startswith(signature):
            raise TableError(f"{file} is {what}. Save the table as CSV, and upload that file.")
    text = _text(content)
    if not text.strip():
        raise TableError(f"{file} is empty. Upload one with at least two rows of numbers.")
    if "\0" in text or 20 * sum(map(text.count, _CONTROLS)) > len(text):
        raise TableError(f"{file} is not a text file. Save the table as CSV, and upload that file.")
    if _WEB_PAGE.match(text):
        raise TableError(
            f"{file} is a web page, not a table. "
            "Follow the page's download link, and upload what it gives."
        )
    if _JSON.match(text):
        raise TableError(
            f"{file} is JSON, not a table. Save the table as CSV, and upload that file."
        )
    return text


def _text(content: bytes) -> str:
    """Characters of the file; a NUL where no encoding fits."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    # Windows-1252 is Latin-1 with letters for control characters, and leaves five bytes undefined.
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252", "latin-1"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return "\0"


# --- text -> rows of cells


class _Rows(NamedTuple):
    """Cells as text, stripped; every row as long as the first."""

    separator: str
    numbers: list[int]  # as a spreadsheet counts, from 1
    cells: list[list[str]]


# The first one wins a tie: the later a separator stands here, the more often it is part of a cell.
_SEPARATORS = ("\t", ";", ",", " ")
# Excel's own first line, which it does not show as a row.
_DECLARED = re.compile(r"sep=([\t;, ])[ \t]*(\r\n|\r|\n)", re.IGNORECASE)
# A line that begins with one of these begins with a cell, not with a comment.
_SPREADSHEET_ERROR = re.compile(
    r"\s*#(N/A( N/A)?|NA|DIV/0!|REF!|VALUE!|NUM!|NULL!|NAME\?)\s*([\t;,]|$)"
)
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_ROWS = 100


def _separate(text: str) -> _Rows:
    if declared := _DECLARED.match(text):
        separator, text = declared[1], text[declared.end() :]
    else:
        separator = _separator(text)
    numbers: list[int] = []
    cells: list[list[str]] = []
    for number, row in _records(text, separator, strict=True):
        if not cells and not any(row):
            continue  # a sheet whose table does not begin at the top
        if len(_trimmed(row)) > MAX_COLUMNS:
            raise TableError(
                f"Row {number} has {len(_trimmed(row))} cells, and {MAX_COLUMNS} columns are the "
                "most that can be read. Keep only the columns you need."
            )
        numbers.append(number)
        cells.append(row)
        if len(cells) > MAX_ROWS + 1:
            raise _too_long()
    if not cells:
        raise TableError(
            "The file holds only blank lines and comments. "
            "Upload one with at least two rows of numbers."
        )
    return _Rows(separator, numbers, _rectangle(separator, numbers, cells))


def _records(text: str, separator: str, strict: bool) -> Iterator[tuple[int, list[str]]]:
    """Rows that are neither blank nor a comment, with their numbers.

    Not strict, a misplaced quotation mark is taken as it comes: good enough to guess by.
    """
    lines = iter(io.StringIO(text, newline=None))
    for number, line in enumerate(lines, start=1):
        start = line.lstrip()
        if not start or (start.startswith("#") and not _SPREADSHEET_ERROR.match(line)):
            continue
        if separator == " ":
            line = " ".join(line.split())
        # A reader for each row, over the one iterator of lines: it takes as many as a quoted cell
        # goes on for. A single reader would take the quotation marks in comments seriously.
        reader = csv.reader(
            itertools.chain([line], lines),
            delimiter=separator,
            skipinitialspace=True,
            strict=strict,
        )
        try:
            row = next(reader)
        except csv.Error as error:
            raise TableError(_unreadable(number, str(error))) from error
        yield number, [cell.strip() for cell in row]


def _unreadable(number: int, error: str) -> str:
    if "unexpected end" in error:
        return f"Row {number} opens a quotation mark that nothing closes. Close it, or remove it."
    if "limit" in error:
        return (
            f"Row {number} has a cell of more than {csv.field_size_limit():,} characters. "
            "Shorten it, or look for a quotation mark that nothing closes."
        )
    return (
        f'Row {number} has a quotation mark (") inside a cell. '
        "Put it at the start and the end of the cell, or remove it."
    )


def _separator(text: str) -> str:
    """Which separator makes the most regular table, with the most numbers, of the beginning."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample.rpartition("\n")[0] or sample
    rows = {separator: _sample(sample, separator) for separator in _SEPARATORS}
    if _lone_decimals(rows["\t"]):
        return "\t"
    best = max(_SEPARATORS, key=lambda separator: _regularity(rows[separator], separator))
    return best if _regularity(rows[best], best) > (0.0, 0.0) else ","


def _sample(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for _, row in itertools.islice(_records(text, separator, strict=False), _SAMPLE_ROWS):
            rows.append(row)
    except TableError:
        pass
    return rows


def _regularity(rows: list[list[str]], separator: str) -> tuple[float, float]:
    """Share of rows of one length times share of numbers, then the former; 0 for one column."""
    if not rows:
        return 0.0, 0.0
    lengths = Counter(map(len, rows))
    length = max(lengths, key=lambda length: (lengths[length], length))
    cells = [cell for row in rows[1:] or rows for cell in row if cell not in EMPTY]
    numeric = sum(_number(cell, separator) is not None for cell in cells) / max(len(cells), 1)
    # Words and dates have spaces in them, too.
    if length == 1 or (separator == " " and numeric < 0.5):
        return 0.0, 0.0
    regular = lengths[length] / len(rows)
    return regular * numeric, regular


def _lone_decimals(rows: list[list[str]]) -> bool:
    """Whether it is one column with decimal commas: "height", "1,72", "1,8".

    A title above pairs of whole numbers would look the same, and is the rarer file by far.
    """
    cells = ["\t".join(row) for row in rows]
    return (
        any("," in cell for cell in cells)
        and "," not in cells[0]
        and all(_number(cell, "\t") is not None for cell in cells[1:])
    )


def _rectangle(separator: str, numbers: list[int], rows: list[list[str]]) -> list[list[str]]:
    """Rows of one length, or an error that names the first that is not."""
    length = len(_trimmed(rows[0]))
    if any(len(_trimmed(row)) > length for row in rows):
        if separator in "\t " and {len(row) for row in rows[1:]} == {len(rows[0]) + 1}:
            # R writes row names without a name of their own.
            return [["", *rows[0]], *rows[1:]]
        length = Counter(map(len, rows)).most_common(1)[0][0]
    rows = [_trimmed(row, length) for row in rows]
    model = next(number for number, row in zip(numbers, rows, strict=True) if len(row) == length)
    for number, row in zip(numbers, rows, strict=True):
        if len(row) != length:
            raise TableError(
                f"Row {number} has {len(row)} cell{'' if len(row) == 1 else 's'} "
                f"where row {model} has {length}. Give every row the same number of cells, "
                "and put # before lines that are not data."
            )
    return rows


def _trimmed(row: list[str], length: int = 0) -> list[str]:
    """Row without the empty cells at its end, as far as they go beyond this length."""
    end = len(row)
    while end > length and not row[end - 1]:
        end -= 1
    return row[:end]


# --- rows of cells -> table


_NUMBER = re.compile(
    r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?inf(?:inity)?", re.IGNORECASE | re.ASCII
)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)


def _tabulate(rows: _Rows) -> pd.DataFrame:
    first = 1 if _has_header(rows) else 0
    body = rows.cells[first:]
    if not body:
        raise TableError(
            f"The table has names in row {rows.numbers[0]} and no rows below it. "
            "Upload one with at least two rows of numbers."
        )
    if len(body) > MAX_ROWS:
        raise _too_long()
    header = rows.cells[0] if first else [""] * len(rows.cells[0])
    index = pd.Index(rows.numbers[first:], name="row")
    columns = {}
    for name, given, *cells in zip(_names(header), header, *body, strict=True):
        if given or any(cells):  # a comma at the end of every line makes no column
            columns[name] = _column(cells, rows.separator, index)
    return pd.DataFrame(columns, index=index)


def _too_long() -> TableError:
    return TableError(
        f"The table has more than {MAX_ROWS:,} rows, the most that can be read. "
        "Keep only some of them, such as every tenth."
    )


def _has_header(rows: _Rows) -> bool:
    """Whether the first row names the columns.

    It does not if it is all numbers, empty cells, and texts that come up again further down in
    their columns: "5.1, 3.5, setosa" is a flower, not a header.
    """
    first, *body = rows.cells
    numeric = [_number(cell, rows.separator) is not None for cell in first]
    if not any(numeric):
        return True
    return any(
        not number and cell not in EMPTY and all(row[i] != cell for row in body)
        for i, (cell, number) in enumerate(zip(first, numeric, strict=True))
    )


def _names(header: Iterable[str]) -> list[str]:
    """Short, printable names for the columns, no two the same."""
    names: list[str] = []
    for position, cell in enumerate(header, start=1):
        wanted = _short(cell) or f"column {position}"
        name, count = wanted, 1
        while name in names:
            count += 1
            name = f"{wanted} ({count})"
        names.append(name)
    return names


def _column(cells: Sequence[str], separator: str, index: pd.Index) -> pd.Series:
    values: list[float | str | None] = []
    for cell in cells:
        number = _number(cell, separator)
        if cell in EMPTY:
            values.append(None)
        else:
            # What is infinite stays as it was written, to be quoted.
            values.append(cell if number is None or math.isinf(number) else number)
    texts = sum(isinstance(value, str) for value in values)
    if not texts:
        return pd.Series(values, index, dtype=np.float64)
    if 2 * texts >= sum(value is not None for value in values):
        values = [None if cell in EMPTY else cell for cell in cells]
    return pd.Series(values, index, dtype=object)


def _number(cell: str, separator: str) -> float | None:
    """Read a cell as a number, which may be infinite, or else as None.

    A comma that does not part cells is a decimal comma. In a file parted by semicolons that is
    sure; elsewhere "1,234" may well be a thousand and more, and is no number at all.
    """
    if "," in cell and separator != ",":
        if separator != ";" and _THOUSANDS.fullmatch(cell):
            return None
        cell = cell.replace(",", ".")
    cell = cell.replace("\N{MINUS SIGN}", "-")
    return float(cell) if _NUMBER.fullmatch(cell) else None


# --- table -> points


def _numbers(column: pd.Series) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """(rows,) values, NaN where a cell holds no number, and which cells are empty."""
    empty = column.isna().to_numpy(dtype=bool)
    if column.dtype.kind in "iuf":
        return column.to_numpy(dtype=np.float64, na_value=np.nan), empty
    return np.array([_plain_number(cell) for cell in column], dtype=np.float64), empty


def _plain_number(cell: object) -> float:
    if isinstance(cell, str):
        number = _number(cell, ",")
        return math.nan if number is None else number
    if isinstance(cell, (int, float, np.integer, np.floating)) and not isinstance(cell, bool):
        return float(cell)
    return math.nan


def _complaint(row: object, column: str, cell: object, value: float) -> str:
    where = f"Row {row}, column {_quote(column)}: {_quote(cell)}"
    cure = "Leave the cell empty to skip the row, or pick another column."
    if not math.isnan(value):
        return f"{where} is beyond 1e100, too large to calculate with. {cure}"
    if isinstance(cell, str) and re.fullmatch(r"[+-]?\d+,\d+", cell):
        return f"{where} is not a number. Write decimals with a point, thousands without a comma."
    return f"{where} is not a number. {cure}"


def _quote(text: object) -> str:
    return f"'{_short(str(text))}'"


def _short(text: str) -> str:
    """One line of printable characters, cut to a length that fits into a sentence."""
    start = text[: 10 * QUOTED_CHARACTERS]
    plain = " ".join("".join(c if c.isprintable() else " " for c in start).split())
    return plain if len(plain) <= QUOTED_CHARACTERS else plain[: QUOTED_CHARACTERS - 1] + "…"
