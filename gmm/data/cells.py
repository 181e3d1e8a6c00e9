"""A text file's cells: bytes -> text -> rows of cells, each row under its number.

Files come from spreadsheets of several languages, from R, from instruments and from people. Where
one can be read in two ways, both of them common, it is not read: the person is asked to mend it.

Rows are separated here, and not by pandas, where an error has to name the row as a spreadsheet
numbers it, with blank lines, comments and cells of several lines counted.
"""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gmm.limits import MAX_BYTES, MAX_CELLS_BY_HAND, MAX_COLUMNS, MAX_LINE

# How much of a file's own text goes into a column name or an error.
QUOTED_CHARACTERS = 40

# What pandas reads as an empty cell; none of it is a number in any other sense.
# fmt: off
EMPTY = frozenset([
    "", "#N/A", "#N/A N/A", "#NA", "<NA>", "N/A", "NA", "n/a", "NULL", "null", "None",
    "NaN", "nan", "-NaN", "-nan", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
])
# fmt: on

# The first one wins a tie: the later a separator stands here, the more often it is part of a cell.
SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas", " ": "spaces"}


class TableError(ValueError):
    """A table that cannot be used, told to the person: what, where, what to do.

    The message is plain text and may quote the file: show it as text, or escape it.
    """


class Rows(NamedTuple):
    """Cells as text, stripped; every row as long as the first.

    Attributes
    ----------
    separator : str
        A key of `SEPARATORS`.
    numbers : sequence of int
        Of the rows, as a spreadsheet counts, from 1.
    cells : list of list of str
    skipped : Counter of str
        How many lines were left out, by the reason why.
    """

    separator: str
    numbers: Sequence[int]
    cells: list[list[str]]
    skipped: Counter[str]


# --- bytes -> text


_NOT_TEXT = {
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0": "an old or protected Office document",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"\xfd7zXZ": "a compressed file",
    b"(\xb5/\xfd": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"BZh": "a compressed file",
    b"\x89HDF": "an HDF5 file",
    b"\x93NUMPY": "a NumPy file",
    b"ARROW1": "an Arrow file",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document with formatting",
}
_WEB_PAGE = re.compile(r"\s*<(!--|(!doctype|\?xml|html|head|body|table|div|svg)\b)", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\d\]-])')
_CONTROLS = [chr(code) for code in range(1, 32) if not chr(code).isspace()]

