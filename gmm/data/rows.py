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


# A row's number and its cells; a comment is one, too, as it may turn out to be a row.
Record = tuple[int, list[Cell]]


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
    records = itertools.islice(walk_rows(text, separator, row, skipped), most)
    numbers, cells = take_rows(records, row, skipped)
    lengths = Counter(len(record) for record in cells if not is_comment(record))
    usual = max(lengths, key=lambda length: (lengths[length], length), default=0)
    kept: list[int] = []
    above: list[str] = []
    for i, record in enumerate(cells):
        # "#d62728,1.2,3.4" is a row with a colour; "# by Ann, 2020" is a comment.
        if not is_comment(record) or (
            len(record) == usual > 1
            and not re.match(r"#(\s|$)", str(record[0]) + "," * (usual > 1))
        ):
            kept.append(i)
        else:
            skipped["comments"] += 1
            if not kept and numbers[i] + 1 == (numbers[i + 1] if i + 1 < len(cells) else 0):
                above = [str(cell) for cell in record]
    if not kept:
        raise TableError(
            "There are only blank lines and comments. "
            "Give at least two rows of numbers, without # before them."
        )
    numbers, cells = [numbers[i] for i in kept], [cells[i] for i in kept]
    cells = _even_out(numbers, cells, usual, row, skipped)
    _check_names(numbers, cells, separator, row)
    return Rows(separator, numbers[: len(cells)], cells, skipped, above)


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
        if (length := len(_trim(record))) > MAX_COLUMNS:
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


def is_comment(record: list[Cell]) -> bool:
    """Whether a row begins with # and is no error of a spreadsheet."""
    first = record[0] if record else ""
    return isinstance(first, str) and first.startswith("#") and not _SPREADSHEET_ERROR.match(first)


def judge_line(line: str, separator: str) -> str:
    """Why a line is surely no row: what such lines are called, "" if it may be one."""
    start = line.lstrip()
    if not start:
        return "blank lines"
    if separator == " " and start.startswith("@"):
        return "comments"  # settings of Grace
    if start.startswith("#") and separator not in start.strip():
        return "" if _SPREADSHEET_ERROR.match(line) else "comments"
    return "ruled lines" if separator in "| \t" and _RULED.fullmatch(line) else ""


def walk_rows(
    text: str, separator: str, row: str, skipped: Counter[str]
) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that are not blank, and comments that may be rows, with their numbers."""
    source = iter(io.StringIO(text))
    for number, line in enumerate(source, start=1):
        if reason := judge_line(line, separator):
            skipped[reason] += 1
            continue
        if len(line) > MAX_LINE:
            raise TableError(
                f"{row.capitalize()} {number} has more than {MAX_LINE:,} characters. "
                f"End the line after each {row} of the table."
            )
        if comment := line.lstrip().startswith("#"):
            mark = "# " if line.lstrip()[1:2] == " " else "#"
            line = line.lstrip()[1:]
        if '"' not in line and len(line) < csv.field_size_limit():
            cells = [cell.strip() for cell in line.split(None if separator == " " else separator)]
            if comment:
                cells = [mark + cells[0], *cells[1:]]
            yield number, [*cells]
            continue
        if separator == " ":
            line = " ".join(line.split())
        # A reader for each row, over the one iterator of lines: it takes as many as a quoted cell
        # goes on for. A single reader would take the quotation marks in comments seriously.
        reader = csv.reader(
            [line] if comment else itertools.chain([line], source),
            delimiter=separator,
            skipinitialspace=True,
            strict=not comment,
        )
        try:
            cells = next(reader)
        except csv.Error as error:
            raise TableError(_explain_quote(f"{row.capitalize()} {number}", str(error))) from error
        if comment:
            cells[0] = mark + cells[0]
        yield number, [*map(str.strip, cells)]


# A line that begins with one of these begins with a cell, not with a comment.
_SPREADSHEET_ERROR = re.compile(
    r"\s*\"?#(N/A( N/A)?|NA|DIV/0!|REF!|VALUE!|NUM!|NULL!|NAME\?)\"?\s*([\t;|,]|$)"
)
# The line below the names where a table is drawn.
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
    numbers: list[int], rows: list[list[Cell]], usual: int, row: str, skipped: Counter[str]
) -> list[list[Cell]]:
    """Rows of one length: other ones at the top are titles, short ones at the end are notes."""
    full = [i for i, cells in enumerate(rows) if len(cells) == usual]
    width = max(1, *(len(_trim(rows[i])) for i in full))
    last = full[-1]
    if all(len(_trim(cells)) < 2 and not is_number(cells[0]) for cells in rows[last + 1 :]):
        skipped["notes"] += len(rows) - last - 1
        rows = rows[: last + 1]
    skipped += Counter()  # no reason that none was left out for
    odd = [i for i, cells in enumerate(rows) if not len(_trim(cells)) <= width <= len(cells)]
    top = odd[-1] + 1 if odd else 0
    # A table's names, below a preamble of any kind.
    named = odd and top < len(rows) / 2 and not any(map(_is_measured, rows[top]))
    named = named and not any(all(map(is_number, cells)) for cells in rows[:top] if len(cells) > 1)
    for i in odd:
        cells, length = rows[i], len(_trim(rows[i]))
        if named or (i < full[0] and length < 2):
            continue
        if (
            odd == [*range(top)]
            and i == top - 1
            and len(cells) == usual - 1
            and _have_names(rows[top:])
        ):
            rows = [*rows[:i], ["", *cells], *rows[top:]]  # R gives row names no name
            continue
        raise TableError(
            f"{row.capitalize()} {numbers[i]} has {length} cell{'' if length == 1 else 's'} "
            f"where {row} {numbers[full[0]]} has {width}. Give every {row} the same number of "
            "cells, and put # before lines that are not data."
        )
    return [fill_up(cells, width) for cells in rows]


def _is_measured(cell: Cell) -> bool:
    """Whether a cell is a number, and no year that may be a name."""
    return is_number(cell) and not re.fullmatch(r"(1[89]|20)\d\d", str(cell))


def _check_names(numbers: list[int], rows: list[list[Cell]], separator: str, row: str) -> None:
    """Refuse "x;y" over "1,2": two columns, or one with decimal commas."""
    if len(rows) < 2 or any(rows[0][1:]) or not any(map(is_number, rows[1])):
        return
    for other in ";\t|,".replace(separator, ""):
        if len(rows[0]) > 1 and str(rows[0][0]).count(other) == len(rows[0]) - 1:
            raise TableError(
                f"{row.capitalize()} {numbers[0]} is parted by {SEPARATORS[other]}, and {row} "
                f"{numbers[1]} by {SEPARATORS[separator]}. Use one of them in all {row}s."
            )


def fill_up(cells: list[Cell], width: int) -> list[Cell]:
    """Row with this many cells."""
    return cells[:width] + [""] * (width - len(cells))


def _have_names(rows: list[list[Cell]]) -> bool:
    """Whether each row begins with a name, or with a number that counts."""
    names = [str(cells[0]) for cells in rows[:HEAD]]
    if len(names) < 2 or "" in names:
        return False
    if not all(name.isdigit() for name in names):
        return not any(map(is_number, names))
    return sorted({*map(int, names)}) == [*map(int, names)]


def _trim(row: list[Cell]) -> list[Cell]:
    """Row without the empty cells at its end."""
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return row[:end]
