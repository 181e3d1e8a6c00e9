"""Text -> rows of cells, each row under its number.

Rows are parted here, and not by pandas, where an error has to name the row as a spreadsheet
numbers it, with blank lines, comments and cells of several lines counted.
"""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gmm.data.errors import TableError
from gmm.data.numerals import Cell, is_number
from gmm.data.separators import SEPARATORS
from gmm.limits import MAX_CELLS_BY_HAND, MAX_COLUMNS, MAX_LINE

HEAD = 200  # rows by which a table is understood: what is title, what is name, what is number


class Rows(NamedTuple):
    """Cells, all rows of one length.

    Attributes
    ----------
    separator : str
        A key of `gmm.data.separators.SEPARATORS`; "" where nothing had to be parted.
    numbers : sequence of int
        Of the rows, as a spreadsheet counts, from 1.
    cells : list of list of cells
        Texts are stripped.
    skipped : Counter of str
        How many lines were left out, by the reason why.
    above : list of str
        Cells of a comment right above the first row: they may be its names.
    """

    separator: str
    numbers: Sequence[int]
    cells: list[list[Cell]]
    skipped: Counter[str]
    above: list[str]


Record = tuple[int, list[Cell]]  # a row's number and its cells


def split_rows(text: str, separator: str, row: str = "row", most: int | None = None) -> Rows:
    """Part a text into rows, and rows into cells.

    Parameters
    ----------
    text : str
        Its lines end with a line feed.
    separator : str
        A key of `SEPARATORS`.
    row : str
        What a row is called in errors.
    most : int, optional
        How many rows are enough.

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
    records = itertools.islice(_walk_rows(text, separator, row, skipped), most)
    numbers, cells = take_rows(records, row, skipped)
    lengths = Counter(len(record) for record in cells if not _is_comment(record))
    usual = max(lengths, key=lambda length: (lengths[length], length), default=0)
    kept = [
        i
        for i, record in enumerate(cells)
        # "#d62728,1.2,3.4" is a row with a colour; "# by Ann, 2020" is a comment.
        if not _is_comment(record)
        or (len(record) == usual > 1 and not re.match(r"#\s", str(record[0])))
    ]
    if not kept:
        raise TableError(
            "There are only blank lines and comments. "
            "Give at least two rows of numbers, without # before them."
        )
    skipped["comments"] += len(cells) - len(kept)
    first = kept[0]
    touching = first > 0 and numbers[first - 1] + 1 == numbers[first]
    above = [str(cell) for cell in cells[first - 1]] if touching else []
    numbers, cells = [numbers[i] for i in kept], [cells[i] for i in kept]
    cells = _even_out(numbers, cells, usual, row, skipped)
    _check_names(numbers, cells, separator, row)
    return Rows(separator, numbers[: len(cells)], cells, +skipped, above)


def take_rows(
    records: Iterable[Record], row: str, skipped: Counter[str]
) -> tuple[list[int], list[list[Cell]]]:
    """Take records, within the limits, from the first that holds anything.

    Parameters
    ----------
    records : iterable of int and list of cells
    row : str
        What a row is called in errors.
    skipped : Counter of str
        Is added to.
    """
    numbers: list[int] = []
    cells: list[list[Cell]] = []
    left = MAX_CELLS_BY_HAND
    for number, record in records:
        if not cells and not any(cell != "" for cell in record):
            skipped["empty rows"] += 1  # a sheet whose table does not begin at the top
            continue
        if (length := _measure(record)) > MAX_COLUMNS:
            raise TableError(
                f"{row.capitalize()} {number} has {length:,} cells, and {MAX_COLUMNS:,} "
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
    return numbers, cells


def fill_up(cells: list[Cell], width: int) -> list[Cell]:
    """Row with this many cells."""
    return cells[:width] + [""] * (width - len(cells))


def write_cell(cell: Cell) -> str:
    """A cell's text, as a person would write it."""
    return cell if isinstance(cell, str) else f"{cell:.12g}"


def have_names(rows: list[list[Cell]]) -> bool:
    """Whether each row begins with a name, or with a number that counts."""
    names = [write_cell(cells[0]) for cells in rows[:HEAD]]
    if len(names) < 2 or "" in names:
        return False
    if not all(name.isdigit() for name in names):
        return not any(map(is_number, names))
    return sorted({*map(int, names)}) == [*map(int, names)]


def judge_line(line: str, separator: str) -> str:
    """Why a line is surely no row: what such lines are called, "" if it may be one."""
    start = line.lstrip()
    if not start:
        return "blank lines"
    if separator == " " and start.startswith("@"):
        return "comments"  # settings of Grace
    if start.startswith("#") and separator not in start.strip():
        return "" if _SPREADSHEET_ERROR.match(start) else "comments"
    return "ruled lines" if separator in "| \t" and _RULED.fullmatch(line) else ""