_MARKS = {  # UTF-32's mark begins with UTF-16's
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8"),
    b"\xff\xfe\0\0": ("utf-32", "UTF-32"),
    b"\0\0\xfe\xff": ("utf-32", "UTF-32"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
# Windows-1252 is Latin-1 with letters for control characters, and leaves five bytes undefined.
_UNMARKED = [("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1")]


def check_size(content: bytes, name: str) -> None:
    """Refuse a file that is too large.

    Parameters
    ----------
    content : bytes
    name : str
        What the person called the file.
    """
    if len(content) > MAX_BYTES:
        raise TableError(
            f"{called(name)} has {len(content) / 1e6:.1f} MB, and {MAX_BYTES / 1e6:.0f} MB is the "
            "most that can be read. Keep only the columns you need, or only some of the rows."
        )


def decode(content: bytes, name: str) -> tuple[str, str]:
    """Read a file's characters.

    Parameters
    ----------
    content : bytes
    name : str
        What the person called the file.

    Returns
    -------
    text : str
        Its lines end with a line feed.
    encoding : str
        As people call it.

    Raises
    ------
    TableError
        When the file is empty, not text, a web page or JSON.
    """
    file = called(name)
    for signature, what in _NOT_TEXT.items():
        if content.startswith(signature):
            raise TableError(f"{file} is {what}. Save the table as CSV, and upload that file.")
    text, encoding = _text(content)
    if not text.strip():
        raise TableError(f"{file} is empty. Upload one with at least two rows of numbers.")
    check_text(text, file, "Save the table as CSV, and upload that file.")
    return lines(text), encoding


def check_text(text: str, what: str, cure: str) -> None:
    """Refuse text that is no table.

    Parameters
    ----------
    text : str
    what : str
        How a sentence about it begins.
    cure : str
        How the sentence goes on for what is no table in any sense.
    """
    if "\0" in text or 20 * sum(map(text.count, _CONTROLS)) > len(text):
        raise TableError(f"{what} is not a text file. {cure}")
    if _WEB_PAGE.match(text):
        raise TableError(
            f"{what} is a web page, not a table. "
            "Follow the page's download link, and upload what it gives."
        )
    if _JSON.match(text):
        raise TableError(f"{what} is JSON, not a table. {cure}")


def lines(text: str) -> str:
    """Text whose lines all end with a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _text(content: bytes) -> tuple[str, str]:
    """Characters of the file and its encoding; a NUL where none fits."""
    mark = next((mark for mark in _MARKS if content.startswith(mark)), None)
    for codec, name in [_MARKS[mark]] if mark else _unmarked(content):
        try:
            return content.decode(codec), name
        except UnicodeDecodeError:
            continue
    return "\0", ""


def _unmarked(content: bytes) -> list[tuple[str, str]]:
    """Encodings to try: digits and separators in UTF-16 have a NUL for every other byte."""
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > len(sample) / 4 and min(even, odd) == 0:
        return [("utf-16-le" if odd else "utf-16-be", "UTF-16")]
    return _UNMARKED


# --- text -> rows of cells


# Excel's own first line, which it does not show as a row.
_DECLARED = re.compile(r"sep=([\t;|, ])[ \t]*\n", re.IGNORECASE)
# A line that begins with one of these begins with a cell, not with a comment.
_SPREADSHEET_ERROR = re.compile(
    r"\s*#(N/A( N/A)?|NA|DIV/0!|REF!|VALUE!|NUM!|NULL!|NAME\?)\s*([\t;|,]|$)"
)
# The line below the names where a table is drawn with bars.
_RULED = re.compile(r"[\s|+]*:?-{2}[-+|:=\s]*")
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_ROWS = 100


def declared(text: str) -> tuple[str, str]:
    """Separator of a text, and the text that it separates."""
    if first := _DECLARED.match(text):
        return first[1], text[first.end() :]
    return _separator(text), text


def left_out(line: str, separator: str) -> str:
    """Why a line is no row: what such lines are called, "" if it is one."""
    start = line.lstrip()
    if not start:
        return "blank lines"
    if start.startswith("#") and not _SPREADSHEET_ERROR.match(line):
        return "comments"
    return "ruled lines" if separator == "|" and _RULED.fullmatch(line) else ""


def separate(text: str, separator: str, row: str = "row") -> Rows:
    """Part a text into rows, and rows into cells.

    Parameters
    ----------
    text : str
        Its lines end with a line feed.
    separator : str
        A key of `SEPARATORS`.
    row : str
        What a row is called in errors.

    Returns
    -------
    Rows
        At least one.

    Raises
    ------
    TableError
        When there is no row, when rows are of unequal length or too long, when a quotation mark
        is out of place, or when there are more than `MAX_CELLS_BY_HAND` cells.
    """
    skipped: Counter[str] = Counter()
    return rectangle(_records(text, separator, row, skipped), separator, row, skipped)


def rectangle(
    records: Iterator[tuple[int, list[str]]], separator: str, row: str, skipped: Counter[str]
) -> Rows:
    """Rows of one length out of numbered records, or an error that names the first that is not.

    Parameters
    ----------
    records : iterator of int and list of str
    separator : str
        What parted them.
    row : str
        What a row is called in errors.
    skipped : Counter of str
        Is added to while the records are taken.
    """
    numbers: list[int] = []
    cells: list[list[str]] = []
    left = MAX_CELLS_BY_HAND
    for number, record in records:
        if not cells and not any(record):
            skipped["empty rows"] += 1  # a sheet whose table does not begin at the top
            continue
        if len(_trimmed(record)) > MAX_COLUMNS:
            raise TableError(
                f"{row.capitalize()} {number} has {len(_trimmed(record))} cells, and {MAX_COLUMNS} "
                "columns are the most that can be read. Keep only the columns you need."
            )
        numbers.append(number)
        cells.append(record)
        left -= len(record)
        if left < 0:
            raise TableError(
                f"The table goes on after {row} {number}, and more than {MAX_CELLS_BY_HAND:,} "
                "cells can be read only from a plain CSV file: without comments, blank lines, "
                "cells of several lines or rows of unequal length. Save it as one."
            )
    if not cells:
        raise TableError(
            "There are only blank lines and comments. "
            "Give at least two rows of numbers, without # before them."
        )
    return Rows(separator, numbers, _of_one_length(separator, numbers, cells, row), skipped)


def _records(
    text: str, separator: str, row: str, skipped: Counter[str] | None
) -> Iterator[tuple[int, list[str]]]:
    """Rows that are neither blank nor a comment, with their numbers.

    With no `skipped` to fill, a misplaced quotation mark is taken as it comes: good enough to
    guess by.
    """
    strict = skipped is not None
    source = iter(io.StringIO(text))
    for number, line in enumerate(source, start=1):
        if reason := left_out(line, separator):
            if skipped is not None:
                skipped[reason] += 1
            continue
        if len(line) > MAX_LINE:
            raise TableError(
                f"{row.capitalize()} {number} has more than {MAX_LINE:,} characters. "
                f"End the line after each {row} of the table."
            )
        if '"' not in line and len(line) < csv.field_size_limit():
            cells = line.split() if separator == " " else line.split(separator)
            yield number, [cell.strip() for cell in cells]
            continue
        if separator == " ":
            line = " ".join(line.split())
        # A reader for each row, over the one iterator of lines: it takes as many as a quoted cell
        # goes on for. A single reader would take the quotation marks in comments seriously.
        reader = csv.reader(
            itertools.chain([line], source),
            delimiter=separator,
            skipinitialspace=True,
            strict=strict,
        )
        try:
            cells = next(reader)
        except csv.Error as error:
            raise TableError(_unreadable(f"{row.capitalize()} {number}", str(error))) from error
        yield number, [cell.strip() for cell in cells]


def _unreadable(where: str, error: str) -> str:
    if "unexpected end" in error:
        return f"{where} opens a quotation mark that nothing closes. Close it, or remove it."
    if "limit" in error:
        return (
            f"{where} has a cell of more than {csv.field_size_limit():,} characters. "
            "Shorten it, or look for a quotation mark that nothing closes."
        )
    return (
        f'{where} has a quotation mark (") inside a cell. '
        "Put it at the start and the end of the cell, or remove it."
    )


def _separator(text: str) -> str:
    """Which separator makes the most regular table, with the most numbers, of the beginning."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample.rpartition("\n")[0] or sample
    rows = {separator: _sample(sample, separator) for separator in SEPARATORS}
    if _lone_decimals(rows["\t"]):
        return "\t"
    best = max(SEPARATORS, key=lambda separator: _regularity(rows[separator], separator))
    return best if _regularity(rows[best], best) > (0.0, 0.0) else ","


def _sample(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for _, row in itertools.islice(_records(text, separator, "row", None), _SAMPLE_ROWS):
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
    numeric = sum(number(cell, separator) is not None for cell in cells) / max(len(cells), 1)
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
        and all(number(cell, "\t") is not None for cell in cells[1:])
    )


def _of_one_length(
    separator: str, numbers: list[int], rows: list[list[str]], row: str
) -> list[list[str]]:
    length = len(_trimmed(rows[0]))
    if any(len(_trimmed(cells)) > length for cells in rows):
        if separator in "\t " and {len(cells) for cells in rows[1:]} == {len(rows[0]) + 1}:
            # R writes row names without a name of their own.
            return [["", *rows[0]], *rows[1:]]
        length = Counter(map(len, rows)).most_common(1)[0][0]
    rows = [_trimmed(cells, length) for cells in rows]
    model = next(n for n, cells in zip(numbers, rows, strict=True) if len(cells) == length)
    for n, cells in zip(numbers, rows, strict=True):
        if len(cells) != length:
            raise TableError(
                f"{row.capitalize()} {n} has {len(cells)} cell{'' if len(cells) == 1 else 's'} "
                f"where {row} {model} has {length}. Give every {row} the same number of cells, "
                "and put # before lines that are not data."
            )
    return rows


def _trimmed(row: list[str], length: int = 0) -> list[str]:
    """Row without the empty cells at its end, as far as they go beyond this length."""
    end = len(row)
    while end > length and not row[end - 1]:
        end -= 1
    return row[:end]


# --- cells


_NUMBER = re.compile(
    r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?inf(?:inity)?", re.IGNORECASE | re.ASCII
)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+", re.ASCII)


def number(cell: str, separator: str) -> float | None:
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


def called(name: str) -> str:
    """How a sentence about a file begins."""
    return quote(name) if name.strip() else "The file"


def quote(text: object) -> str:
    """A cell's or a column's own text in a sentence."""
    return f"'{short(str(text))}'"


def short(text: str) -> str:
    """One line of printable characters, cut to a length that fits into a sentence."""
    start = text[: 10 * QUOTED_CHARACTERS]
    plain = " ".join("".join(c if c.isprintable() else " " for c in start).split())
    return plain if len(plain) <= QUOTED_CHARACTERS else plain[: QUOTED_CHARACTERS - 1] + "…"
