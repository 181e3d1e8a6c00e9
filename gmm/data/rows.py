"""Text -> rows of cells, each row under its number.

Rows are parted here, and not by pandas, where an error has to name the row as a spreadsheet
numbers it, with blank lines, comments and cells of several lines counted.
"""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gmm.data.errors import TableError
from gmm.limits import MAX_CELLS_BY_HAND, MAX_COLUMNS, MAX_LINE


class Rows(NamedTuple):
    """Cells as text, stripped; every row as long as the first.

    Attributes
    ----------
    separator : str
        A key of `gmm.data.separators.SEPARATORS`.
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


def split_rows(text: str, separator: str, row: str = "row") -> Rows:
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
    return line_up(walk_rows(text, separator, row, skipped), separator, row, skipped)


def line_up(
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
        if len(_trim(record)) > MAX_COLUMNS:
            raise TableError(
                f"{row.capitalize()} {number} has {len(_trim(record))} cells, and {MAX_COLUMNS} "
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
    return Rows(separator, numbers, _even_out(separator, numbers, cells, row), skipped)


def judge_line(line: str, separator: str) -> str:
    """Why a line is no row: what such lines are called, "" if it is one."""
    start = line.lstrip()
    if not start:
        return "blank lines"
    if start.startswith("#") and not _SPREADSHEET_ERROR.match(line):
        return "comments"
    return "ruled lines" if separator == "|" and _RULED.fullmatch(line) else ""


def walk_rows(
    text: str, separator: str, row: str, skipped: Counter[str] | None
) -> Iterator[tuple[int, list[str]]]:
    """Rows that are neither blank nor a comment, with their numbers.

    With no `skipped` to fill, a misplaced quotation mark is taken as it comes: good enough to
    guess by.
    """
    strict = skipped is not None
    source = iter(io.StringIO(text))
    for number, line in enumerate(source, start=1):
        if reason := judge_line(line, separator):
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
            raise TableError(_explain_quote(f"{row.capitalize()} {number}", str(error))) from error
        yield number, [cell.strip() for cell in cells]


# A line that begins with one of these begins with a cell, not with a comment.
_SPREADSHEET_ERROR = re.compile(
    r"\s*#(N/A( N/A)?|NA|DIV/0!|REF!|VALUE!|NUM!|NULL!|NAME\?)\s*([\t;|,]|$)"
)
# The line below the names where a table is drawn with bars.
_RULED = re.compile(r"[\s|+]*:?-{2}[-+|:=\s]*")


def _explain_quote(where: str, error: str) -> str:
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


def _even_out(
    separator: str, numbers: list[int], rows: list[list[str]], row: str
) -> list[list[str]]:
    length = len(_trim(rows[0]))
    if any(len(_trim(cells)) > length for cells in rows):
        if separator in "\t " and {len(cells) for cells in rows[1:]} == {len(rows[0]) + 1}:
            # R writes row names without a name of their own.
            return [["", *rows[0]], *rows[1:]]
        length = Counter(map(len, rows)).most_common(1)[0][0]
    rows = [_trim(cells, length) for cells in rows]
    model = next(n for n, cells in zip(numbers, rows, strict=True) if len(cells) == length)
    for n, cells in zip(numbers, rows, strict=True):
        if len(cells) != length:
            raise TableError(
                f"{row.capitalize()} {n} has {len(cells)} cell{'' if len(cells) == 1 else 's'} "
                f"where {row} {model} has {length}. Give every {row} the same number of cells, "
                "and put # before lines that are not data."
            )
    return rows


def _trim(row: list[str], length: int = 0) -> list[str]:
    """Row without the empty cells at its end, as far as they go beyond this length."""
    end = len(row)
    while end > length and not row[end - 1]:
        end -= 1
    return row[:end]