def _walk_rows(text: str, separator: str, row: str, skipped: Counter[str]) -> Iterator[Record]:
    """Rows that are not blank, and comments that may be rows, with their numbers."""
    source = iter(io.StringIO(text))
    for number, line in enumerate(source, start=1):
        if reason := judge_line(line, separator):
            skipped[reason] += 1
            continue
        where = f"{row.capitalize()} {number}"
        if len(line) > MAX_LINE:
            raise TableError(
                f"{where} has more than {MAX_LINE:,} characters. "
                f"End the line after each {row} of the table."
            )
        start = line.lstrip()
        mark = start[: 1 + start.startswith("# ")] if start.startswith("#") else ""
        if mark:
            line = start[len(mark) :]
        if '"' not in line and len(line) < csv.field_size_limit():  # most of them
            cells = [cell.strip() for cell in line.split(None if separator == " " else separator)]
            yield number, [mark + cells[0], *cells[1:]]
            continue
        if separator == " ":
            line = " ".join(line.split())
        # A reader for each row, over the one iterator of lines: it takes as many as a quoted cell
        # goes on for. A single reader would take the quotation marks in comments seriously.
        reader = csv.reader(
            [line] if mark else itertools.chain([line], source),
            delimiter=separator,
            skipinitialspace=True,
            strict=not mark,
        )
        try:
            cells = [cell.strip() for cell in next(reader)]
        except csv.Error as error:
            raise TableError(_explain_quote(where, str(error))) from error
        yield number, [mark + cells[0], *cells[1:]]


def _is_comment(record: list[Cell]) -> bool:
    """Whether a row begins with # and is no error of a spreadsheet."""
    first = str(record[0])
    return first.startswith("#") and not _SPREADSHEET_ERROR.match(first)


# A line that begins with one of these begins with a cell, not with a comment.
_SPREADSHEET_ERROR = re.compile(
    r"#(N/A( N/A)?|NA|DIV/0!|REF!|VALUE!|NUM!|NULL!|NAME\?)\s*([\t;|,]|$)"
)
# The line below the names where a table is drawn.
_RULED = re.compile(r"[\s|+]*:?-{2}[-+|:=\s]*")


def _explain_quote(where: str, error: str) -> str:
    if "unexpected end" in error:
        return f"{where} opens a quotation mark and does not close it. Close it, or remove it."
    if "limit" in error:
        return (
            f"{where} has a cell of more than {csv.field_size_limit():,} characters. "
            "Shorten it, or look for a quotation mark that is not closed."
        )
    return (
        f'{where} has a quotation mark (") inside a cell. '
        "Put it at the start and the end of the cell, or remove it."
    )


def _even_out(
    numbers: list[int], rows: list[list[Cell]], usual: int, row: str, skipped: Counter[str]
) -> list[list[Cell]]:
    """Rows of one length: other ones at the top are titles, short ones at the end are notes."""
    full = [i for i, cells in enumerate(rows) if len(cells) == usual]
    width = max(1, *(_measure(rows[i]) for i in full))
    after = rows[full[-1] + 1 :]
    if not any(_measure(cells) > 1 or is_number(cells[0]) for cells in after):
        skipped["notes"] += len(after)
        rows = rows[: full[-1] + 1]
    odd = [i for i, cells in enumerate(rows) if not _measure(cells) <= width <= len(cells)]
    top = odd[-1] + 1 if odd else 0
    if not odd or _is_preamble(rows, top):
        return [fill_up(cells, width) for cells in rows]
    odd = [i for i in odd if i > full[0] or _measure(rows[i]) > 1]  # without titles
    if odd == [full[0] - 1] and len(rows[odd[0]]) == usual - 1 and have_names(rows[full[0] :]):
        rows[odd[0]] = ["", *rows[odd[0]]]  # R gives row names no name
    elif odd:
        length = _measure(rows[odd[0]])
        raise TableError(
            f"{row.capitalize()} {numbers[odd[0]]} has {length} cell{'' if length == 1 else 's'} "
            f"where {row} {numbers[full[0]]} has {width}. Give every {row} the same number of "
            "cells, and put # before lines that are not data."
        )
    return [fill_up(cells, width) for cells in rows]


def _is_preamble(rows: list[list[Cell]], top: int) -> bool:
    """Whether lines of any kind, but none of numbers, are above a row that may be names."""
    return not (
        top >= len(rows) / 2
        # A year may be a name.
        or any(is_number(c) and not re.fullmatch(r"(1[89]|20)\d\d", str(c)) for c in rows[top])
        or any(len(cells) > 1 and all(map(is_number, cells)) for cells in rows[:top])
    )


def _check_names(numbers: list[int], rows: list[list[Cell]], separator: str, row: str) -> None:
    """Refuse "x;y" over "1,2": two columns, or one with decimal commas."""
    if len(rows) < 2 or any(rows[0][1:]) or not any(map(is_number, rows[1])):
        return
    for other in ";\t|,".replace(separator, ""):
        if len(rows[0]) > 1 and str(rows[0][0]).count(other) == len(rows[0]) - 1:
            raise TableError(
                f"{row.capitalize()} {numbers[0]} is separated by {SEPARATORS[other]}, and {row} "
                f"{numbers[1]} by {SEPARATORS[separator]}. Use one of them in all {row}s."
            )


def _measure(row: list[Cell]) -> int:
    """How many cells a row has without the empty ones at its end."""
    return max((i for i, cell in enumerate(row, start=1) if cell != ""), default=0)
