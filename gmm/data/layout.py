"""Where a table begins: titles above it, the row of names, a row of units, the first row of data."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from gmm.data.numerals import EMPTY, Cell, is_number, read_numeral
from gmm.data.rows import HEAD, Rows
from gmm.data.units import is_unit


class Layout(NamedTuple):
    """What the rows at the top of a table are.

    Attributes
    ----------
    names, units : list of str
        Of the columns; "" where there is none.
    header : int or None
        The number of the row with the names; None where no row has them.
    begin : int
        Where in the rows the data begin.
    titles : int
        How many rows above are titles.
    """

    names: list[str]
    units: list[str]
    header: int | None
    begin: int
    titles: int


def find_layout(rows: Rows, header: int | None = None) -> Layout:
    """Tell names and units from titles above them and data below.

    Parameters
    ----------
    rows : Rows
    header : int, optional
        The number of the row that has the names, 0 where none has; found where not given.
    """
    head = rows.cells[:HEAD]
    width = len(head[0])
    nothing = [""] * width
    if header == 0:
        return Layout(nothing, nothing, None, 0, 0)
    first = next((i for i, n in enumerate(rows.numbers[:HEAD]) if header and n >= header), 0)
    columns = [[cells[i] for cells in head[first + 1 :] or head] for i in range(width)]
    # Titles are at the top: the lower half is sooner all numbers.
    numeric = [_is_numeric(each) or _is_numeric(each[len(each) // 2 :]) for each in columns]
    begin = first + 1 if header else 0
    while begin < len(head) and not _is_data(head[first:], begin - first, numeric):
        begin += 1
    if begin == len(head) and not (header or any(numeric)):
        begin = min(1, begin)  # words all over
    if not begin:
        if width > 1 and len(rows.above) == width == _count(list(rows.above)):
            return Layout(_strip_mark(rows.above), nothing, rows.numbers[0] - 1, 0, 0)
        return Layout(nothing, nothing, None, 0, 0)
    names = first if header or width == 1 else _find_names(head[:begin])
    units = nothing
    if names + 1 < begin and _are_units(head[names + 1]):
        units = [_name(cell).strip("[]() ") for cell in head[names + 1]]
        return _lay(rows, names, units, names + 2)
    if not header and names > first and _are_units(head[names]) and _count(head[names - 1]) > 1:
        units = [_name(cell).strip("[]() ") for cell in head[names]]
        return _lay(rows, names - 1, units, names + 1)
    if width > 1 and _count(head[names]) == 1 and not header and _is_title(head[names]):
        return Layout(nothing, nothing, None, begin, begin)
    return _lay(rows, names, units, names + 1)


def _lay(rows: Rows, position: int, units: list[str], begin: int) -> Layout:
    names = _strip_mark([_name(cell) for cell in rows.cells[position]])
    titles = position
    given = [name for name in names if name]
    if position and len(set(given)) < len(given) and _count(rows.cells[position - 1]) > 1:
        # A second row of names above the first: "control,,fire," over "X,Y,X,Y".
        group, titles = "", titles - 1
        for i, cell in enumerate(rows.cells[position - 1]):
            group = _name(cell) or group
            names[i] = f"{group} {names[i]}".strip()
    return Layout(names, units, rows.numbers[position], begin, titles)


def _find_names(top: list[list[Cell]]) -> int:
    """The last of the rows with the most cells."""
    return max(range(len(top)), key=lambda i: (_count(top[i]), i))


def _is_data(rows: list[list[Cell]], position: int, numeric: list[bool]) -> bool:
    """Whether a row is like those below it: a number over numbers, a date over dates."""
    cells, below = rows[position], rows[position + 1 :]
    named = any(_count(row) >= _count(cells) for row in rows[:position])
    numbers = [i for i, cell in enumerate(cells) if is_number(cell) and (numeric[i] or named)]
    if numbers:
        return named or not _are_names(cells, below, numbers, numeric)
    alike = []
    for i, cell in enumerate(cells):
        if isinstance(cell, str) and cell not in EMPTY and not numeric[i]:
            others, shape = {row[i] for row in below}, _shape(cell)
            alike.append(cell in others or ("9" in shape and shape in {*map(_shape, others)}))
    if alike and all(alike):
        return True
    return all(cell == "" or cell in EMPTY for cell in cells) and any(cells) and position > 0


def _are_names(
    cells: list[Cell], below: list[list[Cell]], numbers: list[int], numeric: list[bool]
) -> bool:
    """Whether the numbers of a row name its columns: years, 0, 1, 2 or any below an empty corner."""
    values = [read_numeral(cells[i]).point for i in numbers]
    if not below or not all(
        isinstance(cell, float) or cell.isdigit() for cell in (cells[i] for i in numbers)
    ):
        return False
    if any(
        numeric[i] and isinstance(cell, str) and cell not in EMPTY and not is_number(cell)
        for i, cell in enumerate(cells)
    ):
        return True  # "x,2020" over numbers
    columns = [[row[i] for row in below] for i in numbers]
    if cells[0] == "" and all(cell != "" for cell in cells[1:]) and _counts_or_names(below):
        return True
    if all(value is not None and 1800 <= value <= 2100 for value in values):
        alike = [_share(column, lambda v: 1800 <= v <= 2100) for column in columns]
        return len(set(values)) == len(values) > 1 and max(alike) < 0.5
    fractions = all(_share(column, lambda v: v % 1 != 0) > 0.5 for column in columns)
    return values == [*map(float, range(len(values)))] and len(values) > 1 and fractions


def _counts_or_names(below: list[list[Cell]]) -> bool:
    """Whether the first column has row names, or row numbers."""
    first = [row[0] for row in below]
    if not any(map(is_number, first)):
        return "" not in first
    values = [read_numeral(cell).point for cell in first]
    steps = {None if None in (a, b) else b - a for a, b in zip(values, values[1:])}  # type: ignore[operator]
    return values[0] in (0.0, 1.0) and steps <= {1.0}


def _share(column: Sequence[Cell], holds: object) -> float:
    read = [read_numeral(cell) for cell in column]
    values = [one.point if one.point is not None else one.comma for one in read]
    known = [value for value in values if value is not None]
    return sum(map(holds, known)) / max(len(known), 1)  # type: ignore[arg-type]


def _is_numeric(cells: list[Cell]) -> bool:
    full = [cell for cell in cells if cell not in EMPTY]
    return 2 * sum(map(is_number, full)) > len(full)


def _is_title(cells: list[Cell]) -> bool:
    text = "".join(map(_name, cells))
    return len(text) > 30 or (" " in text and cells[0] != "")


def _are_units(cells: list[Cell]) -> bool:
    texts = [_name(cell) for cell in cells if cell not in EMPTY and cell not in ("-", "1")]
    return bool(texts) and all(
        is_unit(text) or re.fullmatch(r"\[.*\]|\(.*\)", text) for text in texts
    )


def _shape(cell: Cell) -> str:
    return re.sub(r"[^\W\d]+", "a", re.sub(r"\d+", "9", str(cell)))


def _count(cells: list[Cell]) -> int:
    return sum(any(map(str.isalnum, str(cell))) for cell in cells)


def _name(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:.12g}"


def _strip_mark(names: list[str]) -> list[str]:
    """Names without the # before the first."""
    return [names[0].lstrip("#").strip() or names[0], *names[1:]]
